"""What the window does first, and what it lets wait for mains."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from many_turns import MINUTES, conversation
from pytestqt.qtbot import QtBot

from slmsum import preferences
from slmsum.conversation import build
from slmsum.gui.beginning import begin
from slmsum.gui.main_window import MainWindow
from slmsum.library import Library, retention
from slmsum.library.retention import Retention
from slmsum.pending import waiting
from slmsum.work.queue import State

SLOW_MS = 30_000
TALK = "Dora: Who writes?\nEmil: I do, tomorrow.\n"


def on_battery(window: MainWindow, on: bool) -> None:
    watch = window.watch
    watch._timer.stop()
    watch.machine = replace(watch.machine, on_battery=on)
    watch.changed.emit(watch.plan)


def test_rules_of_the_library_are_followed_and_told(
    home: Path, open_window: Callable[[], MainWindow]
) -> None:
    with Library.open(home / "library") as library:
        old = library.add(conversation(), MINUTES)
        library.add(build(conversation(5).turns, format="whatsapp", source="b.txt", title="New"))
        long_ago = (datetime.now(UTC) - timedelta(days=40)).isoformat()
        with library.changing() as connection:
            connection.execute("UPDATE conversation SET added = ? WHERE id = ?", (long_ago, old.id))
        retention.set_rules(library, Retention(days=30))
    window = open_window()
    window.show_conversation(old.id)
    begin(window, [])
    assert [row.entry.title for row in window.library_panel.model.rows] == ["New"]
    assert window.open_entry.entry is None
    assert "Fair" in window.notices.rows["old"].words.text()
    window.notices.rows["old"].close_button.click()
    assert not window.notices.isVisible()


def test_recordings_wait_for_mains(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.take_preferences(
        replace(window.preferences, wait_for_mains=True, summarize_at_once=False)
    )
    talk = tmp_path / "talk.txt"
    talk.write_text(TALK)
    on_battery(window, True)
    window.put_off.take(talk)
    assert [one.path for one in waiting(window.home)] == [talk]
    assert window.notices.rows["mains"].button is not None
    assert window.workbench.desk.queue.tasks == []
    on_battery(window, False)
    assert not window.notices.isVisible()
    qtbot.waitUntil(lambda: len(window.library_panel.model.rows) == 1, timeout=SLOW_MS)
    qtbot.waitUntil(lambda: waiting(window.home) == [], timeout=SLOW_MS)


def test_what_waits_can_be_had_at_once_and_a_lost_file_waits_no_longer(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.take_preferences(replace(window.preferences, wait_for_mains=True))
    on_battery(window, True)
    window.put_off.take(tmp_path / "gone.opus")
    button = window.notices.rows["mains"].button
    assert button is not None
    button.click()
    queue = window.workbench.desk.queue
    qtbot.waitUntil(lambda: queue.tasks[0].state is State.FAILED, timeout=SLOW_MS)
    assert waiting(window.home) == []


def test_the_template_chosen_reaches_the_work(window: MainWindow) -> None:
    window.take_preferences(replace(window.preferences, template="interview"))
    assert window._choices().template == "interview"
    assert preferences.load(window.home).template == "interview"
