"""Words while they are spoken: lines by speaker, the latest still growing."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextBrowser, QWidget

from slmsum.export.words import clean, clock
from slmsum.gui import shades
from slmsum.gui.theme import REDRESSED
from slmsum.speech.captions import Caption, Captions
from slmsum.speech.live import LiveUpdate

_WIDTH = 200
# Lines that stay to be scrolled back to; the whole text comes with the transcript.
_KEPT = 200


class LiveView(QTextBrowser):
    """Takes live updates with `hear`; `names` are the speakers in the order of their colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Live text"))
        self.setPlaceholderText(self.tr("What is said appears here a few seconds later."))
        self.setOpenLinks(False)
        self._names: tuple[str, ...] = ()
        self.begin(())

    def begin(self, names: tuple[str, ...]) -> None:
        """Empty it for a new recording."""
        self._names = names
        self._captions = Captions(_WIDTH)
        self._lines: list[Caption | str] = []
        self._draw()

    def hear(self, update: LiveUpdate) -> None:
        """Show words just spoken."""
        self._lines += self._captions.take(update)
        self._draw()

    def note(self, text: str) -> None:
        """Show a remark."""
        self._lines.append(text)
        self._draw()

    def finish(self) -> None:
        """Let all words stay that are shown."""
        self._lines += self._captions.finish()
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Take the scheme's colours."""
        super().changeEvent(event)
        if event.type() in REDRESSED and hasattr(self, "_lines"):
            self._draw()

    def _draw(self) -> None:
        del self._lines[:-_KEPT]
        rows = [self._row(line) for line in (*self._lines, *self._captions.growing())]
        self.setHtml("".join(rows))
        self.moveCursor(QTextCursor.MoveOperation.End)

    def _row(self, line: Caption | str) -> str:
        muted = shades.muted(self.palette()).name()
        if isinstance(line, str):
            return f'<p style="color:{muted}"><i>{escape(clean(line))}</i></p>'
        place = self._names.index(line.speaker) if line.speaker in self._names else 0
        color = shades.speaker(place, self.palette()).name()
        return (
            f'<p style="margin:3px 0"><span style="color:{muted}">{clock(int(line.start))}</span> '
            f'<b style="color:{color}">{escape(clean(line.speaker))}</b> '
            f'{escape(clean(line.text))} <span style="color:{muted}">'
            f"{escape(clean(line.open))}</span></p>"
        )
