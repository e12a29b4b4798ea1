"""Which conversations a client of the server may name, and where these are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from slmsum.conversation import Conversation
from slmsum.errors import InputError

_LIBRARY = re.compile(r"library:(\d{1,18})")


class NotAllowed(InputError):
    """A path outside of what the user allows the server to read."""

    def __init__(self, source: str, allowed: Sequence[Path]) -> None:
        folders = ", ".join(str(folder) for folder in allowed)
        super().__init__(
            source,
            "not in a folder that may be read",
            hint=f"Allowed: {folders}; the user can add more with --allow.",
        )


class Sources:
    """What clients may name: paths below `allowed`, and "library:NUMBER" of the user's library."""

    def __init__(self, allowed: Sequence[Path]) -> None:
        self._allowed = [folder.resolve() for folder in allowed]

    def find(self, name: str) -> Path | Conversation:
        """The path, links followed, or the conversation itself; raises SlmsumError.

        A relative path is looked for in each allowed folder, in their order.
        """
        if match := _LIBRARY.fullmatch(name):
            from slmsum.library import Library

            with Library.open() as library:
                return library.conversation(int(match[1]))
        candidates = [self._resolved(folder / name) for folder in self._allowed]
        within = [path for path in candidates if path is not None]
        for path in within:
            if path.exists():
                return path
        if not within:
            raise NotAllowed(name, self._allowed)
        return within[0]

    def _resolved(self, path: Path) -> Path | None:
        try:
            real = path.resolve()
        except (OSError, ValueError, RuntimeError):
            return None
        return real if any(real.is_relative_to(folder) for folder in self._allowed) else None
