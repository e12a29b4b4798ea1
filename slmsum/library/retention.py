"""Rules for how long conversations and their sound are kept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from slmsum.errors import BadOption
from slmsum.library.entry import Entry
from slmsum.library.store import Library

_SETTING = "retention"
# Conversations with this tag stay, whatever the rules say.
KEEP = "keep"
_LONGEST = 36_500


@dataclass(frozen=True, slots=True)
class Retention:
    """Days after which a conversation, or only its sound, is deleted; None: never.

    They count from when it was added.
    """

    days: int | None = None
    audio_days: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What the rules delete now: whole conversations, and the sound of others."""

    conversations: tuple[Entry, ...] = ()
    audio: tuple[Entry, ...] = ()


def rules(library: Library) -> Retention:
    """The rules of a library; none at first."""
    text = library.setting(_SETTING)
    return Retention(**json.loads(text)) if text else Retention()


def set_rules(library: Library, retention: Retention) -> None:
    """Give a library other rules; raises BadOption for days that are none."""
    for days in (retention.days, retention.audio_days):
        if days is not None and not 1 <= days <= _LONGEST:
            raise BadOption(f"{days} days cannot be kept", hint=f"Give 1 to {_LONGEST:,}.")
    empty = retention == Retention()
    library.set_setting(_SETTING, None if empty else json.dumps(asdict(retention)))


def due(library: Library, retention: Retention, moment: datetime | None = None) -> Due:
    """What `retention` deletes at `moment` (default: now); what is tagged "keep" stays."""
    if retention == Retention():
        return Due()
    moment = moment or datetime.now(UTC)

    def older(entry: Entry, days: int | None) -> bool:
        return days is not None and entry.added < moment - timedelta(days=days)

    entries = [entry for entry in library.entries() if KEEP not in entry.tags]
    gone = tuple(entry for entry in entries if older(entry, retention.days))
    silent = tuple(
        entry
        for entry in entries
        if entry not in gone and entry.audio is not None and older(entry, retention.audio_days)
    )
    return Due(gone, silent)


def apply(library: Library, moment: datetime | None = None) -> Due:
    """Delete what the library's own rules say; gives what was deleted."""
    found = due(library, rules(library), moment)
    if found.audio:
        library.remove_audio(*(entry.id for entry in found.audio))
    if found.conversations:
        library.remove(*(entry.id for entry in found.conversations))
    return found
