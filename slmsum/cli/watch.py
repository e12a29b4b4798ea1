"""`slmsum watch`: minutes of what appears in a folder."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slmsum.cli import options, output
from slmsum.cli.batch import AsFormat, HowLong, Out, Power, WithModel, WorkerCount, chosen, staff
from slmsum.cli.errors import note, report
from slmsum.export.formats import Format

if TYPE_CHECKING:
    from slmsum.many.batch import Ended


def watch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder to watch.")],
    *,
    out: Out,
    format: AsFormat = Format.MARKDOWN,
    length: HowLong = None,
    template: options.TemplateName = "auto",
    power: Power = options.PowerRequest.AUTO,
    model: WithModel = "",
    workers: WorkerCount = 1,
    language: options.Language = "",
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Write minutes of whatever appears in a folder, until Ctrl-C.

    A file is read once it has stopped growing. What cannot be read is told of, and the watch goes
    on.
    """
    from slmsum.export.words import clean
    from slmsum.many.journal import Journal
    from slmsum.many.watch import Watch

    settings = chosen(power, length, format, template=template, model=model, language=language)

    def tell(ended: Ended) -> None:
        if ended.error is not None:
            report(ended.error, brief=True)
        if ended.made is not None and ended.output is not None:
            note(ended.made.warnings, ended.unit.name)
            output.write_stdout(f"{clean(ended.unit.name)} -> {clean(str(ended.output))}\n")

    def ready() -> None:
        if not quiet:
            typer.echo(f"slmsum: watching {clean(str(folder))}; Ctrl-C ends it", err=True)

    with ExitStack() as held:
        journal = held.enter_context(Journal(out))
        hands = held.enter_context(staff(settings.plan, workers, "", quiet=True))
        try:
            Watch(folder, settings, hands, journal).run(threading.Event(), tell, ready)
        except KeyboardInterrupt:
            return
