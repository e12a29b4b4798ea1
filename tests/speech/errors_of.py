"""The diarization error rate, for tests that do without pyannote.metrics."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from mixtures import Truth

from slmsum.speech.spoken import SpeakerSpan


def error_rate(
    truth: Sequence[Truth], spans: Sequence[SpeakerSpan], seconds: float, collar: float
) -> float:
    """Time missed, falsely heard or given to the wrong speaker, as a share of the time spoken.

    Speakers are matched in the way that is best for the result. `collar` seconds to either side
    of each true start and end do not count. Counted in steps of 10 ms.
    """
    steps = round(seconds * 100) + 1
    wanted = _grid([(span.start, span.end, span.speaker) for span in truth], steps)
    given = _grid([(span.start, span.end, str(span.speaker)) for span in spans], steps)
    counts = np.ones(steps, bool)
    for span in truth if collar else ():
        for edge in (span.start, span.end):
            counts[max(0, round((edge - collar) * 100)) : round((edge + collar) * 100)] = False
    wanted, given = wanted[:, counts], given[:, counts]
    right = _best_match(wanted.astype(float) @ given.T.astype(float))
    missed_or_wrong = np.maximum(wanted.sum(axis=0), given.sum(axis=0)).sum() - right
    return float(missed_or_wrong / wanted.sum())


def _grid(spans: list[tuple[float, float, str]], steps: int) -> np.ndarray:
    names = sorted({name for _, _, name in spans})
    grid = np.zeros((len(names), steps), bool)
    for start, end, name in spans:
        grid[names.index(name), round(start * 100) : round(end * 100)] = True
    return grid


def _best_match(shared: np.ndarray) -> float:
    """The most that is shared when each row gets a column of its own, or none."""

    @cache
    def best(row: int, taken: int) -> float:
        if row == len(shared):
            return 0.0
        free = [c for c in range(shared.shape[1]) if not taken >> c & 1]
        chances = (shared[row, c] + best(row + 1, taken | 1 << c) for c in free)
        return max(best(row + 1, taken), *chances, 0.0)

    return float(best(0, 0))
