"""Real exports of many kinds are dropped on the window, and each is in the library then."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from slmsum.gui.main_window import MainWindow

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
SLOW_MS = 60_000
# One of each of these kinds, of those whose index counts what a turn is here.
KINDS = (
    "discord",
    "eml",
    "grok",
    "imessage",
    "instagram",
    "messenger",
    "otter_txt",
    "podcast_html",
    "podcast_json",
    "podcast_vtt",
    "qmsum",
    "sbv",
    "signal",
    "slack",
    "stt_json",
    "teams_vtt",
    "telegram",
    "ttml",
    "whatsapp",
)


def first_of_each() -> dict[str, int]:
    """Paths of samples, with the number of turns in each."""
    with (SAMPLES / "INDEX.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = {row["format"]: row for row in reversed(rows) if row["format"] in KINDS}
    assert len(found) == len(KINDS)
    return {row["path"]: int(row["n_messages_or_cues"]) for row in found.values()}


@pytest.mark.samples
@pytest.mark.slow
def test_what_is_dropped_is_in_the_library(
    open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window = open_window()
    window.take_preferences(replace(window.preferences, summarize_at_once=False))
    expected = first_of_each()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(SAMPLES / path)) for path in expected])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    place, none = QPointF(200, 200), Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(place, copy, data, left, none))
    queue = window.workbench.desk.queue
    qtbot.waitUntil(lambda: not queue.busy, timeout=SLOW_MS)
    assert [task.error for task in queue.tasks if task.error is not None] == []
    qtbot.waitUntil(lambda: len(window.library_panel.model.rows) == len(expected))
    found = {
        Path(row.entry.source).name: row.entry.turns for row in window.library_panel.model.rows
    }
    assert found == {Path(path).name: count for path, count in expected.items()}
