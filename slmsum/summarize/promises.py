"""Action items in the speakers' own words: what somebody says they will do.

A model of this size misses many of them or gives them to the wrong person; the words "I'll ring
the council tomorrow" leave neither in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from slmsum.conversation import Turn
from slmsum.minutes import Action
from slmsum.summarize.duedates import due_date
from slmsum.summarize.words import content_stems, sentences, unigram_f1, words

_PROMISE = re.compile(
    r"(?:^|[,;:.!?-]\s*|\b(?:and|so|then|ok|okay|yes|sure|but|well)\s+)"
    r"(?:i'll|i will|i'm going to|i'm gonna|im gonna|let me|i shall)\s+"
    r"(?:just |also |then |still |go and |try to |try and |make sure (?:to )?)?(?P<task>[a-z].*)",
    re.IGNORECASE,
)
# Verbs of what is thought, felt or happens anyway, not of a task.
_NO_TASK = frozenset(
    """be see wait think know say bet like love need want hope guess feel stop understand admit miss
    live die never not only probably remember stay sit manage survive hear imagine start show
    explain repeat""".split()
)
_END = re.compile(
    r"[,;:!?.](?:\s|$)|\s(?:but|because|cause|so|if|unless|when|before|while|and i|and you|then|or|"
    r"which|that's|as)\s",
    re.IGNORECASE,
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DUE = re.compile(
    r"\s*\b(?:(?:by|on|at|before|until|till|from|this|next)\s+)?(?:the\s+)?"
    r"(?:end of (?:the |this )?(?:day|week|month)|today|tonight|tomorrow|tmrw|"
    rf"{_WEEKDAY}|this (?:morning|afternoon|evening)|next week|noon|\d{{1,2}}(?:st|nd|rd|th))"
    r"(?: (?:morning|afternoon|evening|night))?\b",
    re.IGNORECASE,
)
_YOUR = re.compile(r"\byour\b", re.IGNORECASE)
_YOU = re.compile(r"\b(?:you|u|ya)\b", re.IGNORECASE)
# Telling words that a task needs; long talk is full of "I'll put that here".
_LEAST_STEMS, _LEAST_STEMS_LONG = 2, 3
_LONG = 60
_SAME = 0.4
# "I'll take this one myself" names no task.
_NOTHING = "myself ourselves yourself something anything someone somebody everyone"
_MOST_CHARS = 120


def promised_actions(turns: Sequence[Turn], day: date | None) -> list[Action]:
    """What speakers say they will do, each in the words of its turn.

    `day` is the conversation's; precision and recall on the development set are in the adapter's
    card.
    """
    speakers = list(dict.fromkeys(turn.speaker for turn in turns if turn.speaker))
    no_task = content_stems(" ".join([*speakers, _NOTHING]))
    least = _LEAST_STEMS if len(turns) <= _LONG else _LEAST_STEMS_LONG
    found = []
    for turn in turns:
        if turn.speaker is None:
            continue
        for task, due in _tasks(turn.text):
            if len(content_stems(task) - no_task) < least:
                continue
            others = [name for name in speakers if name != turn.speaker]
            text = _addressed(task, others[0]) if len(others) == 1 else task
            spoken_on = turn.time.date() if turn.time else day
            when = due_date(due, spoken_on) if due else None
            found.append(Action(turn.speaker, text, due, when, (turn.index,)))
    return found


def _tasks(text: str) -> Iterator[tuple[str, str]]:
    """The tasks promised in a turn, with the words that say when."""
    for sentence in sentences(text.replace("’", "'")):
        match = _PROMISE.search(sentence)
        if match is None or sentence.rstrip().endswith("?"):
            continue
        clause = _END.split(match["task"], maxsplit=1)[0]
        due = _DUE.search(clause)
        task = " ".join(_DUE.sub("", clause).split()).strip(" .!")
        first = words(task)[:1]
        if first and first[0] not in _NO_TASK and len(task) <= _MOST_CHARS:
            yield task, due[0].strip() if due else ""


def _addressed(task: str, other: str) -> str:
    """The task with the one other speaker's name for "you"."""
    return _YOU.sub(lambda _: other, _YOUR.sub(lambda _: f"{other}'s", task))


def with_promises(actions: Sequence[Action], promised: Sequence[Action]) -> list[Action]:
    """The actions, and those promises that are not among them, in the order of the talk."""
    new = [
        promise for promise in promised if not any(_is_same(promise, action) for action in actions)
    ]
    return sorted([*actions, *new], key=lambda action: action.evidence or (0,))


def _is_same(promise: Action, action: Action) -> bool:
    if promise.owner != action.owner:
        return False
    alike = unigram_f1(content_stems(promise.task), content_stems(action.task)) >= _SAME
    return alike or bool(set(promise.evidence) & set(action.evidence))
