"""Pictures: what lies where, what a click leads to, and files of them."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from slmsum.conversation import Conversation, Turn, build
from slmsum.errors import OutputFailed
from slmsum.gui.picture_drawing import Spot
from slmsum.gui.pictures import Pictures
from slmsum.minutes import Chapter, Minutes

MINUTES = Minutes("", (), chapters=(Chapter("Beginning", 0, 1), Chapter("End", 2, 3)))


def talk() -> Conversation:
    turns = [
        Turn(0, "Ann", "hello budget", start=0, end=10),
        Turn(0, "Ben", "the budget", start=10, end=50),
        Turn(0, "Ann", "a budget", start=50, end=60),
        Turn(0, "Ben", "permits", start=60, end=100),
    ]
    return build(turns, format="test", source="test")


@pytest.fixture
def pictures(qtbot: QtBot) -> Pictures:
    shown = Pictures()
    qtbot.addWidget(shown)
    shown.resize(800, 600)
    shown.show_conversation(talk(), MINUTES)
    shown.show()
    shown.grab()
    return shown


def chapters(pictures: Pictures) -> list[Spot]:
    return [spot for spot in pictures.canvas.spots if spot.words[0].isdigit()]


def said_by(pictures: Pictures, name: str) -> list[Spot]:
    return [spot for spot in pictures.canvas.spots if spot.words.startswith(name)]


def middle(spot: Spot) -> QPoint:
    return QPointF(spot.area.center()).toPoint()


def test_chapters_share_the_strip_by_their_length(pictures: Pictures) -> None:
    first, second = chapters(pictures)
    assert (first.words, second.words) == ("1. Beginning", "2. End")
    assert first.area.width() == pytest.approx(second.area.width(), abs=2)
    assert first.area.right() < second.area.left()


def test_a_click_on_a_chapter_leads_to_its_first_turn(pictures: Pictures, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pictures.chapter_clicked) as told:
        qtbot.mouseClick(
            pictures.canvas, Qt.MouseButton.LeftButton, pos=middle(chapters(pictures)[1])
        )
    assert told.args == [2]


def test_lanes_lie_by_the_clock(pictures: Pictures, qtbot: QtBot) -> None:
    ann, ben = said_by(pictures, "Ann"), said_by(pictures, "Ben")
    assert [spot.words for spot in ben] == ["Ben, 0:10-0:50", "Ben, 1:00-1:40"]
    assert ben[0].area.width() == pytest.approx(4 * ann[0].area.width(), rel=0.01)
    assert ben[0].area.left() == pytest.approx(ann[0].area.right(), abs=1)
    assert ann[0].area.center().y() < ben[0].area.center().y()
    with qtbot.waitSignal(pictures.chapter_clicked) as told:
        qtbot.mouseClick(pictures.canvas, Qt.MouseButton.LeftButton, pos=middle(ben[1]))
    assert told.args == [3]


def test_keys_lead_there_as_well(pictures: Pictures, qtbot: QtBot) -> None:
    pictures.canvas.setFocus()
    qtbot.keyClick(pictures.canvas, Qt.Key.Key_Right)
    qtbot.keyClick(pictures.canvas, Qt.Key.Key_Right)
    with qtbot.waitSignal(pictures.chapter_clicked) as told:
        qtbot.keyClick(pictures.canvas, Qt.Key.Key_Return)
    assert told.args == [2]


def test_time_runs_from_right_to_left_where_text_does(pictures: Pictures) -> None:
    pictures.canvas.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    pictures.grab()
    first, second = chapters(pictures)
    assert first.area.left() > second.area.right()
    early, late = said_by(pictures, "Ben")
    assert early.area.left() > late.area.right()


def test_files_hold_the_whole_drawing(pictures: Pictures, tmp_path: Path) -> None:
    pictures.export(tmp_path / "a.svg")
    root = ET.fromstring((tmp_path / "a.svg").read_bytes())
    words = " ".join(root.itertext())
    assert "Beginning" in words and "Who spoke when" in words and "Ann" in words
    pictures.export(tmp_path / "a.png")
    image = QImage(str(tmp_path / "a.png"))
    assert image.size() == pictures.canvas.size() * 2
    with pytest.raises(OutputFailed):
        pictures.export(tmp_path / "nowhere" / "a.png")


def test_nothing_open_says_so(pictures: Pictures) -> None:
    pictures.clear()
    assert pictures.empty.isVisible()
    assert not pictures.export_button.isVisible()
