"""Read what can be read of a damaged database, row by row where need be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from slmsum.library.database import connect

Row = tuple[Any, ...]

_WITHOUT_ROWID = {"setting", "tag"}
_BATCH = 1000
# Where the highest row cannot be asked for, this many missing in a row are taken for the end.
_GAP = 100_000
# About as many rows as one damaged page holds: no more is looked for among so few.
_PAGE_ROWS = 64
# After so many in one table the rest of it is given up: each takes 0.1 s where it is encrypted.
_MOST_FAILURES = 200


class DamagedDatabase:
    """A database in which any query may fail; raises LibraryError where it cannot be opened."""

    def __init__(self, path: Path, passphrase: str | None) -> None:
        self._path = path
        self._passphrase = passphrase
        self._connection = connect(path, passphrase)
        self._failures_left = _MOST_FAILURES

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    def rows(self, table: str, names: str) -> Iterator[Row]:
        """All rows of a table that can be read; `names` are its columns as they stand in SQL."""
        self._failures_left = _MOST_FAILURES
        if table in _WITHOUT_ROWID:
            yield from self._upto_damage(f"SELECT {names} FROM {table}")[0]
        else:
            yield from self._by_number(table, f"SELECT rowid, {names} FROM {table} WHERE rowid")

    def _by_number(self, table: str, query: str) -> Iterator[Row]:
        """Many rows at once where that goes, else those of a range that shrinks by halves."""
        highest, whole = self._upto_damage(f"SELECT max(rowid) FROM {table}")
        end = (highest[0][0] or 0) if whole else None
        last, gap = 0, 0
        while (end is None or last < end) and gap < _GAP:
            found, whole = self._upto_damage(f"{query} > ? ORDER BY rowid LIMIT {_BATCH}", last)
            if whole and not found:
                return
            if whole:
                last = found[-1][0]
            else:
                found = self._within(query, last + 1, last + _BATCH)
                last += _BATCH
            gap = 0 if found else gap + _BATCH
            yield from (row[1:] for row in found)

    def _within(self, query: str, first: int, last: int) -> list[Row]:
        """Rows from both ends of a range to the damage, then those between two damages."""
        found, whole = self._upto_damage(f"{query} BETWEEN ? AND ? ORDER BY rowid", first, last)
        if whole:
            return found
        query_back = f"{query} BETWEEN ? AND ? ORDER BY rowid DESC"
        back = self._upto_damage(query_back, first, last)[0][::-1]
        low = found[-1][0] + 1 if found else first
        high = back[0][0] - 1 if back else last
        if high - low >= _PAGE_ROWS:
            middle = (low + high) // 2
            found += self._within(query, low, middle) + self._within(query, middle + 1, high)
        return found + back

    def _upto_damage(self, query: str, *values: int) -> tuple[list[Row], bool]:
        """The rows up to a failure, and whether there was none.

        It is opened anew then: SQLCipher reads nothing more after a page that does not fit its
        signature.
        """
        found: list[Row] = []
        if not self._failures_left:
            return found, True
        try:
            for row in self._connection.execute(query, values):
                found.append(row)
        except self._connection.DatabaseError:
            self._failures_left -= 1
            self._connection.close()
            self._connection = connect(self._path, self._passphrase)
            return found, False
        return found, True
