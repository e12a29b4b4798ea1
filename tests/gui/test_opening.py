"""What keeps a library shut is asked for or told in a dialog."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from many_turns import MINUTES, conversation
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from slmsum.gui.error_dialog import ErrorDialog
from slmsum.gui.main_window import MainWindow
from slmsum.gui.unlocking import PassphraseDialog, open_window
from slmsum.library import Library, cipher

SECRET = "three green apples"


@pytest.fixture
def library(home: Path) -> Path:
    with Library.open(home / "library") as made:
        made.add(conversation(), MINUTES)
    return home / "library"


@pytest.fixture
def answered(qtbot: QtBot) -> Iterator[Callable[..., list[QDialog]]]:
    """Answers dialogs as they come up, each by the next of `answers`; gives those seen."""
    seen: list[QDialog] = []
    timer = QTimer(interval=5)

    def start(*answers: Callable[[QDialog], None]) -> list[QDialog]:
        left = list(answers)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QDialog) and dialog not in seen and left:
                seen.append(dialog)
                left.pop(0)(dialog)

        timer.timeout.connect(look)
        timer.start()
        return seen

    yield start
    timer.stop()


def typed(text: str) -> Callable[[QDialog], None]:
    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, PassphraseDialog)
        dialog.field.setText(text)
        dialog.accept()

    return answer


def opened(window: MainWindow | None, qtbot: QtBot) -> bool:
    if window is None:
        return False
    there = [row.entry.title for row in window.library_panel.model.rows] == ["Fair"]
    window.close()
    return there


def test_the_right_passphrase_opens_at_the_third_try(
    home: Path, library: Path, answered: Callable[..., list[QDialog]], qtbot: QtBot
) -> None:
    cipher.encrypt(library, SECRET)
    seen = answered(typed("pears"), typed("plums"), typed(SECRET))
    assert opened(open_window(home), qtbot)
    told = [dialog.told.text() for dialog in seen if isinstance(dialog, PassphraseDialog)]
    assert len(told) == 3 and "2" in told[1] and "1" in told[2]
    assert opened(open_window(home, SECRET), qtbot)


def test_after_three_wrong_ones_it_ends(
    home: Path, library: Path, answered: Callable[..., list[QDialog]]
) -> None:
    cipher.encrypt(library, SECRET)
    seen = answered(typed("a"), typed("b"), typed("c"), QDialog.reject)
    assert open_window(home) is None
    assert isinstance(seen[3], ErrorDialog)


def test_who_gives_none_leaves_it_shut(
    home: Path, library: Path, answered: Callable[..., list[QDialog]]
) -> None:
    cipher.encrypt(library, SECRET)
    seen = answered(QDialog.reject)
    assert open_window(home) is None
    assert len(seen) == 1


@pytest.mark.parametrize("fault", ["damaged", "later"])
def test_a_library_that_cannot_be_used_says_what_to_do(
    home: Path, library: Path, answered: Callable[..., list[QDialog]], fault: str
) -> None:
    database = library / "library.db"
    if fault == "damaged":
        data = database.read_bytes()
        database.write_bytes(data[:100] + b"\xff" * (len(data) - 100))
    else:
        with sqlite3.connect(database) as connection:
            connection.execute("PRAGMA user_version = 999")
        connection.close()
    seen = answered(QDialog.reject)
    assert open_window(home) is None
    (dialog,) = seen
    assert isinstance(dialog, ErrorDialog)
    hint = {"damaged": "check --repair", "later": "Update slmsum"}[fault]
    assert hint in dialog._told.hint
