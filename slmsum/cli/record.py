"""`slmsum record`: microphone and system sound into one file, and minutes of it if wanted."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slmsum.cli import options, output
from slmsum.cli.clock import clock
from slmsum.errors import BadOption

if TYPE_CHECKING:
    from slmsum.audio.devices import Source, Wanted
    from slmsum.audio.recorder import Recorded, Recorder, RecordSettings
    from slmsum.speech.settings import SpeechSettings

_NONE = "none"
# How often keys are looked at and the live line is drawn anew, in seconds.
_BEAT = 0.1


def record(
    *,
    out: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Record to this file.")
    ] = None,
    mic: Annotated[
        str, typer.Option(metavar="NAME", help="The microphone, by a part of its name, or 'none'.")
    ] = "",
    system: Annotated[
        bool | None,
        typer.Option(
            "--system/--no-system",
            help="Record what the computer plays, too.",
            show_default="where it can be",
        ),
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(metavar="N", min=0.1, help="Stop after N seconds.")
    ] = None,
    until_silence: Annotated[
        float | None,
        typer.Option(metavar="N", min=1, help="Stop when nobody has spoken for N seconds."),
    ] = None,
    summarize: Annotated[
        bool, typer.Option("--summarize", help="Then print minutes of what was said.")
    ] = False,
    later: Annotated[
        bool, typer.Option("--later", help="Like --summarize; on battery, wait for mains first.")
    ] = False,
    live: Annotated[
        bool | None,
        typer.Option(
            "--live/--no-live",
            help="Show the words while they are spoken.",
            show_default="on a terminal",
        ),
    ] = None,
    language: options.Language = "",
    power: Annotated[
        options.PowerRequest, typer.Option(help="How hard --live and --summarize may work.")
    ] = options.PowerRequest.AUTO,
    recover: Annotated[
        bool, typer.Option("--recover", help="Make interrupted recordings whole, and end.")
    ] = False,
    pending: Annotated[
        bool, typer.Option("--pending", help="Write the minutes that wait for mains, and end.")
    ] = False,
    list_devices: Annotated[
        bool, typer.Option("--list-devices", help="Show what can be recorded, and end.")
    ] = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Record your microphone and what the computer plays.

    They become two channels of one file, which is whole at every moment, even after a crash. Stop
    with q or Ctrl-C; the name of the file is printed at the end.
    """
    if list_devices:
        _list_devices()
        return
    if recover:
        _recover()
        return
    if pending:
        _write_pending(power, quiet)
        return
    _tell_of_unfinished()
    settings = _settings(out, mic, system, seconds, until_silence)
    shows = sys.stderr.isatty() if live is None else live
    recorded = _record(settings, _speech(power, language) if shows else None, quiet)
    _tell(recorded, quiet)
    if (summarize or later) and recorded.seconds:
        _summarize(recorded.path, language, power, later, quiet)


def _speech(power: options.PowerRequest, language: str) -> SpeechSettings:
    from slmsum import power as modes
    from slmsum.machine import inspect_machine

    return options.speech(modes.plan(power, inspect_machine()), language, None, None)


def _write_pending(power: options.PowerRequest, quiet: bool) -> None:
    from slmsum import power as modes
    from slmsum.cli.record_pending import write_pending
    from slmsum.machine import inspect_machine
    from slmsum.paths import home

    if write_pending(home(), modes.plan(power, inspect_machine()), quiet):
        raise typer.Exit(2)


def _list_devices() -> None:
    from slmsum.audio.devices import find_sources

    sources = find_sources()
    lines = [
        f"{source.kind:<12}  {source.name}{'  (default)' if source.default else ''}"
        f"{'  ' + source.key if source.key != source.name else ''}"
        for source in sources
    ]
    output.write_lines(lines + _missing(sources))


def _missing(sources: list[Source]) -> list[str]:
    from slmsum.audio.devices import Kind, guidance

    kinds = {source.kind for source in sources}
    lines = [f"{kind:<12}  none" for kind in Kind if kind not in kinds]
    if Kind.SYSTEM not in kinds:
        lines.append(guidance())
    return lines


def _recover() -> None:
    from slmsum.audio import unfinished
    from slmsum.paths import home

    found = unfinished.recover(home())
    for take in found:
        if take.problem:
            sys.stderr.write(f"{take.problem}\n")
        else:
            sys.stderr.write(f"recovered {clock(take.seconds)}\n")
            output.write_stdout(str(take.path))
    if not found:
        sys.stderr.write("no interrupted recordings\n")
    if any(take.problem for take in found):
        raise typer.Exit(2)


