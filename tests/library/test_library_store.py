"""What is kept comes back as it was, and changes leave the original beside."""

import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from slmsum.conversation import Conversation, Kind, Speaker, Turn
from slmsum.errors import BadOption, LibraryError, NotInLibrary, UnreadableFile
from slmsum.library import ConversationKind, Library, Origin
from slmsum.library.entry import kind_of
from slmsum.minutes import Minutes, Sentence
from slmsum.readers.sniff import readers

Talk = Callable[..., Conversation]


def found(library: Library, query: str) -> list[int]:
    """Positions of turns whose words match."""
    rows = library.connection.execute(
        "SELECT position FROM turn_words JOIN turn ON turn.id = turn_words.rowid "
        "WHERE turn_words MATCH ? ORDER BY position",
        (query,),
    )
    return [position for (position,) in rows]


def test_a_conversation_comes_back_as_it_was(library: Library) -> None:
    zone = timezone(timedelta(hours=5, minutes=30))
    turns = (
        Turn(0, "Ann", "hello", time=datetime(2026, 3, 1, 9, 30, 0, 1, tzinfo=zone)),
        Turn(1, None, "Ann joined", Kind.SYSTEM),
        Turn(2, "not listed", "", Kind.MEDIA, start=0.1, end=1 / 3),
    )
    speakers = (Speaker("Ann"), Speaker("silent"))
    whole = Conversation(turns, "Title", "srt", "a.srt", "en", date(2026, 3, 1), speakers, ("odd",))
    entry = library.add(whole)
    assert library.conversation(entry.id) == whole
    assert (entry.kind, entry.turns, entry.words, entry.seconds) == ("meeting", 3, 1, 1 / 3)
    assert entry.speakers == ("Ann", "silent") and not entry.has_minutes


@pytest.mark.parametrize(
    "text",
    [
        "שלום עולם, مرحبا",
        "😀👩‍👩‍👧‍👦🏳️‍🌈",
        "'; DROP TABLE turn; --",
        'a "b" (c) * AND NEAR',
        "a\0b",
        "\u202ex",
    ],
)
def test_any_text_and_name_is_kept(library: Library, text: str) -> None:
    whole = Conversation((Turn(0, text, text),), text, speakers=(Speaker(text),), warnings=(text,))
    entry = library.add(whole, tags=['it\'s; "quoted"'])
    assert library.conversation(entry.id) == whole
    assert library.entries(text=text) == [entry] and library.entries(tag=entry.tags[0]) == [entry]


def test_half_a_surrogate_pair_is_replaced(library: Library) -> None:
    entry = library.add(Conversation((Turn(0, "\ud83d", "a\ud83d"),)))
    assert library.conversation(entry.id).turns[0].text == "a?"


def test_the_same_content_is_kept_once(library: Library, talk: Talk, minutes: Minutes) -> None:
    first = library.add(talk("hello", "hi"), tags=["one"])
    again = library.add(talk("hello", "hi", source="copy.txt"), minutes, tags=["Two"])
    assert again == replace(first, has_minutes=True, tags=("one", "two"))
    assert library.add(talk("hello", "hi!")).id != first.id


def test_entries_are_filtered_and_the_newest_come_first(library: Library, talk: Talk) -> None:
    old = library.add(replace(talk("a"), date=date(2025, 1, 1), title="Straße"))
    new = library.add(talk("b", format="mbox"), tags=["Work"])
    bare = library.add(replace(talk("c"), date=None, speakers=(Speaker("Zoë"),)))
    assert [entry.id for entry in library.entries()] == [bare.id, new.id, old.id]
    assert library.entries(text="STRASSE") == [old]
    assert library.entries(text="zoë") == [bare]
    assert library.entries(kind="mail") == library.entries(tag=" WORK ") == [new]
    assert library.entries(until=date(2025, 1, 1)) == [old]
    assert library.entries(since=date(2026, 3, 1), until=date(2026, 3, 1)) == [new]


def test_turns_come_in_pages(library: Library, talk: Talk) -> None:
    whole = talk(*map(str, range(25)))
    entry = library.add(whole)
    assert library.turns(entry.id, 10, 5) == list(whole.turns[10:15])
    assert library.turns(entry.id, 20) == list(whole.turns[20:])
    assert library.turns(entry.id, 25, 5) == library.turns(entry.id, 0, 0) == []


def test_all_versions_of_minutes_and_each_edit_stay(
    library: Library, talk: Talk, minutes: Minutes
) -> None:
    entry = library.add(talk("hello", "hi"))
    assert library.minutes(entry.id) is None
    library.save_minutes(entry.id, minutes, "model")
    library.save_minutes(entry.id, minutes, Origin.MODEL)
    mine = replace(minutes, title="Mine", summary=(Sentence("First."), *minutes.summary[:1]))
    library.save_minutes(entry.id, mine, Origin.USER)
    assert library.minutes(entry.id) == mine
    assert [(v.number, v.origin, v.minutes) for v in library.versions(entry.id)] == [
        (1, Origin.MODEL, minutes),
        (2, Origin.USER, mine),
    ]
    edits = [(e.version, e.path, e.before, e.after) for e in library.edits(entry.id)]
    assert edits[0] == (2, "title", "Release", "Mine")
    assert [edit[1] for edit in edits[1:]] == ["summary/0", "summary/2"]
    assert edits[1][2] is None and edits[2][3] is None and "Bob agreed." in str(edits[2][2])


