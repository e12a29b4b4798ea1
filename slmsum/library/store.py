"""The library as other parts use it: what can be kept, found, changed and deleted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from uuid import uuid4

from slmsum.conversation import Conversation, Turn
from slmsum.errors import LibraryUnwritable, NotInLibrary
from slmsum.library import backup, changes, opening, rows, sound
from slmsum.library.database import Connection, transaction, translated
from slmsum.library.entry import ConversationKind, Edit, Entry, Origin, Version
from slmsum.library.erase import doom, erase, erase_in_backups, tidy
from slmsum.minutes import Minutes
from slmsum.readers.source import Source


class Library:
    """An open library; each thread opens one of its own.

    `connection` is the database in autocommit mode, for queries; changes go through `changing`.
    All methods raise LibraryError and its subclasses, NotInLibrary for an id that is not there.
    """

    def __init__(
        self, folder: Path, connection: Connection, *, writable: bool, passphrase: str | None = None
    ) -> None:
        self.folder = folder
        self.connection = connection
        self.writable = writable
        self.passphrase = passphrase

    @classmethod
    def open(cls, folder: Path | None = None, passphrase: str | None = None) -> Library:
        """Open the library in `folder` (default: the user's), made where there is none.

        A disk that takes no writing gives a library that cannot be changed. Raises LibraryLocked,
        LibraryCorrupt, LibraryTooNew, LibraryUnwritable, PassphraseNeeded or WrongPassphrase.
        """
        place = folder or opening.default_folder()
        connection, writable, used = opening.open_database(place, passphrase)
        library = cls(place, connection, writable=writable, passphrase=used)
        if writable:
            with translated(library.path):
                tidy(connection, library.audio_folder)
        return library

    @property
    def path(self) -> Path:
        """The database file."""
        return self.folder / opening.DATABASE

    @property
    def audio_folder(self) -> Path:
        """Where the sound files are."""
        return self.folder / "audio"

    @property
    def backup_folder(self) -> Path:
        """Where slmsum puts copies of the database."""
        return self.folder / opening.BACKUPS

    def close(self) -> None:
        """Close the database; using it afterwards is an error."""
        self.connection.close()

    def __enter__(self) -> Library:
        """Give the library itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """One transaction for all changes made within, on disk when it ends."""
        self._require_writable()
        with translated(self.path), transaction(self.connection):
            yield self.connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Queries within see the same state of the library."""
        with translated(self.path):
            if self.connection.in_transaction:
                yield self.connection
                return
            self.connection.execute("BEGIN")
            try:
                yield self.connection
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("COMMIT")

    def back_up(self, path: Path | None = None) -> Path:
        """Copy the database to a new file, by default among slmsum's own copies; gives its path."""
        with translated(path or self.backup_folder):
            if path is None:
                return backup.back_up(self.connection, self.backup_folder, "asked", self.passphrase)
            backup.copy(self.connection, path, self.passphrase)
            return path

    def add(
        self,
        conversation: Conversation,
        minutes: Minutes | None = None,
        *,
        audio: Path | None = None,
        move_audio: bool = False,
        tags: Sequence[str] = (),
        voices: Mapping[str, str] | None = None,
    ) -> Entry:
        """Keep a conversation; one whose content is there already gives its entry.

        Minutes become a new version where they differ from the newest, tags are added, and a sound
        file is copied, or moved, beside the database where the entry has none. `voices` links
        speakers to names of remembered voices.
        """
        digest = rows.content_hash(conversation)
        uid = uuid4().hex
        name = None
        if audio is not None:
            name = sound.take_in(Source.of_path(audio), self.audio_folder, uid)
        kept = False
        try:
            with self.changing() as connection:
                found = connection.execute(
                    "SELECT id, audio FROM conversation WHERE content_hash = ?", (digest,)
                ).fetchone()
                if found is None:
                    number = rows.insert_conversation(
                        connection,
                        conversation,
                        uid=uid,
                        digest=digest,
                        added=rows.now(),
                        audio=name,
                        voices=voices or {},
                    )
                    kept = True
                else:
                    number, old = found
                    if name is not None and old is None:
                        connection.execute(
                            "UPDATE conversation SET audio = ? WHERE id = ?", (name, number)
                        )
                        kept = True
                for tag in tags:
                    changes.add_tag(connection, number, tag)
                if minutes is not None:
                    changes.add_minutes(connection, number, minutes, Origin.MODEL)
        finally:
            if name is not None and not kept:
                (self.audio_folder / name).unlink(missing_ok=True)
        if move_audio and audio is not None:
            audio.unlink(missing_ok=True)
        return self.entry(number)

    def entries(
        self,
        *,
        text: str = "",
        kind: str = "",
        tag: str = "",
        since: date | None = None,
        until: date | None = None,
    ) -> list[Entry]:
        """What is kept, newest first.

        `text` occurs in the title, the source, a speaker's name or a tag, in any case; `since` and
        `until` are days, both included, of the conversation, or else of when it was added.
        """
        conditions: list[str] = []
        values: list[str] = []
        if kind:
            conditions.append("kind = ?")
            values.append(ConversationKind(kind).value)
        if tag:
            conditions.append("id IN (SELECT conversation_id FROM tag WHERE name = ?)")
            values.append(changes.tag_name(tag))
        day = "coalesce(date, substr(added, 1, 10))"
        if since is not None:
            conditions.append(f"{day} >= ?")
            values.append(since.isoformat())
        if until is not None:
            conditions.append(f"{day} <= ?")
            values.append(until.isoformat())
        where = "WHERE " + " AND ".join(conditions) if conditions else ""
        with self.reading() as connection:
            found = rows.read_entries(connection, where, values)
        wanted = text.casefold()
        return [entry for entry in found if not wanted or _mentions(entry, wanted)]

    def entry(self, id: int) -> Entry:
        """One conversation's entry."""
        with self.reading() as connection:
            found = rows.read_entries(connection, "WHERE id = ?", (id,))
        if not found:
            raise NotInLibrary(self.folder, str(id))
        return found[0]

    def conversation(self, id: int) -> Conversation:
        """A whole conversation."""
        with self.reading() as connection:
            found = rows.read_conversation(connection, id)
        if found is None:
            raise NotInLibrary(self.folder, str(id))
        return found

    def turns(self, id: int, first: int = 0, count: int | None = None) -> list[Turn]:
        """Some turns of a conversation, from index `first` on; none where there are none."""
        with self.reading() as connection:
            return list(rows.read_turns(connection, id, first, count))

    def minutes(self, id: int) -> Minutes | None:
        """The newest minutes, None where none were made."""
        with self.reading() as connection:
            body = changes.newest_minutes(connection, id)
        return None if body is None else Minutes.from_json(json.loads(body[1]))

    def versions(self, id: int) -> list[Version]:
        """All minutes that were made of a conversation, oldest first."""
        with self.reading() as connection:
            found = connection.execute(
                "SELECT version, made, origin, body FROM minutes WHERE conversation_id = ? "
                "ORDER BY version",
                (id,),
            ).fetchall()
        return [
            Version(
                number,
                datetime.fromisoformat(made),
                Origin(origin),
                Minutes.from_json(json.loads(body)),
            )
            for number, made, origin, body in found
        ]

    def save_minutes(self, id: int, minutes: Minutes, origin: Origin | str) -> None:
        """Keep a new version of minutes, unless it is as the newest; a user's gives edits too."""
        with self.changing() as connection:
            self._require(id)
            changes.add_minutes(connection, id, minutes, Origin(origin))

    def edits(self, id: int) -> list[Edit]:
        """What the user changed, oldest first."""
        with self.reading() as connection:
            found = connection.execute(
                "SELECT version, edit.made, path, before, after FROM edit "
                "LEFT JOIN minutes ON minutes.id = minutes_id "
                "WHERE edit.conversation_id = ? ORDER BY edit.id",
                (id,),
            ).fetchall()
        return [
            Edit(version, datetime.fromisoformat(made), path, before, after)
            for version, made, path, before, after in found
        ]

    def edit_turn(self, id: int, index: int, text: str) -> None:
        """Change what a turn says; the original stays among the edits. Raises BadOption."""
        with self.changing() as connection:
            self._require(id)
            changes.edit_turn(connection, id, index, text)

    def rename_speaker(self, id: int, old: str, new: str) -> None:
        """Call a speaker by another name, in minutes too; a name that is there makes both one.

        Raises BadOption for an old name nobody has, or an empty new one.
        """
        self.merge_speakers(id, [old], new)

    def merge_speakers(self, id: int, names: Sequence[str], into: str) -> None:
        """Make several speakers one, called `into`. Raises BadOption as `rename_speaker` does."""
        with self.changing() as connection:
            self._require(id)
            changes.rename_speakers(connection, id, names, into)

    def link_voice(self, id: int, speaker: str, voice: str | None) -> None:
        """Say which remembered voice is a speaker's, or with None that none is."""
        with self.changing() as connection:
            self._require(id)
            changes.link_voice(connection, id, speaker, voice)

    def voices(self, id: int) -> dict[str, str]:
        """Names of remembered voices by the speakers' names, where there is a link."""
        with self.reading() as connection:
            return dict(
                connection.execute(
                    "SELECT name, voice FROM speaker WHERE conversation_id = ? "
                    "AND voice IS NOT NULL",
                    (id,),
                )
            )

    def rename(self, id: int, title: str) -> None:
        """Give a conversation another title."""
        with self.changing() as connection:
            self._require(id)
            changes.retitle(connection, id, title)

    def tag(self, id: int, *names: str) -> None:
        """Add tags; raises BadOption for an empty one."""
        with self.changing() as connection:
            self._require(id)
            for name in names:
                changes.add_tag(connection, id, name)

    def untag(self, id: int, *names: str) -> None:
        """Take tags away; those that are not there are passed over."""
        with self.changing() as connection:
            self._require(id)
            for name in names:
                changes.remove_tag(connection, id, name)

    def remove(self, *ids: int) -> None:
        """Delete conversations with their minutes and sound, so that no word of them is left."""
        uids = [self.entry(id).uid for id in ids]
        self._require_writable()
        with translated(self.path):
            erase(self.connection, uids)
            tidy(self.connection, self.audio_folder)
        erase_in_backups(self.backup_folder, uids, self.passphrase)

    def remove_audio(self, *ids: int) -> None:
        """Delete the sound of conversations and keep the rest."""
        with self.changing() as connection:
            for id in ids:
                self._require(id)
                doom(connection, "id = ?", (id,))
                connection.execute("UPDATE conversation SET audio = NULL WHERE id = ?", (id,))
        with translated(self.path):
            tidy(self.connection, self.audio_folder)

    def setting(self, key: str) -> str | None:
        """What is kept under `key` for the whole library."""
        with self.reading() as connection:
            row = connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_setting(self, key: str, value: str | None) -> None:
        """Keep something for the whole library, or with None forget it."""
        with self.changing() as connection:
            if value is None:
                connection.execute("DELETE FROM setting WHERE key = ?", (key,))
            else:
                connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))

    def _require_writable(self) -> None:
        if not self.writable:
            raise LibraryUnwritable(self.path, "the disk or folder is read-only")

    def _require(self, id: int) -> None:
        if not self.connection.execute("SELECT 1 FROM conversation WHERE id = ?", (id,)).fetchone():
            raise NotInLibrary(self.folder, str(id))


def _mentions(entry: Entry, wanted: str) -> bool:
    fields = (entry.title, entry.source, *entry.speakers, *entry.tags)
    return any(wanted in field.casefold() for field in fields)
