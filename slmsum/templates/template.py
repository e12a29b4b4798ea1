"""What a template says, as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from slmsum.minutes import Part
from slmsum.summarize.settings import Length
from slmsum.templates.phrases import any_occurs

GENERAL = "general"
USUAL_MOST = 8


class Fill(StrEnum):
    """How an own section gets its sentences."""

    BY_SPEAKER = "by_speaker"
    QUESTIONS_AND_ANSWERS = "questions_and_answers"
    NOTE = "note"
    ASK = "ask"
    QUOTES = "quotes"
    TERMS = "terms"


class Cue(StrEnum):
    """What people tell of themselves in a round: what is done, what comes, what holds them up."""

    DONE = "done"
    NEXT = "next"
    BLOCKED = "blocked"


class BodyFormat(StrEnum):
    """What the body of a template writes."""

    MARKDOWN = "markdown"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class NoteName:
    """A section of a visit note as MTS-Dialog names it, and words that tell where it is talked of.

    Without words the model reads the whole conversation.
    """

    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """One section: a part of the minutes under a heading, or own sentences got by `fill`.

    `cue` is for by_speaker, `notes` for note, `question` for ask, `about` for quotes on a topic and
    `words` for quotes that hold one of them; `most` bounds how many sentences there are. `by`
    keeps what rests on turns of speakers with one of these words in their names, `not_by` what
    does not need what such speakers state, but for their questions. `always` says
    that the section tells where it is empty, instead of being left out.
    """

    heading: str
    part: Part = Part.OWN
    fill: Fill | None = None
    cue: Cue | None = None
    notes: tuple[NoteName, ...] = ()
    question: str = ""
    about: str = ""
    words: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    not_by: tuple[str, ...] = ()
    most: int = USUAL_MOST
    always: bool = False

    def admits(self, speaker: str | None) -> bool:
        """Whether what a speaker states may stand in the section."""
        name = speaker or ""
        if self.not_by and any_occurs(self.not_by, name):
            return False
        return not self.by or any_occurs(self.by, name)


@dataclass(frozen=True, slots=True)
class When:
    """What must all hold of a conversation for the template to be chosen by itself.

    `speakers` are alternatives each: one word of each must be in a speaker's name. `people`,
    `words` (spoken words) and `share` (of the words, by the one who speaks most) are from-to
    bounds. `cues` are phrases of which `least` different ones must be said. `asks` is the least
    share of all questions that one of the speakers asks. `formats` are names of readers.
    """

    speakers: tuple[tuple[str, ...], ...] = ()
    people: tuple[float, float] | None = None
    words: tuple[float, float] | None = None
    share: tuple[float, float] | None = None
    cues: tuple[str, ...] = ()
    least: int = 1
    asks: float = 0.0
    formats: tuple[str, ...] = ()

    @property
    def conditions(self) -> int:
        """How many conditions it sets: the more, the surer the choice."""
        given = (self.people, self.words, self.share, self.cues, self.asks, self.formats)
        return len(self.speakers) + sum(bool(condition) for condition in given)


@dataclass(frozen=True, slots=True)
class Template:
    """A template; without sections minutes keep their usual order.

    One of `when` must hold for it to be chosen by itself; without any it never is. `length` is
    that of the summary where the user asks for none. `body` is jinja2 that writes the
    whole document as `body_format`. `source` is the file it is from.
    """

    name: str
    title: str
    description: str = ""
    length: Length | None = None
    when: tuple[When, ...] = ()
    sections: tuple[SectionPlan, ...] = ()
    body: str = ""
    body_format: BodyFormat = BodyFormat.MARKDOWN
    source: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The template asked for by the user, else those that one is chosen from by the conversation.

    With neither, minutes keep their usual form.
    """

    asked: Template | None = None
    among: Sequence[Template] = ()

    def named(self, name: str) -> Template | None:
        """The template of that name, None where it is not among them."""
        known = [*((self.asked,) if self.asked is not None else ()), *self.among]
        return next((template for template in known if template.name == name), None)
