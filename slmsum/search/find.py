"""Search a library: by words, by meaning, or by both at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from slmsum.library import Library
from slmsum.search import filters
from slmsum.search.bm25 import Counter, scores, weight
from slmsum.search.candidates import candidates
from slmsum.search.filters import Condition
from slmsum.search.fuse import fuse
from slmsum.search.match import Range, admits, highlights
from slmsum.search.passages import Said, Spot, passages, said
from slmsum.search.query import Query, parse
from slmsum.search.snippet import snippet
from slmsum.search.vectors import Place, Signs

if TYPE_CHECKING:
    from slmsum.engine.encoder import SentenceEncoder

# How much the words of a turn itself count beside those of the passage it stands in, and how many
# of the nearest windows are looked at: chosen on QMSum's training meetings (tests/bench/search.py).
_OWN = 0.5
_WINDOWS = 100
# Windows with a lower cosine have nothing to do with the query, as MiniLM sees it.
_LEAST = 0.15


class By(StrEnum):
    """What decides which turns are found."""

    BOTH = "both"
    WORDS = "words"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True)
class Hit:
    """A turn that was found, the best of its passage.

    `position` is its index in the conversation, `snippet` one line of what it says and
    `highlights` where in that the words of the query stand (characters, end excluded).
    """

    conversation_id: int
    position: int
    score: float
    snippet: str
    highlights: tuple[Range, ...]
    title: str = ""
    date: date | None = None
    speaker: str | None = None


def search(
    library: Library,
    query: str,
    *,
    encoder: SentenceEncoder | None = None,
    limit: int = 20,
    by: By = By.BOTH,
) -> list[Hit]:
    """Find turns, best first; `slmsum.search.query.parse` says what a query can be.

    Without an encoder by words alone. Raises LibraryError.
    """
    return Searcher(library, encoder).search(query, limit=limit, by=by)


class Searcher:
    """Searches one library again and again, and keeps in memory what that needs.

    The signs of all vectors are read at the first search and when the library has changed.
    """

    def __init__(self, library: Library, encoder: SentenceEncoder | None = None) -> None:
        self._library = library
        self._encoder = encoder
        self._signs: Signs | None = None
        self._state: tuple[int, int] | None = None

    def search(self, query: str, *, limit: int = 20, by: By = By.BOTH) -> list[Hit]:
        """Find turns, best first; raises LibraryError."""
        wanted = parse(query)
        if not (wanted.wanted or wanted.has_filters):
            return []
        with self._library.reading():
            where = filters.of_turns(self._library, wanted)
            found = [] if by is By.MEANING else rank_library(self._library, wanted, where)
            rankings = [found]
            if by is not By.WORDS and self._encoder is not None and wanted.plain:
                rankings.append(self._by_meaning(wanted, where, found))
            best = fuse(rankings)[:limit]
            return [_hit(self._library, wanted, spot, score) for spot, score in best]

    def _by_meaning(self, query: Query, where: Condition, found: Sequence[Spot]) -> list[Spot]:
        assert self._encoder is not None
        vector = self._encoder.embed([query.plain])[0]
        within = filters.conversations(self._library, query)
        nearest = self._current_signs().nearest(self._library, vector, _WINDOWS, within)
        chooser = _Chooser(self._library, query, where, found)
        spots = (chooser.choose(place) for place, cosine in nearest if cosine >= _LEAST)
        return list(dict.fromkeys(spot for spot in spots if spot is not None))

    def _current_signs(self) -> Signs:
        row = self._library.connection.execute("SELECT total_changes()").fetchone()
        other = self._library.connection.execute("PRAGMA data_version").fetchone()
        state = (int(row[0]), int(other[0]))
        if self._signs is None or state != self._state:
            self._signs, self._state = Signs(self._library), state
        return self._signs


def rank_library(library: Library, query: Query, where: Condition) -> list[Spot]:
    """Rank turns that meet `where` by the words of a query, best first, one for each passage."""
    counter = Counter(query)
    found = candidates(library, query, counter.terms, where)
    if not counter.terms:
        return list(found.spots)
    total = library.connection.execute("SELECT sum(turns) FROM conversation").fetchone()[0] or 0
    weights = [weight(total, number) for number in found.holding]
    around = [p for p in passages(library, found.spots) if admits(query, p.turn.text)]
    if any(term.prefix for term in counter.terms):
        around = [p for p in around if any(counter.count(p.turn.text).terms)]
    wide = scores([counter.count(passage.text) for passage in around], weights)
    own = scores([counter.count(passage.turn.text) for passage in around], weights)
    order = sorted(range(len(around)), key=lambda i: -(wide[i] + _OWN * own[i]))
    kept: dict[Spot, None] = {}
    covered: set[Spot] = set()
    for passage in (around[i] for i in order):
        if passage.spot not in covered:
            kept[passage.spot] = None
            number = passage.spot.conversation
            covered |= {Spot(number, at) for at in range(passage.first, passage.last + 1)}
    return list(kept)


class _Chooser:
    """Chooses the turn that stands for a window: one found by words, or else the fullest one."""

    def __init__(
        self, library: Library, query: Query, where: Condition, found: Sequence[Spot]
    ) -> None:
        self._library = library
        self._query = query
        self._counter = Counter(query)
        self._ranks = {spot: rank for rank, spot in enumerate(found)}
        self._where = where

    def choose(self, place: Place) -> Spot | None:
        """The turn, None where none in the window meets the query's filters and strict terms."""
        spots = [Spot(place.conversation, at) for at in range(place.first, place.last + 1)]
        ranked = [spot for spot in spots if spot in self._ranks]
        if ranked:
            return min(ranked, key=lambda spot: self._ranks[spot])
        turns = said(self._library, place.conversation, place.first, place.last)
        if self._where.sql:
            allowed = self._allowed(place)
            turns = [turn for turn in turns if turn.position in allowed]
        turns = [turn for turn in turns if admits(self._query, turn.text)]
        if not turns:
            return None
        return Spot(place.conversation, max(turns, key=self._fullness).position)

    def _fullness(self, turn: Said) -> tuple[int, int]:
        counted = self._counter.count(turn.text)
        return sum(map(bool, counted.terms)), counted.words

    def _allowed(self, place: Place) -> set[int]:
        found = self._library.connection.execute(
            "SELECT turn.position FROM turn "
            "JOIN conversation ON conversation.id = turn.conversation_id "
            "WHERE turn.conversation_id = ? AND turn.position BETWEEN ? AND ? "
            f"AND {self._where.sql}",
            (place.conversation, place.first, place.last, *self._where.values),
        )
        return {position for (position,) in found}


def _hit(library: Library, query: Query, spot: Spot, score: float) -> Hit:
    title, day, speaker, text = library.connection.execute(
        "SELECT title, conversation.date, name, text FROM turn "
        "JOIN conversation ON conversation.id = turn.conversation_id "
        "LEFT JOIN speaker ON speaker.id = turn.speaker_id "
        "WHERE turn.conversation_id = ? AND turn.position = ?",
        (spot.conversation, spot.position),
    ).fetchone()
    part, places = snippet(text, highlights(query, text))
    return Hit(
        conversation_id=spot.conversation,
        position=spot.position,
        score=score,
        snippet=part,
        highlights=places,
        title=title,
        date=date.fromisoformat(day) if day else None,
        speaker=speaker,
    )
