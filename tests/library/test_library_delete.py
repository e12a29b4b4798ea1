"""Deleting leaves no word in any file, and rules delete what they say."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from slmsum.conversation import Conversation
from slmsum.errors import BadOption
from slmsum.library import Library, retention
from slmsum.library.check import problems, stray_sound
from slmsum.library.retention import Retention
from slmsum.minutes import Minutes, Sentence

Talk = Callable[..., Conversation]
Holding = Callable[[Path, bytes], list[str]]
WORD = b"xylophonist"


def words(count: int) -> list[str]:
    return [
        f"The xylophonist met number {i}, at length. {'more ' * (i % 40)}" for i in range(count)
    ]


def test_no_word_is_left(library: Library, talk: Talk, tmp_path: Path, holding: Holding) -> None:
    sound = tmp_path / "sound.wav"
    sound.write_bytes(WORD)
    stays = library.add(talk("this one stays", "yes"))
    minutes = Minutes("A xylophonist", (Sentence("The xylophonist came.", (0,)),))
    entry = library.add(
        talk(*words(400), title="xylophonist"), minutes, audio=sound, tags=["xylophonist"]
    )
    library.edit_turn(entry.id, 1, "the xylophonist, edited")
    library.rename_speaker(entry.id, "Ann", "xylophonist")
    library.back_up()
    assert len(holding(library.folder, WORD)) >= 3
    library.remove(entry.id)
    assert holding(library.folder, WORD) == []
    assert library.entries() == [stays]
    assert problems(library) == []
    library.close()
    with Library.open(library.folder) as again:
        assert again.conversation(stays.id).turns[0].text == "this one stays"


def test_the_file_shrinks(library: Library, talk: Talk) -> None:
    entry = library.add(talk(*words(3000)))
    library.remove(entry.id)
    assert library.path.stat().st_size < 200_000


def test_a_sound_file_noted_before_a_crash_goes_at_the_next_start(
    library: Library, talk: Talk, tmp_path: Path
) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    entry = library.add(talk("a"), audio=tmp_path / "a.wav")
    with library.changing() as connection:
        connection.execute("INSERT INTO setting VALUES (?, '')", (f"unlink/{entry.audio}",))
        connection.execute("DELETE FROM conversation")
    Library.open(library.folder).close()
    assert list(library.audio_folder.iterdir()) == []
    assert library.connection.execute("SELECT * FROM setting").fetchall() == []


def test_a_damaged_backup_goes_with_what_it_may_hold(library: Library, talk: Talk) -> None:
    entry = library.add(talk("a"))
    library.back_up().write_bytes(b"no database")
    library.remove(entry.id)
    assert list(library.backup_folder.iterdir()) == []


def test_rules_delete_what_is_old(library: Library, talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    entry = library.add(talk("a"), audio=tmp_path / "a.wav")
    kept = library.add(talk("b"), tags=["Keep"])
    now = datetime.now(UTC)
    assert retention.rules(library) == Retention()
    retention.set_rules(library, Retention(days=30, audio_days=2))
    assert retention.rules(library) == Retention(30, 2)
    assert retention.apply(library, now + timedelta(days=1)) == retention.Due()
    assert retention.apply(library, now + timedelta(days=3)) == retention.Due((), (entry,))
    assert library.entry(entry.id).audio is None
    assert list(library.audio_folder.iterdir()) == []
    gone = retention.apply(library, now + timedelta(days=31)).conversations
    assert [one.id for one in gone] == [entry.id]
    assert library.entries() == [kept]
    with pytest.raises(BadOption, match="0 days"):
        retention.set_rules(library, Retention(days=0))
    retention.set_rules(library, Retention())
    assert retention.apply(library, now + timedelta(days=9999)) == retention.Due()


def test_sound_that_a_crash_left_is_told_once_it_is_old(library: Library) -> None:
    import os

    library.audio_folder.mkdir()
    stray = library.audio_folder / "stray.wav"
    stray.write_bytes(b"RIFF")
    assert stray_sound(library) == []
    os.utime(stray, (0, 0))
    assert problems(library) == ["the sound file stray.wav belongs to nothing"]
