"""How the pictures of a conversation are drawn, on a screen, in a PNG or in an SVG alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette

from slmsum.export.words import clean, clock
from slmsum.gui import shades
from slmsum.shares import ChapterSpan, Lane, Share, Stretch, Topic

_MARGIN, _GAP, _BETWEEN = 20.0, 8.0, 26.0
_STRIP, _LANE, _BAR = 46.0, 22.0, 18.0
# More lanes than this would be too thin to tell anything; the others are counted.
_LANES_AT_MOST = 12
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Subject:
    """What is drawn; `seconds` is the length of a recording, None for a written talk.

    `told` are the shares in words.
    """

    speakers: tuple[str, ...] = ()
    chapters: tuple[ChapterSpan, ...] = ()
    lanes: tuple[Lane, ...] = ()
    shares: tuple[Share, ...] = ()
    told: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that can be clicked: it leads to `turn`."""

    area: QRectF
    turn: int
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What to draw with: within `area`, mirrored where text runs from right to left."""

    painter: QPainter
    area: QRectF
    palette: QPalette
    mirrored: bool

    @property
    def label_width(self) -> float:
        """The room for names beside the axis."""
        return min(150.0, self.area.width() * 0.24)

    def box(self, x: float, y: float, width: float, height: float) -> QRectF:
        """A box `x` from the side where lines begin."""
        left = self.area.width() - x - width if self.mirrored else x
        return QRectF(left, y, width, height)

    def on_axis(self, begin: float, end: float, y: float, height: float) -> QRectF:
        """The box of a part of the axis, at least wide enough to be seen."""
        start = _MARGIN + self.label_width
        room = self.area.width() - start - _MARGIN
        return self.box(start + begin * room, y, max(1.5, (end - begin) * room), height)

    def words(self, box: QRectF, text: str, color: QColor, *, end: bool = False) -> None:
        """One line of text in a box, cut short where it is too long."""
        side = Qt.AlignmentFlag.AlignRight if end != self.mirrored else Qt.AlignmentFlag.AlignLeft
        flags = side | _MIDDLE | Qt.AlignmentFlag.AlignAbsolute
        metrics = QFontMetricsF(self.painter.font())
        cut = metrics.elidedText(clean(text), Qt.TextElideMode.ElideRight, box.width())
        self.painter.setPen(color)
        self.painter.drawText(box, flags, cut)

    def fill(self, box: QRectF, color: QColor, radius: float = 3.0) -> None:
        """A box with round corners."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(color)
        self.painter.drawRoundedRect(box, min(radius, box.width() / 2), radius)

    @property
    def text(self) -> QColor:
        """The colour of text."""
        return self.palette.color(QPalette.ColorRole.Text)

    @property
    def muted(self) -> QColor:
        """The colour of text of less weight."""
        return shades.muted(self.palette)

    def tinted(self, color: QColor, share: float) -> QColor:
        """The ground with a share of a colour."""
        return shades.mixed(self.palette, color, share)


def measure(subject: Subject, font: QFont) -> float:
    """How high the pictures of a subject are."""
    head = _head(font)
    height = _MARGIN
    if subject.chapters:
        height += head + _STRIP + _BETWEEN
    if subject.lanes:
        rows = min(len(subject.lanes), _LANES_AT_MOST)
        height += head + rows * (_LANE + 4) + QFontMetricsF(font).height() + _BETWEEN
    if subject.shares:
        rows = min(len(subject.shares), _LANES_AT_MOST)
        height += head + rows * (_BAR + _GAP) + _BETWEEN
    if subject.topics:
        height += head + len(subject.topics) * (_BAR + 5) + _BETWEEN
    return height


def draw(drawing: Drawing, subject: Subject) -> list[Spot]:
    """Draw all pictures of a subject below each other; returns what can be clicked."""
    y = _MARGIN
    spots: list[Spot] = []
    if subject.chapters:
        y = _heading(drawing, y, QCoreApplication.translate("Pictures", "Chapters"))
        spots += _chapters(drawing, y, subject.chapters)
        y += _STRIP + _BETWEEN
    if subject.lanes:
        y = _heading(drawing, y, QCoreApplication.translate("Pictures", "Who spoke when"))
        spots += _lanes(drawing, y, subject)
        y += min(len(subject.lanes), _LANES_AT_MOST) * (_LANE + 4)
        y = _scale(drawing, y, subject.seconds) + _BETWEEN
    if subject.shares:
        y = _heading(drawing, y, QCoreApplication.translate("Pictures", "Share of talk"))
        y = _shares(drawing, y, subject) + _BETWEEN
    if subject.topics:
        y = _heading(drawing, y, QCoreApplication.translate("Pictures", "What about"))
        _topics(drawing, y, subject.topics)
    return spots


