"""Open the window over a library that may be locked or damaged."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
)

from slmsum.errors import LibraryError, PassphraseNeeded, WrongPassphrase
from slmsum.gui.error_dialog import ErrorDialog, words
from slmsum.gui.icons import icon, text_button
from slmsum.gui.main_window import MainWindow

_TRIES = 3


def open_window(home: Path, passphrase: str | None = None) -> MainWindow | None:
    """The window over the data in `home`, None where its library stays shut, which is told.

    Without a passphrase that opens it, the keyring's or the user's is taken; who is asked may try
    three times.
    """
    left = _TRIES
    while True:
        try:
            return MainWindow(home, passphrase)
        except (PassphraseNeeded, WrongPassphrase) as error:
            if not left:
                _tell(error)
                return None
            dialog = PassphraseDialog(None if left == _TRIES else left)
            left -= 1
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return None
            passphrase = dialog.field.text()
        except LibraryError as error:
            _tell(error)
            return None


def _tell(error: LibraryError) -> None:
    title = QCoreApplication.translate("open_window", "The library cannot be opened")
    ErrorDialog(words(error), None, title).exec()


class PassphraseDialog(QDialog):
    """Asks for the library's passphrase; `left` tries are left where one was wrong."""

    def __init__(self, left: int | None = None) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("slmsum is locked"))
        self.setMinimumWidth(420)
        picture = QLabel()
        picture.setPixmap(icon("lock", "accent").pixmap(QSize(32, 32)))
        picture.setAccessibleName(self.tr("Locked"))
        heading = QLabel(self.tr("Your conversations are encrypted"))
        heading.setProperty("look", "heading")
        told = self.tr("Give the passphrase of your library.")
        if left is not None:
            told = self.tr("That was not it. %n tries are left.", "", left)
        self.told = QLabel(told, wordWrap=True)
        self.told.setProperty("look", "muted" if left is None else "warning")
        self.field = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(self.tr("Passphrase"))
        self.field.setPlaceholderText(self.tr("Passphrase"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.addWidget(picture, 0, 0, 2, 1)
        grid.addWidget(heading, 0, 1)
        grid.addWidget(self.told, 1, 1)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(14)
        layout.addLayout(grid)
        layout.addWidget(self.field)
        layout.addWidget(self._buttons())
        self.field.setFocus()

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        cancel = text_button("cancel", self.tr("Quit"))
        unlock = text_button("lock", self.tr("Unlock"), look="primary")
        unlock.setDefault(True)
        unlock.setEnabled(False)
        self.field.textChanged.connect(lambda text: unlock.setEnabled(bool(text)))
        unlock.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        box.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        box.addButton(unlock, QDialogButtonBox.ButtonRole.AcceptRole)
        return box
