"""Any number of turns: only what is seen is loaded, and what is looked at stays in place."""

from itertools import pairwise

import pytest
from many_turns import ManyTurns
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QPlainTextEdit
from pytestqt.qtbot import QtBot

from slmsum.gui.finding import places, rows
from slmsum.gui.heights import Heights
from slmsum.gui.turn_model import PAGE, TurnModel
from slmsum.gui.turn_view import TurnView


@pytest.fixture
def view(qtbot: QtBot) -> TurnView:
    model = TurnModel()
    made = TurnView(model)
    model.setParent(made)
    qtbot.addWidget(made)
    made.resize(560, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def model_of(view: TurnView) -> TurnModel:
    model = view.model()
    assert isinstance(model, TurnModel)
    return model


def row_at(view: TurnView, y: int) -> int:
    return view.indexAt(QPoint(100, y)).row()


def test_heights_are_estimated_until_they_are_known() -> None:
    heights = Heights(1000, 50)
    assert (heights.total, heights.top(500), heights.row_at(25_000)) == (50_000, 25_000, 500)
    assert heights.set(300, 80) == 30
    assert (heights.total, heights.top(500), heights.top(300)) == (50_030, 25_030, 15_000)
    assert [heights.row_at(y) for y in (-5, 15_079, 15_080, 99_999)] == [0, 300, 301, 999]
    assert Heights().row_at(0) == -1


def test_a_hundred_thousand_turns_load_a_few_pages(view: TurnView) -> None:
    source = ManyTurns(100_000)
    model_of(view).show(source)
    view.grab()
    assert source.asked == [0]
    view.show_row(70_000)
    view.grab()
    assert view.sees(70_000)
    assert len(set(source.asked)) <= 4
    assert all(abs(first - 70_000) < 2 * PAGE for first in source.asked[1:])


def test_rows_never_overlap_and_follow_each_other(view: TurnView) -> None:
    model = model_of(view)
    model.show(ManyTurns(5000))
    view.show_row(2500)
    first = row_at(view, 0)
    boxes = [view.visualRect(model.index(row)) for row in range(first, first + 8)]
    assert all(a.bottom() + 1 == b.top() for a, b in pairwise(boxes))


def test_scrolling_up_into_the_unknown_moves_nothing_else(view: TurnView) -> None:
    model = model_of(view)
    model.show(ManyTurns(5000))
    view.show_row(2500)
    bar = view.verticalScrollBar()
    for _ in range(60):
        row = row_at(view, 300)
        before = view.visualRect(model.index(row)).top()
        bar.setValue(bar.value() - 40)
        assert view.visualRect(model.index(row)).top() - before == 40


def test_a_narrower_window_keeps_its_place(view: TurnView) -> None:
    model_of(view).show(ManyTurns(5000))
    view.show_row(2500)
    before = row_at(view, 5)
    view.resize(380, 600)
    assert abs(row_at(view, 5) - before) <= 1


def test_keys_move_and_a_click_tells(view: TurnView, qtbot: QtBot) -> None:
    model = model_of(view)
    model.show(ManyTurns(300))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.currentIndex().row() == 299
    assert view.sees(299)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.currentIndex().row() == 298
    middle = view.visualRect(model.index(297)).center()
    with qtbot.waitSignal(view.chosen) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert told.args == [297]


def test_a_turn_is_edited_where_it_stands(view: TurnView, qtbot: QtBot) -> None:
    model = model_of(view)
    model.show(ManyTurns(10))
    view.edit(model.index(2), QAbstractItemView.EditTrigger.AllEditTriggers, None)
    editor = view.findChild(QPlainTextEdit, "turnEditor")
    assert isinstance(editor, QPlainTextEdit)
    editor.setPlainText("Another text")
    with qtbot.waitSignal(model.edited) as told:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert told.args == [2, "Another text"]


def test_a_screen_reader_hears_who_when_and_what(view: TurnView) -> None:
    model = model_of(view)
    model.show(ManyTurns(3))
    words = model.data(model.index(0), int(Qt.ItemDataRole.AccessibleTextRole))
    assert words == "Anna, 2026-03-02 09:00, We meet on Friday at ten. number 0"
    assert QAccessible.queryAccessibleInterface(view) is not None


def test_places_are_counted_as_qt_counts() -> None:
    assert places("🎉 Done, done", "done") == [(3, 4), (9, 4)]
    assert places("anything", "") == []
    found = [row for page in rows(ManyTurns(400), "NUMBER 39") for row in page]
    assert found == [39, *range(390, 400)]
