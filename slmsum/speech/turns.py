"""A transcript as the conversation that every later stage reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from slmsum.conversation import Conversation, Turn, build
from slmsum.speech.spoken import SENTENCE_ENDS, Transcript, Utterance

FORMAT = "recording"
# What the channels of a stereo recording are called where nobody named them.
SIDES = ("Left", "Right")
# Utterances of one speaker make one turn while the pause between them is shorter than this and the
# turn is not longer than that, in seconds; a turn ends at the end of a sentence if it can.
_PAUSE = 2.0
_FULL = 15.0
_TOO_LONG = 30.0


def conversation_of(
    transcript: Transcript,
    *,
    source: str = "",
    title: str = "",
    day: date | None = None,
    names: Sequence[str] = (),
    warnings: Sequence[str] = (),
) -> Conversation:
    """The turns of a transcript with their places in the recording, in seconds.

    A speaker who is not known yet is called as the channel is: `names`, or Left and Right.
    """
    called = tuple(names) or SIDES
    return build(
        _turns(transcript.utterances, called),
        format=FORMAT,
        source=source,
        title=title,
        language=transcript.language,
        day=day,
        warnings=[*warnings, *transcript.warnings],
    )


def speaker_of(utterance: Utterance, names: Sequence[str] = SIDES) -> str | None:
    """Who says it: the speaker's name, else the channel's, None where there is neither."""
    if utterance.speaker is not None or utterance.channel is None:
        return utterance.speaker
    return names[utterance.channel]


def _turns(utterances: Sequence[Utterance], names: Sequence[str]) -> Iterator[Turn]:
    held: list[Utterance] = []
    for utterance in utterances:
        if held and not _goes_on(held, utterance, names):
            yield _turn(held, names)
            held = []
        held.append(utterance)
    if held:
        yield _turn(held, names)


def _goes_on(held: list[Utterance], utterance: Utterance, names: Sequence[str]) -> bool:
    last = held[-1]
    length = last.end - held[0].start
    return (
        speaker_of(last, names) == speaker_of(utterance, names)
        and utterance.start - last.end <= _PAUSE
        and utterance.end - held[0].start <= _TOO_LONG
        and not (length >= _FULL and last.text.endswith(SENTENCE_ENDS))
    )


def _turn(held: list[Utterance], names: Sequence[str]) -> Turn:
    # The words carry the spaces between them, where their language has any.
    text = "".join(word.text for utterance in held for word in utterance.words)
    return Turn(
        0,
        speaker_of(held[0], names),
        " ".join(text.split()),
        start=round(held[0].start, 2),
        end=round(max(utterance.end for utterance in held), 2),
    )
