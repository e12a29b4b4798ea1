"""What is listed on the left: the library's entries, or the places that a search found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from slmsum.export.words import clean
from slmsum.library import Entry
from slmsum.search import Hit

ROW_ROLE = int(Qt.ItemDataRole.UserRole)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """A conversation, and where a search found it: the turn and the words there."""

    entry: Entry
    hit: Hit | None = None


def name_of(entry: Entry) -> str:
    """What a conversation is called: its title, else its file without folders and suffix."""
    source = PurePosixPath(entry.source.replace("\\", "/"))
    return clean(entry.title) or clean(source.stem)


class LibraryModel(QAbstractListModel):
    """Rows in order; `set_rows` shows others."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Row] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def place(self, id: int) -> int:
        """The first row of a conversation, -1 where it is not listed."""
        return next((at for at, row in enumerate(self.rows) if row.entry.id == id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The row itself, its title, or the words for a screen reader."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return name_of(row.entry)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = row.hit.snippet if row.hit else ", ".join(row.entry.speakers[:3])
            return f"{name_of(row.entry)}, {row.entry.date or ''}, {told}"
        return None