def _tell_of_unfinished() -> None:
    from slmsum.audio import unfinished
    from slmsum.cli.record_pending import tell_of_pending
    from slmsum.paths import home

    tell_of_pending(home())
    takes = unfinished.interrupted(home())
    if takes:
        names = ", ".join(map(str, takes))
        sys.stderr.write(f"A recording was interrupted: {names}\n")
        sys.stderr.write("  Make it whole with: slmsum record --recover\n")


def _settings(
    out: Path | None,
    mic: str,
    system: bool | None,
    seconds: float | None,
    until_silence: float | None,
) -> RecordSettings:
    from slmsum.audio.devices import Kind, Wanted
    from slmsum.audio.recorder import RecordSettings
    from slmsum.audio.take import SUFFIXES
    from slmsum.audio.unfinished import new_path
    from slmsum.paths import home

    if out is not None and out.suffix.lower() not in ("", *SUFFIXES):
        raise BadOption(
            f"{out}: a recording is an Ogg Opus file", hint=f"Call it {out.with_suffix('.opus')}."
        )
    microphone = None if mic.casefold() == _NONE else Wanted(Kind.MICROPHONE, mic)
    loudspeaker = None if system is False else Wanted(Kind.SYSTEM)
    if system is None and microphone is not None:
        loudspeaker = _system_sound_beside(microphone)
    return RecordSettings(
        path=out or new_path(home(), datetime.now()),
        home=home(),
        microphone=microphone,
        system=loudspeaker,
        seconds=seconds,
        until_silence=until_silence,
        mode=0o666 if out else 0o600,
    )


def _system_sound_beside(microphone: Wanted) -> Wanted | None:
    """What the computer plays, None where it cannot be recorded, which is told."""
    from slmsum.audio.devices import find_sources, system_sound_beside

    wanted, missing = system_sound_beside(find_sources(), microphone)
    if missing is not None:
        sys.stderr.write(f"Only the microphone is recorded: {missing.message}.\n  {missing.hint}\n")
    return wanted


def _record(settings: RecordSettings, speech: SpeechSettings | None, quiet: bool) -> Recorded:
    from slmsum.audio.recorder import Recorder, Status
    from slmsum.cli.record_keys import keys
    from slmsum.cli.record_live import live_text
    from slmsum.cli.record_screen import screen

    latest: list[Status] = []
    recorder = Recorder(settings, lambda status: latest.__setitem__(slice(None), [status]))
    with _stopped_by_signals(recorder.stop):
        recorder.start()
        # Only now, so that an error is not hidden by the live line.
        with (
            keys() as pressed,
            screen(quiet, sys.stdin.isatty()) as shown,
            live_text(recorder, None if quiet else speech, shown) as show_words,
        ):
            while (recorded := recorder.wait(_BEAT)) is None:
                _heed(recorder, pressed())
                show_words()
                for status in latest:
                    shown.show(status)
    return recorded


def _heed(recorder: Recorder, pressed: str) -> None:
    for key in pressed.lower():
        if key == "p":
            recorder.pause(not recorder.paused)
        elif key == "m":
            recorder.mute(not recorder.muted)
        elif key == "q":
            recorder.stop()


@contextmanager
def _stopped_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C, a polite kill and a closed terminal end a recording in good order."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, lambda *_: stop()) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _tell(recorded: Recorded, quiet: bool) -> None:
    from slmsum.cli.errors import report

    if not quiet:
        sys.stderr.write(f"recorded {clock(recorded.seconds)}\n")
    output.write_stdout(str(recorded.path))
    if recorded.problem is not None:
        sys.stderr.write("The recording ended early; all of it up to then is kept.\n")
        raise typer.Exit(report(recorded.problem))


def _summarize(
    path: Path, language: str, power: options.PowerRequest, later: bool, quiet: bool
) -> None:
    from slmsum.cli.record_pending import waits_for_mains
    from slmsum.cli.summarize import summarize
    from slmsum.machine import inspect_machine
    from slmsum.paths import home

    if later and waits_for_mains(home(), path, inspect_machine()):
        return
    summarize([path], power=power, language=language, quiet=quiet)
    if later:
        _write_pending(power, quiet)
