"""The whole window over a real library, without models."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from many_turns import MINUTES, conversation
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QInputDialog, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from slmsum import preferences
from slmsum.gui.exporting import write_minutes
from slmsum.gui.main_window import MainWindow
from slmsum.gui.single import SingleInstance
from slmsum.library import Library
from slmsum.work.queue import State

CHAT = """[01.03.26, 10:00:00] Anna: Shall we meet on Friday?
[01.03.26, 10:01:00] Ben: Yes, at ten. I will bring the plans.
"""
SLOW_MS = 30_000


@pytest.fixture
def fair(home: Path, open_window: Callable[[], MainWindow]) -> MainWindow:
    """A window with a conversation that has minutes."""
    with Library.open(home / "library") as library:
        library.add(conversation(), MINUTES)
    window = open_window()
    window.show_conversation(1)
    return window


@pytest.fixture
def quick(home: Path) -> None:
    """Nothing is summarized by itself."""
    chosen = preferences.load(home)
    preferences.save(home, preferences.replace(chosen, summarize_at_once=False))


def drop(window: MainWindow, data: QMimeData) -> None:
    event = QDropEvent(
        QPointF(200, 200),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def titles(window: MainWindow) -> list[str]:
    return [row.entry.title for row in window.library_panel.model.rows]


def test_an_empty_library_says_what_to_do(window: MainWindow) -> None:
    assert window.library_panel.empty.isVisible()
    assert window.transcript.empty.isVisible()
    assert not window.commands.actions["export"].isEnabled()
    assert not window.queue.isVisible()


def test_a_statement_shows_its_turns_and_a_turn_its_statements(fair: MainWindow) -> None:
    views = fair.minutes.statements
    views["questions/0"].chosen.emit("questions/0")
    assert fair.transcript.model.lit == {39}
    assert views["questions/0"].current
    fair.transcript.view.chosen.emit(4)
    assert {path for path, view in views.items() if view.lit} == {"summary/0", "decisions/0"}
    assert not views["questions/0"].current
    assert fair.transcript.model.cited[0] == 2
    fair.transcript.view.pointed.emit(30)
    assert [path for path, view in views.items() if view.lit] == ["summary/1"]
    fair.transcript.view.pointed.emit(-1)
    assert {path for path, view in views.items() if view.lit} == {"summary/0", "decisions/0"}


def test_what_nothing_supports_says_why(fair: MainWindow) -> None:
    view = fair.minutes.statements["summary/1"]
    assert "nobody says so" in view.toolTip()
    assert "nobody says so" in view.accessibleName()
    assert "nobody says so" not in fair.minutes.statements["summary/0"].accessibleName()


def test_an_edit_is_kept_and_can_be_taken_back(fair: MainWindow, qtbot: QtBot) -> None:
    view = fair.minutes.statements["summary/0"]
    view.edit()
    editor = view.findChild(QPlainTextEdit)
    assert isinstance(editor, QPlainTextEdit)
    qtbot.keyClicks(editor, "On Friday.")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert fair.minutes.statements["summary/0"].statement.text == "On Friday."
    kept = fair.library.minutes(1)
    assert kept is not None and kept.summary[0].text == "On Friday."
    edit = fair.library.edits(1)[-1]
    assert (edit.path, edit.before, edit.after) == (
        "summary/0/text",
        "They meet on Friday at ten.",
        "On Friday.",
    )
    fair.commands.actions["undo"].trigger()
    assert fair.library.minutes(1) == MINUTES
    fair.commands.actions["redo"].trigger()
    assert fair.library.minutes(1) == kept


def test_escape_leaves_a_statement_as_it_was(fair: MainWindow, qtbot: QtBot) -> None:
    view = fair.minutes.statements["summary/0"]
    view.edit()
    editor = view.findChild(QPlainTextEdit)
    assert isinstance(editor, QPlainTextEdit)
    qtbot.keyClicks(editor, "nonsense")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert fair.library.minutes(1) == MINUTES


def test_who_does_an_action_and_when_are_edited_in_place(fair: MainWindow, qtbot: QtBot) -> None:
    view = fair.minutes.statements["actions/0"]
    view.edit()
    owner, due = view.findChildren(QLineEdit)
    qtbot.keyClick(view.findChild(QPlainTextEdit), Qt.Key.Key_Tab)
    owner.setText("Anna")
    due.setText("tomorrow")
    qtbot.keyClick(due, Qt.Key.Key_Return)
    kept = fair.library.minutes(1)
    assert kept is not None
    action = kept.actions[0]
    assert (action.owner, action.task, action.due_text) == ("Anna", "bring the plans", "tomorrow")
    assert action.due_date == date(2026, 3, 3)
    fair.commands.actions["undo"].trigger()
    assert fair.library.minutes(1) == MINUTES


@pytest.mark.parametrize("path", ["summary", "decisions", "actions", "questions"])
def test_a_statement_of_ones_own_is_added_and_marked(fair: MainWindow, path: str) -> None:
    fair.minutes.ask_for_statement(path)
    dialog = fair.minutes.findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    dialog.setTextValue("Bring  cake.")
    dialog.accept()
    added = list(fair.minutes.statements.values())
    own = [view for view in added if view.statement.own]
    assert [view.statement.text for view in own] == ["Bring cake."]
    assert "added by you" in own[0]._below.text()
    fair.commands.actions["undo"].trigger()
    assert fair.library.minutes(1) == MINUTES


def test_actions_are_ticked_off(fair: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(fair.minutes.statements["actions/0"], Qt.Key.Key_Space)
    kept = fair.library.minutes(1)
    assert kept is not None and kept.actions[0].done


def test_a_turn_is_edited_and_a_speaker_renamed_and_both_taken_back(fair: MainWindow) -> None:
    fair.transcript.model.edited.emit(3, "Good day")
    fair.open_entry.rename_speaker("Ben", "Benno", "renamed")
    turns = fair.library.turns(1, 1, 3)
    assert (turns[0].speaker, turns[2].text) == ("Benno", "Good day")
    assert "Benno" in fair.transcript.model.places
    fair.open_entry.undo.undo()
    fair.open_entry.undo.undo()
    turn = fair.transcript.model.turn(3)
    assert turn is not None and turn.text != "Good day"
    assert fair.library.turns(1, 1, 1)[0].speaker == "Ben"


def test_find_goes_from_place_to_place(fair: MainWindow, qtbot: QtBot) -> None:
    bar = fair.transcript.find_bar
    fair.transcript.look_for_words()
    qtbot.keyClicks(bar.field, "number 3")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 11")
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert fair.transcript.view.currentIndex().row() == 30
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_search_finds_what_was_said_and_opens_it_there(fair: MainWindow, qtbot: QtBot) -> None:
    panel = fair.library_panel
    panel.field.setText("friday")
    qtbot.waitUntil(lambda: any(row.hit for row in panel.model.rows))
    hit = next(place for place, row in enumerate(panel.model.rows) if row.hit)
    panel.view.setCurrentIndex(panel.model.index(hit))
    found = panel.model.rows[hit].hit
    assert found is not None
    assert fair.transcript.model.lit == {found.position}
    panel.field.setText("zebra")
    qtbot.waitUntil(panel.nothing.isVisible)


@pytest.mark.usefixtures("quick")
def test_files_folders_and_text_are_taken(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "chats"
    folder.mkdir()
    (folder / "a.txt").write_text(CHAT)
    (folder / "b.txt").write_text(CHAT.replace("Anna", "Carla"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    assert window.intake.welcome(data)
    drop(window, data)
    QGuiApplication.clipboard().setText("Dora: Who writes?\nEmil: I do, tomorrow.\n")
    window.commands.actions["paste"].trigger()
    qtbot.waitUntil(lambda: len(titles(window)) == 3, timeout=SLOW_MS)
    assert {row.entry.speakers for row in window.library_panel.model.rows} == {
        ("Anna", "Ben"),
        ("Carla", "Ben"),
        ("Dora", "Emil"),
    }


def test_what_cannot_be_read_says_why_and_can_be_tried_again(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "noise.bin"
    path.write_bytes(bytes(range(256)) * 9)
    window.take_files([path])
    queue = window.workbench.desk.queue
    qtbot.waitUntil(
        lambda: any(r.retry.isVisible() for r in window.queue.rows.values()), timeout=SLOW_MS
    )
    (row,) = window.queue.rows.values()
    assert row.task.state is State.FAILED
    assert "not a conversation" in row.stage.text()
    row.dismiss.click()
    assert not window.queue.isVisible()
    assert queue.tasks == []


def test_a_second_start_hands_its_files_over(home: Path, qtbot: QtBot) -> None:
    first = SingleInstance(home)
    assert not first.hand_over([])
    first.listen()
    start = "from slmsum.gui.single import SingleInstance; from pathlib import Path; import sys\n"
    start += "sys.exit(not SingleInstance(Path(sys.argv[1])).hand_over([Path(sys.argv[2])]))"
    with qtbot.waitSignal(first.handed, timeout=SLOW_MS) as told:
        second = subprocess.Popen([sys.executable, "-c", start, str(home), "/there/chat.txt"])
    assert told.args == [[Path("/there/chat.txt")]]
    qtbot.waitUntil(lambda: second.poll() is not None)
    assert second.returncode == 0
    first.close()


def test_everything_is_as_before_after_a_restart(
    fair: MainWindow, open_window: Callable[[], MainWindow]
) -> None:
    # The screen of tests is only 800 pixels wide.
    fair.resize(800, 600)
    fair._columns.setSizes([190, 300, 310])
    sizes = fair._columns.sizes()
    again = open_window()
    assert again.open_entry.entry is not None
    assert again.open_entry.entry.id == 1
    assert again.minutes.statements["summary/0"].statement.text == "They meet on Friday at ten."
    assert again._columns.sizes() == pytest.approx(sizes, abs=4)


def test_minutes_are_exported_as_the_name_says(fair: MainWindow, tmp_path: Path) -> None:
    write_minutes(fair.open_entry, tmp_path / "out.md")
    assert "They meet on Friday at ten." in (tmp_path / "out.md").read_text()
