"""The one place in the window that turns errors into words."""

from __future__ import annotations

import traceback
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from slmsum.errors import Cancelled, InputError, SlmsumError, WorkerFailed
from slmsum.export.words import clean
from slmsum.gui.icons import icon, text_button


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """An error as it is shown: what went wrong, what to do, and details for who can use them."""

    message: str
    hint: str
    details: str


def words(error: BaseException) -> ErrorWords:
    """An error in words; one that nobody foresaw is told as a fault of ours."""
    trace = "".join(traceback.format_exception(error))
    if not isinstance(error, SlmsumError):
        return words(WorkerFailed(f"{type(error).__name__}: {error}", trace))
    details = error.trace if isinstance(error, WorkerFailed) and error.trace else trace
    message = clean(error.message)
    message = message[:1].upper() + message[1:]
    if isinstance(error, InputError):
        # The name of a file in the first line, where a path would push aside what is wrong.
        name = clean(error.source).replace("\\", "/").rpartition("/")[2]
        message = f"{name}: {clean(error.problem)}"
    return ErrorWords(message, clean(error.hint), details)


def show_error(error: BaseException, parent: QWidget | None = None, title: str = "") -> None:
    """Tell of an error in a dialog that does not hold up the window; a cancel is not told."""
    if isinstance(error, Cancelled):
        return
    dialog = ErrorDialog(words(error), parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


class ErrorDialog(QDialog):
    """Shows ErrorWords; the details unfold and can be copied."""

    def __init__(self, told: ErrorWords, parent: QWidget | None = None, title: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title or QCoreApplication.translate("ErrorDialog", "That did not work"))
        self.setMinimumWidth(460)
        self._told = told
        picture = QLabel()
        picture.setPixmap(icon("warning", "warning").pixmap(32, 32))
        picture.setAccessibleName(self.tr("Warning"))
        message = _label(told.message, "heading")
        hint = _label(told.hint, "muted")
        hint.setVisible(bool(told.hint))
        self.details = QPlainTextEdit(told.details, readOnly=True)
        self.details.setAccessibleName(self.tr("Details of the error"))
        self.details.setMinimumHeight(160)
        self.details.setVisible(False)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.addWidget(picture, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(message, 0, 1)
        grid.addWidget(hint, 1, 1)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(14)
        layout.addLayout(grid)
        layout.addWidget(self.details)
        layout.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        self.more = text_button("chevron-down", self.tr("Details"))
        self.more.setCheckable(True)
        self.more.toggled.connect(self.details.setVisible)
        self.more.toggled.connect(lambda _on: self.adjustSize())
        self.copy = text_button("copy", self.tr("Copy"))
        self.copy.clicked.connect(self._copy)
        close = text_button("check", self.tr("OK"), look="primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        box.addButton(self.more, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(close, QDialogButtonBox.ButtonRole.AcceptRole)
        return box

    def _copy(self) -> None:
        told = self._told
        parts = (told.message, told.hint, told.details)
        QGuiApplication.clipboard().setText("\n\n".join(part for part in parts if part))


def _label(text: str, look: str) -> QLabel:
    label = QLabel(text, wordWrap=True)
    # What a conversation's name holds must not become markup.
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setProperty("look", look)
    return label
