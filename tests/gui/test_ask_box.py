"""Questions go out once, and answers lead to their turns."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from slmsum.ask.answer import Answer
from slmsum.errors import WorkerDied
from slmsum.gui.ask_box import AskBox


@pytest.fixture
def box(qtbot: QtBot) -> AskBox:
    made = AskBox()
    qtbot.addWidget(made)
    made.show()
    return made


def test_an_answer_shows_its_turns_at_once_and_again_when_clicked(
    box: AskBox, qtbot: QtBot
) -> None:
    box.field.setText("  What does  it cost? ")
    with qtbot.waitSignal(box.asked) as asked:
        qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert asked.args == ["What does it cost?"]
    answer = Answer("What does it cost?", "350 euros.", (6, 8))
    with qtbot.waitSignal(box.evidence_wanted) as shown:
        box.show_answer(answer)
    assert shown.args == [(6, 8)]
    assert box.history == (answer,)
    with qtbot.waitSignal(box.evidence_wanted):
        qtbot.mouseClick(box.answers[0], Qt.MouseButton.LeftButton)


def test_one_question_at_a_time_and_none_that_is_blank(box: AskBox, qtbot: QtBot) -> None:
    asked: list[str] = []
    box.asked.connect(asked.append)
    for text in ("  ", "First?", "Second?"):
        box.field.setText(text)
        box.button.click()
    assert asked == ["First?"]
    box.show_error(WorkerDied(-9))
    box.button.click()
    assert asked == ["First?", "Second?"]
