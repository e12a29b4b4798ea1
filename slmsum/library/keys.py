"""Where the passphrase of an encrypted library comes from, if not from the user."""

from __future__ import annotations

from pathlib import Path

SERVICE = "slmsum library"


def from_keyring(folder: Path) -> str | None:
    """The passphrase that the system's keyring holds for the library in `folder`, if any."""
    return None
