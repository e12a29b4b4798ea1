"""Which template a conversation gets by itself: its own kind's, or none where in doubt."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from slmsum.conversation import Conversation, Turn, build
from slmsum.jobs import ReadRequest
from slmsum.templates import store
from slmsum.templates.choose import choose, settle
from slmsum.templates.parse import parse
from slmsum.templates.template import Choice, Template

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests/data/templates"
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="module")
def shipped() -> list[Template]:
    return store.shipped()


def name_of(conversation: Conversation, templates: list[Template]) -> str:
    found = choose(conversation, conversation.said, templates)
    return found.name if found is not None else "-"


def conversation_of(pairs: list[list[str]]) -> Conversation:
    return build((Turn(i, *pair) for i, pair in enumerate(pairs)), format="slmsum", source="row")


@pytest.mark.parametrize("path", sorted(DATA.glob("*.txt")), ids=lambda path: path.stem)
def test_each_kind_gets_its_own(path: Path, shipped: list[Template]) -> None:
    expected = "-" if path.stem == "chat" else path.stem
    assert name_of(ReadRequest(path).read(), shipped) == expected


def test_the_sample_of_the_demo_keeps_the_usual_form(shipped: list[Template]) -> None:
    sample = ReadRequest(ROOT / "resources/samples/street-festival.txt").read()
    assert name_of(sample, shipped) == "-"


@pytest.mark.samples
def test_real_exports_keep_the_usual_form(shipped: list[Template]) -> None:
    counts = Counter[str]()
    for line in (SHARED / "samples/INDEX.tsv").read_text("utf-8").splitlines()[1:]:
        path = SHARED / "samples" / line.split("\t")[0]
        if path.suffix != ".rttm":
            counts[name_of(ReadRequest(path).read(), shipped)] += 1
    # The one is an IRC meeting kept with MeetBot's #agreed.
    assert counts == {"-": 63, "decision-log": 1}


def rows(name: str) -> list[dict[str, Any]]:
    lines = (SHARED / "data/dev" / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.samples
def test_visits_are_known_as_such(shipped: list[Template]) -> None:
    found = [name_of(conversation_of(r["turns"]), shipped) for r in rows("mts_dialog_dev.jsonl")]
    # In the others only clinicians talk.
    assert Counter(found) == {"clinic-visit": 97, "-": 3}


@pytest.mark.samples
def test_everyday_talk_is_taken_for_nothing_else(shipped: list[Template]) -> None:
    counts = Counter(
        (row["domain"], name_of(conversation_of(row["turns"]), shipped))
        for row in rows("house_dev.jsonl") + rows("excerpts_dev.jsonl")
    )
    plain = ("chat", "meeting", "workplace-chat", "email", "ami", "icsi", "irc", "committee")
    assert [key for key in counts if key[0] in plain and key[1] != "-"] == []
    assert counts["primock", "clinic-visit"] == 8
    # Two calls are chosen for: one is a visit to a doctor, one is with an agent.
    assert counts["call", "-"] == 41


def template(rules: str) -> Template:
    return parse(f'name = "x"\ntitle = "X"\n[when]\n{rules}'.encode(), "x.toml")


TALK = conversation_of(
    [["Dr. Mbeki", "What brings you in?"], ["Suda", "A cough. It won’t stop."]] * 3
)


@pytest.mark.parametrize(
    "rules, fits",
    [
        ('speakers = ["doctor|dr"]', True),
        ('speakers = ["doctor"]', False),
        ('speakers = ["mbe"]', False),
        ('speakers = ["dr", "SUDA"]', True),
        ("people = [2, 2]", True),
        ("people = [3, 9]", False),
        ("words = [24, 27]", True),
        ("words = [1000, 2000]", False),
        ("share = [0.5, 0.6]", True),
        ("share = [0.9, 1]", False),
        ("asks = 1.0", True),
        ('cues = ["brings you", "won\'t"]\nleast = 2', True),
        ('cues = ["cou"]', False),
        ('cues = ["cou*"]', True),
        ('formats = ["slmsum"]', True),
        ('formats = ["irc"]', False),
        ('formats = ["slmsum"]\npeople = [1, 1]', False),
    ],
)
def test_all_rules_must_hold(rules: str, fits: bool) -> None:
    assert (name_of(TALK, [template(rules)]) == "x") is fits


def test_the_surer_of_two_is_chosen() -> None:
    first, second = template("people = [2, 2]"), template("people = [2, 2]\nwords = [1, 99]")
    assert choose(TALK, TALK.said, [first, second]) is second


def test_what_is_chosen_is_noted_and_what_is_asked_for_is_not() -> None:
    own = template("people = [2, 2]")
    assert settle(TALK, TALK.said, None) == (None, ())
    assert settle(TALK, TALK.said, Choice(among=[])) == (None, ())
    chosen, notes = settle(TALK, TALK.said, Choice(among=[own]))
    assert chosen is own
    assert "the template general" in notes[0]
    assert settle(TALK, TALK.said, Choice(asked=own)) == (own, ())
    assert settle(TALK, TALK.said, Choice(asked=store.get("general"))) == (None, ())
