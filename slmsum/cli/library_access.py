"""How commands open the user's library: with its passphrase, and its rules applied."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from slmsum.errors import BadOption

if TYPE_CHECKING:
    from slmsum.library import Entry, Library
    from slmsum.library.retention import Due
    from slmsum.power import PowerPlan

PASSPHRASE = "SLMSUM_PASSPHRASE"
NEW_PASSPHRASE = "SLMSUM_NEW_PASSPHRASE"


@contextmanager
def opened(*, to_change: bool = False) -> Iterator[Library]:
    """The user's library; one that is opened to be changed first follows its retention rules.

    The passphrase comes from SLMSUM_PASSPHRASE, the keyring, or a question on the terminal.
    """
    from slmsum.library import Library, retention

    with Library.open(passphrase=passphrase()) as library:
        if to_change and library.writable:
            for line in told(retention.apply(library)):
                sys.stderr.write(f"slmsum: note: deleted by the library's rules: {line}\n")
        yield library


@contextmanager
def made_findable(library: Library, plan: PowerPlan, quiet: bool) -> Iterator[None]:
    """What is added within is made findable by meaning at the end, where that is short work."""
    from slmsum.cli import progress
    from slmsum.search.job import make_new_findable
    from slmsum.search.vectors import pending

    before = pending(library)
    yield
    with progress.shown("library", quiet) as sink:
        make_new_findable(library, before, plan, sink)


def told(due: Due) -> Iterator[str]:
    """What rules delete, a line each."""
    for entry in due.conversations:
        yield f"{entry.id} {name(entry)}"
    for entry in due.audio:
        yield f"the sound of {entry.id} {name(entry)}"


def name(entry: Entry) -> str:
    """What a conversation is called: its title, else where it came from."""
    from slmsum.export.words import clean

    return clean(entry.title) or clean(Path(entry.source).name) or "untitled"


def passphrase() -> str | None:
    """The passphrase of the user's library where it needs one that can be had."""
    from slmsum.library import keys
    from slmsum.library.database import is_encrypted
    from slmsum.library.opening import DATABASE, default_folder

    given = os.environ.get(PASSPHRASE) or None
    folder = default_folder()
    if not is_encrypted(folder / DATABASE):
        return None
    found = keys.of(folder, given)
    if found is None and keys.holder(folder) is not None and sys.stdin.isatty():
        found = str(typer.prompt("Passphrase of the library", hide_input=True, err=True))
    return found


def new_passphrase() -> str:
    """A passphrase for a library: from SLMSUM_NEW_PASSPHRASE, else asked for twice."""
    given = os.environ.get(NEW_PASSPHRASE)
    if given:
        return given
    if not sys.stdin.isatty():
        raise BadOption("no terminal to ask for a passphrase", hint=f"Set {NEW_PASSPHRASE} to it.")
    return str(typer.prompt("New passphrase", hide_input=True, confirmation_prompt=True, err=True))
