"""Which words two hearings share."""

from slmsum.speech.agreement import agreed, unsettled
from slmsum.speech.spoken import Word


def words(text: str, start: float = 0.0, each: float = 0.4) -> list[Word]:
    return [
        Word(f" {word}", start + number * each, start + (number + 1) * each)
        for number, word in enumerate(text.split())
    ]


def test_words_are_agreed_up_to_the_first_that_differs() -> None:
    assert agreed(words("So, we met at"), words("so we met add ten")) == 3
    assert agreed([], words("so")) == 0
    assert agreed(words("so"), []) == 0


def test_new_words_begin_behind_the_settled_ones() -> None:
    settled = words("we met on Monday")
    assert unsettled(settled, words("We met on Monday and then")) == tuple(
        words("We met on Monday and then")[4:]
    )
    assert unsettled([], settled) == tuple(settled)
    assert unsettled(settled, []) == ()


def test_settled_words_that_are_written_in_another_way_do_not_come_again() -> None:
    settled = words("the meeting at ten was good")
    now = words("a meeting at 10 was good for")
    assert [word.text for word in unsettled(settled, now)] == [" for"]


def test_words_said_twice_are_told_apart_by_their_times() -> None:
    settled = words("no no no")
    now = words("no no no no no")
    assert len(unsettled(settled, now)) == 2


def test_settled_words_that_are_not_heard_again_lose_nothing_new() -> None:
    settled = words("the first half of it", 0.0)
    now = words("and then more", 2.0)
    assert unsettled(settled, now) == tuple(now)
