"""Sound files beside the database, each named by its conversation's uid."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from slmsum.errors import LibraryUnwritable
from slmsum.readers.source import Source


def take_in(source: Source, folder: Path, uid: str) -> str:
    """Copy a sound file into `folder`, whole or not at all; gives its name there.

    Raises UnreadableFile, LibraryUnwritable.
    """
    suffix = source.suffix
    name = uid + (suffix if suffix[1:].isalnum() else "")
    draft = folder / f".{name}.part"
    with source.open() as content:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.touch(mode=0o600)
            with draft.open("wb") as target:
                shutil.copyfileobj(content, target, 1024 * 1024)
                target.flush()
                os.fsync(target.fileno())
            draft.replace(folder / name)
        except OSError as error:
            raise LibraryUnwritable(folder, error.strerror or str(error)) from error
        finally:
            draft.unlink(missing_ok=True)
    return name
