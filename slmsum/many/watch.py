"""Summarize what appears in a folder, for as long as somebody wants it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from slmsum.errors import UnreadableFile
from slmsum.many.batch import BatchSettings, Ended, State, run_batch
from slmsum.many.journal import Journal
from slmsum.many.units import Unit, find_units
from slmsum.many.workers import Workers

# A file counts as whole once it has had the same size and time for so long, in seconds.
SETTLED = 2.0

_Look = tuple[int, int]


class Watch:
    """Watches `folder` for conversations and writes their minutes into the folder of `journal`.

    `settled` is how long, in seconds, a conversation must not have changed before it is read. What
    lies there at the start is summarized as well, unless its minutes are there.
    """

    def __init__(
        self,
        folder: Path,
        settings: BatchSettings,
        workers: Workers,
        journal: Journal,
        settled: float = SETTLED,
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._workers = workers
        self._journal = journal
        self._settled = settled
        self._seen: dict[Path, tuple[_Look, float]] = {}
        # What was handled, as it looked then: a bad file is not tried again until it changes.
        self._handled: dict[Path, _Look] = {}

    def run(
        self,
        stop: threading.Event,
        on_ended: Callable[[Ended], None],
        on_ready: Callable[[], None] = lambda: None,
    ) -> None:
        """Watch until `stop` is set; `on_ended` is told of each conversation, in this thread.

        `on_ready` is called once what was there at the start has been looked at. Raises
        UnreadableFile where the folder is not there, and ModelError.
        """
        from watchfiles import watch

        if not self._folder.is_dir():
            raise UnreadableFile(self._folder, "no such folder")
        # Some systems tell of no change on network drives; a look from time to time finds it.
        changes = watch(
            self._folder,
            watch_filter=None,
            stop_event=stop,
            debounce=int(self._settled * 1000),
            rust_timeout=int(self._settled * 1000),
            yield_on_timeout=True,
            raise_interrupt=True,
        )
        self._look(on_ended)
        on_ready()
        for _ in changes:
            self._look(on_ended)

    def _look(self, on_ended: Callable[[Ended], None]) -> None:
        """Summarize the conversations that have changed and then rested."""
        rested = [unit for unit in self._units() if self._has_rested(unit.path)]
        if not rested:
            return
        looks = {unit.path: self._seen[unit.path][0] for unit in rested}

        def end(ended: Ended) -> None:
            self._handled[ended.unit.path] = looks[ended.unit.path]
            if ended.state in (State.MADE, State.FAILED):
                on_ended(ended)

        run_batch(rested, self._settings, self._workers, self._journal, end)

    def _units(self) -> list[Unit]:
        out = self._journal.out.absolute()
        return find_units([self._folder], lambda path: path == out or self._journal.is_output(path))

    def _has_rested(self, path: Path) -> bool:
        look, now = _look_of(path), time.monotonic()
        if look is None or self._handled.get(path) == look:
            return False
        before = self._seen.get(path)
        if before is None or before[0] != look:
            self._seen[path] = (look, now)
            return False
        return now - before[1] >= self._settled


def _look_of(path: Path) -> _Look | None:
    """Size and latest time of change of a file, or of all files of a folder; None if it is gone."""
    try:
        files = [p for p in path.rglob("*") if p.is_file()] if path.is_dir() else [path]
        states = [file.stat() for file in files]
    except OSError:
        return None
    return sum(s.st_size for s in states), max((s.st_mtime_ns for s in states), default=0)
