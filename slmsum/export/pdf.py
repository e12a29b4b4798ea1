"""Minutes as a PDF on A4: evidence beside each entry jumps to its turn in the transcript."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, XPos, YPos

from slmsum.conversation import Conversation, Kind, Turn
from slmsum.export import words
from slmsum.export.glyphs import BASE, BOLD, Glyphs, needs_shaping
from slmsum.export.outline import Block, Item, Outline, outline
from slmsum.export.text import wrap
from slmsum.minutes import Minutes, Part

Colour = tuple[int, int, int]
_INK: Colour = (0x1C, 0x22, 0x27)
_SOFT: Colour = (0x5D, 0x68, 0x73)
_LINK: Colour = (0x0A, 0x58, 0xA8)
_DOUBT: Colour = (0x7D, 0x4B, 0x00)
_RULE: Colour = (0xC8, 0xCF, 0xD6)

# Places and widths in millimetres: the margin, a lead for bullets and numbers, text, evidence.
_MARGIN = 20.0
_WIDTH = 170.0
_LEAD = 6.0
_TURN_LEAD = 15.0
_EVIDENCE = 30.0
_TEXT = _WIDTH - _LEAD - _EVIDENCE
_OWNER, _DUE = 32.0, 36.0
_GAP = 1.4
_TURN_SIZE = 10
# The height of a line for a size in points: 1.35 of it, in millimetres.
_LINE = 1.35 * 25.4 / 72


def render(
    minutes: Minutes, conversation: Conversation, warn: Callable[[str], None] = lambda _: None
) -> bytes:
    """The document, with an outline; `warn` is told once of letters that no font here has."""
    shown = outline(minutes, conversation)
    glyphs = Glyphs(_texts(shown, conversation))
    document = _Document(shown, glyphs, words.language(minutes, conversation))
    document.add_minutes(shown)
    document.add_transcript(conversation.turns)
    document.ln(3)
    document.add_line(shown.made_by, 8, _SOFT)
    if glyphs.missing:
        letters = " ".join(sorted(glyphs.missing)[:10])
        warn(f"{len(glyphs.missing)} letters that no font here has are boxes in the PDF: {letters}")
    return bytes(document.output())


def _texts(shown: Outline, conversation: Conversation) -> Iterable[str]:
    yield from (shown.title, shown.facts, shown.made_by, *shown.notes)
    for block in shown.blocks:
        yield block.heading
        lists = [block.items, *(stretch.items for stretch in block.stretches)]
        for item in (item for items in lists for item in items):
            yield from (item.owner, item.text, item.due, item.doubts)
        yield from (stretch.title for stretch in block.stretches)
    for turn in conversation.turns:
        yield words.clean(turn.text)
    yield from {words.clean(turn.speaker) for turn in conversation.turns if turn.speaker}


@dataclass(frozen=True, slots=True)
class _Cell:
    """Text in a column that begins `x` millimetres behind the margin."""

    text: str
    x: float
    width: float
    colour: Colour = _INK
    bold: bool = False


class _Widths(dict[str, float]):
    """The widths of single letters in the size of turns, in millimetres."""

    def __init__(self, document: FPDF) -> None:
        super().__init__()
        self._document = document

    def __missing__(self, letter: str) -> float:
        self[letter] = self._document.get_string_width(letter)
        return self[letter]

    def of(self, text: str) -> float:
        """The width of a text whose letters stand by themselves, in the font that is set."""
        return sum(map(self.__getitem__, text))


class _Document(FPDF):
    """Pages that are filled from top to bottom."""

    def __init__(self, shown: Outline, glyphs: Glyphs, language: str) -> None:
        super().__init__(format="A4")
        self._glyphs = glyphs
        self._links: dict[int, int] = {}
        self._widths = _Widths(self)
        self._name = glyphs.printable(shown.title)
        for family, style, path in glyphs.fonts:
            self.add_font(family, style, path)
        self.set_fallback_fonts(glyphs.fallbacks, exact_match=False)
        self.set_margins(_MARGIN, 18, _MARGIN)
        self.set_auto_page_break(True, margin=20)
        self.set_title(shown.title)
        self.set_creator("slmsum")
        self.set_lang(language)
        self.add_page()

    def footer(self) -> None:
        """Number the page, as FPDF asks for each one."""
        self.set_y(-14)
        self._style(8, _SOFT, False, self._name)
        self.cell(_WIDTH - 20, 5, self._fitting(self._name, _WIDTH - 22))
        self._style(8, _SOFT, False, "")
        self.cell(20, 5, f"{self.page_no()} / {{nb}}", align=Align.R)

    def _fitting(self, text: str, width: float) -> str:
        if self.get_string_width(text) <= width:
            return text
        while text and self.get_string_width(f"{text}…") > width:
            text = text[: len(text) * 9 // 10]
        return f"{text}…"

    def add_minutes(self, shown: Outline) -> None:
        """Everything before the transcript."""
        self._add_row([_Cell(shown.title, 0, _WIDTH, bold=True)], size=20)
        self.add_line(shown.facts, 9, _SOFT)
        for note in shown.notes:
            self._add_row([_Cell("⚠", 0, _LEAD, _DOUBT), _Cell(note, _LEAD, _TEXT, _DOUBT)])
        for block in shown.blocks:
            self._add_block(block)

    def add_line(self, text: str, size: float, colour: Colour) -> None:
        """A paragraph over the whole width."""
        self._add_row([_Cell(text, 0, _WIDTH, colour)], size=size)

    def add_transcript(self, turns: Sequence[Turn]) -> None:
        """All turns, on pages of their own; they are where the links of evidence lead."""
        if not turns:
            return
        self.add_page()
        self._add_heading("Transcript")
        for turn in turns:
            self._add_turn(turn)

    def _add_block(self, block: Block) -> None:
        self._add_heading(block.heading)
        for item in block.items:
            if block.part is Part.ACTIONS:
                self._add_action(item)
            else:
                self._add_item(item)
        for stretch in block.stretches:
            self._keep(20)
            self.start_section(self._glyphs.printable(stretch.title) or stretch.turns, level=1)
            title = f"{stretch.title}  {stretch.span}".strip()
            links = [(stretch.first, stretch.turns)]
            self.ln(1.5)
            self._add_row([_Cell(title, 0, _LEAD + _TEXT, bold=True)], links)
            for item in stretch.items:
                self._add_item(item)

    def _add_heading(self, text: str) -> None:
        self._keep(28)
        self.ln(5)
        self.start_section(self._glyphs.printable(text) or "-", level=0)
        self._add_row([_Cell(text, 0, _WIDTH, bold=True)], size=13)
        self.set_draw_color(*_RULE)
        self.line(_MARGIN, self.y - _GAP, _MARGIN + _WIDTH, self.y - _GAP)
        self.ln(1)

    def _add_item(self, item: Item) -> None:
        colour, mark = (_DOUBT, "⚠") if item.doubts else (_INK, "•")
        text = f"{item.text} ({item.doubts})" if item.doubts else item.text
        # The mark stands where the words begin.
        leftward = words.runs_leftward(text)
        mark_at, text_at = (_TEXT, 0.0) if leftward else (0.0, _LEAD)
        cells = [_Cell(mark, mark_at, _LEAD, colour), _Cell(text, text_at, _TEXT, colour)]
        self._add_row(cells, _links(item))

    def _add_action(self, item: Item) -> None:
        task = _TEXT - _OWNER - _DUE
        cells = [
            _Cell("•", 0, _LEAD),
            _Cell(item.owner or "-", _LEAD, _OWNER, bold=True),
            _Cell(item.text, _LEAD + _OWNER, task),
            _Cell(item.due, _LEAD + _OWNER + task, _DUE, _SOFT),
        ]
        self._add_row(cells, _links(item))

    def _add_turn(self, turn: Turn) -> None:
        """A turn's number in the margin, who and when, and the words below."""
        self._keep(12)
        if turn.index in self._links:
            self.set_link(self._links[turn.index], y=self.y, page=self.page)
        self._style(8, _SOFT, False, "")
        self.cell(_TURN_LEAD, 4.6, f"#{turn.index + 1}")
        self._add_speaker(turn)
        colour = _INK if turn.kind is Kind.SAID else _SOFT
        text = words.clean(turn.text)
        self._add_words(_Cell(text, _TURN_LEAD, _WIDTH - _TURN_LEAD, colour))
        self.ln(_GAP)

    def _add_speaker(self, turn: Turn) -> None:
        """Who and when, on a line that is left out where neither is known."""
        moment = words.moment(turn)
        if turn.speaker:
            speaker = self._glyphs.printable(words.clean(turn.speaker))
            self._style(9, _INK, True, speaker)
            speaker = self._fitting(speaker, _WIDTH - _TURN_LEAD - 34)
            self.cell(self.get_string_width(speaker) + 4, 4.6, speaker)
        if turn.speaker or moment:
            self._style(8, _SOFT, False, "")
            self.cell(0, 4.6, moment, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _add_words(self, cell: _Cell) -> None:
        """The words of a turn; where letters stand by themselves they are wrapped here.

        FPDF measures each line again and again, which takes long for a long conversation.
        """
        text = self._glyphs.printable(cell.text)
        if needs_shaping(text):
            self._add_cell(cell, self.y, _TURN_SIZE)
            return
        self._style(_TURN_SIZE, cell.colour, cell.bold, "")
        for line in wrap(text, cell.width - 2, measure=self._widths.of):
            self.set_x(_MARGIN + cell.x)
            self.cell(cell.width, _TURN_SIZE * _LINE, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _add_row(
        self, cells: Sequence[_Cell], links: Sequence[tuple[int, str]] = (), size: float = 10.5
    ) -> None:
        """Cells side by side, with links to turns in the margin; a row stays on one page."""
        height = max(self._height(cell, size) for cell in cells)
        whole = self.eph
        if height > whole:
            for cell in cells:
                self._add_cell(cell, self.y, size)
            return
        self._keep(height)
        top = self.y
        self._add_links(links, top, size)
        bottom = max([self.y, *(self._add_cell(cell, top, size) for cell in cells)])
        self.set_xy(_MARGIN, bottom + _GAP)

    def _add_links(self, links: Sequence[tuple[int, str]], top: float, size: float) -> None:
        """Labels from left to right in the margin, on as many lines as they take."""
        height, left = size * _LINE, _MARGIN + _WIDTH - _EVIDENCE + 2
        self.set_xy(left, top)
        self._style(8, _LINK, False, "")
        for index, label in links:
            width = self.get_string_width(label) + 2
            if self.x > left and self.x + width > _MARGIN + _WIDTH + 1:
                self.set_xy(left, self.y + height)
                if self.y + height > self.page_break_trigger:
                    break
            link = self._links.setdefault(index, 0) or self.add_link()
            self._links[index] = link
            self.cell(width, height, label, link=link)
        self.set_y(self.y + height if links else top)

    def _add_cell(self, cell: _Cell, top: float, size: float) -> float:
        """Write a cell and go to the line below it; gives the place of that line."""
        self._write(cell, top, size)
        return self.y

    def _height(self, cell: _Cell, size: float) -> float:
        return self._write(cell, self.y, size, dry=True)

    def _write(self, cell: _Cell, top: float, size: float, *, dry: bool = False) -> float:
        text = self._glyphs.printable(cell.text)
        self._style(size, cell.colour, cell.bold, text)
        self.set_xy(_MARGIN + cell.x, top)
        height = self.multi_cell(
            cell.width,
            size * _LINE,
            text,
            align=Align.R if words.runs_leftward(text) else Align.L,
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
            padding=(0, 1, 0, 0),
            dry_run=dry,
            output=MethodReturnValue.HEIGHT,
        )
        return cast(float, height)

    def _style(self, size: float, colour: Colour, bold: bool, text: str) -> None:
        self.set_font(BASE, BOLD if bold else "", size)
        self.set_text_color(*colour)
        self.set_text_shaping(needs_shaping(text))

    def _keep(self, height: float) -> None:
        """Begin a page where less than `height` millimetres are left."""
        if self.will_page_break(height):
            self.add_page()


def _links(item: Item) -> list[tuple[int, str]]:
    runs = words.ranges(item.evidence)
    return [(first, f"#{words.turn_range(first, last)}") for first, last in runs]
