"""What happens to a recording when the window is to be closed."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from slmsum.gui.record_session import RecordSession


class Closing(Enum):
    """What the user wants: to close, to hide the window while it records on, or to stay."""

    CLOSE = auto()
    HIDE = auto()
    STAY = auto()


def ask_to_close(session: RecordSession, window: QWidget, *, can_hide: bool = False) -> Closing:
    """Ask what to do with a recording; without one the answer is CLOSE at once.

    With CLOSE the recording has been ended, and its file is whole. `can_hide` says that there is a
    tray icon to come back by.
    """
    if not session.active:
        # What is just being saved must be whole, too.
        session.stop_and_wait()
        return Closing.CLOSE
    box = closing_box(window, can_hide)
    box.exec()
    wanted = Closing[box.clickedButton().objectName().upper() or "STAY"]
    if wanted is Closing.CLOSE:
        session.stop_and_wait()
    return wanted


def closing_box(window: QWidget, can_hide: bool) -> QMessageBox:
    """The question, with buttons named after the members of `Closing`."""
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("slmsum")
    box.setText(QCoreApplication.translate("Closing", "A recording is running."))
    box.setInformativeText(
        QCoreApplication.translate("Closing", "What has been recorded so far is kept in any case.")
    )
    roles = QMessageBox.ButtonRole
    close = box.addButton(
        QCoreApplication.translate("Closing", "Stop, save and close"), roles.DestructiveRole
    )
    close.setObjectName("close")
    if can_hide:
        hide = box.addButton(
            QCoreApplication.translate("Closing", "Record on in the background"), roles.AcceptRole
        )
        hide.setObjectName("hide")
    stay = box.addButton(
        QCoreApplication.translate("Closing", "Keep the window open"), roles.RejectRole
    )
    stay.setObjectName("stay")
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    return box
