"""How one turn is laid out in the transcript: what stands where, measured once for a width."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QDate, QLocale, QPointF, QRect, Qt, QTime
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption

from slmsum.conversation import Kind, Turn
from slmsum.export.words import clock

MARGIN = 18
AVATAR = 30
TEXT_LEFT = MARGIN + AVATAR + 10
_PAD_X, _PAD_Y = 11, 6
_WIDEST = 700
_RIGHT = 46
# Turns of one speaker within these seconds are one run, with one head.
_RUN_SECONDS = 600


@dataclass(frozen=True, slots=True)
class LaidTurn:
    """A turn as it will be drawn, in pixels from its own top left corner.

    `day` is the line above it where another day begins, `head` whether the speaker is named.
    """

    turn: Turn
    height: int
    day: str
    day_box: QRect
    head: bool
    head_box: QRect
    bubble: QRect
    text: QTextLayout
    text_at: QPointF


def lay(turn: Turn, before: Turn | None, width: int, font: QFont) -> LaidTurn:
    """Lay out `turn`, which follows `before`, for a column of `width` pixels."""
    metrics = QFontMetrics(font)
    y = 0
    day, day_box = _day(turn, before), QRect()
    if day:
        day_box = QRect(0, y + 14, width, metrics.height() + 6)
        y = day_box.bottom() + 2
    quiet = turn.kind is Kind.SYSTEM
    head = not quiet and (bool(day) or not _one_run(before, turn))
    head_box = QRect()
    if head:
        y += 12
        head_box = QRect(TEXT_LEFT, y, max(40, width - TEXT_LEFT - _RIGHT), metrics.height())
        y += metrics.height() + 3
    else:
        y += 8 if quiet else 3
    room = max(80, min(_WIDEST, width - TEXT_LEFT - _RIGHT - 2 * _PAD_X))
    text, used, text_height = _text(turn, font, room)
    wide = min(room, used) + 2 * _PAD_X
    bubble = QRect(TEXT_LEFT, y, wide, text_height + 2 * _PAD_Y)
    if quiet:
        bubble = QRect(max(0, (width - wide) // 2), y, wide, text_height + _PAD_Y)
    at = QPointF(bubble.left() + _PAD_X, bubble.top() + (_PAD_Y if not quiet else _PAD_Y / 2))
    bottom = bubble.bottom() + 1 + (4 if quiet else 1)
    return LaidTurn(turn, bottom, day, day_box, head, head_box, bubble, text, at)


def time_of(turn: Turn) -> str:
    """When a turn was said, the day left out."""
    if turn.time is not None:
        time = QTime(turn.time.hour, turn.time.minute)
        return QLocale().toString(time, QLocale.FormatType.ShortFormat)
    return "" if turn.start is None else clock(turn.start)


def _text(turn: Turn, font: QFont, room: int) -> tuple[QTextLayout, int, int]:
    shown = QFont(font)
    if turn.kind is not Kind.SAID:
        shown.setPointSizeF(font.pointSizeF() * 0.92)
        shown.setItalic(turn.kind is Kind.MEDIA)
    layout = QTextLayout(turn.text.replace("\n", "\u2028"), shown)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    if turn.kind is Kind.SYSTEM:
        option.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    y, used = 0.0, 0.0
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        line.setPosition(QPointF(0, y))
        y += line.height() * 1.12
        used = max(used, line.naturalTextWidth())
        lines.append(line)
    # Right-to-left and centred lines stand at the edge of their width, so it must be the true one.
    for line in lines:
        line.setLineWidth(used + 1)
    layout.endLayout()
    return layout, int(used) + 2, int(y) + 1


def _day(turn: Turn, before: Turn | None) -> str:
    if turn.time is None:
        return ""
    if before is not None and before.time is not None and before.time.date() == turn.time.date():
        return ""
    day = QDate(turn.time.year, turn.time.month, turn.time.day)
    return QLocale().toString(day, QLocale.FormatType.LongFormat)


def _one_run(before: Turn | None, turn: Turn) -> bool:
    if before is None or before.kind is Kind.SYSTEM or before.speaker != turn.speaker:
        return False
    if before.time is not None and turn.time is not None:
        if (before.time.tzinfo is None) != (turn.time.tzinfo is None):
            return False
        return abs((turn.time - before.time).total_seconds()) < _RUN_SECONDS
    return True
