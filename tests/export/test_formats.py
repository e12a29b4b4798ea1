"""Which format is chosen, and that each one renders."""

from pathlib import Path

import example
import pytest

from slmsum.errors import BadOption
from slmsum.export.formats import Format, choose, render


@pytest.mark.parametrize(
    "asked, output, format",
    [
        (None, None, Format.TEXT),
        (None, "minutes.md", Format.MARKDOWN),
        (None, "minutes.MARKDOWN", Format.MARKDOWN),
        (None, "a/b.htm", Format.HTML),
        (None, "a.json", Format.JSON),
        (None, "a.txt", Format.TEXT),
        (None, "folder", Format.TEXT),
        (Format.HTML, None, Format.HTML),
        (Format.JSON, "minutes.md", Format.JSON),
    ],
)
def test_choose(asked: Format | None, output: str | None, format: Format) -> None:
    assert choose(asked, Path(output) if output else None) is format


def test_an_unknown_suffix_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadOption) as caught:
        choose(None, Path("minutes.pages"))
    assert ".md" in caught.value.hint


@pytest.mark.parametrize("format", Format)
def test_every_format_is_text_in_whole_lines_or_a_file(format: Format) -> None:
    shown = render(format, example.minutes(), example.conversation())
    if isinstance(shown, str):
        assert shown.endswith("\n")
        assert "Hall and cake" in shown
    else:
        assert format.is_whole
    assert choose(None, Path(f"minutes{format.suffix}")) is format
