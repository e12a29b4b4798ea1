"""What users change in a conversation and its minutes, each within the caller's transaction."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from slmsum.errors import BadOption
from slmsum.library import rows
from slmsum.library.database import Connection
from slmsum.library.entry import Edit, Origin, Version
from slmsum.minutes import Minutes
from slmsum.rename import rename_in_minutes

Change = tuple[str, str | None, str | None]


def newest_minutes(connection: Connection, number: int) -> tuple[int, str] | None:
    """The version and the JSON of the newest minutes."""
    row: tuple[int, str] | None = connection.execute(
        "SELECT version, body FROM minutes WHERE conversation_id = ? ORDER BY version DESC LIMIT 1",
        (number,),
    ).fetchone()
    return row


def add_minutes(connection: Connection, number: int, minutes: Minutes, origin: Origin) -> None:
    """A new version of minutes unless it is as the newest; a user's is compared with that."""
    version, before = newest_minutes(connection, number) or (0, None)
    made = datetime.now(UTC)
    body = _body(minutes)
    if body == before:
        return
    added = insert_version(connection, number, Version(version + 1, made, origin, minutes))
    if origin is Origin.USER and before is not None:
        _note(connection, number, added, differences(json.loads(before), json.loads(body)))
    _touch(connection, number)


def insert_version(connection: Connection, number: int, version: Version) -> int:
    """Keep minutes under a version's own number and time; gives the row's id."""
    added = connection.execute(
        "INSERT INTO minutes (conversation_id, version, made, origin, body) VALUES (?, ?, ?, ?, ?)",
        (
            number,
            version.number,
            rows.moment(version.made),
            version.origin.value,
            _body(version.minutes),
        ),
    )
    return int(added.lastrowid or 0)


def insert_edit(connection: Connection, number: int, minutes: int | None, edit: Edit) -> None:
    """Keep an edit under its own time, of the minutes in row `minutes` or of the conversation."""
    texts = (edit.path, edit.before, edit.after)
    connection.execute(
        "INSERT INTO edit (conversation_id, minutes_id, made, path, before, after) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            number,
            minutes,
            rows.moment(edit.made),
            *(None if text is None else rows.storable(text) for text in texts),
        ),
    )


def _body(minutes: Minutes) -> str:
    return rows.storable(json.dumps(minutes.to_json(), ensure_ascii=False))


def edit_turn(connection: Connection, number: int, index: int, text: str) -> None:
    """Change what a turn says; raises BadOption where there is no such turn."""
    row = connection.execute(
        "SELECT id, text, kind FROM turn WHERE conversation_id = ? AND position = ?",
        (number, index),
    ).fetchone()
    if row is None:
        raise BadOption(f"there is no turn {index + 1}", hint="Turns are numbered from 1.")
    turn, before, kind = row
    after = rows.storable(text)
    if after == before:
        return
    connection.execute("UPDATE turn SET text = ? WHERE id = ?", (after, turn))
    if kind == "said":
        more = len(after.split()) - len(before.split())
        connection.execute("UPDATE conversation SET words = words + ? WHERE id = ?", (more, number))
    _note(connection, number, None, [(f"turns/{index}/text", before, after)])
    _touch(connection, number)


def rename_speakers(connection: Connection, number: int, names: Sequence[str], into: str) -> None:
    """Call speakers by one name, in the newest minutes too; several become one.

    Raises BadOption for a name nobody has, or an empty new one.
    """
    new = rows.storable(into.strip())
    if not new:
        raise BadOption("the new name is empty", hint="Give a name.")
    for name in names:
        _require_speaker(connection, number, name)
    _note(connection, number, None, [(f"speakers/{name}", name, new) for name in names])
    group = list(dict.fromkeys([*names, new]))
    marks = ", ".join("?" * len(group))
    ids = [
        id
        for (id,) in connection.execute(
            f"SELECT id FROM speaker WHERE conversation_id = ? AND name IN ({marks}) "
            "ORDER BY position IS NULL, position, id",
            (number, *group),
        )
    ]
    connection.execute("UPDATE speaker SET name = ? WHERE id = ?", (new, ids[0]))
    for other in ids[1:]:
        connection.execute("UPDATE turn SET speaker_id = ? WHERE speaker_id = ?", (ids[0], other))
        connection.execute("DELETE FROM speaker WHERE id = ?", (other,))
    newest = newest_minutes(connection, number)
    if newest is not None:
        told = rename_in_minutes(
            Minutes.from_json(json.loads(newest[1])), dict.fromkeys(names, new)
        )
        add_minutes(connection, number, told, Origin.USER)
    _touch(connection, number)


