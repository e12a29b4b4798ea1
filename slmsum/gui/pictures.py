"""Pictures of a conversation: chapters, who spoke when, how much, and what about."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QHelpEvent,
    QImage,
    QImageWriter,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from slmsum.conversation import Conversation
from slmsum.errors import SlmsumError
from slmsum.export.words import clock
from slmsum.files import replace_file
from slmsum.gui.empty_state import EmptyState
from slmsum.gui.icons import text_button
from slmsum.gui.picture_drawing import Drawing, Spot, Subject, draw, measure
from slmsum.gui.theme import colors_now
from slmsum.minutes import Minutes
from slmsum.shares import Share, chapter_spans, lanes, shares, topics

# PNG files hold so many pixels for one of the window's, to be sharp in print.
_PNG_SCALE = 2


class Pictures(QWidget):
    """All pictures below each other; call `show_conversation`, or `clear`.

    `chapter_clicked` carries the first turn of the chapter or stretch that was clicked, `failed`
    the SlmsumError of an export.
    """

    chapter_clicked = Signal(int)
    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = Canvas()
        self.canvas.clicked.connect(self.chapter_clicked)
        self.empty = EmptyState(
            "picture",
            self.tr("No picture yet"),
            self.tr("Open a conversation to see who spoke when, how much, and what about."),
        )
        self.export_button = text_button("export", self.tr("Save picture…"))
        self.export_button.clicked.connect(self._ask_where)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setWidget(self.canvas)
        self._area.setAccessibleName(self.tr("Pictures of the conversation"))
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 0)
        row.addStretch(1)
        row.addWidget(self.export_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.empty, 1)
        self.clear()

    def show_conversation(self, conversation: Conversation, minutes: Minutes | None) -> None:
        """Draw a conversation and the chapters of its minutes."""
        seconds_known = [turn.end for turn in conversation.said if turn.end is not None]
        shared = shares(conversation)
        subject = Subject(
            speakers=tuple(speaker.name for speaker in conversation.speakers),
            chapters=tuple(chapter_spans(conversation, minutes)) if minutes else (),
            lanes=tuple(lanes(conversation)),
            shares=tuple(shared),
            told=tuple(map(self._words, shared)),
            topics=tuple(topics(conversation)),
            seconds=max(seconds_known, default=None),
        )
        self.canvas.show_subject(subject)
        self._show_empty(not subject.lanes)

    def clear(self) -> None:
        """Show that nothing is open."""
        self.canvas.show_subject(Subject())
        self._show_empty(True)

    def export(self, path: Path) -> None:
        """Write the pictures to a PNG or SVG file, by its ending; raises OutputFailed."""
        svg = path.suffix.lower() == ".svg"
        replace_file(path, self.canvas.as_svg() if svg else self.canvas.as_png())

    def _words(self, share: Share) -> str:
        words = self.tr("%n word(s)", "", share.words)
        turns = self.tr("%n turn(s)", "", share.turns)
        amount = words if share.seconds is None else clock(share.seconds)
        return f"{share.share:.0%} · {amount} · {turns}"

    def _show_empty(self, empty: bool) -> None:
        self.empty.setVisible(empty)
        self._area.setVisible(not empty)
        self.export_button.setVisible(not empty)

    def _ask_where(self) -> None:
        kinds = self.tr("Pictures (*.png);;Drawings (*.svg)")
        name, _kind = QFileDialog.getSaveFileName(
            self, self.tr("Save picture"), "conversation.png", kinds
        )
        if not name:
            return
        try:
            self.export(Path(name))
        except SlmsumError as error:
            self.failed.emit(error)


class Canvas(QWidget):
    """The drawing itself; `clicked` carries the first turn of what was clicked."""

    clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.subject = Subject()
        self.spots: list[Spot] = []
        self._chosen = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Chapters, speakers and topics along time"))

    def show_subject(self, subject: Subject) -> None:
        """Draw something else."""
        self.subject = subject
        self._chosen = -1
        told = [f"{share.speaker} {share.share:.0%}" for share in subject.shares]
        self.setAccessibleDescription(", ".join(told))
        self.setMinimumHeight(round(measure(subject, self.font())))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the pictures are."""
        return QSize(560, round(measure(self.subject, self.font())))

    def as_svg(self) -> bytes:
        """The drawing as SVG."""
        buffer = self._buffer()
        made = QSvgGenerator()
        made.setOutputDevice(buffer)
        made.setSize(self.size())
        made.setViewBox(self.rect())
        made.setTitle(self.tr("Conversation"))
        self._paint_on(QPainter(made), background=True)
        return bytes(buffer.data().data())

    def as_png(self) -> bytes:
        """The drawing as PNG, sharp in print."""
        image = QImage(self.size() * _PNG_SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_PNG_SCALE)
        self._paint_on(QPainter(image), background=True)
        buffer = self._buffer()
        QImageWriter(buffer, QByteArray(b"PNG")).write(image)
        return bytes(buffer.data().data())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw, and remember what can be clicked where."""
        self.spots = self._paint_on(QPainter(self))
        if self.hasFocus() and 0 <= self._chosen < len(self.spots):
            painter = QPainter(self)
            painter.setPen(QColor(colors_now().text))
            painter.drawRoundedRect(self.spots[self._chosen].area.adjusted(-1, -1, 1, 1), 4, 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to what is under the mouse."""
        spot = self._spot_at(event.position().x(), event.position().y())
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(spot.turn)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that something can be clicked."""
        spot = self._spot_at(event.position().x(), event.position().y())
        shape = Qt.CursorShape.ArrowCursor if spot is None else Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from spot to spot, Enter goes there."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps and self.spots:
            self._chosen = (self._chosen + steps[Qt.Key(event.key())]) % len(self.spots)
            self.setAccessibleDescription(self.spots[self._chosen].words)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen >= 0:
            self.clicked.emit(self.spots[self._chosen].turn)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell what is under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            spot = self._spot_at(event.pos().x(), event.pos().y())
            if spot is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), spot.words, self)
            return True
        return super().event(event)

    def _spot_at(self, x: float, y: float) -> Spot | None:
        return next((spot for spot in self.spots if spot.area.contains(x, y)), None)

    def _paint_on(self, painter: QPainter, background: bool = False) -> list[Spot]:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        area = QRectF(self.rect())
        if background:
            painter.fillRect(area, QColor(colors_now().surface))
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        spots = draw(Drawing(painter, area, QGuiApplication.palette(), rtl), self.subject)
        painter.end()
        return spots

    def _buffer(self) -> QBuffer:
        buffer = QBuffer(self)
        buffer.setData(QByteArray())
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        return buffer
