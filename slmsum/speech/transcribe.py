"""Sound in, transcript out: piece by piece, each channel by itself, resumable after a kill."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from slmsum.audio.sound import RATE, Sound
from slmsum.errors import EmptyInput
from slmsum.models.store import ModelStore
from slmsum.progress import Progress, ProgressSink, ignore
from slmsum.speech.checkpoint import Checkpoint, Heard, checkpoint, key_of
from slmsum.speech.choose import Recognisers
from slmsum.speech.crosstalk import without_crosstalk
from slmsum.speech.guards import kept
from slmsum.speech.pieces import Piece, Place, next_piece
from slmsum.speech.recogniser import Recogniser, Segment
from slmsum.speech.settings import SpeechSettings
from slmsum.speech.spoken import SENTENCE_ENDS, Transcript, Utterance

# Within a segment, a pause longer than this begins a new utterance.
_PAUSE = 1.2
# A longer utterance is parted where a sentence ends.
_LONG_UTTERANCE = 12.0


def transcribe(
    sound: Sound,
    settings: SpeechSettings,
    store: ModelStore,
    progress: ProgressSink = ignore,
    *,
    name: str = "recording",
    work: Path | None = None,
    recognisers: Recognisers | None = None,
) -> Transcript:
    """The words of a recording; two channels are heard one after the other and merged by time.

    Finished pieces, of up to half a minute, are kept in the folder `work` until the end, and a
    later run with the same sound and settings goes on behind them with the same outcome.
    `recognisers` spares loading models again. Raises EmptyInput, which calls the recording `name`,
    where nobody speaks, ModelMissing, ModelCorrupt or BadOption.
    """
    with transcribed(
        sound, settings, store, progress, name=name, work=work, recognisers=recognisers
    ) as transcript:
        return transcript


@contextmanager
def transcribed(
    sound: Sound,
    settings: SpeechSettings,
    store: ModelStore,
    progress: ProgressSink = ignore,
    *,
    name: str = "recording",
    work: Path | None = None,
    recognisers: Recognisers | None = None,
) -> Iterator[Transcript]:
    """As `transcribe`, but what is kept in `work` stays unless the block ends without an error."""
    recogniser = (recognisers or Recognisers(settings, store)).for_sound(sound)
    model = recogniser.name
    choices = (model, settings.language, settings.terms, settings.beam)
    key = key_of(sound, *choices) if work is not None else ""
    with checkpoint(work, key) as past:
        heard = list(past.done)
        heard.extend(_hear(sound, recogniser, past, progress))
        if not any(piece.utterances for piece in heard):
            past.remove()
            raise EmptyInput(name, "no speech found in it")
        # What the block does needs the memory.
        del recogniser
        yield _transcript(sound, heard, model)
        past.remove()


def _transcript(sound: Sound, heard: list[Heard], model: str) -> Transcript:
    utterances = [utterance for piece in heard for utterance in piece.utterances]
    if sound.channels == 2:
        utterances = without_crosstalk(sound, utterances)
    utterances.sort(key=lambda utterance: (utterance.start, utterance.end))
    return Transcript(tuple(utterances), _main_language(heard), round(sound.seconds, 3), model)


def _hear(
    sound: Sound, recogniser: Recogniser, past: Checkpoint, progress: ProgressSink
) -> Iterator[Heard]:
    """Hear what the checkpoint does not hold yet."""
    last = past.done[-1] if past.done else None
    language = past.done[0].language if past.done else None
    show = _Clock(sound, progress)
    show(last.channel if last else 0, _reached(last.after) if last else 0)
    for channel in range(last.channel if last else 0, sound.channels):
        behind = last if last is not None and last.channel == channel else None
        side = channel if sound.channels == 2 else None
        place = behind.after if behind else Place()
        while piece := next_piece(sound, side, place):
            goes_on = bool(piece.after.held) or piece.after.start < sound.samples.shape[1]
            found = recogniser.hear(piece.samples(sound, side), language, goes_on=goes_on)
            language = language or found.language
            place = piece.after if found.until is None else piece.place_at(found.until)
            words = tuple(_utterances(kept(found.segments), piece, side))
            heard = Heard(channel, place, found.language, words)
            past.add(heard)
            show(channel, _reached(place))
            yield heard


def _reached(place: Place) -> int:
    """The sample up to which all is heard."""
    return place.held[0][0] if place.held else place.start


class _Clock:
    """Reports how far the hearing is, with the time left as it goes so far."""

    def __init__(self, sound: Sound, progress: ProgressSink) -> None:
        self._length = sound.samples.shape[1]
        self._total = sound.seconds * sound.channels
        self._progress = progress
        self._begun: tuple[float, float] | None = None

    def __call__(self, channel: int, sample: int) -> None:
        done = (channel * self._length + sample) / RATE
        now = time.monotonic()
        if self._begun is None:
            self._begun = (now, done)
        begun, before = self._begun
        left = (now - begun) * (self._total - done) / (done - before) if done > before else None
        self._progress(Progress("transcribing", done, self._total, left))


def _utterances(segments: list[Segment], piece: Piece, channel: int | None) -> Iterator[Utterance]:
    for segment in segments:
        words = [
            replace(
                word,
                start=piece.moment(word.start, (word.start + word.end) / 2),
                end=piece.moment(word.end, (word.start + word.end) / 2),
                probability=round(word.probability, 4),
            )
            for word in segment.words
        ]
        first = 0
        for at, (word, following) in enumerate(pairwise(words), start=1):
            long = word.end - words[first].start > _LONG_UTTERANCE
            ends = word.text.rstrip().endswith(SENTENCE_ENDS)
            if following.start - word.end > _PAUSE or (long and ends):
                yield Utterance(tuple(words[first:at]), channel)
                first = at
        yield Utterance(tuple(words[first:]), channel)


def _main_language(heard: list[Heard]) -> str:
    """The language most words are in."""
    counts: Counter[str] = Counter()
    for piece in heard:
        counts[piece.language] += sum(len(utterance.words) for utterance in piece.utterances)
    return counts.most_common(1)[0][0]
