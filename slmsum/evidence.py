"""Which statements of minutes rest on which turns, both ways.

A statement is addressed by its path within the minutes: "summary/0", "chapters/2/summary/1",
"actions/0", as the keys of the JSON form and places in its lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from slmsum.minutes import Action, Minutes, Part, Point, Sentence


@dataclass(frozen=True, slots=True)
class Statement:
    """Something the minutes say: its `path`, words, the turns behind it, and why it is doubted."""

    path: str
    text: str
    evidence: tuple[int, ...]
    supported: bool = True
    doubts: tuple[str, ...] = ()


def statements(minutes: Minutes) -> Iterator[Statement]:
    """All statements, part by part."""
    yield from _sentences("summary", minutes.summary)
    yield from _points("decisions", minutes.decisions)
    yield from _actions(minutes.actions)
    yield from _points("questions", minutes.questions)
    for number, chapter in enumerate(minutes.chapters):
        yield from _sentences(f"chapters/{number}/summary", chapter.summary)
    for number, section in enumerate(minutes.sections):
        if section.part is Part.OWN:
            yield from _sentences(f"sections/{number}/sentences", section.sentences)


def resting_on(minutes: Minutes) -> dict[int, tuple[str, ...]]:
    """For each turn that something rests on, the paths of those statements in order."""
    found: dict[int, list[str]] = {}
    for statement in statements(minutes):
        for turn in statement.evidence:
            found.setdefault(turn, []).append(statement.path)
    return {turn: tuple(dict.fromkeys(paths)) for turn, paths in found.items()}


def _sentences(path: str, sentences: tuple[Sentence, ...]) -> Iterator[Statement]:
    for number, one in enumerate(sentences):
        yield Statement(f"{path}/{number}", one.text, one.evidence, one.supported, one.doubts)


def _points(path: str, points: tuple[Point, ...]) -> Iterator[Statement]:
    for number, point in enumerate(points):
        yield Statement(f"{path}/{number}", point.text, point.evidence)


def _actions(actions: tuple[Action, ...]) -> Iterator[Statement]:
    for number, action in enumerate(actions):
        yield Statement(f"actions/{number}", action.task, action.evidence)
