"""Draws the entries of the library: what kind, what title, when and who."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QDate, QLocale, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPainter, QPalette, QTextDocument
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from slmsum.export.words import clean
from slmsum.gui import shades
from slmsum.gui.icons import icon
from slmsum.gui.library_model import ROW_ROLE, Index, Row, name_of
from slmsum.library import ConversationKind, Entry
from slmsum.search import Hit

_ICONS = {
    ConversationKind.CHAT: "chat",
    ConversationKind.MEETING: "meeting",
    ConversationKind.RECORDING: "recording",
    ConversationKind.MAIL: "mail",
    ConversationKind.OTHER: "file",
}
_PAD = 10


class LibraryDelegate(QStyledItemDelegate):
    """Two lines an entry: the title, and below it the day and the speakers or the place found.

    Colours are those of the application, for a style sheet may leave the view's own see-through.
    """

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """High enough for two lines."""
        return QSize(120, option.fontMetrics.height() * 2 + 24)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one entry."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        palette, box = QGuiApplication.palette(), option.rect.adjusted(6, 2, -6, -2)
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            share = 0.16 if chosen else 0.06
            painter.setBrush(shades.mixed(palette, shades.accent(palette), share))
            painter.drawRoundedRect(QRectF(box), 8, 8)
        picture = icon(_ICONS[row.entry.kind], "accent" if chosen else "muted")
        picture.paint(painter, QRect(box.left() + _PAD, box.top() + _PAD, 20, 20))
        text = box.adjusted(_PAD + 30, 7, -_PAD, -5)
        self._paint_text(painter, option, row, text)
        painter.restore()

    def _paint_text(
        self, painter: QPainter, option: QStyleOptionViewItem, row: Row, box: QRect
    ) -> None:
        palette, height = QGuiApplication.palette(), option.fontMetrics.height()
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        title = name_of(row.entry)
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignTop, shown)
        below = box.adjusted(0, height + 3, 0, 0)
        if row.hit is not None:
            _paint_hit(painter, option, row.hit, below)
            return
        painter.setFont(_small(option.font))
        painter.setPen(shades.muted(palette))
        metrics = painter.fontMetrics()
        told = metrics.elidedText(_facts(row.entry), Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignTop, told)


def _paint_hit(painter: QPainter, option: QStyleOptionViewItem, hit: Hit, box: QRect) -> None:
    """The words found, marked in what stands around them."""
    document = QTextDocument()
    document.setDefaultFont(_small(option.font))
    document.setDocumentMargin(0)
    muted = shades.muted(QGuiApplication.palette()).name()
    document.setHtml(f'<span style="color:{muted};white-space:nowrap">{_marked(hit)}</span>')
    painter.save()
    painter.setClipRect(box)
    painter.translate(QPointF(box.topLeft()))
    document.drawContents(painter)
    painter.restore()


def _marked(hit: Hit) -> str:
    out, at = [], 0
    # What was found first must be in sight.
    if hit.highlights and hit.highlights[0][0] > 24:
        at = hit.snippet.rfind(" ", 0, hit.highlights[0][0] - 12) + 1
        out.append("…")
    for start, end in hit.highlights:
        if start >= at:
            out.append(f"{escape(hit.snippet[at:start])}<b>{escape(hit.snippet[start:end])}</b>")
            at = end
    return "".join([*out, escape(hit.snippet[at:])])


def _facts(entry: Entry) -> str:
    day = entry.date or entry.added.date()
    speakers = ", ".join(clean(name) for name in entry.speakers[:3])
    if len(entry.speakers) > 3:
        speakers += f" +{len(entry.speakers) - 3}"
    shown = QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy")
    return " · ".join(part for part in (shown, speakers) if part)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.9)
    return small
