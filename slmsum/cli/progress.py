"""Progress with the time left, on standard error where that is a terminal, else nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from slmsum.progress import Progress, ProgressSink, ignore


@contextmanager
def shown(name: str, quiet: bool) -> Iterator[ProgressSink]:
    """A sink that keeps one line about `name` up to date, and removes it at the end."""
    if quiet or not sys.stderr.isatty():
        yield ignore
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[left]}"),
        console=Console(stderr=True),
        transient=True,
    )
    label = escape(name)
    with bar:
        task = bar.add_task(label, total=None, left="")

        def show(progress: Progress) -> None:
            bar.update(
                task,
                description=f"{label}: {escape(progress.stage)}",
                total=progress.total or None,
                completed=progress.done,
                left=time_left(progress.seconds_left),
            )

        yield show


def time_left(seconds: float | None) -> str:
    """The time left in words, empty where unknown."""
    if seconds is None:
        return ""
    if seconds < 90:
        return f"{max(1, round(seconds))} s left"
    return f"{round(seconds / 60)} min left"
