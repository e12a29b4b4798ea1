"""The settings' page of privacy: where data lies, how long it is kept, and how it goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QMessageBox, QWidget

from slmsum.gui.background import Task
from slmsum.gui.icons import text_button
from slmsum.gui.settings_form import Page
from slmsum.gui.wording import size
from slmsum.library.retention import Retention
from slmsum.preferences import Preferences
from slmsum.privacy import DataKind, DataPart, data_parts

_DAYS = (None, 7, 30, 90, 180, 365)


class PrivacyPage(Page):
    """`retention_changed` carries the Retention wanted, `delete_wanted` a set of DataKind.

    Whoever holds the library sets its rules, or closes it and calls `slmsum.privacy.delete`.
    """

    retention_changed = Signal(object)
    delete_wanted = Signal(object)

    def __init__(self, preferences: Preferences, home: Path, retention: Retention) -> None:
        super().__init__(preferences)
        self._home = home
        self._retention = retention
        self.remark(
            self.tr("Nothing leaves this machine. Everything that slmsum keeps lies in one folder:")
        )
        self.place = QLabel(str(home), wordWrap=True)
        self.place.setTextFormat(Qt.TextFormat.PlainText)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.place)
        self.open = text_button("folder", self.tr("Open folder"))
        self.open.clicked.connect(self._open)
        self.body.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeading)
        self._sizes: dict[DataKind, QLabel] = {}
        self.body.addWidget(self._size_grid())
        self.heading(self.tr("How long it is kept"))
        self.keep = self._days_box(self.tr("Conversations"), retention.days)
        self.keep_sound = self._days_box(self.tr("Their sound"), retention.audio_days)
        self.place_form()
        self.remark(self.tr("Conversations with the tag “keep” stay in any case."))
        self.body.addStretch(1)
        self.delete_all = text_button("trash", self.tr("Delete all conversations…"), look="danger")
        self.delete_all.clicked.connect(self._ask)
        self.body.addWidget(self.delete_all, 0, Qt.AlignmentFlag.AlignLeading)
        self.refresh()

    def refresh(self) -> None:
        """Look anew how much there is."""
        task = Task(lambda: data_parts(self._home), self)
        task.done.connect(self._show)

    def _size_grid(self) -> QWidget:
        names = {
            DataKind.LIBRARY: self.tr("Conversations and minutes"),
            DataKind.RECORDINGS: self.tr("Recordings"),
            DataKind.WORK: self.tr("Unfinished work"),
            DataKind.MODELS: self.tr("Models"),
            DataKind.SETTINGS: self.tr("Settings"),
        }
        card = QWidget()
        card.setProperty("card", True)
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        grid = QGridLayout(card)
        grid.setContentsMargins(14, 10, 14, 10)
        grid.setColumnStretch(0, 1)
        for row, kind in enumerate(DataKind):
            grid.addWidget(QLabel(names[kind]), row, 0)
            self._sizes[kind] = QLabel("…", alignment=Qt.AlignmentFlag.AlignTrailing)
            self._sizes[kind].setProperty("look", "muted")
            grid.addWidget(self._sizes[kind], row, 1)
        return card

    def _show(self, parts: list[DataPart]) -> None:
        for part in parts:
            self._sizes[part.kind].setText(size(part.bytes))

    def _days_box(self, words: str, days: int | None) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(words)
        choices = _DAYS if days in _DAYS else (*_DAYS, days)
        for count in choices:
            text = self.tr("For ever") if count is None else self.tr("%n day(s)", "", count)
            box.addItem(text, count)
        box.setCurrentIndex(choices.index(days))
        box.activated.connect(self._take)
        self.row(words, box)
        return box

    def _take(self) -> None:
        self._retention = Retention(self.keep.currentData(), self.keep_sound.currentData())
        self.retention_changed.emit(self._retention)

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._home)))

    def _ask(self) -> None:
        box = delete_box(self)
        box.exec()
        if box.clickedButton().objectName() == "delete":
            everything = {DataKind.LIBRARY, DataKind.RECORDINGS, DataKind.WORK}
            self.delete_wanted.emit(everything)


def delete_box(page: PrivacyPage) -> QMessageBox:
    """The question before everything goes; the button that does it is called "delete"."""
    box = QMessageBox(page)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(QCoreApplication.translate("PrivacyPage", "Delete everything?"))
    box.setText(
        QCoreApplication.translate(
            "PrivacyPage", "Delete all conversations, minutes and recordings?"
        )
    )
    box.setInformativeText(
        QCoreApplication.translate(
            "PrivacyPage", "This cannot be undone. Models and settings stay."
        )
    )
    button = box.addButton(
        QCoreApplication.translate("PrivacyPage", "Delete all"),
        QMessageBox.ButtonRole.DestructiveRole,
    )
    button.setObjectName("delete")
    keep = box.addButton(
        QCoreApplication.translate("PrivacyPage", "Keep them"), QMessageBox.ButtonRole.RejectRole
    )
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    return box
