"""Name who speaks in a transcript, by their voices."""

from __future__ import annotations

from dataclasses import replace

from slmsum.audio.sound import Sound
from slmsum.errors import ModelMissing
from slmsum.models.store import ModelStore
from slmsum.progress import ProgressSink, ignore
from slmsum.speech.assign import assign
from slmsum.speech.diarize import Diarization, DiarizeSettings, diarize
from slmsum.speech.spoken import Transcript
from slmsum.speech.voices import VoiceBook


def name_speakers(
    sound: Sound,
    transcript: Transcript,
    store: ModelStore,
    progress: ProgressSink = ignore,
    *,
    speakers: int | None = None,
) -> Transcript:
    """A transcript of one channel whose words all have a speaker: "Speaker 1", or a known voice.

    `speakers` is how many there are, None to estimate it. Without the voice encoder the transcript
    stays as it is but for a warning. Raises what `diarize` raises, and UnreadableFile or
    MalformedInput where the file of known voices is damaged.
    """
    if not transcript.utterances:
        return transcript
    try:
        found = find_speakers(sound, store, progress, speakers=speakers)
    except ModelMissing as missing:
        return _warned(transcript, missing)
    names = VoiceBook(store.root).recognise(found.voices)
    return assign(transcript, found.spans, names)


def name_others(
    sound: Sound,
    transcript: Transcript,
    store: ModelStore,
    progress: ProgressSink = ignore,
    *,
    channel: int,
    called: str,
    speakers: int | None = None,
) -> Transcript:
    """Where several people speak on one channel of a call: "Others 1", "Others 2" for `called`.

    A channel with one unknown voice keeps its name. Otherwise as `name_speakers`.
    """
    if all(utterance.channel != channel for utterance in transcript.utterances):
        return transcript
    try:
        found = find_speakers(sound, store, progress, speakers=speakers, channel=channel)
    except ModelMissing as missing:
        return _warned(transcript, missing)
    names = VoiceBook(store.root).recognise(found.voices)
    if len(found.voices) < 2 and not names:
        return transcript
    return assign(transcript, found.spans, names, called=called, channel=channel)


def find_speakers(
    sound: Sound,
    store: ModelStore,
    progress: ProgressSink = ignore,
    *,
    speakers: int | None = None,
    channel: int | None = None,
) -> Diarization:
    """Who speaks when, with the catalogue's voice encoder; raises ModelMissing besides."""
    from slmsum.models.catalogue import load_catalogue
    from slmsum.models.manage import ready

    folder = ready(store, load_catalogue().default("speaker").name)
    return diarize(sound, DiarizeSettings(folder, speakers, channel), progress)


def _warned(transcript: Transcript, missing: ModelMissing) -> Transcript:
    warning = f"speakers are not told apart: {missing.message} ({missing.hint})"
    return replace(transcript, warnings=(*transcript.warnings, warning))
