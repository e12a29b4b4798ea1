"""The right of the window: the minutes, whose every statement leads to its turns."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QInputDialog,
    QLabel,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from slmsum.evidence import Group, Statement, Stretch, groups, places, resting_on
from slmsum.export.words import made_by
from slmsum.gui.chapter_head import ChapterHead
from slmsum.gui.empty_state import EmptyState
from slmsum.gui.icons import text_button
from slmsum.gui.open_entry import OpenEntry
from slmsum.gui.statement import StatementView
from slmsum.gui.title_line import TitleLine
from slmsum.minutes import Minutes

# Statements that are put in place before the window gets its turn again.
_AT_ONCE = 24


class MinutesPanel(QWidget):
    """Shows the minutes of what is open.

    `evidence_wanted` carries the turns of a statement or chapter that was clicked, `summary_wanted`
    comes from the button of a conversation without minutes.
    """

    evidence_wanted = QtSignal(tuple)
    summary_wanted = QtSignal()

    def __init__(self, open_entry: OpenEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open = open_entry
        self._views: dict[str, StatementView] = {}
        self._resting: dict[int, tuple[str, ...]] = {}
        self._current = ""
        self._lit: tuple[str, ...] = ()
        self._body = QWidget()
        self._building: Iterator[None] = iter(())
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._build_on)
        self.title = TitleLine()
        self.title.edited.connect(self._retitle)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(self.tr("Minutes"))
        self.empty = EmptyState(
            "summary",
            self.tr("No minutes yet"),
            self.tr("Minutes say what was decided, who does what, and where it was said."),
            self.tr("Write minutes"),
        )
        self.empty.wanted.connect(self.summary_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.title)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.empty, 1)
        open_entry.opened.connect(self._show)
        open_entry.minutes_changed.connect(self._show_again)
        self._show()

    @property
    def statements(self) -> dict[str, StatementView]:
        """The statements shown, by their paths."""
        while self._timer.isActive():
            self._build_on()
        return self._views

    def cited(self) -> dict[int, int]:
        """How many statements rest on each turn."""
        return {turn: len(paths) for turn, paths in self._resting.items()}

    def choose(self, path: str) -> None:
        """Show what a statement rests on."""
        self._current, self._lit = path, ()
        self._mark(())
        view = self.statements.get(path)
        if view is not None:
            self._area.ensureWidgetVisible(view, 0, 60)
            self.evidence_wanted.emit(view.statement.evidence)

    def light(self, turn: int) -> None:
        """Let the statements stand out that rest on a turn."""
        self._current = ""
        paths = self._lit = self._resting.get(turn, ())
        self._mark(paths)
        if paths and paths[0] in self.statements:
            self._area.ensureWidgetVisible(self._views[paths[0]], 0, 60)

    def point(self, turn: int) -> None:
        """Let the statements of a turn that is only pointed at stand out, without moving."""
        self._mark(self._resting.get(turn, self._lit))

    def _mark(self, lit: tuple[str, ...]) -> None:
        for path, view in self.statements.items():
            view.mark(lit=path in lit, current=path == self._current)

    def _retitle(self, text: str) -> None:
        self._open.change_minutes("title", text, self.tr("new title"))

    def _show(self) -> None:
        self._current, self._lit = "", ()
        self._show_minutes()
        self._area.verticalScrollBar().setValue(0)

    def _show_again(self) -> None:
        """Show changed minutes where the reader is."""
        bar = self._area.verticalScrollBar()
        at = bar.value()
        focused = self._focused()
        self._show_minutes()
        views = self.statements
        self._body.adjustSize()
        bar.setValue(at)
        self._mark(())
        if focused in views:
            views[focused].setFocus()

    def _focused(self) -> str:
        return next((path for path, view in self._views.items() if view.hasFocus()), "")

    def _show_minutes(self) -> None:
        minutes = self._open.minutes
        self._timer.stop()
        self._views = {}
        self._resting = {} if minutes is None else resting_on(minutes)
        for widget in (self.title, self._area):
            widget.setVisible(minutes is not None)
        self.empty.setVisible(minutes is None)
        self.empty.button.setVisible(self._open.entry is not None)
        self.title.show_text(minutes.title if minutes is not None else "")
        self._body = body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(10, 0, 10, 18)
        column.setSpacing(1)
        self._area.setWidget(body)
        if minutes is not None:
            self._building = self._build(minutes, column)
            self._build_on()
            self._timer.start()

    def _build_on(self) -> None:
        for _ in range(_AT_ONCE):
            if next(self._building, self) is self:
                self._timer.stop()
                return

    def _build(self, minutes: Minutes, column: QVBoxLayout) -> Iterator[None]:
        """Put one widget after another in place."""
        for note in minutes.notes:
            column.addWidget(_line(note, "muted"))
        for group in groups(minutes):
            column.addWidget(_heading(group))
            for statement in group.statements:
                column.addWidget(self._statement(statement))
                yield
            for stretch in group.stretches:
                column.addWidget(self._chapter(stretch))
                for statement in stretch.statements:
                    column.addWidget(self._statement(statement))
                    yield
        foot = _line(made_by(minutes.made_by), "muted")
        column.addSpacing(14)
        column.addWidget(self._add_button(minutes), 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(foot)
        column.addStretch(1)

    def _chapter(self, stretch: Stretch) -> QWidget:
        head = ChapterHead(stretch)
        head.chosen.connect(
            lambda: self.evidence_wanted.emit(tuple(range(stretch.first, stretch.last + 1)))
        )
        return head

    def _statement(self, statement: Statement) -> QWidget:
        view = StatementView(statement)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.chosen.connect(self.choose)
        view.edited.connect(self._edit)
        view.action_edited.connect(self._edit_action)
        view.ticked.connect(self._tick)
        view.customContextMenuRequested.connect(lambda place: self._menu(view, place))
        self._views[statement.path] = view
        return view

    def _edit(self, path: str, text: str) -> None:
        self._open.change_minutes(path, text, self.tr("edit of the minutes"))

    def _edit_action(self, path: str, owner: str, task: str, due: str) -> None:
        self._open.change_action(path, owner, task, due, self.tr("edit of an action"))

    def _add_button(self, minutes: Minutes) -> QWidget:
        button = text_button("plus", self.tr("Add a statement"))
        menu = QMenu(button)
        for heading, path in places(minutes):
            menu.addAction(heading, partial(self.ask_for_statement, path))
        button.setMenu(menu)
        return button

    def ask_for_statement(self, path: str) -> None:
        """Ask for a statement of the user's own, for the list at `path`."""
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Add a statement"))
        dialog.setLabelText(self.tr("It is marked as yours, as no turn says it."))
        words = self.tr("new statement")
        dialog.textValueSelected.connect(lambda text: self._open.add_statement(path, text, words))
        dialog.open()

    def _tick(self, path: str, done: bool) -> None:
        self._open.change_minutes(f"{path}/done", done, self.tr("ticking off"))

    def _menu(self, view: StatementView, place: QPoint) -> None:
        one, menu = view.statement, QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Show where it was said"), lambda: self.choose(one.path))
        menu.addAction(self.tr("Edit"), view.edit)
        menu.addAction(self.tr("Copy"), lambda: QGuiApplication.clipboard().setText(one.text))
        if not one.supported:
            menu.addAction(self.tr("I checked it: it is true"), lambda: self._confirm(one))
        words = self.tr("removal of a statement")
        menu.addAction(self.tr("Remove"), lambda: self._open.remove_statement(one.path, words))
        menu.popup(view.mapToGlobal(place))

    def _confirm(self, one: Statement) -> None:
        words = self.tr("confirmation of a statement")
        self._open.change_minutes(f"{one.path}/supported", True, words)


def _heading(group: Group) -> QLabel:
    label = _line(group.heading, "heading")
    label.setContentsMargins(10, 16, 4, 4)
    return label


def _line(text: str, look: str) -> QLabel:
    label = QLabel(text, wordWrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("look", look)
    label.setContentsMargins(10, 2, 4, 2)
    label.setFrameShape(QFrame.Shape.NoFrame)
    return label
