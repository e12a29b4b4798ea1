"""Edits of minutes as values: each gives new minutes, and the old ones stay as they were.

A path leads to a value as in `slmsum.evidence`, down to the field: "summary/0/text".
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from slmsum.errors import BadOption
from slmsum.minutes import Action, Minutes, Point, Sentence
from slmsum.summarize.duedates import due_date


def value_at(minutes: Minutes, path: str) -> Any:
    """What stands at `path`; raises BadOption where nothing does."""
    node: Any = minutes
    for step in path.split("/"):
        node = _child(node, step, path)
    return node


def with_value(minutes: Minutes, path: str, value: Any) -> Minutes:
    """The minutes with `value` at `path`; raises BadOption where nothing stands there."""
    changed: Minutes = _with(minutes, path.split("/"), value, path)
    return changed


def without(minutes: Minutes, path: str) -> Minutes:
    """The minutes without the list item at `path`; raises BadOption where there is none."""
    above, _, number = path.rpartition("/")
    value_at(minutes, path)
    items = value_at(minutes, above)
    place = int(number)
    return with_value(minutes, above, items[:place] + items[place + 1 :])


def with_added(minutes: Minutes, path: str, text: str) -> Minutes:
    """The minutes with a statement of the user's own at the end of the list at `path`.

    It rests on no turns; that tells it from what was found in them. An action's owner is left open.
    """
    made: Any = {"actions": Action("", text), "decisions": Point(text), "questions": Point(text)}
    one = made.get(path) or Sentence(text, support=1.0)
    return with_value(minutes, path, (*value_at(minutes, path), one))


def edited_action(
    action: Action, owner: str, task: str, due: str, spoken_on: date | None
) -> Action:
    """The action as a user wrote it over; `due` is as `export.words.due` shows it.

    Words like "Friday" mean the day after `spoken_on`, where that is known.
    """
    from slmsum.export import words

    changed = replace(action, owner=owner.strip(), task=task.strip() or action.task)
    if due.strip() == words.due(action):
        return changed
    said, _, last = due.strip().rpartition(", ")
    try:
        return replace(changed, due_text=said, due_date=date.fromisoformat(last))
    except ValueError:
        meant = due_date(due.strip(), spoken_on)
        return replace(changed, due_text=due.strip(), due_date=meant)


def _with(node: Any, steps: list[str], value: Any, path: str) -> Any:
    if not steps:
        return value
    step, *rest = steps
    changed = _with(_child(node, step, path), rest, value, path)
    if isinstance(node, tuple):
        place = int(step)
        return (*node[:place], changed, *node[place + 1 :])
    return replace(node, **{step: changed})


def _child(node: Any, step: str, path: str) -> Any:
    if isinstance(node, tuple):
        if step.isdecimal() and int(step) < len(node):
            return node[int(step)]
    elif hasattr(node, "__slots__") and step in {field.name for field in fields(node)}:
        return getattr(node, step)
    raise BadOption(f"{path}: the minutes have nothing there")
