"""Errors in the words of the window."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from slmsum.errors import Cancelled, MalformedInput, UnknownFormat, WorkerFailed
from slmsum.gui.error_dialog import ErrorDialog, show_error, words


def test_a_file_goes_by_its_name() -> None:
    told = words(UnknownFormat("/home/ann/photo.jpg", ["whatsapp"]))
    assert told.message == "photo.jpg: not a conversation in a format I know"
    assert told.hint == "Known formats: whatsapp."
    assert "/home/ann/photo.jpg" in told.details


def test_what_comes_from_a_file_stays_harmless(qtbot: QtBot) -> None:
    told = words(MalformedInput("<b>x</b>\x1b[2J", "srt", "a\nb"))
    assert "\x1b" not in told.message and "\n" not in told.message
    dialog = ErrorDialog(told)
    qtbot.addWidget(dialog)
    (shown,) = [label for label in dialog.findChildren(QLabel) if "b>" in label.text()]
    assert shown.text() == told.message
    assert shown.textFormat().name == "PlainText"


def test_what_nobody_foresaw_is_told_with_its_trace() -> None:
    try:
        raise KeyError("secret")
    except KeyError as error:
        told = words(error)
    assert "KeyError" in told.message
    assert "Traceback" in told.details
    assert words(WorkerFailed("x", "the worker's trace")).details == "the worker's trace"


def test_details_unfold_and_are_copied(qtbot: QtBot) -> None:
    dialog = ErrorDialog(words(UnknownFormat("a.jpg", ["whatsapp"])))
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.details.isVisible()
    dialog.more.click()
    assert dialog.details.isVisible()
    dialog.copy.click()
    assert "Known formats" in QGuiApplication.clipboard().text()


def test_a_cancel_is_not_told(qtbot: QtBot) -> None:
    before = len(QApplication.topLevelWidgets())
    show_error(Cancelled())
    assert len(QApplication.topLevelWidgets()) == before
