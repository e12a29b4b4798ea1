"""What opens an encrypted library: a passphrase the user gives, or one in the system's keyring."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any

from slmsum.errors import LibraryError
from slmsum.files import replace_file

_SERVICE = "slmsum library"
# Beside the database; it says who knows the passphrase. A database that is not SQLite's plain one
# is damaged where this is missing.
_MARK = "encrypted"


class KeyHolder(StrEnum):
    """Who knows the passphrase of an encrypted library."""

    USER = "user"
    KEYRING = "keyring"


def holder(folder: Path) -> KeyHolder | None:
    """Who knows the passphrase of the library in `folder`, None where it was never encrypted."""
    try:
        return KeyHolder((folder / _MARK).read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return KeyHolder.USER


def mark(folder: Path, who: KeyHolder | None) -> None:
    """Note who knows the passphrase, None for a library in plain."""
    if who is None:
        (folder / _MARK).unlink(missing_ok=True)
    else:
        replace_file(folder / _MARK, who.value + "\n", private=True)


def of(folder: Path, given: str | None) -> str | None:
    """The passphrase of the encrypted library in `folder`: the one given, else the keyring's."""
    return given if given is not None else from_keyring(folder)


def from_keyring(folder: Path) -> str | None:
    """The passphrase that the system's keyring holds for the library in `folder`, if any."""
    if holder(folder) is not KeyHolder.KEYRING:
        return None
    keyring, failed = _keyring(folder)
    try:
        found: str | None = keyring.get_password(_SERVICE, _account(folder))
    except failed as error:
        raise _unusable(folder, error) from error
    return found


def to_keyring(folder: Path, passphrase: str | None) -> None:
    """Keep the passphrase in the system's keyring, or with None forget it; raises LibraryError."""
    keyring, failed = _keyring(folder)
    try:
        if passphrase is not None:
            keyring.set_password(_SERVICE, _account(folder), passphrase)
        elif keyring.get_password(_SERVICE, _account(folder)) is not None:
            keyring.delete_password(_SERVICE, _account(folder))
    except failed as error:
        raise _unusable(folder, error) from error


def _account(folder: Path) -> str:
    return str(folder.resolve())


def _keyring(folder: Path) -> tuple[Any, type[Exception]]:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError as error:
        raise LibraryError(
            folder,
            "the keyring needs a library that is not installed",
            hint="Run: pip install 'slmsum[encryption]'",
        ) from error
    return keyring, KeyringError


def _unusable(folder: Path, error: Exception) -> LibraryError:
    return LibraryError(
        folder,
        f"the system's keyring cannot be used: {error}".partition("\n")[0],
        hint="Unlock it, or use a passphrase instead.",
    )
