"""The worker's part of live text: which model hears, how often, and what is heard of each side."""

from __future__ import annotations

import pickle
import queue
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING

from slmsum.audio.sound import RATE
from slmsum.models import manage
from slmsum.models.store import ModelStore, default_store
from slmsum.power import PowerMode, PowerPlan
from slmsum.speech.choose import BASE, ENGLISH
from slmsum.speech.guards import kept
from slmsum.speech.live import Stretch
from slmsum.speech.live_side import Side
from slmsum.speech.recogniser import Recogniser
from slmsum.speech.settings import SpeechSettings
from slmsum.speech.spoken import Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The share of the time in which the worker may be at work: in Saver it leaves room for the
# recording itself on the one core that both may take.
_SAVER_SHARE, _SHARE = 0.7, 0.85
_POLL = 0.1
# When nothing comes for so many seconds the recording pauses, and what was said is settled.
_STANDS = 1.0
# Shorter talk does not show its language.
_TELLING = 2 * RATE
# Talk in another language than before must be this surely so.
_SURE_OF_CHANGE = 0.85


@dataclass(frozen=True, slots=True)
class LiveJob:
    """Hear along with a recording whose channels are spoken by `speakers`, in their order.

    What comes in are pickled Stretches, what goes out LiveUpdates. Serving raises ModelMissing,
    ModelCorrupt or BadOption.
    """

    speech: SpeechSettings
    speakers: tuple[str, ...]

    @property
    def plan(self) -> PowerPlan:
        """The limits of the worker."""
        return self.speech.plan

    def serve(self, incoming: SimpleQueue[bytes], send: Callable[[object], None]) -> None:
        """Hear until b"" comes in."""
        ears = Ears(self.speech, default_store())
        sides = [Side(speaker, ears.hear, send) for speaker in self.speakers]
        share = _SAVER_SHARE if self.plan.mode is PowerMode.SAVER else _SHARE
        rested = 0.0
        came = time.monotonic()
        more = True
        while more:
            more, some = _take_in(incoming, sides)
            began = time.monotonic()
            came = began if some else came
            if more and began < rested:
                continue
            for side in sides:
                side.listen(ended=not more or began - came > _STANDS)
            now = time.monotonic()
            rested = now + (now - began) * (1 / share - 1)


def _take_in(incoming: SimpleQueue[bytes], sides: Sequence[Side]) -> tuple[bool, bool]:
    """Give the sides what has come in; returns whether more may come, and whether any came."""
    some = False
    try:
        data = incoming.get(timeout=_POLL)
        while data:
            some = True
            stretch: Stretch = pickle.loads(data)
            for side, samples in zip(sides, stretch.samples, strict=True):
                side.add(round(stretch.start * RATE), samples)
            data = incoming.get_nowait()
    except queue.Empty:
        return True, some
    return False, some


class Ears:
    """The model that hears along: base, or in Saver the small English one once it is English.

    A larger model would fall behind on two cores.
    """

    def __init__(self, settings: SpeechSettings, store: ModelStore) -> None:
        self._settings = settings
        self._store = store
        self._saves = (
            settings.model is None
            and settings.plan.mode is PowerMode.SAVER
            and ENGLISH in store.names()
        )
        self._language = settings.language
        english = self._saves and self._language == "en"
        self._recogniser = self._load(settings.model or (ENGLISH if english else BASE))

    def hear(self, samples: NDArray[np.float32], begins: bool) -> list[Word]:
        """The words in some seconds of sound; talk that `begins` may be in another language."""
        known = self._language
        language = None if begins else known
        segments, spoken, sure = self._recogniser.hear_soon(samples, language)
        if language is None and spoken != known:
            if known is not None and (sure < _SURE_OF_CHANGE or len(samples) < _TELLING):
                segments, _, _ = self._recogniser.hear_soon(samples, known)
            elif len(samples) >= _TELLING:
                self._learn(spoken)
        return [word for segment in kept(segments) for word in segment.words]

    def _learn(self, language: str) -> None:
        self._language = language
        if self._saves and language == "en" and self._recogniser.name != ENGLISH:
            self._recogniser = self._load(ENGLISH)

    def _load(self, name: str) -> Recogniser:
        return Recogniser(name, manage.ready(self._store, name), self._settings)
