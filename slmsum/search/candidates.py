"""The turns of a library that hold words of a query, by its full-text index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from slmsum.library import Library
from slmsum.search.filters import Condition
from slmsum.search.match import is_literal
from slmsum.search.passages import Spot
from slmsum.search.query import Query, Term, Wish
from slmsum.search.words import completions, words

# How many turns each way of looking gives.
_MOST = 100
_FEW = 20
# Ranking costs about 2 microseconds for each turn with one of the words: with this many in sum,
# tests/bench/search.py stays well below 100 ms. Commoner words tell little; see `_looks`.
_BUDGET = 10_000

_FROM_WORDS = (
    "FROM turn_words CROSS JOIN turn ON turn.id = turn_words.rowid "
    "JOIN conversation ON conversation.id = turn.conversation_id WHERE turn_words MATCH ?"
)
_FROM_TURNS = "FROM turn JOIN conversation ON conversation.id = turn.conversation_id WHERE "


@dataclass(frozen=True, slots=True)
class Candidates:
    """Turns that may be meant, and how many turns hold each term, as far as it matters."""

    spots: tuple[Spot, ...]
    holding: tuple[int, ...]


def candidates(
    library: Library, query: Query, terms: Sequence[Term], where: Condition
) -> Candidates:
    """Turns that hold some of the `terms` and meet the query's strict terms and `where`.

    Without terms the newest turns that meet these. `terms` are the telling ones of the query.
    """
    spaced = {term: _expression(term) for term in terms if not is_literal(term)}
    holding = {
        term: _count(library, expression, _most(term)) for term, expression in spaced.items()
    }
    where &= _strict_literals(query)
    found: dict[Spot, None] = {}
    for look in _looks(query, holding):
        if not look.last or len(found) < _FEW:
            expression = _with_strict(query, look.expression)
            order = "rank" if look.ranked else "turn_words.rowid DESC"
            found |= dict.fromkeys(_by_index(library, expression, where, order))
    literal = [term for term in terms if is_literal(term)]
    if literal or not terms:
        found |= dict.fromkeys(_by_scan(library, query, literal, where))
    counts = tuple(holding.get(term, len(found)) for term in terms)
    return Candidates(tuple(found), counts)


@dataclass(frozen=True, slots=True)
class _Look:
    """A question to the index: its answers are ranked, or else the newest of them are taken.

    The `last` one is asked only where the others have found few.
    """

    expression: str
    ranked: bool
    last: bool = False


def _looks(query: Query, holding: dict[Term, int]) -> list[_Look]:
    """What to ask the index for.

    Turns with rare words are ranked. Common words alone, which a million turns may hold, cannot be
    ranked in time: there the newest turns are taken, those with all the words first.
    """
    required = [term for term in holding if term.wish is Wish.REQUIRED]
    helping = sorted(
        (term for term, count in holding.items() if count and term.wish is Wish.HELPS),
        key=lambda term: holding[term],
    )
    sums = accumulate(holding[term] for term in helping)
    rare = [term for term, total in zip(helping, sums, strict=True) if total <= _BUDGET]
    anything = " OR ".join(map(_expression, helping))
    if required:
        few = min(holding[term] for term in required) <= _most(required[0])
        looks = [_Look(" AND ".join(map(_expression, required)), few)]
        return [_Look(anything, False), *looks] if helping and not few else looks
    looks = []
    if rare:
        looks.append(_Look(" OR ".join(map(_expression, rare)), True))
    if len(rare) < len(helping):
        looks.append(_Look(" AND ".join(map(_expression, helping)), False))
        looks.append(_Look(anything, False, last=True))
    return looks


def _expression(term: Term) -> str:
    """A term in FTS5's language; the quotes make every word of it plain text.

    The index holds stems. What it finds for the beginning of a word may hold another word with
    the same stem.
    """
    *before, last = (term.text[word.start : word.end] for word in words(term.text))
    if not term.prefix:
        return _quoted(*before, last)
    whole = [_quoted(*before, word) for word in completions(last)]
    return "(" + " OR ".join([_quoted(*before, last) + "*", *whole]) + ")"


def _quoted(*parts: str) -> str:
    return '"' + " ".join(parts) + '"'


def _with_strict(query: Query, expression: str) -> str:
    """The expression, narrowed to turns with the required terms and without excluded words."""
    strict = [term for term in query.strict if not (is_literal(term) or term.prefix)]
    parts = [_expression(term) for term in strict if term.wish is Wish.REQUIRED]
    whole = " AND ".join(f"({part})" for part in [expression, *parts])
    without = " OR ".join(_expression(term) for term in strict if term.wish is Wish.EXCLUDED)
    return f"({whole}) NOT ({without})" if without else whole


def _strict_literals(query: Query) -> Condition:
    condition = Condition()
    for term in query.strict:
        if is_literal(term):
            sign = ">" if term.wish is Wish.REQUIRED else "="
            condition &= Condition(f"{_HOLDS} {sign} 0", (_lower(term.text),))
    return condition


_HOLDS = "instr(lower(turn.text), ?)"


def _lower(text: str) -> str:
    """Lower case as SQLite's lower() makes it, of A to Z alone."""
    return "".join(char.lower() if char.isascii() else char for char in text)


def _most(term: Term) -> int:
    """How many turns with a term may be ranked; comparing the places of a phrase takes longer."""
    return _BUDGET // 4 if term.wish is Wish.REQUIRED else _BUDGET


def _count(library: Library, expression: str, most: int) -> int:
    """How many turns meet an expression, counted up to one more than `most`."""
    row = library.connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM turn_words WHERE turn_words MATCH ? LIMIT ?)",
        (expression, most + 1),
    ).fetchone()
    return int(row[0])


def _by_index(library: Library, expression: str, where: Condition, order: str) -> list[Spot]:
    found = library.connection.execute(
        f"SELECT turn.conversation_id, turn.position {_FROM_WORDS}{_and(where)} "
        f"ORDER BY {order} LIMIT {_MOST}",
        (expression, *where.values),
    )
    return [Spot(*row) for row in found]


def _by_scan(library: Library, query: Query, terms: Sequence[Term], where: Condition) -> list[Spot]:
    """Look through all turns, for what no index of words can find: those with most of the terms."""
    texts = tuple(_lower(term.text) for term in terms)
    held = " + ".join([f"({_HOLDS} > 0)"] * len(texts))
    condition = Condition(f"({held}) > 0", texts) if texts else Condition()
    strict = _with_strict_only(query)
    if strict:
        within = "turn.id IN (SELECT rowid FROM turn_words WHERE turn_words MATCH ?)"
        condition &= Condition(within, (strict,))
    condition &= where & Condition("turn.kind = 'said'")
    order = f"({held}) DESC, " if texts else ""
    found = library.connection.execute(
        f"SELECT turn.conversation_id, turn.position {_FROM_TURNS}{condition.sql} "
        f"ORDER BY {order}turn.id DESC LIMIT {_MOST}",
        (*condition.values, *texts),
    )
    return [Spot(*row) for row in found]


def _with_strict_only(query: Query) -> str:
    required = [t for t in query.strict if t.wish is Wish.REQUIRED and not is_literal(t)]
    return " AND ".join(map(_expression, required))


def _and(condition: Condition) -> str:
    return f" AND {condition.sql}" if condition.sql else ""
