"""The window: library, conversation and minutes side by side, and the work below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QFileDialog,
    QMainWindow,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from slmsum import preferences as kept
from slmsum.energy_book import EnergyBook
from slmsum.errors import SlmsumError
from slmsum.gui.ask_box import AskBox
from slmsum.gui.closing import Closing, ask_to_close
from slmsum.gui.commands import Commands
from slmsum.gui.error_dialog import show_error
from slmsum.gui.exporting import export_minutes
from slmsum.gui.icons import app_icon
from slmsum.gui.intake import Intake
from slmsum.gui.library_model import name_of
from slmsum.gui.library_panel import LibraryPanel
from slmsum.gui.listening import Listening
from slmsum.gui.minutes_panel import MinutesPanel
from slmsum.gui.notice_bar import NoticeBar
from slmsum.gui.open_entry import OpenEntry
from slmsum.gui.power_view import PowerButton
from slmsum.gui.power_watch import PowerWatch
from slmsum.gui.putting_off import PuttingOff
from slmsum.gui.queue_view import QueueView
from slmsum.gui.record_bar import RecordBar
from slmsum.gui.record_session import RecordState
from slmsum.gui.side_views import SideViews
from slmsum.gui.transcript_panel import TranscriptPanel
from slmsum.gui.workbench import Workbench
from slmsum.library import Library
from slmsum.preferences import Preferences
from slmsum.work.desk import Choices, conversation_of
from slmsum.work.jobs import Place
from slmsum.work.queue import State, Task

_LAYOUT_FILE = "window.ini"


class MainWindow(QMainWindow):
    """The one window over the user's data in `home`; raises LibraryError.

    `preferences_changed` carries the Preferences whenever the user changed some.
    """

    preferences_changed = QtSignal(object)

    def __init__(self, home: Path, passphrase: str | None = None) -> None:
        super().__init__()
        self.home = home
        self.preferences = kept.load(home)
        place = Place(home / "library", passphrase)
        self.library: Library = place.open()
        self.watch = PowerWatch(self.preferences.power, self)
        self.book = EnergyBook(home)
        self.workbench = Workbench(place, self._choices, self)
        self.open_entry = OpenEntry(self.library, self)
        self.library_panel = LibraryPanel(self.library, place.open)
        self.transcript = TranscriptPanel(self.open_entry)
        self.minutes = MinutesPanel(self.open_entry)
        self.ask = AskBox()
        self.queue = QueueView()
        self.record_bar = RecordBar(home, self.preferences, self.watch.plan)
        self.listening = Listening(self.open_entry, self.transcript.model, self)
        self.intake = Intake(self.workbench, self)
        self.notices = NoticeBar()
        self.put_off = PuttingOff(self)
        self.side = SideViews(self)
        self.commands = Commands(self, self._calls())
        self._settings = QSettings(str(home / _LAYOUT_FILE), QSettings.Format.IniFormat)
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._shown_first = False
        self._build()
        self._keep_space_for_turns()
        self._connect()
        self.take_preferences(self.preferences)
        self._restore()

    def take_preferences(self, preferences: Preferences) -> None:
        """Follow other choices, and keep them."""
        if preferences != self.preferences:
            self._guarded(lambda: kept.save(self.home, preferences))
        self.preferences = preferences
        if preferences.power != self.watch.request:
            self.watch.set_request(preferences.power)
        self.record_bar.set_preferences(preferences)
        self.commands.set_keys(dict(preferences.shortcuts))
        self.preferences_changed.emit(preferences)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Import what another start handed over, and come to the front."""
        self.intake.take_paths(paths)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_conversation(self, id: int, turn: int = -1) -> None:
        """Open a conversation, at a turn where one is given."""
        if self.open_entry.entry is None or self.open_entry.entry.id != id:
            self.open_entry.open(id)
        self.library_panel.select(id)
        if turn >= 0:
            self.transcript.show_row(turn)
            self.transcript.model.light(frozenset((turn,)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and text may be dropped anywhere."""
        if self.intake.welcome(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what is dropped."""
        self.intake.take(event.mimeData())
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End what runs; a recording that runs is asked about."""
        wanted = ask_to_close(self.record_bar.session, self, can_hide=self.side.has_tray)
        if wanted is Closing.STAY:
            event.ignore()
            return
        if wanted is Closing.HIDE:
            event.ignore()
            self.hide()
            return
        self._settings.setValue("geometry", self.saveGeometry())
        self._settings.setValue("columns", self._columns.saveState())
        entry = self.open_entry.entry
        self._settings.setValue("open", entry.id if entry is not None else 0)
        self.listening.stop()
        self.workbench.close()
        self.library.close()
        super().closeEvent(event)
        QGuiApplication.quit()

    def _build(self) -> None:
        self.setWindowTitle("slmsum")
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.addToolBar(self.commands.tool_bar(self._power_button()))
        self.right = QTabWidget(documentMode=True)
        minutes = QWidget()
        minutes.setAutoFillBackground(True)
        minutes.setBackgroundRole(QPalette.ColorRole.Base)
        _stack(minutes, self.minutes, self.ask)
        self.right.addTab(minutes, self.tr("Minutes"))
        self.right.addTab(self.side.pictures, self.tr("Pictures"))
        for column, least in ((self.library_panel, 190), (self.transcript, 300), (self.right, 290)):
            column.setMinimumWidth(least)
            self._columns.addWidget(column)
        self._columns.setChildrenCollapsible(False)
        self._columns.setSizes([270, 560, 450])
        for place, stretch in enumerate((0, 3, 2)):
            self._columns.setStretchFactor(place, stretch)
        body = QWidget()
        _stack(body, self.record_bar, self._columns, self.notices, self.queue)
        self.record_bar.hide()
        self.setCentralWidget(body)
        panel = self.library_panel
        (panel.view if panel.model.rows else panel.empty.button).setFocus()
        self.resize(1280, 800)

    def _keep_space_for_turns(self) -> None:
        """The key that plays is a space by default, which ticks off and types elsewhere."""
        play = self.commands.actions["play"]
        self.removeAction(play)
        self.transcript.view.addAction(play)
        play.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    def _power_button(self) -> PowerButton:
        button = PowerButton(self.watch)
        button.clicked.connect(self.side.show_power)
        return button

    def _calls(self) -> dict[str, Callable[[], object]]:
        session = self.record_bar.session
        return {
            "record": self._record,
            "pause": lambda: session.pause(session.state is not RecordState.PAUSED),
            "play": lambda: self.listening.toggle(self.transcript.view.currentIndex().row()),
            "import": self._choose_files,
            "paste": self._paste,
            "export": lambda: export_minutes(self.open_entry, self),
            "search": self.library_panel.field.setFocus,
            "find": self.transcript.look_for_words,
            "ask": self.ask.field.setFocus,
            "undo": self.open_entry.undo.undo,
            "redo": self.open_entry.undo.redo,
            "pictures": lambda: self.right.setCurrentIndex(1 - self.right.currentIndex()),
            "power": self.side.show_power,
            "settings": lambda: self.side.show_settings("general"),
            "shortcuts": lambda: self.side.show_settings("shortcuts"),
            "larger": lambda: self._resize_text(1),
            "smaller": lambda: self._resize_text(-1),
            "quit": self.close,
        }

    def _connect(self) -> None:
        panel, entry = self.library_panel, self.open_entry
        panel.chosen.connect(self._pick)
        panel.import_wanted.connect(self._choose_files)
        panel.minutes_wanted.connect(self._summarize)
        panel.removed.connect(self._removed)
        panel.renamed.connect(self._reopen)
        self.transcript.chosen.connect(self._show_statements)
        self.transcript.view.pointed.connect(self.minutes.point)
        self.transcript.play_wanted.connect(self.listening.play_row)
        self.minutes.evidence_wanted.connect(self._show_evidence)
        self.minutes.summary_wanted.connect(self._summarize_open)
        self.ask.evidence_wanted.connect(self._show_evidence)
        self.ask.asked.connect(self._put_question)
        entry.opened.connect(self._opened)
        entry.minutes_changed.connect(self._cite)
        entry.turns_changed.connect(panel.refresh)
        entry.undo.canUndoChanged.connect(self.commands.actions["undo"].setEnabled)
        entry.undo.canRedoChanged.connect(self.commands.actions["redo"].setEnabled)
        self.queue.cancel_wanted.connect(self.workbench.desk.queue.cancel)
        self.queue.retry_wanted.connect(self.workbench.desk.queue.retry)
        self.queue.dismissed.connect(self.workbench.desk.queue.forget)
        self.workbench.changed.connect(self._task_changed)
        self.workbench.answered.connect(self._answered)
        self.watch.changed.connect(self.record_bar.set_plan)
        self.record_bar.ended.connect(self._recorded)
        self.record_bar.preferences_changed.connect(self.take_preferences)
        for source in (panel, entry, self.listening, self.record_bar):
            source.failed.connect(lambda error: show_error(error, self))
        self.queue.details_wanted.connect(lambda error: show_error(error, self))
        self._opened()

    def _choices(self) -> Choices:
        chosen, plan = self.preferences, self.watch.plan
        return Choices(
            chosen.speech(plan),
            chosen.summarize(plan),
            chosen.template,
            chosen.summarize_at_once,
            chosen.keep_audio,
        )

    def _restore(self) -> None:
        for key, restore in (
            ("geometry", self.restoreGeometry),
            ("columns", self._columns.restoreState),
        ):
            state = self._settings.value(key)
            if isinstance(state, QByteArray):
                restore(state)
        known = str(self._settings.value("open") or "")
        ids = {row.entry.id for row in self.library_panel.model.rows}
        if known.isdecimal() and int(known) in ids:
            self.show_conversation(int(known))

    def _opened(self) -> None:
        self.listening.stop()
        self.ask.clear()
        entry = self.open_entry.entry
        self.ask.setVisible(entry is not None)
        self.setWindowTitle(f"{name_of(entry)} – slmsum" if entry is not None else "slmsum")
        for command in ("undo", "redo"):
            self.commands.actions[command].setEnabled(False)
        self._cite()

    def _cite(self) -> None:
        self.transcript.model.cite(self.minutes.cited())
        self.commands.actions["export"].setEnabled(self.open_entry.minutes is not None)
        self.side.show_open()

    def _show_evidence(self, turns: tuple[int, ...]) -> None:
        self.transcript.show_evidence(turns)
        self.listening.play_turns(turns)

    def _show_statements(self, turn: int) -> None:
        self.transcript.model.light(
            frozenset((turn,)) if self.minutes.cited().get(turn) else frozenset()
        )
        self.minutes.light(turn)

    def _summarize(self, id: int) -> None:
        self.workbench.desk.summarize(id, name_of(self.library.entry(id)))

    def _summarize_open(self) -> None:
        if self.open_entry.entry is not None:
            self._summarize(self.open_entry.entry.id)

    def _put_question(self, question: str) -> None:
        if self.open_entry.entry is not None:
            self.workbench.desk.ask(self.open_entry.entry.id, question, self.ask.history)

    def _answered(self, task: Task) -> None:
        entry = self.open_entry.entry
        if entry is None or task.conversation != entry.id:
            return
        if task.state is State.DONE:
            self.ask.show_answer(task.answers[-1])
        elif task.error is not None:
            self.ask.show_error(task.error)

    def _task_changed(self, task: Task) -> None:
        self.queue.show_task(task)
        self.side.show_work(task)
        id = conversation_of(task)
        if id is None:
            return
        if task.progress is not None:
            return
        self.library_panel.refresh()
        entry = self.open_entry.entry
        if entry is None or self.intake.is_awaited(task):
            self.show_conversation(id)
        elif entry.id == id and task.state is State.DONE:
            self.open_entry.reload_minutes()
        if task.state is State.DONE:
            self.side.note_energy(task)

    def _pick(self, id: int, turn: int) -> None:
        # Who has turned to something else is not taken away from it.
        self.intake.await_nothing()
        self.show_conversation(id, turn)

    def _removed(self, id: int) -> None:
        if self.open_entry.entry is not None and self.open_entry.entry.id == id:
            self.open_entry.open(None)

    def _reopen(self, id: int) -> None:
        if self.open_entry.entry is not None and self.open_entry.entry.id == id:
            self.open_entry.open(id)

    def _record(self) -> None:
        self.record_bar.show()
        self.record_bar.toggle()

    def _recorded(self, recorded: object) -> None:
        problem, path = getattr(recorded, "problem", None), getattr(recorded, "path", None)
        if problem is not None:
            show_error(problem, self)
        if isinstance(path, Path):
            self.put_off.take(path)
        QTimer.singleShot(0, self.record_bar.hide)

    def _choose_files(self) -> None:
        names, _kind = QFileDialog.getOpenFileNames(self, self.tr("Import"))
        self.intake.take_paths([Path(name) for name in names])

    def _paste(self) -> None:
        self.intake.take(QGuiApplication.clipboard().mimeData())

    def _resize_text(self, step: int) -> None:
        sizes = kept.TEXT_SIZES
        at = sizes.index(self.preferences.text_size) + step
        if 0 <= at < len(sizes):
            self.take_preferences(replace(self.preferences, text_size=sizes[at]))

    def _guarded(self, change: Callable[[], None]) -> None:
        try:
            change()
        except SlmsumError as error:
            show_error(error, self)


def _stack(parent: QWidget, *widgets: QWidget) -> None:
    """Put widgets below each other; splitters and panels take the room."""
    layout = QVBoxLayout(parent)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        room = isinstance(widget, QSplitter | MinutesPanel)
        layout.addWidget(widget, 1 if room else 0)
