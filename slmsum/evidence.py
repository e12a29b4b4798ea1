"""Which statements of minutes rest on which turns, both ways.

A statement is addressed by its path within the minutes: "summary/0", "chapters/2/summary/1",
"actions/0", as the keys of the JSON form and places in its lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from slmsum.export import words
from slmsum.export.outline import USUAL
from slmsum.minutes import Action, Chapter, Minutes, Part, Point, Section, Sentence


@dataclass(frozen=True, slots=True)
class Statement:
    """Something the minutes say: its `path`, words, the turns behind it, and why it is doubted.

    An action has an `owner`, when it is `due`, and whether it is `done`.
    """

    path: str
    text: str
    evidence: tuple[int, ...]
    supported: bool = True
    doubts: str = ""
    owner: str = ""
    due: str = ""
    done: bool = False

    @property
    def own(self) -> bool:
        """Whether the user added it: all else that is held true rests on turns."""
        return self.supported and not self.evidence

    @property
    def text_path(self) -> str:
        """Where its words stand in the minutes."""
        return self.path + ("/task" if self.path.startswith("actions/") else "/text")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A chapter: the path of its title, its turns from `first` to `last`, and what it says."""

    path: str
    title: str
    first: int
    last: int
    span: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the minutes under its heading: `statements`, or `stretches` for the chapters."""

    heading: str
    part: Part
    statements: tuple[Statement, ...] = ()
    stretches: tuple[Stretch, ...] = ()


def groups(minutes: Minutes) -> list[Group]:
    """The parts that hold something, in the order of the template, or else the usual one."""
    made = (_group(number, section, minutes) for number, section in _sections(minutes))
    return [group for group in made if group.statements or group.stretches]


def statements(minutes: Minutes) -> Iterator[Statement]:
    """All statements that the minutes show, part by part."""
    for group in groups(minutes):
        yield from group.statements
        for stretch in group.stretches:
            yield from stretch.statements


def places(minutes: Minutes) -> list[tuple[str, str]]:
    """Where statements can be added: a part's heading, and the path of its list."""
    found = []
    for number, section in _sections(minutes):
        own = f"sections/{number}/sentences"
        if section.part is not Part.CHAPTERS:
            path = own if section.part is Part.OWN else section.part.value
            found.append((words.clean(section.heading), path))
    return found


def resting_on(minutes: Minutes) -> dict[int, tuple[str, ...]]:
    """For each turn that something rests on, the paths of those statements in order."""
    found: dict[int, list[str]] = {}
    for statement in statements(minutes):
        for turn in statement.evidence:
            found.setdefault(turn, []).append(statement.path)
    return {turn: tuple(dict.fromkeys(paths)) for turn, paths in found.items()}


def _sections(minutes: Minutes) -> Iterator[tuple[int, Section]]:
    return enumerate(minutes.sections or USUAL)


def _group(number: int, section: Section, minutes: Minutes) -> Group:
    heading, part = words.clean(section.heading), section.part
    match part:
        case Part.SUMMARY:
            heading = "Most central turns" if minutes.extractive else heading
            return Group(heading, part, _sentences("summary", minutes.summary))
        case Part.DECISIONS:
            return Group(heading, part, _points("decisions", minutes.decisions))
        case Part.ACTIONS:
            return Group(heading, part, _actions(minutes.actions))
        case Part.QUESTIONS:
            return Group(heading, part, _points("questions", minutes.questions))
        case Part.CHAPTERS:
            # A single chapter would only say again what the summary says.
            chapters = minutes.chapters if len(minutes.chapters) > 1 else ()
            stretches = tuple(_stretch(place, one) for place, one in enumerate(chapters))
            return Group(heading, part, stretches=stretches)
        case Part.OWN:
            path = f"sections/{number}/sentences"
            return Group(heading, part, _sentences(path, section.sentences))


def _sentences(path: str, sentences: tuple[Sentence, ...]) -> tuple[Statement, ...]:
    return tuple(
        Statement(f"{path}/{number}", one.text, one.evidence, one.supported, words.doubts(one))
        for number, one in enumerate(sentences)
    )


def _points(path: str, points: tuple[Point, ...]) -> tuple[Statement, ...]:
    return tuple(
        Statement(f"{path}/{number}", point.text, point.evidence)
        for number, point in enumerate(points)
    )


def _actions(actions: tuple[Action, ...]) -> tuple[Statement, ...]:
    return tuple(
        Statement(
            f"actions/{number}",
            action.task,
            action.evidence,
            owner=action.owner,
            due=words.due(action),
            done=action.done,
        )
        for number, action in enumerate(actions)
    )


def _stretch(number: int, chapter: Chapter) -> Stretch:
    span = ""
    if chapter.start is not None and chapter.end is not None:
        span = f"{words.clock(chapter.start)}–{words.clock(chapter.end)}"
    path = f"chapters/{number}"
    return Stretch(
        f"{path}/title",
        chapter.title,
        chapter.first_turn,
        chapter.last_turn,
        span,
        _sentences(f"{path}/summary", chapter.summary),
    )
