"""The commands of `slmsum library` that look after all of it: copies, checks, locks, rules."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from slmsum.cli import options, output
from slmsum.cli.library_access import new_passphrase, opened, passphrase, told

PROBLEMS = 1
_HONEST = (
    "Sound files are not encrypted. What the disk held before may stay readable there with\n"
    "special tools until it is overwritten.\n"
)


def register(app: typer.Typer) -> None:
    """Add these commands to the group."""
    app.command("export")(export)
    app.command("import")(import_export)
    app.command("backup")(backup)
    app.command("check")(check)
    app.command("encrypt")(encrypt)
    app.command("decrypt")(decrypt)
    app.command("retention")(retention)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .json, or a .zip with sound.")],
    *,
    debug: options.Debug = False,
) -> None:
    """Write all that is kept into one file, in plain."""
    from slmsum.library.exchange import export as write

    with opened() as library:
        size = write(library, file)
        entries = library.entries()
    output.write_stdout(f"{file}: {len(entries):,} kept, {max(1, size // 1000):,} kB\n")
    if file.suffix.lower() != ".zip" and any(entry.audio for entry in entries):
        output.write_stdout("Without the sound; a FILE that ends in .zip takes it too.\n")


def import_export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What export wrote.")],
    *,
    debug: options.Debug = False,
) -> None:
    """Keep all that another library exported, or nothing of it."""
    from slmsum.library.intake import import_file

    with opened(to_change=True) as library:
        new, known = import_file(library, file)
    output.write_stdout(f"{new:,} added, {known:,} were there\n")


def backup(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Where to (default: beside it).")
    ] = None,
    *,
    debug: options.Debug = False,
) -> None:
    """Copy the database, without the sound, while it may be in use."""
    with opened() as library:
        output.write_stdout(f"{library.back_up(file)}\n")


def check(
    *,
    repair: Annotated[
        bool, typer.Option("--repair", help="Save what can be read, or take the last backup.")
    ] = False,
    debug: options.Debug = False,
) -> None:
    """Check that the library is whole."""
    from slmsum.errors import LibraryCorrupt
    from slmsum.library.check import mend, problems

    try:
        with opened() as library:
            found = problems(library)
            if repair and found:
                mend(library)
                found = problems(library)
            damaged = bool(found) and repair
    except LibraryCorrupt as error:
        if not repair:
            raise
        found, damaged = [error.message], True
    if damaged:
        _recover()
    elif found:
        output.write_lines(found)
        raise typer.Exit(PROBLEMS)
    else:
        output.write_stdout("whole\n")


def _recover() -> None:
    from slmsum.library.opening import default_folder
    from slmsum.library.recover import recover

    done = recover(default_folder(), passphrase())
    source = f"from the backup {done.backup.name}" if done.backup else "from the damaged file"
    lost = f", {done.lost:,} turns lost" if done.lost else ""
    output.write_stdout(
        f"{done.conversations:,} conversations, {done.turns:,} turns saved {source}{lost}\n"
        f"The damaged file is kept as {done.aside}\n"
    )


def encrypt(
    *,
    keyring: Annotated[
        bool, typer.Option("--keyring", help="Let the system's keyring keep the passphrase.")
    ] = False,
    debug: options.Debug = False,
) -> None:
    """Encrypt the library, or change its passphrase."""
    from slmsum.library import cipher
    from slmsum.library.opening import default_folder

    old = passphrase()
    cipher.encrypt(default_folder(), None if keyring else new_passphrase(), old)
    what = "Encrypted" if old is None else "Encrypted anew"
    where = "the system's keyring opens it" if keyring else "without its passphrase it is lost"
    output.write_stdout(f"{what}: {where}.\n{_HONEST}")


def decrypt(*, debug: options.Debug = False) -> None:
    """Keep the library in plain again."""
    from slmsum.library import cipher
    from slmsum.library.opening import default_folder

    cipher.decrypt(default_folder(), passphrase())
    output.write_stdout("Decrypted\n")


def retention(
    *,
    days: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Delete conversations after N days.")
    ] = None,
    audio_days: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Delete their sound after N days.")
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="Keep everything.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what these rules would delete.")
    ] = False,
    as_json: options.Json = False,
    debug: options.Debug = False,
) -> None:
    """Show or set how long things are kept, unless tagged "keep".

    Rules apply whenever the library is opened to be changed.
    """
    from slmsum.library import retention as rules

    asked = rules.Retention() if off else rules.Retention(days, audio_days)
    changes = off or asked != rules.Retention()
    with opened() as library:
        shown = asked if changes else rules.rules(library)
        if changes and not dry_run:
            rules.set_rules(library, asked)
        due = list(told(rules.due(library, shown)))
    if as_json:
        output.write_stdout(json.dumps({**asdict(shown), "due": due}, ensure_ascii=False) + "\n")
        return
    output.write_stdout(
        f"Conversations  {_kept(shown.days)}\nSound          {_kept(shown.audio_days)}\n"
    )
    output.write_lines(f"due now: {line}" for line in due)


def _kept(days: int | None) -> str:
    return (
        "kept" if days is None else f"deleted {days:,} day{'' if days == 1 else 's'} after adding"
    )
