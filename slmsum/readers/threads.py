"""Exports that hold several chats: each kept together, one after another by their first message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from slmsum.conversation import Conversation, Turn, build

_NAMES_SHOWN = 8


@dataclass(slots=True)
class Thread:
    """One chat or channel while it is read."""

    name: str
    turns: list[Turn] = field(default_factory=list)


def moment(time: datetime | None) -> float:
    """A number to sort by; times without a zone count as UTC, no time as the very beginning."""
    if time is None:
        return float("-inf")
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()


def by_time(turns: Sequence[Turn]) -> list[Turn]:
    """The turns in order of time; one without a time stays behind the one before it."""
    last = float("-inf")
    keyed = []
    for turn in turns:
        last = last if turn.time is None else moment(turn.time)
        keyed.append((last, turn))
    return [turn for _, turn in sorted(keyed, key=lambda pair: pair[0])]


def skipped(count: int, what: str = "messages", why: str = "not understood") -> list[str]:
    """A warning that some items were left out, none for zero."""
    return [f"{count:,} {what} left out: {why}"] if count else []


def build_threads(
    threads: Sequence[Thread],
    *,
    format: str,
    source: str,
    what: str = "chats",
    warnings: Sequence[str] = (),
) -> Conversation:
    """One conversation of all threads that have turns; a warning tells where there are several."""
    filled = sorted((t for t in threads if t.turns), key=_beginning)
    names = [thread.name or "unnamed" for thread in filled]
    notes = list(warnings)
    if len(filled) > 1:
        shown = ", ".join(names[:_NAMES_SHOWN]) + (", ..." if len(names) > _NAMES_SHOWN else "")
        notes.append(f"{len(filled):,} {what} in one export, read one after another: {shown}")
    return build(
        (turn for thread in filled for turn in thread.turns),
        format=format,
        source=source,
        title=filled[0].name if len(filled) == 1 else "",
        warnings=notes,
    )


def _beginning(thread: Thread) -> float:
    return min((moment(turn.time) for turn in thread.turns if turn.time), default=float("-inf"))
