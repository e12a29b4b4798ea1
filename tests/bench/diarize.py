"""How well speakers are told apart: error rates on talks joined from recordings of ten people.

    python tests/bench/diarize.py [--half report|tune] [--talks 10] [--only close|room] [--voices]

Needs the extra `bench` (pyannote.metrics). A talk has 1 to 6 speakers, with pauses, overlaps and
words thrown in; tests/speech/mixtures.py says how it is built. The halves share no speaker (but for
the sixth of the largest talks) and no seed: the clusters' constants were chosen on `tune`, those of
finding voices and of joining one voice cut in two on single talks of both, for lack of more people.
"Room" is the same talk through one far microphone with echo, noise and no high sounds. Rates are
percentages of the time spoken, overlaps included; the truth comes from the loudness of each
recording alone. --voices shows instead how often a remembered voice is mistaken, over all ten.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pyannote.core import Annotation, Segment
from pyannote.metrics.diarization import DiarizationErrorRate

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE.parent / "speech")]

from mixtures import Mixture, in_room, mixture, plan, recordings, voices  # noqa: E402

from slmsum.audio.sound import Sound  # noqa: E402
from slmsum.models.manage import ready  # noqa: E402
from slmsum.models.store import default_store  # noqa: E402
from slmsum.speech.diarize import (  # noqa: E402
    Diarization,
    DiarizeSettings,
    diarize,
    hear,
    tell_apart,
)
from slmsum.speech.voices import ALIKE  # noqa: E402

COLLARS = (0.25, 0.0)
PARTS = ("missed detection", "false alarm", "confusion")


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of the time spoken that a talk got wrong, by collar: missed, false, confused."""

    seconds: float
    work: float
    true: int
    found: int
    rates: dict[float, tuple[float, ...]]


def main() -> None:
    """Score every talk with and without the number of speakers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--half", choices=("tune", "report"), default="report")
    parser.add_argument("--talks", type=int, default=10)
    parser.add_argument("--only", choices=("close", "room"))
    parser.add_argument("--voices", action="store_true")
    chosen = parser.parse_args()
    folder = ready(default_store(), "ge2e-voices")
    if chosen.voices:
        tell_voices(folder)
        return
    everyone = voices()
    own, others = everyone[0::2], everyone[1::2]
    first = 0 if chosen.half == "tune" else 100
    if chosen.half == "report":
        own, others = others, own
    talks = [([voice], 150.0, first + 50 + n) for n, voice in enumerate(own)]
    talks += plan(own, others[0], range(first, first + chosen.talks))
    for room in (False, True):
        if chosen.only and chosen.only != ("room" if room else "close"):
            continue
        print(f"\n{chosen.half}, {'room' if room else 'close microphones'}")
        print(
            f"{'talk':<24}{'length':>7}{'overlap':>8}  speakers  DER 0.25  DER 0  DER 0.25 given N"
        )
        guessed, given = [], []
        for speakers, seconds, seed in talks:
            talk = mixture(speakers, seconds, seed, room=room)
            begin = time.perf_counter()
            heard = hear(talk.sound, DiarizeSettings(folder))
            found = tell_apart(heard)
            work = time.perf_counter() - begin
            guessed.append(score(talk, found, work))
            given.append(score(talk, tell_apart(heard, talk.speakers), work))
            last, told = guessed[-1], given[-1]
            print(
                f"{talk.name:<24}{last.seconds:>5.0f} s{talk.overlap:>8.1%}"
                f"{f'{last.found} of {last.true}':>10}{sum(last.rates[0.25]):>10.1%}"
                f"{sum(last.rates[0.0]):>7.1%}{sum(told.rates[0.25]):>18.1%}",
                flush=True,
            )
        summary("number estimated", guessed)
        summary("number given", given)


def summary(name: str, scores: list[Score]) -> None:
    """The mean over talks, and what it cost."""
    print(f"{name}:")
    for collar in COLLARS:
        parts = np.mean([score.rates[collar] for score in scores], axis=0)
        print(
            f"  collar {collar:<5} DER {parts.sum():6.1%}  (missed {parts[0]:.1%}, "
            f"false alarm {parts[1]:.1%}, confusion {parts[2]:.1%})"
        )
    right = sum(score.found == score.true for score in scores)
    work = sum(score.work for score in scores) / sum(score.seconds for score in scores) * 60
    print(f"  number right in {right} of {len(scores)}; {work:.2f} s of work a minute of sound")


def score(talk: Mixture, found: Diarization, work: float) -> Score:
    """Compare what was found with the truth."""
    truth, told = Annotation(), Annotation()
    for number, span in enumerate(talk.truth):
        truth[Segment(span.start, span.end), number] = span.speaker
    for number, said in enumerate(found.spans):
        told[Segment(said.start, said.end), number] = str(said.speaker)
    rates = {}
    whole = Segment(0, talk.sound.seconds)
    for collar in COLLARS:
        # The library's collar is the width of both sides together.
        metric = DiarizationErrorRate(collar=2 * collar, skip_overlap=False)
        detail = metric(truth, told, uem=whole, detailed=True)
        rates[collar] = tuple(detail[part] / detail["total"] for part in PARTS)
    return Score(talk.sound.seconds, work, talk.speakers, len(found.voices), rates)


def tell_voices(folder: Path) -> None:
    """How alike prints of the same and of different people are, each from a third of the sound."""
    prints = {}
    for number, voice in enumerate(voices()):
        for third, room in itertools.product(range(3), (False, True)):
            joined = np.concatenate(recordings(voice)[third::3])
            if room:
                joined = in_room(joined, np.random.default_rng([number, third]))
            samples = np.round(np.clip(joined, -1, 1) * 32767).astype(np.int16)[None]
            found: Diarization = diarize(Sound(samples), DiarizeSettings(folder, 1))
            prints[voice, third, room] = np.array(found.voices[0])
    for kinds in ((False, False), (True, True), (False, True)):
        pairs = [
            (one, other)
            for one, other in itertools.combinations(prints, 2)
            if (one[2], other[2]) in (kinds, kinds[::-1]) and one[:2] != other[:2]
        ]
        alike = np.array([prints[one] @ prints[other] for one, other in pairs])
        same = np.array([one[0] == other[0] for one, other in pairs])
        names = ["room" if room else "close" for room in kinds]
        print(
            f"\n{names[0]} and {names[1]}: {same.sum()} pairs of one person, "
            f"least alike {alike[same].min():.3f}; {(~same).sum()} of two people, "
            f"most alike {alike[~same].max():.3f}"
        )
        for limit in (0.8, 0.84, 0.86, 0.88, ALIKE, 0.92):
            refused, taken = (alike[same] < limit).mean(), (alike[~same] >= limit).mean()
            print(f"limit {limit:.2f}: false reject {refused:.1%}, false accept {taken:.2%}")


if __name__ == "__main__":
    main()
