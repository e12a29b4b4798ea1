"""Minutes as Markdown, for notes, issues and wikis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from slmsum.conversation import Conversation
from slmsum.export import words
from slmsum.minutes import Action, Chapter, Minutes, Point, Sentence

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$])")
# Signs that mean something only at the beginning of a line.
_LEADING = re.compile(r"^([#+\-=>]|\d+(?=[.)]))")


def render(minutes: Minutes, conversation: Conversation) -> str:
    """The minutes as one Markdown document; all text of the conversation is escaped."""
    blocks = [f"# {escape(minutes.title) or 'Minutes'}", escape(words.facts(conversation))]
    blocks += [f"> Note: {escape(note)}" for note in minutes.notes]
    heading = "Most central turns" if minutes.extractive else "Summary"
    blocks += _section(heading, [_sentence(sentence) for sentence in minutes.summary])
    blocks += _section("Decisions", [_point(point) for point in minutes.decisions])
    blocks += _section("Actions", [_action(action) for action in minutes.actions])
    blocks += _section("Open questions", [_point(point) for point in minutes.questions])
    if len(minutes.chapters) > 1:
        blocks.append("## Chapters")
        for chapter in minutes.chapters:
            blocks += _chapter(chapter, conversation)
    blocks += ["---", f"{escape(words.LEGEND)}  \n{escape(words.made_by(minutes.made_by))}"]
    return "\n\n".join(blocks) + "\n"


def escape(text: str) -> str:
    """One line of text that Markdown shows as it is."""
    escaped = _SPECIAL.sub(r"\\\1", words.clean(text))
    return _LEADING.sub(_escape_leading, escaped)


def _escape_leading(found: re.Match[str]) -> str:
    sign = found[1]
    return f"{sign}\\" if sign.isdecimal() else f"\\{sign}"


def _section(heading: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield f"## {heading}"
        yield "\n".join(f"- {item}" for item in items)


def _labelled(text: str, indices: Sequence[int]) -> str:
    label = words.evidence(indices)
    return f"{text} {label}" if label else text


def _sentence(sentence: Sentence) -> str:
    text = _labelled(escape(sentence.text), sentence.evidence)
    return text if sentence.supported else f"⚠ {text} *({escape(words.doubts(sentence))})*"


def _point(point: Point) -> str:
    return _labelled(escape(point.text), point.evidence)


def _action(action: Action) -> str:
    owner, due = escape(action.owner), escape(words.due(action))
    text = (f"**{owner}**: " if owner else "") + escape(action.task) + (f" ({due})" if due else "")
    return _labelled(text, action.evidence)


def _chapter(chapter: Chapter, conversation: Conversation) -> Iterator[str]:
    span = words.span(chapter, conversation)
    place = f"[#{words.turn_range(chapter.first_turn, chapter.last_turn)}]"
    yield "### " + " ".join(part for part in (escape(chapter.title), span, place) if part)
    if chapter.summary:
        yield "\n".join(f"- {_sentence(sentence)}" for sentence in chapter.summary)
