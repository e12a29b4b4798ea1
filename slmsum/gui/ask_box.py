"""Ask the open conversation; each answer leads to the turns it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from slmsum.errors import SlmsumError
from slmsum.evidence import Statement
from slmsum.gui.error_dialog import words
from slmsum.gui.icons import IconButton
from slmsum.gui.statement import StatementView

if TYPE_CHECKING:
    from slmsum.ask.answer import Answer

_HIGHEST = 260
# How far back a question may lean on earlier ones.
_REMEMBERED = 4
# Rich text is a little higher than its label says before it is shown.
_SPARE = 18


class AskBox(QWidget):
    """A field and the answers so far; `asked` carries a question, `evidence_wanted` turns."""

    asked = QtSignal(str)
    evidence_wanted = QtSignal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers: list[Answer] = []
        self._views: list[StatementView] = []
        self._waiting: QLabel | None = None
        self.field = QLineEdit(placeholderText=self.tr("Ask this conversation…"))
        self.field.setAccessibleName(self.tr("Ask this conversation"))
        self.field.returnPressed.connect(self._ask)
        self.button = IconButton("ask", self.tr("Ask"))
        self.button.clicked.connect(self._ask)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(self.tr("Answers"))
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 10, 10)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        line = QFrame()
        line.setFixedHeight(1)
        line.setProperty("look", "line")
        layout.addWidget(line)
        layout.addWidget(self._area)
        layout.addLayout(row)
        self.clear()

    @property
    def history(self) -> tuple[Answer, ...]:
        """The answers that the next question may lean on."""
        return tuple(self._answers[-_REMEMBERED:])

    @property
    def answers(self) -> list[StatementView]:
        """The answers shown."""
        return self._views

    def clear(self) -> None:
        """Forget all answers, as another conversation is open."""
        self._answers, self._views, self._waiting = [], [], None
        self.field.clear()
        self.field.setEnabled(True)
        self._body = body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(10, 6, 10, 0)
        self._column.setSpacing(2)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._area.setWidget(body)
        self._area.hide()

    def show_answer(self, answer: Answer) -> None:
        """Show an answer below its question."""
        self._answers.append(answer)
        self._stop_waiting("")
        number = len(self._views)
        view = StatementView(
            Statement(f"answers/{number}", answer.text, answer.citations), editable=False
        )
        view.chosen.connect(lambda _path: self._choose(view))
        self._views.append(view)
        self._column.addWidget(view)
        for note in answer.notes:
            self._column.addWidget(_line(note))
        self._fit()
        if answer.citations:
            self._choose(view)

    def show_error(self, error: SlmsumError) -> None:
        """Say why there is no answer."""
        self._stop_waiting(words(error).message)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the answers the room that they need at another width."""
        super().resizeEvent(event)
        if self._area.isVisible():
            QTimer.singleShot(0, self, self._take_room)

    def _ask(self) -> None:
        question = " ".join(self.field.text().split())
        if not question or self._waiting is not None:
            return
        self.field.clear()
        asked = _line(question)
        asked.setProperty("look", "heading")
        asked.setContentsMargins(12, 6, 4, 0)
        self._column.addWidget(asked)
        self._waiting = _line(self.tr("Looking for the answer…"))
        self._column.addWidget(self._waiting)
        self._fit()
        self.asked.emit(question)

    def _choose(self, chosen: StatementView) -> None:
        for view in self._views:
            view.mark(lit=False, current=view is chosen)
        self.evidence_wanted.emit(chosen.statement.evidence)

    def _stop_waiting(self, told: str) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        if told:
            waiting.setText(told)
            waiting.setProperty("look", "warning")
            waiting.style().polish(waiting)
        else:
            self._column.removeWidget(waiting)
            waiting.deleteLater()

    def _fit(self) -> None:
        self._area.show()
        # Only once the new words are in place is it known how high they are.
        QTimer.singleShot(0, self, self._take_room)

    def _take_room(self) -> None:
        self._column.activate()
        width = self._area.viewport().width()
        needed = max(self._column.totalHeightForWidth(width), self._body.sizeHint().height())
        self._area.setFixedHeight(min(_HIGHEST, needed + _SPARE))
        QTimer.singleShot(0, self, self._show_last)

    def _show_last(self) -> None:
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.maximum())


def _line(text: str) -> QLabel:
    label = QLabel(text, wordWrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("look", "muted")
    label.setContentsMargins(12, 2, 4, 2)
    return label
