"""Snippets show what was found and part no character."""

import regex
from hypothesis import given
from hypothesis import strategies as st

from slmsum.search.snippet import snippet


def marked(text: str, *found: tuple[int, int], length: int = 160) -> str:
    """The snippet with brackets around what was found."""
    part, ranges = snippet(text, found, length)
    for start, end in reversed(ranges):
        part = f"{part[:start]}[{part[start:end]}]{part[end:]}"
    return part


def test_a_short_text_is_shown_whole_on_one_line() -> None:
    assert marked("The\nbudget, again", (4, 10)) == "The [budget], again"


def test_a_long_text_is_cut_at_blanks_around_the_densest_place() -> None:
    text = "cat " + "word " * 40 + "cat and cat " + "word " * 40
    shown = marked(text, (0, 3), (204, 207), (212, 215), length=60)
    assert shown.startswith("…word word")
    assert shown.endswith("word…")
    assert "[cat] and [cat]" in shown


def test_a_family_is_marked_whole() -> None:
    assert marked("our 👩‍👩‍👧 here", (4, 5)) == "our [👩‍👩‍👧] here"


def test_nothing_found_shows_the_beginning() -> None:
    assert marked("a " * 100, length=20) == "a a a a a a a a a…"
    assert marked("") == ""


RICH = st.text(
    st.sampled_from("ab \n👩\u200d👧🏽e\u0301שלוםנ🇩🇪क्षि") | st.characters(), max_size=120
)


@given(RICH, st.lists(st.tuples(st.integers(0, 120), st.integers(1, 9)), max_size=5), st.data())
def test_no_character_is_parted(
    text: str, lengths: list[tuple[int, int]], data: st.DataObject
) -> None:
    found = sorted((a, min(len(text), a + n)) for a, n in lengths if a < len(text))
    length = data.draw(st.integers(10, 200))
    part, ranges = snippet(text, found, length)
    line = "".join(" " if char.isspace() else char for char in text)
    core = part.removeprefix("…") if not line.startswith(part[:1] or "x") else part
    assert "\n" not in part
    assert len(regex.findall(r"\X", core)) <= length
    borders = {match.start() for match in regex.finditer(r"\X", part)} | {len(part)}
    assert all(a in borders and b in borders for a, b in ranges)
