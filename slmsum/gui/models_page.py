"""The settings' page of models: which are there, what they may be used for, fetch and import."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QProcess, QProcessEnvironment, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from slmsum.engine.pipes import command, with_package
from slmsum.gui.background import Task
from slmsum.gui.icons import text_button
from slmsum.gui.wording import size
from slmsum.models.manage import ModelStatus, statuses
from slmsum.models.store import ModelStore


class ModelsTable(QTableWidget):
    """The models with their state, licence and room; `show_models` fills it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self.setHorizontalHeaderLabels(
            [self.tr("Model"), self.tr("For"), self.tr("Licence"), self.tr("State")]
        )
        self.setAccessibleName(self.tr("Models"))
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def show_models(self, found: Sequence[ModelStatus]) -> None:
        """Show these models, in their order."""
        chosen = self.chosen()
        self.setRowCount(len(found))
        for row, status in enumerate(found):
            texts = (status.title, self._role(status), status.licence, self._state(status))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(status.problem or status.name)
                item.setData(Qt.ItemDataRole.UserRole, status.name)
                self.setItem(row, column, item)
            if status.name == chosen:
                self.selectRow(row)

    def chosen(self) -> str:
        """The name of the chosen model, "" for none."""
        items = self.selectedItems()
        return str(items[0].data(Qt.ItemDataRole.UserRole)) if items else ""

    def _role(self, status: ModelStatus) -> str:
        known = {
            "summarizer": self.tr("summaries"),
            "encoder": self.tr("meaning"),
            "speech": self.tr("speech"),
            "speaker": self.tr("voices"),
        }
        text = known.get(status.role, status.role)
        return self.tr("{}, usual").format(text) if status.default else text

    def _state(self, status: ModelStatus) -> str:
        known = {
            "ready": self.tr("ready"),
            "outdated": self.tr("outdated"),
            "fetched": self.tr("fetched, not yet made ready"),
            "missing": self.tr("not here"),
            "damaged": self.tr("damaged"),
        }
        text = known[status.state]
        if status.disk:
            return f"{text}, {size(status.disk)}"
        return self.tr("{state}, {size} to fetch").format(state=text, size=size(status.download))


class ModelsPage(QWidget):
    """Lists, fetches, imports and removes models; a process of its own does the work.

    `changed` tells that other models are there, `refused` carries what went wrong, in words.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, store: ModelStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Models")
        self._store = store
        self._found: list[ModelStatus] = []
        self.process: QProcess | None = None
        self.table = ModelsTable()
        self.table.itemSelectionChanged.connect(self._enable)
        self.progress = QProgressBar(maximum=0)
        self.progress.setAccessibleName(self.tr("Work on models"))
        self.progress.hide()
        self.state = QLabel(wordWrap=True)
        self.state.setProperty("look", "muted")
        self.fetch = text_button("download", self.tr("Fetch"))
        self.remove = text_button("trash", self.tr("Remove"), look="danger")
        self.add = text_button("import", self.tr("Import…"))
        self.cancel = text_button("cancel", self.tr("Cancel"))
        self.fetch.clicked.connect(lambda: self._start("fetch", self.table.chosen()))
        self.remove.clicked.connect(lambda: self._start("remove", self.table.chosen()))
        self.add.clicked.connect(self._ask_what)
        self.cancel.clicked.connect(self.stop)
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Look at the models anew."""
        task = Task(lambda: statuses(self._store), self)
        task.done.connect(self._show)

    def stop(self) -> None:
        """Give up what is being done; what was fetched so far is kept for the next time."""
        if self.process is not None:
            self.process.terminate()

    def _lay_out(self) -> None:
        heading = QLabel(self.title)
        heading.setProperty("look", "title")
        about = QLabel(
            self.tr(
                "All models run on this machine. Fetching them is the only time that slmsum uses "
                "the network."
            ),
            wordWrap=True,
        )
        about.setProperty("look", "muted")
        row = QHBoxLayout()
        for button in (self.fetch, self.add, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        for widget in (heading, about):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.state)
        layout.addLayout(row)
        self._enable()

    def _show(self, found: list[ModelStatus]) -> None:
        self._found = found
        self.table.show_models(found)
        if self.process is None:
            total = sum(status.disk for status in found)
            self.state.setText(self.tr("The models take {} on this disk.").format(size(total)))
        self._enable()

    def _enable(self) -> None:
        chosen = next((one for one in self._found if one.name == self.table.chosen()), None)
        idle = self.process is None
        self.fetch.setEnabled(idle and chosen is not None and chosen.state != "ready")
        self.remove.setEnabled(idle and chosen is not None and chosen.state != "missing")
        self.add.setEnabled(idle)
        self.cancel.setVisible(not idle)
        self.progress.setVisible(not idle)

    def _ask_what(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self,
            self.tr("Import a model"),
            "",
            self.tr("Models (*.gguf model.bin);;All files (*)"),
        )
        if name:
            path = Path(name)
            self._start("import", str(path.parent if path.name == "model.bin" else path))

    def _start(self, verb: str, subject: str) -> None:
        """Run `slmsum models VERB SUBJECT`, the one place that may use the network."""
        if self.process is not None or not subject:
            return
        program, *arguments = command("slmsum", "models")
        if not getattr(sys, "frozen", False):
            arguments.append("models")
        process = self.process = QProcess(self)
        variables = QProcessEnvironment()
        for name, value in with_package(os.environ).items():
            variables.insert(name, value)
        process.setProcessEnvironment(variables)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._could_not_start)
        words = {
            "fetch": self.tr("Fetching {}…"),
            "remove": self.tr("Removing {}…"),
            "import": self.tr("Importing {}…"),
        }
        self.state.setText(words[verb].format(Path(subject).name))
        process.start(program, [*arguments, verb, subject])
        self._enable()

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        process, self.process = self.process, None
        assert process is not None
        told = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip()
        process.deleteLater()
        self._enable()
        if code and status is QProcess.ExitStatus.NormalExit:
            self.refused.emit(told.removeprefix("slmsum: "))
        self.changed.emit()
        self.refresh()

    def _could_not_start(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self.process is not None:
            text = self.process.errorString()
            self.process = None
            self.refused.emit(text)
            self.refresh()
