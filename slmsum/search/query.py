"""What a user types into the search field, understood without ever being wrong."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# A name and a colon before a value or phrase; a phrase, whose end may be missing; anything else.
_PIECE = re.compile(
    r"""(?P<minus>-)?
        (?:(?P<name>speaker|from|to|tag|kind):(?=\S))?
        (?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))""",
    re.VERBOSE | re.IGNORECASE,
)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class Wish(StrEnum):
    """How a term bears on what is found: it helps, it must occur, or it must not."""

    HELPS = "helps"
    REQUIRED = "required"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Term:
    """A word, the beginning of one (`prefix`), or a phrase, as it was typed."""

    text: str
    wish: Wish = Wish.HELPS
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for, and where.

    Speakers, tags and kinds are alternatives among themselves; `since` and `until` are days, both
    included. `plain` is the query without its filters and excluded terms, for finding by meaning.
    `notes` tell what could not be understood and was left aside.
    """

    terms: tuple[Term, ...] = ()
    speakers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    plain: str = ""
    notes: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The terms that speak for a turn."""
        return tuple(term for term in self.terms if term.wish is not Wish.EXCLUDED)

    @property
    def has_filters(self) -> bool:
        """Whether the query says where to look."""
        return bool(self.speakers or self.tags or self.kinds or self.since or self.until)

    @property
    def strict(self) -> tuple[Term, ...]:
        """The terms that a turn must hold or must not hold."""
        return tuple(term for term in self.terms if term.wish is not Wish.HELPS)


def parse(text: str) -> Query:
    """Understand any text as a query.

    word, beginning*, "a phrase" (which must occur), -without or NOT without, and the filters
    speaker:NAME, tag:NAME, kind:NAME, from:DATE, to:DATE with quotes around values with blanks;
    a date is a day, a month or a year (2026-03-01, 2026-03, 2026).
    """
    # Halves of surrogate pairs, as broken arguments bring them, are in no library.
    text = text.encode("utf-8", errors="replace").decode("utf-8")
    terms: list[Term] = []
    names: dict[str, list[str]] = {"speaker": [], "tag": [], "kind": []}
    days: dict[str, date] = {}
    notes: list[str] = []
    negated = False
    for piece in _PIECE.finditer(text):
        name = (piece["name"] or "").lower()
        value = piece["phrase"] if piece["phrase"] is not None else piece["word"]
        if name in names:
            names[name].append(value.strip())
        elif name:
            day = _day(value, last=name == "to")
            if day is None:
                notes.append(f"{name}:{value} is no date like 2026-03-01, 2026-03 or 2026")
            else:
                days[name] = day
        elif value == "NOT" and piece["phrase"] is None:
            negated = True
            continue
        else:
            excluded = negated or piece["minus"] is not None
            terms.append(_term(value, excluded, piece["phrase"] is not None))
        negated = False
    terms = [term for term in terms if term.text]
    return Query(
        terms=tuple(terms),
        speakers=tuple(filter(None, names["speaker"])),
        tags=tuple(filter(None, names["tag"])),
        kinds=tuple(filter(None, names["kind"])),
        since=days.get("from"),
        until=days.get("to"),
        plain=" ".join(term.text for term in terms if term.wish is not Wish.EXCLUDED),
        notes=tuple(notes),
    )


def _term(value: str, excluded: bool, phrase: bool) -> Term:
    bare = " ".join(value.split())
    wish = Wish.EXCLUDED if excluded else Wish.REQUIRED if phrase else Wish.HELPS
    if not phrase and len(bare) > 1 and bare.endswith("*"):
        return Term(bare.rstrip("*"), wish, prefix=True)
    return Term(bare, wish)


def _day(text: str, *, last: bool) -> date | None:
    """The first day that a date means, or with `last` the last one."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        assert year is not None
        month = month or (12 if last else 1)
        return date(year, month, day or (calendar.monthrange(year, month)[1] if last else 1))
    except ValueError:
        return None
