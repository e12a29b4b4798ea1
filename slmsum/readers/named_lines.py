"""Plain transcripts: `Name: words` a line, with or without times, wrapped lines joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from slmsum.conversation import Conversation, Kind, Turn, build
from slmsum.readers.clock import elapsed, hour_of_day
from slmsum.readers.labels import speaker_labels, split_label
from slmsum.readers.marks import clean_name, without_marks
from slmsum.readers.reader import NO, POSSIBLE, Reader
from slmsum.readers.source import Source

_LINES_LOOKED_AT = 400
_AT = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_GAP = r"[ \t]{0,9}"
_SPAN = rf"(?P<at>{_AT})(?P<half>\s?[AaPp]\.?[Mm]\.?)?(?:{_GAP}(?:-{{1,2}}>|[-–]){_GAP}{_AT})?"
_BEFORE = re.compile(rf"{_GAP}[\[(]?{_GAP}{_SPAN}{_GAP}[\])]?(?=\s){_GAP}[-–]?{_GAP}")
_BEHIND = re.compile(
    rf"(?P<name>[^\n:()\[\]]{{1,60}}?){_GAP}[(\[]{_GAP}{_SPAN}{_GAP}[)\]]{_GAP}"
    rf"(?P<colon>:?){_GAP}(?P<text>.*)"
)
_HEADING = re.compile(r"#{1,6}[ \t]+(?P<text>\S.*)")
_MARKUP = re.compile(r"\s*<[?!a-zA-Z/]")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without its time; `text` begins with `Name:` where somebody is named."""

    text: str
    start: float | None = None


def sniff(source: Source) -> float:
    """Possible where about half of the lines or paragraphs begin with names that come back."""
    lines = source.head_lines[:_LINES_LOOKED_AT]
    if source.looks_json or any(_MARKUP.match(line) for line in lines[:3]):
        return NO
    found = [_understand(line) for line in lines]
    named = _named(line.text for line in found)
    if not named:
        return NO
    filled = [line for line in found if line.text.strip()]
    begun = [
        line
        for before, line in zip([_Line(""), *found], found, strict=False)
        if line.text.strip() and not before.text.strip()
    ]
    share = max(_share(filled, named), _share(begun, named))
    return POSSIBLE if share >= 0.45 and (len(filled) > 1) else NO


def read(source: Source) -> Conversation:
    """The transcript; what stands above the first name is its title and notes."""
    named = _named(_understand(line).text for line in source.lines())
    title: list[str] = []
    turns = _turns((_understand(line) for line in source.lines()), named, title)
    return build(list(turns), format="named_lines", source=source.name, title="".join(title))


def _share(lines: list[_Line], named: frozenset[str]) -> float:
    return sum(split_label(line.text)[0] in named for line in lines) / max(1, len(lines))


def _named(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name in speaker_labels(texts) if len(name) <= 60)


def _understand(raw: str) -> _Line:
    """Take the time off a line, wherever it stands, and leave `Name: words`."""
    line = without_marks(raw).rstrip()
    if before := _BEFORE.match(line):
        return _Line(line[before.end() :], _start(before["at"], before["half"]))
    behind = _BEHIND.match(line)
    if behind and (behind["colon"] or behind["text"]):
        return _Line(f"{behind['name']}: {behind['text']}", _start(behind["at"], behind["half"]))
    return _Line(line)


def _start(reading: str, half: str | None) -> float:
    """Seconds since the beginning, or since midnight where AM or PM is written."""
    if not half:
        return elapsed(reading)
    hour, _, rest = reading.partition(":")
    in_hour = elapsed(rest) if ":" in rest else float(rest) * 60
    return hour_of_day(int(hour), half) * 3600.0 + in_hour


def _turns(lines: Iterable[_Line], named: frozenset[str], title: list[str]) -> Iterator[Turn]:
    name: str | None = None
    start: float | None = None
    body: list[str] = []
    begun = False
    for line in lines:
        label, words = split_label(line.text)
        if label is not None and label in named:
            if begun:
                yield _turn(name, body, start)
            begun, name, start, body = True, clean_name(label), line.start, [words]
        elif begun:
            body.append(line.text.strip())
        elif text := line.text.strip():
            heading = _HEADING.match(text)
            if not title:
                title.append(heading["text"].rstrip("# ") if heading else text)
            else:
                yield Turn(0, None, text, Kind.SYSTEM, start=line.start)
    if begun:
        yield _turn(name, body, start)


def _turn(name: str | None, body: list[str], start: float | None) -> Turn:
    paragraphs = "\n".join(body).split("\n\n")
    text = "\n".join(" ".join(part.split()) for part in paragraphs if part.strip())
    return Turn(0, name, text, Kind.SAID, start=start)


READER = Reader("named_lines", "plain transcript", sniff, read)
