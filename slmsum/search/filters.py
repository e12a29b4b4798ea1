"""The filters of a query as conditions on a library's turns and conversations."""

from __future__ import annotations

import json
from dataclasses import dataclass

from slmsum.library import Library
from slmsum.search.match import Pattern
from slmsum.search.query import Query, Term
from slmsum.search.words import words

_DAY = "coalesce(conversation.date, substr(conversation.added, 1, 10))"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in SQL with its values; empty where everything meets it."""

    sql: str = ""
    values: tuple[str, ...] = ()

    def __and__(self, other: Condition) -> Condition:
        """Both conditions."""
        sql = " AND ".join(part for part in (self.sql, other.sql) if part)
        return Condition(sql, self.values + other.values)


def of_turns(library: Library, query: Query) -> Condition:
    """What the filters ask of a row of `turn` and its `conversation`.

    A day is that of the turn where it has a time, else of the conversation.
    """
    day = f"coalesce(substr(turn.time, 1, 10), {_DAY})"
    condition = _of_both(query)
    if query.speakers:
        names = json.dumps(_names(library, query.speakers))
        # By the row, as only a few are asked about, not by a list of all speakers' numbers.
        name = "(SELECT name FROM speaker WHERE speaker.id = turn.speaker_id)"
        condition &= Condition(f"{name} IN (SELECT value FROM json_each(?))", (names,))
    if query.since is not None:
        condition &= Condition(f"{day} >= ?", (query.since.isoformat(),))
    if query.until is not None:
        condition &= Condition(f"{day} <= ?", (query.until.isoformat(),))
    return condition


def conversations(library: Library, query: Query) -> set[int] | None:
    """The conversations that may hold turns within the filters, None where there are none."""
    condition = _of_both(query)
    if query.speakers:
        names = json.dumps(_names(library, query.speakers))
        condition &= Condition(
            "conversation.id IN (SELECT conversation_id FROM speaker "
            "WHERE name IN (SELECT value FROM json_each(?)))",
            (names,),
        )
    if query.since is not None:
        last = (
            "(SELECT substr(time, 1, 10) FROM turn WHERE conversation_id = conversation.id "
            "AND position = conversation.turns - 1)"
        )
        since = query.since.isoformat()
        condition &= Condition(f"({_DAY} >= ? OR {last} >= ?)", (since, since))
    if query.until is not None:
        condition &= Condition(f"{_DAY} <= ?", (query.until.isoformat(),))
    if not condition.sql:
        return None
    sql = f"SELECT id FROM conversation WHERE {condition.sql}"
    return {number for (number,) in library.connection.execute(sql, condition.values)}


def _of_both(query: Query) -> Condition:
    condition = Condition()
    if query.tags:
        names = json.dumps([" ".join(tag.split()).casefold() for tag in query.tags])
        condition &= Condition(
            "conversation.id IN (SELECT conversation_id FROM tag "
            "WHERE name IN (SELECT value FROM json_each(?)))",
            (names,),
        )
    if query.kinds:
        kinds = json.dumps([kind.lower() for kind in query.kinds])
        condition &= Condition("conversation.kind IN (SELECT value FROM json_each(?))", (kinds,))
    return condition


def _names(library: Library, wanted: tuple[str, ...]) -> list[str]:
    """The speakers' names that hold one of the wanted names, whole words in any case."""
    patterns = [Pattern(Term(name)) for name in wanted]
    found = []
    for (name,) in library.connection.execute("SELECT DISTINCT name FROM speaker"):
        name_words = list(words(name))
        if any(pattern.find(name, name_words) for pattern in patterns):
            found.append(name)
    return found
