"""Statements and turns point at each other, and edits leave the old minutes alone."""

import pytest

from slmsum.edits import value_at, with_value, without
from slmsum.errors import BadOption
from slmsum.evidence import groups, resting_on, statements
from slmsum.minutes import Action, Chapter, Minutes, Part, Point, Section, Sentence

MINUTES = Minutes(
    title="Fair",
    summary=(
        Sentence("They meet on Friday.", (0, 1), 0.9),
        Sentence("Ben pays.", (1,), 0.2, supported=False, doubts=("nobody says so",)),
    ),
    chapters=(
        Chapter("Day", 0, 1, (Sentence("A day is found.", (0,)),), 0.0, 60.0),
        Chapter("Plans", 2, 3),
    ),
    actions=(Action("Ben", "bring the plans", "Friday", evidence=(1,)),),
    questions=(Point("Who pays?", (3,)),),
)


def test_each_turn_knows_what_rests_on_it() -> None:
    resting = resting_on(MINUTES)
    assert resting[1] == ("summary/0", "summary/1", "actions/0")
    assert resting[0] == ("summary/0", "chapters/0/summary/0")
    assert 2 not in resting


def test_every_path_leads_to_its_statement() -> None:
    for statement in statements(MINUTES):
        assert value_at(MINUTES, statement.text_path) == statement.text


def test_doubts_owners_and_spans_are_told() -> None:
    shown = {group.part: group for group in groups(MINUTES)}
    assert shown[Part.SUMMARY].statements[1].doubts == "unsupported: nobody says so"
    action = shown[Part.ACTIONS].statements[0]
    assert (action.owner, action.due, action.done) == ("Ben", "Friday", False)
    assert shown[Part.CHAPTERS].stretches[0].span == "0:00–1:00"
    assert Part.DECISIONS not in shown


def test_a_template_decides_the_order() -> None:
    own = Section("Risks", Part.OWN, (Sentence("It may rain.", (3,)),))
    minutes = with_value(MINUTES, "sections", (own, Section("Next", Part.ACTIONS)))
    assert [group.heading for group in groups(minutes)] == ["Risks", "Next"]
    assert resting_on(minutes)[3] == ("sections/0/sentences/0",)


def test_an_edit_gives_new_minutes() -> None:
    edited = with_value(MINUTES, "chapters/0/summary/0/text", "Friday it is.")
    assert edited.chapters[0].summary[0].text == "Friday it is."
    assert MINUTES.chapters[0].summary[0].text == "A day is found."
    assert with_value(edited, "chapters/0/summary/0/text", "A day is found.") == MINUTES


def test_a_statement_can_be_taken_out() -> None:
    assert [one.text for one in without(MINUTES, "summary/0").summary] == ["Ben pays."]


@pytest.mark.parametrize("path", ["summary/2/text", "summary/x", "nothing", "title/text", "_a"])
def test_a_path_to_nothing_is_refused(path: str) -> None:
    with pytest.raises(BadOption):
        value_at(MINUTES, path)


def test_what_is_ticked_off_crosses_json() -> None:
    done = with_value(MINUTES, "actions/0/done", True)
    assert Minutes.from_json(done.to_json()) == done
    assert "done" not in MINUTES.to_json()["actions"][0]
