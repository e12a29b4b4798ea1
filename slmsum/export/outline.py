"""Minutes as an ordered list of blocks, which every format shows in its own way.

What is shown, in which order and in which words is settled here, so that a template's sections
reach each format without its knowing of them. All text is clean: one line, no control characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from slmsum.conversation import Conversation
from slmsum.export import words
from slmsum.minutes import Action, Chapter, Minutes, Part, Point, Section, Sentence

USUAL = (
    Section("Summary", Part.SUMMARY),
    Section("Decisions", Part.DECISIONS),
    Section("Actions", Part.ACTIONS),
    Section("Open questions", Part.QUESTIONS),
    Section("Chapters", Part.CHAPTERS),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: a sentence, a point, or an action, which may have an owner and be due.

    `evidence` are indices of turns that the conversation has; `doubts` says why the text may not
    be taken as fact, and is empty where it may.
    """

    text: str
    evidence: tuple[int, ...] = ()
    doubts: str = ""
    owner: str = ""
    due: str = ""

    @property
    def label(self) -> str:
        """The evidence as shown, such as "[#3,5-7]"."""
        return words.evidence(self.evidence)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A chapter: its title, when it was, and its turns from `first` to `last`."""

    title: str
    span: str
    first: int
    last: int
    items: tuple[Item, ...]

    @property
    def turns(self) -> str:
        """Its turns as shown, such as "#4-7"."""
        return f"#{words.turn_range(self.first, self.last)}"


@dataclass(frozen=True, slots=True)
class Block:
    """One part of minutes under its heading: `items`, or `stretches` where it shows chapters."""

    heading: str
    part: Part
    items: tuple[Item, ...] = ()
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """All that a format shows of minutes, but for the transcript."""

    title: str
    facts: str
    notes: tuple[str, ...]
    blocks: tuple[Block, ...]
    made_by: str


def outline(minutes: Minutes, conversation: Conversation) -> Outline:
    """Lay out the minutes as their sections say, or in the usual order; empty parts are left out.

    Evidence that the conversation has no turn for is left out, so that every link leads somewhere.
    """
    blocks = (_block(part, minutes, conversation) for part in minutes.sections or USUAL)
    return Outline(
        title=words.clean(minutes.title) or "Minutes",
        facts=words.facts(conversation),
        notes=tuple(words.clean(note) for note in minutes.notes),
        blocks=tuple(block for block in blocks if block.items or block.stretches),
        made_by=words.made_by(minutes.made_by),
    )


def _block(section: Section, minutes: Minutes, conversation: Conversation) -> Block:
    heading, part = words.clean(section.heading), section.part
    match part:
        case Part.SUMMARY:
            # The turns themselves must not pass for a summary, whatever a template calls it.
            heading = "Most central turns" if minutes.extractive else heading
            return Block(heading, part, _sentences(minutes.summary, conversation))
        case Part.DECISIONS:
            return Block(heading, part, _points(minutes.decisions, conversation))
        case Part.ACTIONS:
            actions = tuple(_action(action, conversation) for action in minutes.actions)
            return Block(heading, part, actions)
        case Part.QUESTIONS:
            return Block(heading, part, _points(minutes.questions, conversation))
        case Part.CHAPTERS:
            # A single chapter would only say again what the summary says.
            chapters = minutes.chapters if len(minutes.chapters) > 1 else ()
            stretches = tuple(_stretch(chapter, conversation) for chapter in chapters)
            return Block(heading, part, stretches=stretches)
        case Part.OWN:
            return Block(heading, part, _sentences(section.sentences, conversation))


def known(evidence: Iterable[int], conversation: Conversation) -> tuple[int, ...]:
    """The indices of turns that the conversation has."""
    return tuple(index for index in evidence if 0 <= index < len(conversation.turns))


def _sentences(sentences: Iterable[Sentence], conversation: Conversation) -> tuple[Item, ...]:
    return tuple(
        Item(words.clean(s.text), known(s.evidence, conversation), words.doubts(s))
        for s in sentences
    )


def _points(points: Iterable[Point], conversation: Conversation) -> tuple[Item, ...]:
    return tuple(Item(words.clean(p.text), known(p.evidence, conversation)) for p in points)


def _action(action: Action, conversation: Conversation) -> Item:
    return Item(
        words.clean(action.task),
        known(action.evidence, conversation),
        owner=words.clean(action.owner),
        due=words.due(action),
    )


def _stretch(chapter: Chapter, conversation: Conversation) -> Stretch:
    count = len(conversation.turns)
    last = max(0, min(chapter.last_turn, count - 1))
    return Stretch(
        title=words.clean(chapter.title),
        span=words.span(chapter, conversation),
        first=max(0, min(chapter.first_turn, last)),
        last=last,
        items=_sentences(chapter.summary, conversation),
    )
