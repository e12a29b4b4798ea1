"""The conversation that is open: its turns and minutes, and every change to them, undoable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QUndoCommand, QUndoStack

from slmsum.conversation import Turn
from slmsum.edits import edited_action, value_at, with_added, with_value, without
from slmsum.errors import SlmsumError
from slmsum.library import Entry, Library, Origin
from slmsum.minutes import Action, Minutes


class LibraryTurns:
    """The turns of one conversation of the library, as `TurnModel` wants them."""

    def __init__(self, library: Library, entry: Entry) -> None:
        self._library = library
        self._id = entry.id
        self.count = entry.turns
        self.speakers: Sequence[str] = entry.speakers

    def page(self, first: int, count: int) -> Sequence[Turn]:
        """Turns from `first` on."""
        return self._library.turns(self._id, first, count)


class OpenEntry(QObject):
    """What the views show; changes are written to the library at once.

    `opened` when another conversation is shown, or none; `minutes_changed` and `turns_changed`
    when these are others than before; `failed` carries the SlmsumError of a change.
    """

    opened = QtSignal()
    minutes_changed = QtSignal()
    turns_changed = QtSignal()
    failed = QtSignal(object)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self.undo = QUndoStack(self)
        self.entry: Entry | None = None
        self.minutes: Minutes | None = None
        self.turns: LibraryTurns | None = None

    def open(self, id: int | None) -> None:
        """Show a conversation, or with None nothing."""
        try:
            entry = None if id is None else self.library.entry(id)
            minutes = None if id is None else self.library.minutes(id)
        except SlmsumError as error:
            self.failed.emit(error)
            return
        self.undo.clear()
        self.entry, self.minutes = entry, minutes
        self.turns = None if entry is None else LibraryTurns(self.library, entry)
        self.opened.emit()

    def reload_minutes(self) -> None:
        """Show minutes that were just written by the model."""
        if self.entry is not None:
            self.undo.clear()
            self.minutes = self.library.minutes(self.entry.id)
            self.minutes_changed.emit()

    def change_minutes(self, path: str, value: Any, words: str) -> None:
        """Put a value into the minutes; `words` names the change for undo."""
        if self.minutes is not None and value_at(self.minutes, path) != value:
            self._push_minutes(with_value(self.minutes, path, value), words)

    def add_statement(self, path: str, text: str, words: str) -> None:
        """Put a statement of the user's own at the end of a list."""
        if self.minutes is not None and text.strip():
            self._push_minutes(with_added(self.minutes, path, " ".join(text.split())), words)

    def change_action(self, path: str, owner: str, task: str, due: str, words: str) -> None:
        """Write over an action."""
        if self.minutes is None or self.turns is None:
            return
        action: Action = value_at(self.minutes, path)
        turns = self.turns.page(action.evidence[0], 1) if action.evidence else ()
        said = turns[0].time if turns else None
        day = said.date() if said is not None else None
        self.change_minutes(path, edited_action(action, owner, task, due, day), words)

    def remove_statement(self, path: str, words: str) -> None:
        """Take a statement out of the minutes."""
        if self.minutes is not None:
            self._push_minutes(without(self.minutes, path), words)

    def edit_turn(self, row: int, text: str, words: str) -> None:
        """Write over a turn."""
        turns = self.turns.page(row, 1) if self.turns is not None else ()
        if turns:
            old = turns[0].text
            self._push(words, lambda: self._set_turn(row, text), lambda: self._set_turn(row, old))

    def rename_speaker(self, old: str, new: str, words: str) -> None:
        """Give a speaker another name, one that nobody has."""
        if self.entry is not None:
            self._push(words, lambda: self._rename(old, new), lambda: self._rename(new, old))

    def merge_speakers(self, old: str, into: str) -> None:
        """Make two speakers one. It cannot be taken back, so nothing before it can be either."""
        self._guarded(lambda: self._rename(old, into))
        self.undo.clear()

    def _push_minutes(self, after: Minutes, words: str) -> None:
        before = self.minutes
        assert before is not None
        self._push(words, lambda: self._set_minutes(after), lambda: self._set_minutes(before))

    def _push(self, words: str, do: Callable[[], None], undo: Callable[[], None]) -> None:
        change = _Change(words, lambda: self._guarded(do), lambda: self._guarded(undo))
        self.undo.push(change)

    def _guarded(self, change: Callable[[], None]) -> None:
        try:
            change()
        except SlmsumError as error:
            self.failed.emit(error)

    def _set_minutes(self, minutes: Minutes) -> None:
        assert self.entry is not None
        self.library.save_minutes(self.entry.id, minutes, Origin.USER)
        self.minutes = minutes
        self.minutes_changed.emit()

    def _set_turn(self, row: int, text: str) -> None:
        assert self.entry is not None
        self.library.edit_turn(self.entry.id, row, text)
        self.turns_changed.emit()

    def _rename(self, old: str, new: str) -> None:
        assert self.entry is not None
        self.library.rename_speaker(self.entry.id, old, new)
        self.entry = self.library.entry(self.entry.id)
        assert self.turns is not None
        self.turns.speakers = self.entry.speakers
        self.minutes = self.library.minutes(self.entry.id)
        self.turns_changed.emit()
        self.minutes_changed.emit()


class _Change(QUndoCommand):
    def __init__(self, words: str, do: Callable[[], None], undo: Callable[[], None]) -> None:
        super().__init__(words)
        self._do, self._undo = do, undo

    def redo(self) -> None:
        self._do()

    def undo(self) -> None:
        self._undo()
