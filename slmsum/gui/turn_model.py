"""The turns of one conversation as a list model that loads them page by page."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtCore import Signal as QtSignal

from slmsum.conversation import Turn
from slmsum.export.words import clean, moment

PAGE = 128
_PAGES_KEPT = 24

TURN_ROLE = int(Qt.ItemDataRole.UserRole)

Index = QModelIndex | QPersistentModelIndex


class TurnSource(Protocol):
    """Where turns come from."""

    @property
    def count(self) -> int:
        """How many there are."""

    @property
    def speakers(self) -> Sequence[str]:
        """Names of the speakers, in the order of their first turns."""

    def page(self, first: int, count: int) -> Sequence[Turn]:
        """Turns from `first` on."""


class TurnModel(QAbstractListModel):
    """Turns, and what is to be shown about them.

    `lit` are rows that stand out as evidence, `cited` how many statements rest on a row, `needle`
    what is looked for. A new text set by an editor is told by `edited` and left to the receiver.
    """

    edited = QtSignal(int, str)
    looks_changed = QtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: TurnSource | None = None
        self._pages: OrderedDict[int, Sequence[Turn]] = OrderedDict()
        self.places: dict[str, int] = {}
        self.lit: frozenset[int] = frozenset()
        self.cited: Mapping[int, int] = {}
        self.needle = ""
        self.playing: int | None = None

    def show(self, source: TurnSource | None) -> None:
        """Show other turns, or none."""
        self.beginResetModel()
        self._source = source
        self._pages.clear()
        speakers = source.speakers if source is not None else ()
        self.places = {name: place for place, name in enumerate(speakers)}
        self.lit, self.cited, self.needle, self.playing = frozenset(), {}, "", None
        self.endResetModel()

    def refresh(self) -> None:
        """Load again what may have changed in the source; which turns there are has not."""
        self._pages.clear()
        if self._source is not None:
            self.places = {name: place for place, name in enumerate(self._source.speakers)}
        if self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def light(self, rows: frozenset[int]) -> None:
        """Let these rows stand out as evidence."""
        self.lit = rows
        self.looks_changed.emit()

    def cite(self, cited: Mapping[int, int]) -> None:
        """Tell how many statements rest on each row."""
        self.cited = cited
        self.looks_changed.emit()

    def look_for(self, needle: str) -> None:
        """Mark what is looked for."""
        self.needle = needle
        self.looks_changed.emit()

    def play(self, row: int | None) -> None:
        """Mark the row whose sound is being played."""
        self.playing = row
        self.looks_changed.emit()

    def turn(self, row: int) -> Turn | None:
        """The turn of a row, None where there is none."""
        if self._source is None or not 0 <= row < self._source.count:
            return None
        number, place = divmod(row, PAGE)
        if number not in self._pages:
            self._pages[number] = self._source.page(number * PAGE, PAGE)
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        page = self._pages[number]
        return page[place] if place < len(page) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """How many turns there are."""
        if self._source is None or (parent is not None and parent.isValid()):
            return 0
        return self._source.count

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every turn can be chosen and edited."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The turn itself, its text, or the words for a screen reader."""
        turn = self.turn(index.row()) if index.isValid() else None
        if turn is None:
            return None
        if role == TURN_ROLE:
            return turn
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return turn.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (turn.speaker or "", moment(turn), clean(turn.text))
            return ", ".join(part for part in parts if part)
        return None

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Tell of a text that the user wrote over a turn; an empty or equal one is no edit."""
        turn = self.turn(index.row())
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or turn is None or text in ("", turn.text):
            return False
        self.edited.emit(index.row(), text)
        return True
