"""Markdown, judged by a real Markdown parser."""

import example
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from slmsum.export.markdown import escape, render
from slmsum.export.words import clean


def shown(markdown: str) -> str:
    """The text of inline Markdown as a reader sees it."""
    (token,) = [t for t in MarkdownIt().parse(markdown) if t.type == "inline"]
    assert token.children is not None
    assert {child.type for child in token.children} <= {"text", "text_special"}
    return "".join(child.content for child in token.children)


def test_the_document() -> None:
    document = render(example.minutes(), example.conversation())
    assert document.startswith("# Hall and cake\n\n")
    assert "- Ben books the hall for Saturday. [#2-4]\n" in document
    assert "- ⚠ Peter pays 300 euros. [#4] *(unsupported: 'Peter' is not in #4)*\n" in document
    assert "- **Ben**: book the hall (tomorrow morning, 2026-03-03) [#3]\n" in document
    assert "### The hall 18:04-18:07 [#1-4]" in document
    assert "16 J estimated" in document


def test_hostile_words_stay_words() -> None:
    page = MarkdownIt().render(render(example.minutes(), example.conversation()))
    assert "<script" not in page
    assert "<a " not in page
    assert "\x1b" not in page


@settings(max_examples=60)
@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    cleaned = clean(text)
    if cleaned:
        assert shown("- " + escape(text)) == cleaned
