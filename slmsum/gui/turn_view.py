"""A list of any number of turns: only what is seen is loaded, laid out and drawn."""

from __future__ import annotations

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QPropertyAnimation,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
)
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import (
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QToolTip, QWidget

from slmsum.gui.heights import Heights
from slmsum.gui.turn_delegate import TurnDelegate, cited_box
from slmsum.gui.turn_model import Index, TurnModel

_TOP = 6
_BOTTOM = 24
_SLIDE_MS = 140


class TurnView(QAbstractItemView):
    """Shows a `TurnModel`; `chosen` tells the row clicked, `pointed` the one under the mouse or -1.

    Heights of rows that were never seen are estimated, and what is at the top stays where it is
    when the truth is found out.
    """

    chosen = QtSignal(int)
    pointed = QtSignal(int)

    def __init__(self, model: TurnModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights = Heights()
        self._turns = model
        self._pointed = -1
        self._painter = TurnDelegate(model, self)
        self._slide = QPropertyAnimation(self.verticalScrollBar(), b"value", self)
        self._slide.setDuration(_SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.setItemDelegate(self._painter)
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._settle)
        model.modelReset.connect(self._start_over)
        model.dataChanged.connect(self._measure_again)
        model.looks_changed.connect(self.viewport().update)

    def show_row(self, row: int) -> None:
        """Bring a row into the middle of the view, sliding there where it is near."""
        if not 0 <= row < self._heights.count:
            return
        self._measure_around(row)
        height = self.viewport().height()
        middle = _TOP + self._heights.top(row) - (height - self._heights.height(row)) // 2
        bar = self.verticalScrollBar()
        self.updateGeometries()
        target = max(0, min(bar.maximum(), middle))
        self._slide.stop()
        if abs(target - bar.value()) > 3 * height or not self.isVisible():
            bar.setValue(target)
            return
        self._slide.setStartValue(bar.value())
        self._slide.setEndValue(target)
        self._slide.start()

    def sees(self, row: int) -> bool:
        """Whether the whole row is in view."""
        rect = self.visualRect(self._turns.index(row))
        return self.viewport().rect().contains(rect)

    def visualRect(self, index: Index) -> QRect:
        """Where a row is, in the coordinates of the viewport."""
        if not index.isValid() or index.row() >= self._heights.count:
            return QRect()
        top = _TOP + self._heights.top(index.row()) - self.verticalOffset()
        height = self._heights.height(index.row())
        return QRect(0, top, self.viewport().width(), height)

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Move as little as shows the row."""
        if not index.isValid():
            return
        self._measure_around(index.row())
        self.updateGeometries()
        rect, bar = self.visualRect(index), self.verticalScrollBar()
        if rect.top() < 0:
            bar.setValue(bar.value() + rect.top())
        elif (below := rect.bottom() + 1 - self.viewport().height()) > 0:
            bar.setValue(bar.value() + min(rect.top(), below))

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The row at a place of the viewport."""
        y = point.y() + self.verticalOffset() - _TOP
        if not 0 <= y < self._heights.total:
            return QModelIndex()
        return self._turns.index(self._heights.row_at(y))

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Where a key leads."""
        count, row = self._heights.count, self.currentIndex().row()
        actions = QAbstractItemView.CursorAction
        page = self.viewport().height()
        if action in (actions.MovePageUp, actions.MovePageDown):
            step = page if action == actions.MovePageDown else -page
            return self._turns.index(self._heights.row_at(self._heights.top(max(0, row)) + step))
        row = {
            actions.MoveUp: max(0, row - 1),
            actions.MovePrevious: max(0, row - 1),
            actions.MoveDown: min(count - 1, row + 1),
            actions.MoveNext: min(count - 1, row + 1),
            actions.MoveHome: 0,
            actions.MoveEnd: count - 1,
        }.get(action, row)
        return self._turns.index(row)

    def horizontalOffset(self) -> int:
        """Turns are as wide as the view."""
        return 0

    def verticalOffset(self) -> int:
        """How far down the view is."""
        return int(self.verticalScrollBar().value())

    def isIndexHidden(self, index: Index) -> bool:
        """No turn is hidden."""
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Choose the row at the rectangle."""
        index = self.indexAt(rect.topLeft())
        self.selectionModel().select(QItemSelection(index, index), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """What to draw again when the choice changes."""
        return QRegion(self.viewport().rect())

    def viewportSizeHint(self) -> QSize:
        """A comfortable width."""
        return QSize(520, 400)

    def updateGeometries(self) -> None:
        """Tell the scroll bar how much there is."""
        bar, height = self.verticalScrollBar(), self.viewport().height()
        total = self._heights.total + _TOP + _BOTTOM if self._heights.count else 0
        with QSignalBlocker(bar):
            bar.setRange(0, max(0, total - height))
            bar.setPageStep(height)
            bar.setSingleStep(max(20, self.fontMetrics().height() * 2))
        super().updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width makes other heights; the row at the top stays there."""
        if event.size().width() != event.oldSize().width():
            self._keep_top(self._forget_heights)
        super().resizeEvent(event)
        self._settle()

    def changeEvent(self, event: QEvent) -> None:
        """Another font makes other heights."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._keep_top(self._forget_heights)
            self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows in view."""
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        current = self.currentIndex().row()
        for row in self._rows_in_view():
            index = self._turns.index(row)
            option.rect = self.visualRect(index)
            option.state = QStyle.StateFlag.State_Enabled
            if row == current and self.hasFocus():
                option.state |= QStyle.StateFlag.State_Selected
            self._painter.paint(painter, option, index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a turn asks which statements rest on it."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.chosen.emit(index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where the mouse points."""
        super().mouseMoveEvent(event)
        self._point_at(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse points at nothing here any more."""
        super().leaveEvent(event)
        self._point_at(-1)

    def _point_at(self, row: int) -> None:
        if row != self._pointed:
            self._pointed = row
            self.pointed.emit(row)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what the number beside a turn means."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self.indexAt(event.pos()).row()
            laid = self._painter.laid(row, self.viewport().width(), self.font())
            place = event.pos() - self.visualRect(self._turns.index(row)).topLeft()
            count = self._turns.cited.get(row, 0)
            if laid is not None and count and cited_box(laid).contains(place):
                QToolTip.showText(
                    event.globalPos(), self.tr("%n statement(s) rest on it", "", count)
                )
                return True
        return bool(super().viewportEvent(event))

    def _rows_in_view(self) -> range:
        if not self._heights.count:
            return range(0)
        first = self._heights.row_at(self.verticalOffset() - _TOP)
        last = self._heights.row_at(self.verticalOffset() + self.viewport().height())
        return range(first, last + 1)

    def _start_over(self) -> None:
        """Begin at the top of other turns."""
        self._slide.stop()
        self._forget_heights()
        self.verticalScrollBar().setValue(0)
        self._settle()

    def _forget_heights(self) -> None:
        self._painter.forget()
        estimate = self.fontMetrics().height() * 3
        self._heights = Heights(self._turns.rowCount(), estimate)
        self.updateGeometries()

    def _measure_again(self, first: Index, last: Index) -> None:
        self._painter.forget()
        for row in self._rows_in_view():
            if first.row() <= row <= last.row():
                self._measure(row)
        self._settle()

    def _keep_top(self, change: object) -> None:
        assert callable(change)
        offset = self.verticalOffset() - _TOP
        row = self._heights.row_at(offset)
        share = 0.0
        if row >= 0:
            share = (offset - self._heights.top(row)) / max(1, self._heights.height(row))
        change()
        if 0 <= row < self._heights.count:
            self._measure(row)
            top = self._heights.top(row) + round(share * self._heights.height(row))
            self.updateGeometries()
            with QSignalBlocker(self.verticalScrollBar()):
                self.verticalScrollBar().setValue(_TOP + top)

    def _measure(self, row: int) -> int:
        laid = self._painter.laid(row, self.viewport().width(), self.font())
        return self._heights.set(row, laid.height) if laid is not None else 0

    def _measure_around(self, row: int) -> None:
        """Measure as many rows above and below as the view may show."""
        room = self.viewport().height()
        for step in (-1, 1):
            at, seen = row, 0
            while 0 <= at < self._heights.count and seen < room:
                self._measure(at)
                seen += self._heights.height(at)
                at += step

    def _settle(self) -> None:
        """Measure what is in view for the first time; what is below the top row stays in place."""
        if not self._heights.count or self.viewport().width() < 10:
            self.viewport().update()
            return
        bar = self.verticalScrollBar()
        row = self._heights.row_at(bar.value() - _TOP)
        moved = 0
        if not self._heights.known(row):
            inside = bar.value() - _TOP - self._heights.top(row)
            grown = self._measure(row)
            moved = grown if inside > 0 else 0
        bottom = bar.value() + moved + self.viewport().height()
        y = _TOP + self._heights.top(row)
        while row < self._heights.count and y < bottom:
            if not self._heights.known(row):
                self._measure(row)
            y += self._heights.height(row)
            row += 1
        self.updateGeometries()
        if moved:
            with QSignalBlocker(bar):
                bar.setValue(bar.value() + moved)
        self.updateEditorGeometries()
        self.viewport().update()
