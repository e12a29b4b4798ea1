"""Which Whisper model hears a recording."""

from __future__ import annotations

from slmsum.audio.sound import Sound
from slmsum.models import manage
from slmsum.models.store import ModelStore
from slmsum.power import PowerMode
from slmsum.speech.pieces import Place, next_piece
from slmsum.speech.recogniser import Recogniser
from slmsum.speech.settings import SpeechSettings

BASE = "whisper-base"
ENGLISH = "whisper-tiny.en"
LARGER = "whisper-small"


class Recognisers:
    """The models that settings ask for, each loaded when it is first wanted."""

    def __init__(self, settings: SpeechSettings, store: ModelStore) -> None:
        self.settings = settings
        self._store = store
        self._loaded: dict[str, Recogniser] = {}

    def for_sound(self, sound: Sound) -> Recogniser:
        """The model that the settings name, else the one that fits power mode and language.

        Saver takes the small English one where English is named or spoken, Full the larger one
        where it is there. Raises ModelMissing, ModelCorrupt or BadOption.
        """
        settings = self.settings
        if settings.model is not None:
            return self._load(settings.model)
        if settings.plan.mode is PowerMode.SAVER and self._is_there(ENGLISH):
            if settings.language == "en":
                return self._load(ENGLISH)
            if settings.language is None and _is_english(sound, self._load(BASE)):
                return self._load(ENGLISH)
        if settings.plan.mode is PowerMode.FULL and self._is_there(LARGER):
            return self._load(LARGER)
        return self._load(BASE)

    def _load(self, name: str) -> Recogniser:
        if name not in self._loaded:
            folder = manage.ready(self._store, name)
            self._loaded[name] = Recogniser(name, folder, self.settings)
        return self._loaded[name]

    def _is_there(self, name: str) -> bool:
        return name in self._store.names()


def _is_english(sound: Sound, recogniser: Recogniser) -> bool:
    """Whether what is spoken at the beginning, after a third and after two thirds is English."""
    length = sound.samples.shape[1]
    for channel in range(sound.channels):
        side = channel if sound.channels == 2 else None
        for start in (0, length // 3, length * 2 // 3):
            piece = next_piece(sound, side, Place(start))
            if piece is None:
                # Nor does anybody speak later.
                break
            language, _ = recogniser.language_of(piece.samples(sound, side))
            if language != "en":
                return False
    return True
