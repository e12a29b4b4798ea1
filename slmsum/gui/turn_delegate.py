"""Draws the turns of a transcript, and lets them be edited where they stand."""

from __future__ import annotations

from collections import OrderedDict
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QPainter,
    QPalette,
    QPen,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from slmsum.conversation import Kind
from slmsum.gui import shades
from slmsum.gui.finding import places
from slmsum.gui.turn_layout import AVATAR, MARGIN, LaidTurn, lay, time_of
from slmsum.gui.turn_model import Index, TurnModel

_KEPT = 400


class TurnDelegate(QStyledItemDelegate):
    """Bubbles in the colours of their speakers; the ones that are evidence stand out."""

    def __init__(self, model: TurnModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._laid: OrderedDict[int, LaidTurn] = OrderedDict()
        self._key: tuple[int, str] = (0, "")

    def forget(self) -> None:
        """Lay all turns out again."""
        self._laid.clear()

    def laid(self, row: int, width: int, font: QFont) -> LaidTurn | None:
        """The layout of a row, None where there is no such turn."""
        key = (width, font.key())
        if key != self._key:
            self._laid.clear()
            self._key = key
        if row not in self._laid:
            turn = self._model.turn(row)
            if turn is None:
                return None
            self._laid[row] = lay(turn, self._model.turn(row - 1), width, font)
            if len(self._laid) > _KEPT:
                self._laid.popitem(last=False)
        return self._laid[row]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a turn in `option.rect`."""
        laid = self.laid(index.row(), option.rect.width(), option.font)
        if laid is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(option.rect.topLeft())
        self._paint_day(painter, option, laid)
        if index.row() in self._model.lit:
            self._paint_band(painter, option, laid)
        colour = self._colour(laid, option.palette)
        if laid.head:
            self._paint_head(painter, option, laid, colour)
        self._paint_bubble(painter, option, laid, colour, index.row())
        self._paint_cited(painter, option, laid, index.row())
        painter.restore()

    def _colour(self, laid: LaidTurn, palette: QPalette) -> QColor:
        place = self._model.places.get(laid.turn.speaker or "")
        return shades.muted(palette) if place is None else shades.speaker(place, palette)

    def _paint_day(self, painter: QPainter, option: QStyleOptionViewItem, laid: LaidTurn) -> None:
        if not laid.day:
            return
        muted = shades.muted(option.palette)
        painter.setFont(_font(option.font, 0.9))
        wide = painter.fontMetrics().horizontalAdvance(laid.day) + 24
        pill = QRect(0, 0, wide, laid.day_box.height())
        pill.moveCenter(laid.day_box.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shades.mixed(option.palette, muted, 0.14))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(muted)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, laid.day)

    def _paint_band(self, painter: QPainter, option: QStyleOptionViewItem, laid: LaidTurn) -> None:
        """What is evidence stands on a band of its own."""
        accent = shades.accent(option.palette)
        top = laid.head_box.top() - 4 if laid.head else laid.bubble.top() - 3
        band = QRect(0, top, option.rect.width(), laid.height - top)
        painter.fillRect(band, shades.mixed(option.palette, accent, 0.1))
        painter.fillRect(QRect(0, top, 4, band.height()), accent)

    def _paint_head(
        self, painter: QPainter, option: QStyleOptionViewItem, laid: LaidTurn, colour: QColor
    ) -> None:
        name = laid.turn.speaker or ""
        circle = QRect(MARGIN, laid.head_box.top() + 1, AVATAR, AVATAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shades.mixed(option.palette, colour, 0.24))
        painter.drawEllipse(circle)
        painter.setPen(colour)
        painter.setFont(_font(option.font, 0.88, bold=True))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, _initials(name))
        painter.setFont(_font(option.font, 0.96, bold=True))
        metrics = painter.fontMetrics()
        box = laid.head_box
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, box.width() - 70)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setPen(shades.muted(option.palette))
        painter.setFont(_font(option.font, 0.88))
        gap = metrics.horizontalAdvance(shown) + (8 if shown else 0)
        painter.drawText(
            box.adjusted(gap, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, time_of(laid.turn)
        )

    def _paint_bubble(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        laid: LaidTurn,
        colour: QColor,
        row: int,
    ) -> None:
        palette, box = option.palette, QRectF(laid.bubble)
        accent = shades.accent(palette)
        lit = row in self._model.lit
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if laid.turn.kind is not Kind.SYSTEM:
            painter.setPen(QPen(accent, 1.4) if chosen or lit else Qt.PenStyle.NoPen)
            tone = accent if lit else colour
            painter.setBrush(shades.mixed(palette, tone, 0.2 if lit else 0.1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
        if row == self._model.playing:
            self._paint_playing(painter, box, accent)
        said = laid.turn.kind is Kind.SAID
        painter.setPen(palette.color(QPalette.ColorRole.Text) if said else shades.muted(palette))
        laid.text.draw(painter, laid.text_at, self._found(laid, palette))

    def _paint_playing(self, painter: QPainter, box: QRectF, accent: QColor) -> None:
        """A small triangle to the left of what can be heard."""
        x, y = box.left() - 16, box.center().y()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawPolygon([QPointF(x, y - 6), QPointF(x, y + 6), QPointF(x + 9, y)])

    def _paint_cited(
        self, painter: QPainter, option: QStyleOptionViewItem, laid: LaidTurn, row: int
    ) -> None:
        count = self._model.cited.get(row, 0)
        if not count:
            return
        accent = shades.accent(option.palette)
        chip = cited_box(laid)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shades.mixed(option.palette, accent, 0.22))
        painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2)
        painter.setPen(shades.mixed(option.palette, accent, 0.95))
        painter.setFont(_font(option.font, 0.8, bold=True))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, str(count))

    def _found(self, laid: LaidTurn, palette: QPalette) -> list[QTextLayout.FormatRange]:
        """Where the turn has what is looked for."""
        marked = QTextCharFormat()
        marked.setBackground(shades.mixed(palette, QColor("#ffc400"), 0.6))
        ranges = []
        for start, length in places(laid.turn.text, self._model.needle):
            one = QTextLayout.FormatRange()
            one.start, one.length, one.format = start, length, marked
            ranges.append(one)
        return ranges

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field over the turn; Return keeps what is written, Escape leaves it."""
        editor = QPlainTextEdit(parent)
        editor.setAccessibleName(self.tr("Text of the turn"))
        editor.setObjectName("turnEditor")
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with the text as it is."""
        turn = self._model.turn(index.row())
        cast(QPlainTextEdit, editor).setPlainText("" if turn is None else turn.text)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Hand over what was written."""
        self._model.setData(index, cast(QPlainTextEdit, editor).toPlainText())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Stand over the bubble, with some room to write."""
        laid = self.laid(index.row(), option.rect.width(), option.font)
        if laid is not None:
            box = laid.bubble.translated(option.rect.topLeft())
            room = option.rect.width() - box.left() - MARGIN
            editor.setGeometry(box.left(), box.top(), max(box.width(), room), box.height() + 14)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Return ends the edit, and Shift with it makes a line."""
        if event.type() == QEvent.Type.KeyPress:
            key = cast(QKeyEvent, event)
            enter = key.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and not key.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.commitData.emit(cast(QWidget, editor))
                self.closeEditor.emit(
                    cast(QWidget, editor), QAbstractItemDelegate.EndEditHint.NoHint
                )
                return True
        return super().eventFilter(editor, event)


def cited_box(laid: LaidTurn) -> QRect:
    """Where it says how many statements rest on a turn."""
    return QRect(laid.bubble.right() + 7, laid.bubble.top() + 4, 26, 18)


def _font(font: QFont, size: float, *, bold: bool = False) -> QFont:
    shown = QFont(font)
    shown.setPointSizeF(font.pointSizeF() * size)
    if bold:
        shown.setWeight(QFont.Weight.DemiBold)
    return shown


def _initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalnum()]
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:1].upper()
    return (words[0][:1] + words[-1][:1]).upper()
