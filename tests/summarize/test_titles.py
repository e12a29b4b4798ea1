"""Titles that the turns bear out, and what stands in for those that they do not."""

import numpy as np

from slmsum.conversation import Turn
from slmsum.summarize.ground import Grounder
from slmsum.summarize.titles import DEFAULT_TITLE, key_words, title_of

TURNS = [
    Turn(0, "Ana", "The boiler in the cellar leaks again, the boiler man must come."),
    Turn(1, "Ben", "Then I'll ring the boiler man, the cellar floods otherwise."),
    Turn(2, "Ana", "Thanks. And who walks the dog on Friday?"),
]


def grounder(turns: list[Turn]) -> Grounder:
    def embed(texts: list[str]) -> np.ndarray:
        return np.tile(np.array([[1.0, 0.0]], np.float32), (len(texts), 1))

    return Grounder(turns, embed([turn.text for turn in turns]), embed)


def test_the_first_title_that_holds_is_taken() -> None:
    drafted = ["Boiler trouble in Oslo", "x" * 200, "", "A leaking boiler in the cellar."]
    assert title_of(drafted, grounder(TURNS), 0, 2) == "A leaking boiler in the cellar"


def test_no_title_holds_that_names_what_nobody_said() -> None:
    assert title_of(["Budget for 2031", "Meeting in Oslo"], grounder(TURNS), 0, 2) == ""


def test_key_words_are_frequent_here_and_no_speakers() -> None:
    found = key_words(TURNS[:2], grounder(TURNS))
    assert "oiler" in found and "cellar" in found
    assert "Ana" not in found and found[0].isupper()


def test_too_few_words_give_the_plain_title() -> None:
    assert key_words([Turn(0, "Ana", "ok")], grounder(TURNS)) == DEFAULT_TITLE
