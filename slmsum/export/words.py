"""How evidence, times, due dates and provenance are worded, the same in every format.

Turns are shown as #1, #2, ...: #n is the turn with index n - 1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from slmsum.conversation import Conversation, Turn
from slmsum.minutes import Action, Chapter, Minutes, Provenance, Sentence

# Marks that turn the direction of text around, which could disguise what stands there.
_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# No characters at all; XML forbids these two.
_NEVER = _DIRECTION | {"\ufffe", "\uffff"}
# The usual forms of BCP 47: "en", "pt-BR", "zh-Hant".
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_SOURCES = {
    "rapl": "measured, whole processor",
    "battery": "measured, whole machine",
    "estimate": "estimated",
}

LEGEND = "#n is turn n of the conversation, as 'slmsum read' numbers it."


def clean(text: str) -> str:
    """One line without control characters, so that no message can steer a terminal."""
    kept = (
        char
        for char in text
        if char.isspace() or (unicodedata.category(char) not in ("Cc", "Cs") and char not in _NEVER)
    )
    return " ".join("".join(kept).split())


def ranges(indices: Iterable[int]) -> list[tuple[int, int]]:
    """Sorted turn indices as runs of neighbours (first, last)."""
    runs: list[tuple[int, int]] = []
    for index in sorted(set(indices)):
        if runs and index == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


def turn_range(first: int, last: int) -> str:
    """Turn indices as shown: "4", or "4-7" for a run."""
    return str(first + 1) if first == last else f"{first + 1}-{last + 1}"


def evidence(indices: Iterable[int], most: int = 6) -> str:
    """A label such as "[#3,5-7]"; runs after the first `most` are only counted ("+2")."""
    runs = ranges(indices)
    if not runs:
        return ""
    shown = [turn_range(first, last) for first, last in runs[:most]]
    if len(runs) > most:
        shown.append(f"+{len(runs) - most}")
    return f"[#{','.join(shown)}]"


def doubts(sentence: Sentence) -> str:
    """Why a sentence may not be taken as fact; empty for a supported one."""
    if sentence.supported:
        return ""
    reasons = "; ".join(clean(doubt) for doubt in sentence.doubts)
    return f"unsupported: {reasons}" if reasons else "unsupported"


def clock(seconds: float) -> str:
    """A place in a recording: "4:07", or "1:04:07" from an hour on."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def moment(turn: Turn) -> str:
    """When a turn was said, empty where unknown."""
    if turn.time is not None:
        return f"{turn.time:%Y-%m-%d %H:%M}"
    return "" if turn.start is None else clock(turn.start)


def span(chapter: Chapter, conversation: Conversation) -> str:
    """The time range of a chapter, empty where unknown."""
    if chapter.start is not None and chapter.end is not None:
        return f"{clock(chapter.start)}-{clock(chapter.end)}"
    turns = conversation.turns[chapter.first_turn : chapter.last_turn + 1]
    times = [turn.time for turn in turns if turn.time is not None]
    if not times:
        return ""
    first, last = times[0], times[-1]
    if first.date() == last.date():
        day = "" if first.date() == conversation.date else f"{first:%Y-%m-%d} "
        return f"{day}{first:%H:%M}-{last:%H:%M}"
    return f"{first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M}"


def due(action: Action) -> str:
    """The due date as it was said, with the date it means where that is known."""
    said = clean(action.due_text)
    if action.due_date is None:
        return said
    date = action.due_date.isoformat()
    if runs_leftward(said):
        # Behind Arabic letters the date would be shown from its day to its year.
        date = f"\N{LEFT-TO-RIGHT MARK}{date}"
    return f"{said}, {date}" if said and said != date else date


def language(minutes: Minutes, conversation: Conversation) -> str:
    """The code of the language that the minutes are in; English where nothing sensible is said."""
    code = minutes.language or conversation.language or ""
    return code if _LANGUAGE.fullmatch(code) else "en"


def runs_leftward(text: str) -> bool:
    """Whether a text is written from right to left: by its first letter that has a direction."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def facts(conversation: Conversation) -> str:
    """One line on what was summarized: day, speakers and number of turns."""
    names = [clean(speaker.name) for speaker in conversation.speakers]
    if len(names) > 6:
        names = [*names[:5], f"{len(names) - 5} more"]
    count = len(conversation.turns)
    parts = [
        conversation.date.isoformat() if conversation.date else "",
        ", ".join(names),
        f"{count:,} turn{'' if count == 1 else 's'}",
    ]
    return " · ".join(part for part in parts if part)


def made_by(provenance: Provenance) -> str:
    """One line on how the minutes were made; energy says whether it was measured."""
    model = provenance.model
    if model and provenance.adapter:
        model += f" with {provenance.adapter}"
    power = provenance.power
    if power and provenance.threads:
        power += f" ({_count(provenance.threads, 'thread')}"
        power += f", {_count(provenance.candidates, 'candidate')})"
    energy = ""
    if provenance.joules is not None:
        source = _SOURCES.get(provenance.joules_source, provenance.joules_source)
        energy = f"{provenance.joules:,.0f} J" + (f" {source}" if source else "")
    time = f"{provenance.seconds:.1f} s" if provenance.seconds else ""
    version = f"slmsum {provenance.version}" if provenance.version else "slmsum"
    left_out = _count(provenance.left_out, "doubtful sentence") + " left out"
    parts = [version, clean(model), power, time, energy, left_out if provenance.left_out else ""]
    return "Made by " + " · ".join(part for part in parts if part)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
