"""Action items and decisions stay only where the turns bear them out."""

from datetime import date, datetime

import pytest
from talk import BOAT, embed, grounder, talk

from slmsum.conversation import Turn
from slmsum.minutes import Action
from slmsum.summarize.actions import ActionSettings, verified_actions, verified_decisions
from slmsum.summarize.ground import Grounder
from slmsum.summarize.prompts import Draft, DraftAction

WEDNESDAY = date(2025, 10, 1)


def kept(*actions: DraftAction, others: tuple[Draft, ...] = ()) -> list[Action]:
    draft = Draft("", (), actions)
    return verified_actions(
        [draft, *others],
        grounder(BOAT),
        (0, 9),
        day=WEDNESDAY,
        settings=ActionSettings(),
    )


def test_true_actions_stay_with_their_dates() -> None:
    found = kept(
        DraftAction("tobias", "take the sails home and wash them", "on Sunday"),
        DraftAction("Tobias", "order a new mast light.", "tonight"),
    )
    assert [(a.owner, a.task, a.due_text, str(a.due_date)) for a in found] == [
        ("Tobias", "take the sails home and wash them", "on Sunday", "2025-10-05"),
        ("Tobias", "order a new mast light", "tonight", "2025-10-01"),
    ]
    assert {5} <= set(found[0].evidence)


@pytest.mark.parametrize(
    "action",
    [
        DraftAction("Zelda", "call Pelle's yard"),
        DraftAction("Maren", "order a new mast light"),
        DraftAction("Maren", "call the yard in Malmö"),
        DraftAction("Tobias", "buy 40 mast lights"),
        DraftAction("Tobias", "feed penguins on glaciers"),
        DraftAction("?", "order a new mast light"),
    ],
)
def test_a_wrong_action_is_dropped(action: DraftAction) -> None:
    assert kept(action) == []


def test_a_due_day_that_nobody_says_is_dropped_alone() -> None:
    (found,) = kept(DraftAction("Tobias", "order a new mast light", "by Thursday"))
    assert (found.due_text, found.due_date) == ("", None)


def test_an_action_that_other_candidates_do_not_name_is_dropped() -> None:
    action = DraftAction("Tobias", "order a new mast light")
    silent, agreeing = (
        Draft("", ()),
        Draft("", (), (DraftAction("TOBIAS", "order the mast light"),)),
    )
    assert kept(action, others=(silent, silent)) == []
    assert len(kept(action, others=(silent, agreeing))) == 1
    assert len(kept(others=(agreeing, agreeing))) == 1


def test_the_same_task_is_kept_once() -> None:
    assert len(kept(*[DraftAction("Tobias", "order a new mast light")] * 3)) == 1


def test_a_first_name_stands_for_a_full_name_only_if_one_has_it() -> None:
    text = "Anna Berg: I'll book the hall.\nAnna Holm: Fine.\nPeter Roth: I'll bring the chairs."
    found = verified_actions(
        [Draft("", (), (DraftAction("Peter", "bring the chairs"),))],
        grounder(text),
        (0, 2),
        day=None,
        settings=ActionSettings(),
    )
    assert [action.owner for action in found] == ["Peter Roth"]


def test_a_due_day_counts_from_the_turn_that_says_it() -> None:
    (turn,) = talk("Tobias: I'll order the mast light tomorrow.")
    timed = Turn(0, turn.speaker, turn.text, time=datetime(2025, 12, 31, 23, 50))
    ground = Grounder([timed], embed([timed.text]), embed)
    draft = Draft("", (), (DraftAction("Tobias", "order the mast light", "tomorrow"),))
    (found,) = verified_actions([draft], ground, (0, 0), day=WEDNESDAY, settings=ActionSettings())
    assert found.due_date == date(2026, 1, 1)


def test_decisions_that_the_turns_support_stay_once() -> None:
    draft = Draft(
        "",
        (),
        decisions=(
            "They leave at 7:30.",
            "At 7:30 they leave.",
            "They sell the boat for 900 euros.",
            "They will ask the yard in Kalmar.",
        ),
    )
    points = verified_decisions(draft, grounder(BOAT), (0, 9), ActionSettings())
    assert [point.text for point in points] == [
        "They leave at 7:30.",
        "They will ask the yard in Kalmar.",
    ]
    assert 8 in points[0].evidence and 3 in points[1].evidence
