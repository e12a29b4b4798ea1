"""Minutes that were put off until mains: written beside their recordings."""

from __future__ import annotations

import sys
from pathlib import Path

from slmsum.cli import output, progress
from slmsum.cli.errors import report, warn
from slmsum.errors import InputError
from slmsum.export.formats import Format, render
from slmsum.files import replace_file
from slmsum.jobs import ReadRequest, SummarizeJob
from slmsum.machine import Machine
from slmsum.pending import put_off, taken, waiting
from slmsum.power import PowerPlan
from slmsum.summarize.settings import Length, SummarizeSettings

SUFFIX = ".minutes.md"
HOW = "Write them now with: slmsum record --pending"


def waits_for_mains(home: Path, path: Path, machine: Machine) -> bool:
    """On battery, let the minutes of a recording wait for mains, and say so."""
    if not machine.on_battery:
        return False
    put_off(home, path)
    sys.stderr.write("On battery: the minutes wait until the machine runs on mains.\n")
    sys.stderr.write(f"  {HOW}\n")
    return True


def tell_of_pending(home: Path) -> None:
    """Say how many recordings wait, if any."""
    count = len(waiting(home))
    if count:
        sys.stderr.write(f"Recordings whose minutes wait for mains: {count}\n  {HOW}\n")


def write_pending(home: Path, plan: PowerPlan, quiet: bool) -> int:
    """Write the minutes of all recordings that wait, and print where; returns how many failed.

    A recording that cannot be summarized is told of and waits no longer. Any other error ends the
    work, and what is not done waits on.
    """
    failed = 0
    for pending in waiting(home):
        with taken(pending) as mine:
            if not mine:
                continue
            try:
                path = _write(pending.path, plan, quiet)
            except InputError as error:
                report(error)
                failed += 1
                continue
        output.write_stdout(str(path))
    return failed


def _write(recording: Path, plan: PowerPlan, quiet: bool) -> Path:
    from slmsum.engine import worker

    job = SummarizeJob(ReadRequest(recording), SummarizeSettings(plan, Length.MEDIUM, None))
    with progress.shown(recording.name, quiet) as sink:
        conversation, minutes = worker.run(job, sink)
    warn(conversation, recording.name)
    path = recording.with_name(recording.name + SUFFIX)
    replace_file(path, render(Format.MARKDOWN, minutes, conversation))
    return path
