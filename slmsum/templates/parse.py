"""Read templates from TOML; whatever is wrong is told in one line that says what is allowed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from slmsum.errors import BadTemplate
from slmsum.minutes import Part
from slmsum.summarize.settings import Length
from slmsum.templates.template import (
    USUAL_MOST,
    BodyFormat,
    Cue,
    Fill,
    NoteName,
    SectionPlan,
    Template,
    When,
)

MOST_BYTES = 32_000
_MOST_SECTIONS = 20
_MOST_WORDS = 200
_MOST_CHARS = 200
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_NOTE_NAMES = (
    "ALLERGY ASSESSMENT CC DIAGNOSIS DISPOSITION EDCOURSE EXAM FAM/SOCHX GENHX GYNHX IMAGING "
    "IMMUNIZATIONS LABS MEDICATIONS OTHER_HISTORY PASTMEDICALHX PASTSURGICAL PLAN PROCEDURES ROS"
).split()
# The keys a section may have beside those that every section may have, and the one it must have.
_FILL_KEYS = {
    Fill.BY_SPEAKER: "cue",
    Fill.QUESTIONS_AND_ANSWERS: "",
    Fill.NOTE: "notes",
    Fill.ASK: "question",
    Fill.QUOTES: "about",
    Fill.TERMS: "",
}

Value = TypeVar("Value")
Word = TypeVar("Word", bound=StrEnum)


def parse(data: bytes, source: str) -> Template:
    """The template in a file's content; raises BadTemplate, with `source` as the file's name."""
    if len(data) > MOST_BYTES:
        raise BadTemplate(source, "", f"it is larger than {MOST_BYTES:,} bytes")
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise BadTemplate(source, "", "it is not UTF-8 text") from None
    # tomllib recurses into nested arrays.
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadTemplate(source, "", f"it is not TOML: {error}") from None
    template = replace(_template(_Table(table, source, "")), source=source)
    if template.body:
        from slmsum.templates.body import check

        check(template)
    return template


class _Table:
    """A table of a template; each key is taken once, and one that is left over is an error."""

    def __init__(self, table: Mapping[str, Any], source: str, place: str) -> None:
        self._left = dict(table)
        self._allowed: list[str] = []
        self.source = source
        self.place = place

    def error(self, key: str, problem: str) -> BadTemplate:
        return BadTemplate(self.source, f"{self.place}{key}".rstrip("."), problem)

    def has(self, key: str) -> bool:
        return key in self._left

    def take(self, key: str, read: Callable[[Any], Value | None], wanted: str) -> Value | None:
        """The value of a key as `read` makes it, None where the key is not there."""
        self._allowed.append(key)
        if key not in self._left:
            return None
        value = read(self._left.pop(key))
        if value is None:
            raise self.error(key, f"must be {wanted}")
        return value

    def need(self, key: str, read: Callable[[Any], Value | None], wanted: str) -> Value:
        """The value of a key that must be there."""
        value = self.take(key, read, wanted)
        if value is None:
            raise self.error(key, f"is missing: must be {wanted}")
        return value

    def end(self) -> None:
        """Raises BadTemplate for a key that nobody took."""
        for key in self._left:
            raise self.error(key, f"is not known here; known are {', '.join(self._allowed)}")


def _template(table: _Table) -> Template:
    name = table.need("name", _slug, "small letters, digits and hyphens, at most 40")
    template = Template(
        name=name,
        title=table.need("title", _line, _LINE),
        description=table.take("description", _line, _LINE) or "",
        length=_word(table, "length", Length),
        when=_whens(table),
        sections=_sections(table),
        body=table.take("body", _text, "text") or "",
        body_format=_word(table, "format", BodyFormat) or BodyFormat.MARKDOWN,
    )
    table.end()
    return template


def _whens(table: _Table) -> tuple[When, ...]:
    wanted = f"a table, [when], or at most {_MOST_SECTIONS}, [[when]]"
    raw = table.take("when", lambda value: _mappings([value]) or _mappings(value), wanted) or ()
    return tuple(_when(_Table(entry, table.source, "when.")) for entry in raw)


def _when(rules: _Table) -> When:
    when = When(
        speakers=rules.take("speakers", _alternatives, 'a list of "word|other word"') or (),
        people=rules.take("people", _bounds, "two numbers, [from, to]"),
        words=rules.take("words", _bounds, "two numbers, [from, to]"),
        share=rules.take("share", _bounds, "two numbers from 0 to 1, [from, to]"),
        cues=rules.take("cues", _lines, _LINES) or (),
        least=rules.take("least", _count, _COUNT) or 1,
        asks=rules.take("asks", _fraction, "a number from 0 to 1") or 0.0,
        formats=rules.take("formats", _lines, _LINES) or (),
    )
    rules.end()
    if not when.conditions:
        raise rules.error("", "must set a condition, or be left out")
    if when.least > max(1, len(when.cues)):
        raise rules.error("least", f"is more than the {len(when.cues)} cues there are")
    return when


def _sections(table: _Table) -> tuple[SectionPlan, ...]:
    raw = table.take("sections", _mappings, f"at most {_MOST_SECTIONS} tables, [[sections]]") or ()
    return tuple(
        _section(_Table(entry, table.source, f"sections[{number}]."))
        for number, entry in enumerate(raw, 1)
    )


def _section(table: _Table) -> SectionPlan:
    heading = table.need("heading", _line, _LINE)
    if table.has("part") == table.has("fill"):
        raise table.error("part", "must be given, or fill, and not both")
    if table.has("part"):
        part = _word(table, "part", Part, without=Part.OWN) or Part.OWN
        table.end()
        return SectionPlan(heading, part)
    fill = _word(table, "fill", Fill)
    assert fill is not None
    plan = SectionPlan(
        heading,
        fill=fill,
        by=table.take("by", _lines, _LINES) or (),
        not_by=table.take("not_by", _lines, _LINES) or (),
        most=table.take("most", _count, _COUNT) or USUAL_MOST,
        always=table.take("always", _flag, "true or false") or False,
    )
    match _FILL_KEYS[fill]:
        case "cue":
            if not table.has("cue"):
                raise table.error("cue", f"is missing: must be {_one_of(Cue)}")
            plan = replace(plan, cue=_word(table, "cue", Cue))
        case "notes":
            wanted = "a table of lists of words, by " + ", ".join(_NOTE_NAMES)
            plan = replace(plan, notes=table.need("notes", _notes, wanted))
        case "question":
            plan = replace(plan, question=table.need("question", _line, _LINE))
        case "about" if table.has("words"):
            plan = replace(plan, words=table.need("words", _lines, _LINES))
        case "about":
            plan = replace(plan, about=table.need("about", _line, f"{_LINE}, or words given"))
    table.end()
    return plan


_LINE = f"a line of at most {_MOST_CHARS} characters"
_LINES = f"a list of at most {_MOST_WORDS} lines"
_COUNT = "a whole number from 1 to 50"


def _word(table: _Table, key: str, words: type[Word], without: Word | None = None) -> Word | None:
    """A word of an enumeration."""
    allowed = [word for word in words if word is not without]

    def read(value: Any) -> Word | None:
        return next((word for word in allowed if word.value == value), None)

    return table.take(key, read, _one_of(allowed))


def _one_of(words: Sequence[StrEnum] | type[StrEnum]) -> str:
    return "one of " + ", ".join(word.value for word in words)


def _slug(value: Any) -> str | None:
    return value if isinstance(value, str) and _NAME.fullmatch(value) else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _line(value: Any) -> str | None:
    if not isinstance(value, str) or not value.strip() or len(value) > _MOST_CHARS:
        return None
    return value.strip() if value.isprintable() else None


def _lines(value: Any) -> tuple[str, ...] | None:
    if not isinstance(value, list) or not 0 < len(value) <= _MOST_WORDS:
        return None
    lines = [_line(entry) for entry in value]
    return None if None in lines else tuple(line for line in lines if line)


def _alternatives(value: Any) -> tuple[tuple[str, ...], ...] | None:
    lines = _lines(value)
    if lines is None:
        return None
    split = tuple(tuple(word.strip() for word in line.split("|")) for line in lines)
    return split if all(word for words in split for word in words) else None


def _number(value: Any) -> float | None:
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if fits and 0 <= value <= 1e9 else None


def _fraction(value: Any) -> float | None:
    number = _number(value)
    return number if number is not None and number <= 1 else None


def _bounds(value: Any) -> tuple[float, float] | None:
    if not isinstance(value, list) or len(value) != 2:
        return None
    low, high = map(_number, value)
    return None if low is None or high is None or low > high else (low, high)


def _count(value: Any) -> int | None:
    fits = isinstance(value, int) and not isinstance(value, bool)
    return value if fits and 1 <= value <= 50 else None


def _mappings(value: Any) -> Sequence[Mapping[str, Any]] | None:
    if not isinstance(value, list) or len(value) > _MOST_SECTIONS:
        return None
    return value if all(isinstance(entry, dict) for entry in value) else None


def _notes(value: Any) -> tuple[NoteName, ...] | None:
    if not isinstance(value, dict) or not value or not value.keys() <= set(_NOTE_NAMES):
        return None
    found = []
    for name, words in value.items():
        lines = () if words == [] else _lines(words)
        if lines is None:
            return None
        found.append(NoteName(name, lines))
    return tuple(found)
