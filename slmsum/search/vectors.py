"""The vectors that a library keeps: which conversations have them, and how they lie there.

For each conversation the table `vectors` has a row of the kind "signs" with the signs, which all
searches read whole, and for each 128 windows one of the kind "bytes N" with the vectors in bytes,
of which a search reads few (small rows, as SQLite walks through a long one to get at its end). In
`first` of the signs stand the positions of each window's first and last turn; numbers are
little-endian.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slmsum.library import Library
from slmsum.search.windows import Window

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from slmsum.search.meaning import Codes, Vectors

ENCODER = "minilm-l6"
# What the vectors are of; another way to cut windows gets another name, and all are made anew.
MODEL = f"{ENCODER}/60"
_NUMBERS = 384
_CHUNK = 128


@dataclass(frozen=True, slots=True)
class Pending:
    """A conversation that cannot be found by meaning yet, as it was at the moment `changed`."""

    id: int
    changed: str
    turns: int
    words: int


def pending(library: Library) -> list[Pending]:
    """The conversations without vectors, newest first."""
    with library.reading() as connection:
        found = connection.execute(
            "SELECT id, changed, turns, words FROM conversation WHERE NOT EXISTS (SELECT 1 FROM "
            "vectors WHERE conversation_id = conversation.id AND model = ?) ORDER BY id DESC",
            (MODEL,),
        ).fetchall()
    return [Pending(*row) for row in found]


def save(
    library: Library,
    of: Pending,
    windows: Sequence[Window],
    codes: Codes,
    rows: npt.NDArray[np.int8],
) -> bool:
    """Keep the vectors of a conversation's windows, unless it has changed or gone meanwhile."""
    import numpy as np

    places = np.array([(w.first, w.last) for w in windows], "<i4").tobytes()
    with library.changing() as connection:
        current = connection.execute(
            "SELECT 1 FROM conversation WHERE id = ? AND changed = ?", (of.id, of.changed)
        ).fetchone()
        if current is None:
            return False
        connection.execute("DELETE FROM vectors WHERE conversation_id = ?", (of.id,))
        connection.executemany(
            "INSERT INTO vectors (conversation_id, model, kind, first, data) "
            "VALUES (?, ?, ?, ?, ?)",
            [
                (of.id, MODEL, "signs", places, codes.tobytes()),
                *(
                    (of.id, MODEL, _bytes_kind(begin), b"", rows[begin : begin + _CHUNK].tobytes())
                    for begin in range(0, len(rows), _CHUNK)
                ),
            ],
        )
    return True


def _bytes_kind(row: int) -> str:
    return f"bytes {row // _CHUNK}"


@dataclass(frozen=True, slots=True)
class Place:
    """A window of a library's conversation: positions of its first and last turn."""

    conversation: int
    first: int
    last: int


class Signs:
    """The signs of all vectors of a library, in memory: 56 bytes for each window.

    A million turns of a meeting are about a quarter of a million windows.
    """

    def __init__(self, library: Library) -> None:
        import numpy as np

        with library.reading() as connection:
            found = connection.execute(
                "SELECT conversation_id, first, data FROM vectors "
                "WHERE model = ? AND kind = 'signs' ORDER BY conversation_id",
                (MODEL,),
            ).fetchall()
        whole = [
            row for row in found if len(row[1]) % 8 == 0 and len(row[2]) == len(row[1]) // 8 * 48
        ]
        counts = [len(places) // 8 for _, places, _ in whole]
        self._conversations = np.repeat(np.array([row[0] for row in whole], np.int64), counts)
        self._rows = np.concatenate([np.arange(n, dtype=np.int32) for n in [0, *counts]])
        places = np.frombuffer(b"".join(row[1] for row in whole), "<i4")
        self._places = places.reshape(-1, 2)
        codes = np.frombuffer(b"".join(row[2] for row in whole), "<u8")
        self._codes: Codes = np.ascontiguousarray(codes.reshape(-1, _NUMBERS // 64).T)

    def __len__(self) -> int:
        """Number of windows."""
        return len(self._conversations)

    def nearest(
        self, library: Library, vector: Vectors, count: int, within: Iterable[int] | None = None
    ) -> list[tuple[Place, float]]:
        """The windows nearest to a unit vector with their cosines, best first.

        `within` are the conversations to look in, None for all.
        """
        import numpy as np

        from slmsum.search import meaning

        allowed = None
        if within is not None:
            allowed = np.isin(self._conversations, np.fromiter(within, np.int64))
        columns = meaning.nearest(self._codes, meaning.signs(vector[None])[0], count, allowed)
        scored = self._scored(library, vector, columns)
        return sorted(scored, key=lambda item: -item[1])[:count]

    def _scored(
        self, library: Library, vector: Vectors, columns: npt.NDArray[np.intp]
    ) -> list[tuple[Place, float]]:
        import numpy as np

        from slmsum.search import meaning

        taken, kept = [], []
        for column in columns:
            number, row = int(self._conversations[column]), int(self._rows[column])
            found = library.connection.execute(
                "SELECT substr(data, ?, ?) FROM vectors "
                "WHERE conversation_id = ? AND model = ? AND kind = ?",
                (row % _CHUNK * _NUMBERS + 1, _NUMBERS, number, MODEL, _bytes_kind(row)),
            ).fetchone()
            if found is not None and len(found[0]) == _NUMBERS:
                first, last = self._places[column]
                kept.append(Place(number, int(first), int(last)))
                taken.append(found[0])
        table = np.frombuffer(b"".join(taken), np.int8).reshape(-1, _NUMBERS)
        return list(zip(kept, meaning.cosines(table, vector).tolist(), strict=True))
