"""Which Whisper model hears a recording."""

from __future__ import annotations

from slmsum.audio.sound import Sound
from slmsum.models import manage
from slmsum.models.store import ModelStore
from slmsum.power import PowerMode
from slmsum.speech.pieces import pieces
from slmsum.speech.recogniser import Recogniser
from slmsum.speech.settings import SpeechSettings

BASE = "whisper-base"
ENGLISH = "whisper-tiny.en"
LARGER = "whisper-small"


def load(sound: Sound, settings: SpeechSettings, store: ModelStore) -> Recogniser:
    """The model that the settings name, else the one that fits their power mode and the language.

    Saver takes the small English one where English is named or spoken, Full the larger one where
    it is there. Raises ModelMissing, ModelCorrupt or BadOption.
    """
    if settings.model is not None:
        return _loaded(settings.model, settings, store)
    if settings.plan.mode is PowerMode.SAVER and _is_there(ENGLISH, store):
        if settings.language == "en":
            return _loaded(ENGLISH, settings, store)
        if settings.language is None:
            base = _loaded(BASE, settings, store)
            return _loaded(ENGLISH, settings, store) if _is_english(sound, base) else base
    if settings.plan.mode is PowerMode.FULL and _is_there(LARGER, store):
        return _loaded(LARGER, settings, store)
    return _loaded(BASE, settings, store)


def _loaded(name: str, settings: SpeechSettings, store: ModelStore) -> Recogniser:
    return Recogniser(name, manage.ready(store, name), settings)


def _is_there(name: str, store: ModelStore) -> bool:
    return name in store.names()


def _is_english(sound: Sound, recogniser: Recogniser) -> bool:
    """Whether each channel that holds speech begins in English."""
    firsts = []
    for channel in range(sound.channels):
        side = channel if sound.channels == 2 else None
        piece = next(pieces(sound, side), None)
        if piece is not None:
            firsts.append(recogniser.language_of(piece.samples(sound, side))[0])
    return all(language == "en" for language in firsts)
