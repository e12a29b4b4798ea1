"""Who spoke how much and when, and what about."""

import pytest

from slmsum.conversation import Conversation, Turn, build
from slmsum.minutes import Chapter, Minutes
from slmsum.shares import Axis, chapter_spans, lanes, shares, topics


def spoken(*turns: tuple[str, float, float, str]) -> Conversation:
    made = [Turn(0, who, text, start=a, end=b) for who, a, b, text in turns]
    return build(made, format="test", source="test")


def written(*turns: tuple[str, str]) -> Conversation:
    return build([Turn(0, who, text) for who, text in turns], format="test", source="test")


def test_a_recording_is_shared_by_time() -> None:
    found = shares(spoken(("Ann", 0, 30, "a"), ("Ben", 30, 40, "b c d e"), ("Ann", 40, 40, "x")))
    assert [(one.speaker, one.share, one.seconds, one.turns) for one in found] == [
        ("Ann", 0.75, 30, 2),
        ("Ben", 0.25, 10, 1),
    ]


def test_a_chat_is_shared_by_words() -> None:
    found = shares(written(("Ann", "one"), ("Ben", "one two three")))
    assert [(one.speaker, one.share, one.words, one.seconds) for one in found] == [
        ("Ben", 0.75, 3, None),
        ("Ann", 0.25, 1, None),
    ]


def test_lanes_lie_on_the_clock_of_a_recording() -> None:
    found = lanes(spoken(("Ann", 0, 10, "a"), ("Ben", 10, 50, "b"), ("Ann", 80, 100, "c")))
    assert [lane.speaker for lane in found] == ["Ann", "Ben"]
    assert [(s.begin, s.end) for s in found[0].stretches] == [(0, 0.1), (0.8, 1)]
    assert [(s.first_turn, s.last_turn) for s in found[0].stretches] == [(0, 0), (2, 2)]


def test_turns_in_a_row_are_one_stretch() -> None:
    found = lanes(written(("Ann", "a b"), ("Ann", "c d"), ("Ben", "e f g h")))
    (stretch,) = found[0].stretches
    assert (stretch.begin, stretch.end, stretch.first_turn, stretch.last_turn) == (0, 0.5, 0, 1)


def test_a_long_chat_gives_few_stretches() -> None:
    many = [("Ann" if n % 2 else "Ben", "word") for n in range(20_000)]
    assert sum(len(lane.stretches) for lane in lanes(written(*many))) < 10


def test_chapters_lie_where_their_turns_are() -> None:
    talk = written(("Ann", "a b"), ("Ben", "c d"), ("Ann", "e f g h"))
    minutes = Minutes("", (), chapters=(Chapter("One", 0, 1), Chapter("Two", 2, 2)))
    found = chapter_spans(talk, minutes)
    assert [(one.title, one.stretch.begin, one.stretch.end) for one in found] == [
        ("One", 0, 0.5),
        ("Two", 0.5, 1),
    ]
    beyond = Minutes("", (), chapters=(Chapter("Beyond", 2, 9),))
    assert chapter_spans(talk, beyond) == []


def test_topics_come_in_the_order_in_which_they_come_up() -> None:
    first = [("Ann", "the budget and budgets again")] * 5
    second = [("Ben", "permits for the permit office")] * 5
    found = topics(written(*first, *second))
    assert [topic.word for topic in found][:1] == ["budget"]
    assert "permits" in [topic.word for topic in found] or "permit" in [t.word for t in found]
    assert all(len(topic.counts) == 48 for topic in found)
    assert sum(found[0].counts) == 10


@pytest.mark.parametrize("talk", [written(), written(("Ann", " "))])
def test_nothing_said_gives_no_picture(talk: Conversation) -> None:
    assert shares(talk) == lanes(talk) == topics(talk) == []
    assert Axis(talk).seconds is None
