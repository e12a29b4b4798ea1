"""`slmsum voices`: the voices that are known by name, if the user wants any to be."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slmsum.cli import options, output, progress

app = typer.Typer(
    help="Remember whose voice is whose, on this machine, and forget it.",
    no_args_is_help=True,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Whose voice it is.")]


@app.command("list")
def list_voices(*, debug: options.Debug = False) -> None:
    """List whose voices are remembered."""
    from slmsum.paths import home
    from slmsum.speech.voices import VoiceBook

    output.write_lines(VoiceBook(home()).voices())


@app.command()
def remember(
    name: Name,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A recording of the voice.")],
    *,
    speaker: Annotated[
        str, typer.Option(metavar="NAME", help="Whose voice to take of several (Speaker 2).")
    ] = "",
    speakers: options.SpeakerCount = None,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Remember a voice, so that later recordings name who speaks."""
    from slmsum import power
    from slmsum.engine import worker
    from slmsum.export.words import clean
    from slmsum.machine import inspect_machine
    from slmsum.speech.voice_job import RememberJob

    plan = power.plan(power.AUTO, inspect_machine())
    job = RememberJob(file, name, speaker or None, speakers, plan)
    with progress.shown(file.name, quiet) as sink:
        seconds, first, replaced = worker.run(job, sink)
    if not quiet:
        again = ", in place of the voice before" if replaced else ""
        where = f"{int(first) // 60}:{int(first) % 60:02}"
        said = f"{clean(name)}: remembered from {seconds:.0f} s of speech from {where} on{again}"
        output.write_stdout(said + "\n")


@app.command()
def forget(name: Name, *, debug: options.Debug = False) -> None:
    """Forget a voice for good."""
    from slmsum.export.words import clean
    from slmsum.paths import home
    from slmsum.speech.voices import VoiceBook

    VoiceBook(home()).forget(name)
    output.write_stdout(f"{clean(name)}: forgotten\n")
