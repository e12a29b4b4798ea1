"""What was said in a recording: words with their times, in utterances."""

from __future__ import annotations

from dataclasses import dataclass

# What a word ends with where a sentence ends, as Whisper writes it.
SENTENCE_ENDS = (".", "?", "!", "…", "。", "？", "！")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was heard, with the white space before it where its language has any.

    `start` and `end` are in seconds, `probability` is 0 to 1.
    """

    text: str
    start: float
    end: float
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words that belong together; `speaker` is a name once it is known.

    `channel` is the channel it was heard on where channels are kept apart.
    """

    words: tuple[Word, ...]
    channel: int | None = None
    speaker: str | None = None

    @property
    def text(self) -> str:
        """The words as one line."""
        return "".join(word.text for word in self.words).strip()

    @property
    def start(self) -> float:
        """Seconds from the beginning of the recording."""
        return self.words[0].start

    @property
    def end(self) -> float:
        """Seconds from the beginning of the recording."""
        return self.words[-1].end


@dataclass(frozen=True, slots=True)
class Transcript:
    """All utterances of a recording, in order of their starts.

    `language` is an ISO 639-1 code, `seconds` the recording's length, `model` what heard it.
    """

    utterances: tuple[Utterance, ...]
    language: str
    seconds: float
    model: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpeakerSpan:
    """A stretch in which one speaker talks; `speaker` counts from 0, times are in seconds."""

    start: float
    end: float
    speaker: int