def link_voice(connection: Connection, number: int, speaker: str, voice: str | None) -> None:
    """Say which remembered voice is a speaker's; raises BadOption where nobody is called so."""
    _require_speaker(connection, number, speaker)
    connection.execute(
        "UPDATE speaker SET voice = ? WHERE conversation_id = ? AND name = ?",
        (None if voice is None else rows.storable(voice), number, speaker),
    )
    _touch(connection, number)


def retitle(connection: Connection, number: int, title: str) -> None:
    """Give a conversation another title."""
    new = rows.storable(" ".join(title.split()))
    (before,) = connection.execute(
        "SELECT title FROM conversation WHERE id = ?", (number,)
    ).fetchone()
    connection.execute("UPDATE conversation SET title = ? WHERE id = ?", (new, number))
    _note(connection, number, None, [("title", before, new)])
    _touch(connection, number)


def tag_name(text: str) -> str:
    """A tag as it is kept: in lower case, single spaces; raises BadOption for an empty one."""
    name = rows.storable(" ".join(text.split()).casefold())
    if not name or not name.isprintable():
        raise BadOption("a tag needs a name", hint="Give printable characters.")
    return name


def add_tag(connection: Connection, number: int, text: str) -> None:
    """Add a tag; raises BadOption for an empty one."""
    connection.execute("INSERT OR IGNORE INTO tag VALUES (?, ?)", (number, tag_name(text)))


def remove_tag(connection: Connection, number: int, text: str) -> None:
    """Take a tag away."""
    connection.execute(
        "DELETE FROM tag WHERE conversation_id = ? AND name = ?", (number, tag_name(text))
    )


def differences(before: Any, after: Any, path: str = "") -> Iterator[Change]:
    """Where two JSON values differ: the path, what stood there, and what stands there now."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            yield from differences(before.get(key), after.get(key), f"{path}/{key}".lstrip("/"))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _list_differences(before, after, path)
    elif before != after:
        yield path, _shown(before), _shown(after)


def _list_differences(before: list[Any], after: list[Any], path: str) -> Iterator[Change]:
    """Items that only moved because of others count as unchanged; places are those of `after`."""
    old, new = [list(map(json.dumps, items)) for items in (before, after)]
    for what, i1, i2, j1, j2 in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if what == "equal":
            continue
        for k in range(max(i2 - i1, j2 - j1)):
            one = before[i1 + k] if i1 + k < i2 else None
            other = after[j1 + k] if j1 + k < j2 else None
            yield from differences(one, other, f"{path}/{j1 + k}")


def _shown(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _note(
    connection: Connection, number: int, minutes: int | None, changed: Iterable[Change]
) -> None:
    made = datetime.now(UTC)
    for path, before, after in changed:
        insert_edit(connection, number, minutes, Edit(None, made, path, before, after))


def _touch(connection: Connection, number: int) -> None:
    connection.execute("UPDATE conversation SET changed = ? WHERE id = ?", (rows.now(), number))


def _require_speaker(connection: Connection, number: int, name: str) -> None:
    known = [
        found
        for (found,) in connection.execute(
            "SELECT name FROM speaker WHERE conversation_id = ? "
            "ORDER BY position IS NULL, position",
            (number,),
        )
    ]
    if name not in known:
        raise BadOption(
            f"no speaker is called {name!r}",
            hint="Speakers in it: " + (", ".join(known) or "none") + ".",
        )
