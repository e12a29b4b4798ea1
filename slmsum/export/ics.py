"""The dated actions as a calendar: an all-day event each.

Events and not to-dos, because Google Calendar, Outlook and most phones import no to-dos.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

from icalendar import Calendar, Event

from slmsum.conversation import Conversation
from slmsum.export import words
from slmsum.export.outline import known
from slmsum.minutes import Action, Minutes

_MOST_TURNS = 5
# Drawn once at random; with a conversation and an action it gives the same UID each time.
_NAMESPACE = uuid.UUID("5c1b9f4e-3d0a-4c67-9d39-1f0f0a3b7c52")


def render(
    minutes: Minutes, conversation: Conversation, warn: Callable[[str], None] = lambda _: None
) -> bytes:
    """The calendar; `warn` is told of actions that no date is known for.

    An event keeps its UID when the same action of the same conversation is exported again, so that
    a calendar replaces it instead of showing it twice.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//slmsum//minutes//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", words.clean(minutes.title) or "Minutes")
    taken: set[uuid.UUID] = set()
    origin = _fingerprint(conversation)
    for action in minutes.actions:
        if action.due_date is not None:
            uid = _uid(origin, action, taken)
            calendar.add_component(_event(action, action.due_date, uid, minutes, conversation))
    undated = len(minutes.actions) - len(taken)
    if undated or not taken:
        warn(
            f"actions in the calendar: {len(taken)}; "
            f"left out, because no date is known for them: {undated}"
        )
    return bytes(calendar.to_ical())


def _event(
    action: Action, day: date, uid: uuid.UUID, minutes: Minutes, conversation: Conversation
) -> Event:
    owner, task = words.clean(action.owner), words.clean(action.task)
    event = Event()
    event.add("uid", str(uid))
    event.add("dtstamp", datetime.now(UTC))
    # Without an end it takes the whole day (RFC 5545, 3.6.1).
    event.add("dtstart", day)
    event.add("summary", f"{owner}: {task}" if owner else task)
    event.add("description", "\n".join(_description(action, minutes, conversation)))
    # A task leaves its owner free for other things on that day.
    event.add("transp", "TRANSPARENT")
    return event


def _description(action: Action, minutes: Minutes, conversation: Conversation) -> Iterator[str]:
    """When it is due as it was said, and the turns that the action rests on."""
    if action.due_text:
        yield f"Due: {words.clean(action.due_text)}"
    for index in known(action.evidence, conversation)[:_MOST_TURNS]:
        turn = conversation.turns[index]
        speaker = f"{words.clean(turn.speaker)}: " if turn.speaker else ""
        yield f"#{index + 1} {speaker}{words.clean(turn.text)}"
    yield f"From the minutes: {words.clean(minutes.title) or 'Minutes'}"


def _fingerprint(conversation: Conversation) -> str:
    digest = hashlib.sha256()
    for turn in conversation.turns:
        digest.update(f"{turn.speaker}\n{turn.text}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _uid(origin: str, action: Action, taken: set[uuid.UUID]) -> uuid.UUID:
    """The same for the same action, another one for a second action of the same words."""
    said = [origin, *(words.clean(text) for text in (action.owner, action.task, action.due_text))]
    uid = uuid.uuid5(_NAMESPACE, "\n".join(said))
    while uid in taken:
        uid = uuid.uuid5(uid, "again")
    taken.add(uid)
    return uid
