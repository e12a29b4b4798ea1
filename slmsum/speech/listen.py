"""From an audio or video file to a conversation: decode, transcribe, tell who spoke."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from slmsum.audio.decode import decode
from slmsum.audio.sound import Sound
from slmsum.audio.take import ME, OTHERS
from slmsum.conversation import Conversation
from slmsum.models.store import ModelStore
from slmsum.progress import ProgressSink, ignore
from slmsum.speech.assign import by_channel
from slmsum.speech.settings import SpeechSettings
from slmsum.speech.speakers import name_others, name_speakers
from slmsum.speech.spoken import Transcript
from slmsum.speech.transcribe import transcribed
from slmsum.speech.turns import SIDES, conversation_of

# How the channels of our own takes are shown.
_OTHERS = "Others"
_SHOWN = {ME: "Me", OTHERS: _OTHERS}


def listen(
    source: Path | BinaryIO,
    name: str,
    settings: SpeechSettings,
    store: ModelStore,
    progress: ProgressSink = ignore,
    *,
    work: Path,
) -> tuple[Conversation, Transcript]:
    """What is said in a file that is called `name`; `work` is a folder for what a run keeps.

    Every utterance of the transcript has its speaker where one is known. Raises SlmsumError.
    """
    decoded = decode(source, name, work, progress)
    sound = decoded.sound
    names = [_SHOWN.get(channel, channel) for channel in decoded.names]
    with transcribed(sound, settings, store, progress, name=name, work=work) as plain:
        transcript = _with_speakers(sound, plain, store, progress, names=names, settings=settings)
    conversation = conversation_of(
        transcript,
        source=name,
        day=decoded.began.date() if decoded.began else None,
        warnings=decoded.warnings,
    )
    return conversation, transcript


def _with_speakers(
    sound: Sound,
    transcript: Transcript,
    store: ModelStore,
    progress: ProgressSink,
    *,
    names: list[str],
    settings: SpeechSettings,
) -> Transcript:
    """Name speakers by their channels; where all speak on one channel, by their voices."""
    count = settings.speakers
    if sound.channels == 1:
        if not settings.name_speakers:
            return transcript
        return name_speakers(sound, transcript, store, progress, speakers=count)
    named = by_channel(transcript, names or SIDES)
    if not settings.name_speakers or _OTHERS not in names:
        return named
    return name_others(
        sound,
        named,
        store,
        progress,
        channel=names.index(_OTHERS),
        called=_OTHERS,
        speakers=None if count is None else max(1, count - 1),
    )
