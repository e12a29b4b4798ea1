"""Voice notes of a chat export, heard and put in place as what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from slmsum.audio.decode import decode
from slmsum.audio.media import is_media
from slmsum.conversation import Conversation, Kind, Turn
from slmsum.errors import EmptyInput, InputError, ModelError
from slmsum.models.store import ModelStore
from slmsum.progress import Progress, ProgressSink, ignore
from slmsum.readers.source import Source
from slmsum.speech.choose import Recognisers
from slmsum.speech.settings import SpeechSettings
from slmsum.speech.transcribe import transcribe

_FILE = re.compile(
    r"[^\s<>:/\\|?*\"][^<>:/\\|?*\"\n]{0,120}?\.(?:opus|ogg|oga|m4a|mp3|aac|amr|wav)\b"
)


@dataclass(frozen=True, slots=True)
class _Note:
    index: int
    file: str


def has_voice_notes(source: Source) -> bool:
    """Whether a zip or folder holds files that could be voice notes, by their names."""
    members = source.members
    return members is not None and any(_FILE.search(PurePosixPath(n).name) for n in members.names)


def with_voice_notes(
    conversation: Conversation,
    source: Source,
    settings: SpeechSettings,
    store: ModelStore,
    progress: ProgressSink = ignore,
    *,
    work: Path,
) -> Conversation:
    """The conversation in which turns that name a voice note of the export say what it says.

    Time and speaker stay. What cannot be heard stays as it is, with a warning.
    """
    notes = list(_notes(conversation, source))
    if not notes:
        return conversation
    turns = list(conversation.turns)
    recognisers = Recognisers(settings, store)
    warnings = list(conversation.warnings)
    silent = 0
    for number, note in enumerate(notes):
        progress(Progress("transcribing voice notes", number, len(notes)))
        try:
            words = _words(note.file, source, recognisers, store, work)
        except ModelError as error:
            warnings.append(
                f"{len(notes):,} voice note(s) were not transcribed: {error.message}; {error.hint}"
            )
            break
        except EmptyInput:
            silent += 1
        except InputError as error:
            warnings.append(f"voice note {error.message}")
        else:
            turns[note.index] = replace(turns[note.index], text=words, kind=Kind.SAID)
    if silent:
        warnings.append(f"{silent:,} voice note(s) hold no speech")
    return replace(conversation, turns=tuple(turns), warnings=tuple(warnings))


def _notes(conversation: Conversation, source: Source) -> Iterator[_Note]:
    """The media turns that name a file which came with the chat."""
    members = source.members
    if members is None:
        return
    files = {PurePosixPath(name).name: name for name in members.names}
    for turn in conversation.turns:
        if turn.kind is Kind.MEDIA and (name := _named_file(turn)) in files:
            yield _Note(turn.index, files[name])


def _named_file(turn: Turn) -> str:
    match = _FILE.search(turn.text)
    return match[0] if match else ""


def _words(
    file: str, source: Source, recognisers: Recognisers, store: ModelStore, work: Path
) -> str:
    assert source.members is not None
    member = source.members.open(file)
    if not is_media(member.head):
        raise InputError(file, "no sound that can be decoded")
    with member.open() as stream:
        sound = decode(stream, file, work, apart=False).sound
    transcript = transcribe(sound, recognisers.settings, store, name=file, recognisers=recognisers)
    return " ".join(utterance.text for utterance in transcript.utterances)
