"""One statement of the minutes: it can be clicked, ticked off, and written over where it stands."""

from __future__ import annotations

from html import escape
from typing import cast

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from slmsum.evidence import Statement
from slmsum.export.words import evidence
from slmsum.gui import shades


class StatementView(QFrame):
    """Shows a `Statement`.

    `chosen` when it is clicked, `edited` with new words, `ticked` when an action is done or is not
    any more, `action_edited` with the owner, the task and when it is due.
    """

    chosen = QtSignal(str)
    edited = QtSignal(str, str)
    ticked = QtSignal(str, bool)
    action_edited = QtSignal(str, str, str, str)

    def __init__(
        self, statement: Statement, parent: QWidget | None = None, *, editable: bool = True
    ) -> None:
        super().__init__(parent)
        self.statement = statement
        self._editable = editable
        self._lit = self._current = self._hovered = False
        self._editor: QPlainTextEdit | None = None
        self._fields: tuple[QLineEdit, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._words = _label()
        self._below = _label()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 5, 10, 6)
        self._row.setSpacing(8)
        if self._is_action:
            self._row.addWidget(self._tick(), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._words)
        column.addWidget(self._below)
        self._row.addLayout(column, 1)
        self._column = column
        self._write()

    @property
    def lit(self) -> bool:
        """Whether it stands out as resting on the turn that was clicked."""
        return self._lit

    @property
    def current(self) -> bool:
        """Whether it is the one whose turns are shown."""
        return self._current

    def mark(self, *, lit: bool, current: bool) -> None:
        """Let it stand out, or no more."""
        if (lit, current) != (self._lit, self._current):
            self._lit, self._current = lit, current
            self.update()

    def edit(self) -> None:
        """Write over it: Return keeps, Escape leaves."""
        if self._editor is not None or not self._editable:
            return
        editor = self._editor = QPlainTextEdit(self.statement.text, self)
        editor.setAccessibleName(self.tr("Words of the statement"))
        editor.setTabChangesFocus(True)
        editor.installEventFilter(self)
        lines = max(2, self._words.height() // max(1, editor.fontMetrics().height()) + 1)
        editor.setFixedHeight(editor.fontMetrics().lineSpacing() * lines + 22)
        self._column.insertWidget(0, editor)
        self._words.hide()
        if self._is_action:
            self._edit_fields()
        editor.selectAll()
        editor.setFocus()

    @property
    def _is_action(self) -> bool:
        return self.statement.path.startswith("actions/")

    def _edit_fields(self) -> None:
        """Fields for who does an action, and until when."""
        one, row = self.statement, QHBoxLayout()
        for text, name in ((one.owner, self.tr("Who")), (one.due, self.tr("Until when"))):
            field = QLineEdit(text, self, placeholderText=name)
            field.setAccessibleName(name)
            field.installEventFilter(self)
            row.addWidget(field)
            self._fields += (field,)
        self._below.hide()
        self._column.insertLayout(1, row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that end an edit; leaving the field keeps it."""
        if self._editor is not None and watched in (self._editor, *self._fields):
            if event.type() == QEvent.Type.KeyPress:
                key = cast(QKeyEvent, event)
                if key.key() == Qt.Key.Key_Escape:
                    self._end_edit(keep=False)
                    return True
                plain = not key.modifiers() & Qt.KeyboardModifier.ShiftModifier
                if key.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
                    self._end_edit(keep=True)
                    return True
            if event.type() == QEvent.Type.FocusOut:
                reason = cast(QFocusEvent, event).reason()
                if reason != Qt.FocusReason.PopupFocusReason:
                    # Only then it is known where the focus has gone.
                    QTimer.singleShot(0, self, self._leave)
        return super().eventFilter(watched, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show what it rests on."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self._editor is None:
            self.chosen.emit(self.statement.path)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Write over it."""
        self.edit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return shows what it rests on, F2 writes over it, Space ticks it off."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.statement.path)
        elif event.key() == Qt.Key.Key_F2:
            self.edit()
        elif event.key() == Qt.Key.Key_Space and self._is_action:
            self.ticked.emit(self.statement.path, not self.statement.done)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stand out a little."""
        super().enterEvent(event)
        self._hover(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Stand out no more."""
        super().leaveEvent(event)
        self._hover(False)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of the scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._write()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ground that says whether it is pointed at, lit, or doubtful."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        palette, accent = self.palette(), shades.accent(self.palette())
        box = QRectF(self.rect()).adjusted(2, 1, -2, -1)
        share = 0.2 if self._current else 0.13 if self._lit else 0.06 if self._hovered else 0.0
        if share:
            painter.setBrush(shades.mixed(palette, accent, share))
            painter.drawRoundedRect(box, 7, 7)
        bar = accent if self._current or self._lit else None
        if not self.statement.supported and bar is None:
            bar = shades.warning(palette)
        if bar is not None:
            painter.setBrush(bar)
            painter.drawRoundedRect(
                QRectF(box.left(), box.top() + 3, 3, box.height() - 6), 1.5, 1.5
            )
        if self.hasFocus():
            painter.setPen(accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 7, 7)

    def sizeHint(self) -> QSize:
        """As high as its words."""
        return QSize(280, self._row.sizeHint().height())

    def _tick(self) -> QCheckBox:
        box = QCheckBox()
        box.setChecked(self.statement.done)
        box.setAccessibleName(self.tr("Done: {task}").format(task=self.statement.text))
        box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box.toggled.connect(lambda on: self.ticked.emit(self.statement.path, on))
        return box

    def _hover(self, on: bool) -> None:
        self._hovered = on
        self.update()

    def _write(self) -> None:
        one, palette = self.statement, self.palette()
        muted = shades.muted(palette).name()
        text = one.text
        if self._is_action:
            # Tasks are kept as they follow a name: "call them".
            text = text[:1].upper() + text[1:]
        words = escape(text)
        if one.done:
            words = f'<s style="color:{muted}">{words}</s>'
        label = evidence(one.evidence, 3).strip("[]")
        mark = f' <span style="color:{muted};font-size:small">&nbsp;{label}</span>' if label else ""
        self._words.setText(f"<div style='line-height:120%'>{words}{mark}</div>")
        self._below.setText(self._second_line(palette))
        self._below.setVisible(bool(self._below.text()))
        self.setToolTip(one.doubts and escape(one.doubts))
        told = ". ".join(part for part in (one.text, one.owner, one.due, one.doubts, label) if part)
        self.setAccessibleName(told)

    def _second_line(self, palette: QPalette) -> str:
        one = self.statement
        parts = []
        if one.owner:
            parts.append(f"<b>{escape(one.owner)}</b>")
        if one.due:
            parts.append(escape(one.due))
        colour = shades.muted(palette)
        if one.own and not one.path.startswith("answers/"):
            parts.append(escape(self.tr("added by you")))
        if not one.supported:
            colour = shades.warning(palette)
            parts.append("⚠ " + escape(one.doubts[:1].upper() + one.doubts[1:]))
        joined = " · ".join(parts)
        return (
            f'<span style="color:{colour.name()};font-size:small">{joined}</span>' if joined else ""
        )

    def _leave(self) -> None:
        if not any(field.hasFocus() for field in (self._editor, *self._fields) if field):
            self._end_edit(keep=True)

    def _end_edit(self, *, keep: bool) -> None:
        editor, self._editor = self._editor, None
        if editor is None:
            return
        text = " ".join(editor.toPlainText().split())
        told = tuple(" ".join(field.text().split()) for field in self._fields)
        for field in (editor, *self._fields):
            field.removeEventFilter(self)
            field.hide()
            field.deleteLater()
        self._fields = ()
        self._words.show()
        self._below.setVisible(bool(self._below.text()))
        self.setFocus()
        one = self.statement
        if keep and text and told and (text, *told) != (one.text, one.owner, one.due):
            self.action_edited.emit(one.path, told[0], text, told[1])
        elif keep and text and not told and text != one.text:
            self.edited.emit(self.statement.text_path, text)


def _label() -> QLabel:
    label = QLabel(wordWrap=True)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
