"""Make a library's conversations findable by meaning, in the worker process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from slmsum.errors import ModelError
from slmsum.library import Library
from slmsum.power import PowerPlan
from slmsum.progress import Progress, ProgressSink, ignore
from slmsum.search.vectors import ENCODER, Pending, pending, save
from slmsum.search.windows import Window, windows

if TYPE_CHECKING:
    from slmsum.engine.encoder import SentenceEncoder

# How many turns and windows are held at a time, so that memory stays bounded.
_TURNS = 5000
_WINDOWS = 64
_STAGE = "reading for meaning"
# How many words are read without being asked for, about 10 seconds' work.
AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class IndexJob:
    """Make and keep the vectors of all conversations in `folder` that have none.

    What is kept when the job is stopped stays kept, conversation by conversation. `only` names
    those to read by their ids.
    """

    plan: PowerPlan
    folder: Path
    passphrase: str | None = None
    only: frozenset[int] | None = None

    def run(self, progress: ProgressSink) -> int:
        """Give the number of conversations done; raises LibraryError and ModelError."""
        with Library.open(self.folder, self.passphrase) as library:
            waiting = _waiting(library, self.only)
            if not waiting:
                return 0
            progress(Progress(_STAGE, 0, 1))
            return index(library, waiting, load_encoder(self.plan.threads), progress)


def make_findable(
    library: Library,
    plan: PowerPlan,
    progress: ProgressSink = ignore,
    cancelled: threading.Event | None = None,
    *,
    most_words: int | None = None,
    only: frozenset[int] | None = None,
) -> list[Pending]:
    """Make conversations findable by meaning in a worker; gives those that still are not.

    Where more than `most_words` wait, nothing is done; `only` names those to care about by their
    ids. Raises LibraryError, ModelError, Cancelled.
    """
    waiting = _waiting(library, only)
    too_much = most_words is not None and sum(item.words for item in waiting) > most_words
    if not waiting or too_much or not library.writable:
        return waiting
    from slmsum.engine import worker

    worker.run(IndexJob(plan, library.folder, library.passphrase, only), progress, cancelled)
    return _waiting(library, only)


def make_new_findable(
    library: Library,
    before: Collection[Pending],
    plan: PowerPlan,
    progress: ProgressSink = ignore,
) -> None:
    """Make what was added since `before` was `pending` findable by meaning in a worker.

    Nothing is done without the encoder, or where that takes long: it can wait for a search.
    Raises LibraryError, Cancelled.
    """
    from slmsum.models.manage import ready
    from slmsum.models.store import default_store

    known = {item.id for item in before}
    new = frozenset(item.id for item in pending(library) if item.id not in known)
    with suppress(ModelError):
        ready(default_store(), ENCODER)
        make_findable(library, plan, progress, most_words=AT_ONCE, only=new)


def _waiting(library: Library, only: frozenset[int] | None) -> list[Pending]:
    return [item for item in pending(library) if only is None or item.id in only]


def load_encoder(threads: int = 1) -> SentenceEncoder:
    """The sentence encoder that makes the vectors of queries and windows; raises ModelError."""
    from slmsum.engine.encoder import SentenceEncoder
    from slmsum.models.manage import ready
    from slmsum.models.store import default_store

    return SentenceEncoder(ready(default_store(), ENCODER), threads)


def index(
    library: Library, waiting: list[Pending], encoder: SentenceEncoder, progress: ProgressSink
) -> int:
    """Make and keep the vectors of these conversations; gives the number done."""
    total = sum(item.turns for item in waiting)
    began, before, done = time.monotonic(), 0, 0

    def report(turns: int) -> None:
        reached = before + turns
        spent = time.monotonic() - began
        left = spent / reached * (total - reached) if reached else None
        progress(Progress(_STAGE, reached, total, left))

    for item in waiting:
        done += _index_one(library, item, encoder, report)
        before += item.turns
    return done


def _index_one(
    library: Library, item: Pending, encoder: SentenceEncoder, report: Callable[[int], None]
) -> bool:
    import numpy as np

    from slmsum.search.meaning import bytes_of, signs

    kept: list[Window] = []
    codes, rows = [np.zeros((0, 6), "<u8")], [np.zeros((0, 384), np.int8)]
    for part in _parts(library, item):
        vectors = encoder.embed([window.text for window in part])
        codes.append(signs(vectors))
        rows.append(bytes_of(vectors))
        kept += [Window(window.first, window.last, "") for window in part]
        report(part[-1].last + 1)
    return save(library, item, kept, np.concatenate(codes), np.concatenate(rows))


def _parts(library: Library, item: Pending) -> Iterator[list[Window]]:
    for first in range(0, item.turns, _TURNS):
        made = windows(library.turns(item.id, first, _TURNS))
        for begin in range(0, len(made), _WINDOWS):
            yield made[begin : begin + _WINDOWS]
