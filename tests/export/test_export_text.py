"""Text for terminals."""

import re

import example
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slmsum.conversation import Conversation
from slmsum.export.text import cells, render, wrap
from slmsum.minutes import Minutes

EXPECTED = """\
Hall and cake
2026-03-02 · Anna, Ben, Mallory · 8 turns
Note: The order of dates is a guess.

Summary
  - Ben books the hall for Saturday. [#2-4]
  ? Peter pays 300 euros. [#4] (unsupported: 'Peter' is not in #4)
  - <script>alert('x')</script> *bold* [link](http://x.test) [31mred right [#5]

Decisions
  - The hall is for 40 people. [#4]

Actions
  - Ben: book the hall (tomorrow morning, 2026-03-03) [#3]
  - find a cake [#7]

Open questions
  - Who brings the cake? [#7-8]

Chapters
  1. The hall 18:04-18:07 [#1-4]
     - Ben books the hall for Saturday. [#2-4]
  2. <script>alert('x')</script> *bold* [link](http://x.test) [31mred right
     1:01-1:02:05 [#5-8]
     - Cake. [#7-8]

#n is turn n of the conversation, as 'slmsum read' numbers it.
Made by slmsum 0.1.0 · SmolLM2-135M-Instruct with minutes-1 · saver (1 thread, 1
candidate) · 3.2 s · 16 J estimated
"""


def test_everything_is_shown() -> None:
    assert render(example.minutes(), example.conversation()) == EXPECTED


@pytest.mark.parametrize("width", [1, 20, 33, 80, 200])
def test_lines_keep_to_the_width(width: int) -> None:
    lines = render(example.minutes(), example.conversation(), width=width).splitlines()
    assert max(map(cells, lines)) <= max(20, width)


def test_colours_only_add_codes_of_ours() -> None:
    coloured = render(example.minutes(), example.conversation(), colour=True)
    assert "\x1b[1mHall and cake\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == EXPECTED
    assert "\x1b" not in EXPECTED


def test_bare_minutes() -> None:
    shown = render(Minutes("", ()), Conversation(()))
    assert shown.startswith("Minutes\n0 turns\n")
    assert "Summary" not in shown


def test_extractive_minutes_are_not_called_a_summary() -> None:
    minutes = Minutes("Chat", example.minutes().summary, extractive=True)
    assert "Most central turns" in render(minutes, example.conversation())


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.integers(20, 60))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    lines = wrap(text, width, "  * ", "    ")
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()).removeprefix("*") == "".join(text.split())


def test_wide_characters_take_two_cells() -> None:
    assert wrap("会議は来週の月曜日に延期されました", 20) == [
        "会議は来週の月曜日に",
        "延期されました",
    ]