def test_an_edited_turn_is_found_by_its_new_words(library: Library, talk: Talk) -> None:
    entry = library.add(talk("the zebra", "the horse"))
    library.connection.execute(
        "INSERT INTO vectors VALUES (?, 'm', 'k', x'00', x'00')", (entry.id,)
    )
    library.edit_turn(entry.id, 0, "a grey quagga")
    assert found(library, "zebra") == [] and found(library, "quag*") == [0]
    (edit,) = library.edits(entry.id)
    assert (edit.path, edit.before, edit.after) == ("turns/0/text", "the zebra", "a grey quagga")
    assert library.entry(entry.id).words == 5
    assert library.connection.execute("SELECT count(*) FROM vectors").fetchone() == (0,)
    assert library.add(talk("the zebra", "the horse")).id == entry.id
    with pytest.raises(BadOption, match="no turn 3"):
        library.edit_turn(entry.id, 2, "x")


def test_speakers_are_renamed_and_merged(library: Library, talk: Talk, minutes: Minutes) -> None:
    entry = library.add(talk("a", "b", "c"), minutes, voices={"Bob": "Robert's voice"})
    assert library.voices(entry.id) == {"Bob": "Robert's voice"}
    library.rename_speaker(entry.id, "Ann", "Anna; 'A'")
    assert library.entry(entry.id).speakers == ("Anna; 'A'", "Bob")
    made = library.minutes(entry.id)
    assert made is not None and made.actions[0].owner == "Anna; 'A'"
    library.merge_speakers(entry.id, ["Anna; 'A'", "Bob"], "Both")
    assert {turn.speaker for turn in library.conversation(entry.id).turns} == {"Both"}
    assert library.entry(entry.id).speakers == ("Both",)
    library.link_voice(entry.id, "Both", "Ann")
    assert library.voices(entry.id) == {"Both": "Ann"}
    with pytest.raises(BadOption, match="no speaker is called 'Eve'"):
        library.rename_speaker(entry.id, "Eve", "x")
    with pytest.raises(BadOption, match="empty"):
        library.rename_speaker(entry.id, "Both", " ")


def test_tags_and_titles(library: Library, talk: Talk) -> None:
    entry = library.add(talk("a"))
    library.tag(entry.id, "B  b", "a", "A")
    library.untag(entry.id, "b b", "never there")
    library.rename(entry.id, "  New\ntitle ")
    assert library.entry(entry.id).tags == ("a",)
    assert library.entry(entry.id).title == "New title"
    with pytest.raises(BadOption, match="a tag needs a name"):
        library.tag(entry.id, "c", " ")
    assert library.entry(entry.id).tags == ("a",)


def test_what_is_not_there(library: Library, minutes: Minutes) -> None:
    for call in (
        lambda: library.entry(7),
        lambda: library.conversation(7),
        lambda: library.save_minutes(7, minutes, "user"),
        lambda: library.remove(7),
    ):
        with pytest.raises(NotInLibrary, match="no conversation 7"):
            call()


def test_sound_is_kept_beside_and_once(library: Library, talk: Talk, tmp_path: Path) -> None:
    sound = tmp_path / "a.WAV"
    sound.write_bytes(b"RIFF")
    entry = library.add(talk("a"), audio=sound)
    assert entry.audio == entry.uid + ".wav"
    assert library.add(talk("a"), audio=sound, move_audio=True).audio == entry.audio
    assert not sound.exists()
    assert [path.name for path in library.audio_folder.iterdir()] == [entry.audio]
    with pytest.raises(UnreadableFile):
        library.add(talk("b"), audio=sound)
    assert len(library.entries()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="rights are of another kind there")
def test_only_the_owner_may_read(library: Library, talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    library.add(talk("a"), audio=tmp_path / "a.wav")
    library.back_up()
    for path in [library.folder, *library.folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_change_that_fails_changes_nothing(library: Library, talk: Talk) -> None:
    entry = library.add(talk("a"))
    with pytest.raises(LibraryError), library.changing() as connection:
        connection.execute("DELETE FROM turn")
        connection.execute("no SQL at all")
    assert len(library.turns(entry.id)) == 1
    assert found(library, "a") == [0]


def test_settings(library: Library) -> None:
    library.set_setting("a", "1")
    library.set_setting("a", "2")
    assert library.setting("a") == "2"
    library.set_setting("a", None)
    assert library.setting("a") is None


def test_each_format_is_of_some_kind() -> None:
    others = {r.format for r in readers() if kind_of(r.format) is ConversationKind.OTHER}
    assert others == {"slmsum", "docx", "prose"}


def test_two_libraries_see_each_others_changes(library: Library, talk: Talk) -> None:
    with Library.open(library.folder) as other:
        entry = other.add(talk("a"))
        assert library.entries() == [entry]
        library.remove(entry.id)
        assert other.entries() == []
    assert datetime.now(UTC) - entry.added < timedelta(minutes=5)


@pytest.mark.slow
def test_a_very_long_conversation(library: Library) -> None:
    turns = tuple(Turn(i, f"Speaker {i % 5}", f"word{i} and more of it") for i in range(40_000))
    entry = library.add(Conversation(turns))
    assert library.turns(entry.id, 39_999) == [turns[-1]]
    library.remove(entry.id)
    assert library.path.stat().st_size < 1_000_000
