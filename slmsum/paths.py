"""Where slmsum keeps its data and finds what it ships with."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """The folder of the user's data: SLMSUM_HOME, else the platform's place for it."""
    named = os.environ.get("SLMSUM_HOME")
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("slmsum", appauthor=False)


def work_folder() -> Path:
    """Where long work keeps what it has done so far, and files too large for memory."""
    return home() / "work"


def resource_path(name: str) -> Path:
    """A file or folder of `resources/`, in a checkout or an installed package; it may be absent."""
    package = Path(__file__).parent
    inside = package / "resources"
    return (inside if inside.is_dir() else package.parent / "resources") / name