def _chapters(drawing: Drawing, y: float, chapters: Sequence[ChapterSpan]) -> list[Spot]:
    """A strip as wide as the pictures, in which each chapter is a box."""
    spots = []
    room = drawing.area.width() - 2 * _MARGIN
    accent = shades.accent(drawing.palette)
    whole = max(chapter.stretch.end for chapter in chapters) or 1.0
    for number, chapter in enumerate(chapters, 1):
        begin, end = chapter.stretch.begin / whole, chapter.stretch.end / whole
        width = max(2.0, (end - begin) * room - 2)
        box = drawing.box(_MARGIN + begin * room, y, width, _STRIP)
        drawing.fill(box, drawing.tinted(accent, 0.26 if number % 2 else 0.16), 6)
        inner = box.adjusted(8, 0, -8, 0)
        if inner.width() > 12:
            text = f"{number}  {chapter.title}" if inner.width() > 40 else str(number)
            drawing.words(inner, text, drawing.text)
        spots.append(Spot(box, chapter.stretch.first_turn, f"{number}. {clean(chapter.title)}"))
    return spots


def _lanes(drawing: Drawing, y: float, subject: Subject) -> list[Spot]:
    spots = []
    for row, lane in enumerate(subject.lanes[:_LANES_AT_MOST]):
        top = y + row * (_LANE + 4)
        color = _speaker(drawing, subject, lane.speaker)
        _label(drawing, top, _LANE, lane.speaker, color)
        drawing.fill(drawing.on_axis(0, 1, top, _LANE), drawing.tinted(drawing.muted, 0.12), 4)
        for stretch in lane.stretches:
            box = drawing.on_axis(stretch.begin, stretch.end, top + 3, _LANE - 6)
            drawing.fill(box, color)
            spots.append(Spot(box, stretch.first_turn, _told(lane.speaker, stretch, subject)))
    return spots


def _scale(drawing: Drawing, y: float, seconds: float | None) -> float:
    """Times, or only beginning and end, below the lanes."""
    line = QFontMetricsF(drawing.painter.font()).height()
    for part in range(5):
        words = "" if seconds is None else clock(seconds * part / 4)
        if seconds is None and part in (0, 4):
            words = (
                QCoreApplication.translate("Pictures", "beginning")
                if part == 0
                else QCoreApplication.translate("Pictures", "end")
            )
        box = drawing.on_axis(part / 4, part / 4, y, line)
        wide = QRectF(box.center().x() - 60, y, 120, line)
        drawing.painter.setPen(drawing.muted)
        flags = Qt.AlignmentFlag.AlignHCenter
        if part in (0, 4):
            starts = (part == 0) != drawing.mirrored
            flags = Qt.AlignmentFlag.AlignLeft if starts else Qt.AlignmentFlag.AlignRight
            wide = QRectF(box.left() if starts else box.right() - 120, y, 120, line)
        drawing.painter.drawText(wide, flags | _MIDDLE, words)
    return y + line


def _shares(drawing: Drawing, y: float, subject: Subject) -> float:
    most = max(share.share for share in subject.shares) or 1.0
    for share, told in list(zip(subject.shares, subject.told, strict=True))[:_LANES_AT_MOST]:
        color = _speaker(drawing, subject, share.speaker)
        _label(drawing, y, _BAR, share.speaker, color)
        bar = drawing.on_axis(0, 0.62 * share.share / most, y, _BAR)
        drawing.fill(bar, color, 4)
        start = _MARGIN + drawing.label_width
        room = drawing.area.width() - start - _MARGIN
        beside = start + bar.width() + _GAP
        box = drawing.box(beside, y, room - bar.width() - _GAP, _BAR)
        drawing.words(box, told, drawing.muted)
        y += _BAR + _GAP
    return y


def _topics(drawing: Drawing, y: float, topics: Sequence[Topic]) -> None:
    """A row for each topic, the darker where it was spoken of more."""
    most = max(max(topic.counts) for topic in topics)
    accent = shades.accent(drawing.palette)
    for topic in topics:
        _label(drawing, y, _BAR, topic.word, drawing.text)
        drawing.fill(drawing.on_axis(0, 1, y, _BAR), drawing.tinted(drawing.muted, 0.08), 4)
        parts = len(topic.counts)
        for part, count in enumerate(topic.counts):
            if count:
                box = drawing.on_axis(part / parts, (part + 1) / parts, y + 1, _BAR - 2)
                strength = 0.3 + 0.7 * (count / most) ** 0.6
                drawing.fill(box.adjusted(0.5, 0, -0.5, 0), drawing.tinted(accent, strength))
        y += _BAR + 5


def _label(drawing: Drawing, y: float, height: float, text: str, color: QColor) -> None:
    drawing.words(drawing.box(_MARGIN, y, drawing.label_width - _GAP, height), text, color)


def _heading(drawing: Drawing, y: float, text: str) -> float:
    painter = drawing.painter
    usual = painter.font()
    bold = QFont(usual)
    bold.setBold(True)
    painter.setFont(bold)
    height = _head(usual)
    box = drawing.box(_MARGIN, y, drawing.area.width() - 2 * _MARGIN, height - _GAP)
    drawing.words(box, text, drawing.text)
    painter.setFont(usual)
    return y + height


def _head(font: QFont) -> float:
    return QFontMetricsF(font).height() + 4 + _GAP


def _speaker(drawing: Drawing, subject: Subject, name: str) -> QColor:
    place = subject.speakers.index(name) if name in subject.speakers else 0
    return shades.speaker(place, drawing.palette)


def _told(speaker: str, stretch: Stretch, subject: Subject) -> str:
    if subject.seconds is None:
        return clean(speaker)
    start, end = (clock(part * subject.seconds) for part in (stretch.begin, stretch.end))
    return f"{clean(speaker)}, {start}-{end}"
