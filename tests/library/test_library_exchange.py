"""An export comes back exactly, and a hostile one changes nothing."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from slmsum.conversation import Conversation, Kind, Speaker, Turn
from slmsum.errors import InputError, MalformedInput, UnsafeArchive
from slmsum.library import Library
from slmsum.library.exchange import export
from slmsum.library.intake import import_file
from slmsum.minutes import Minutes

Talk = Callable[..., Conversation]


@pytest.fixture
def exported(library: Library, talk: Talk, minutes: Minutes, tmp_path: Path) -> Path:
    """A zip of a library with something of everything in it."""
    (tmp_path / "a.wav").write_bytes(b"RIFF sound")
    entry = library.add(
        talk("hello", "שלום; \"x\" '😀'"), minutes, audio=tmp_path / "a.wav", tags=["a", "b; 'c'"]
    )
    library.save_minutes(entry.id, replace(minutes, title="Mine"), "user")
    library.edit_turn(entry.id, 0, "hello!")
    library.link_voice(entry.id, "Ann", "Ann's voice")
    odd = (Turn(0, "unlisted", "x", Kind.MEDIA, start=0.1, end=1 / 3), Turn(1, None, "\0"))
    library.add(Conversation(odd, speakers=(Speaker("listed"),), warnings=("odd",)))
    export(library, tmp_path / "out.zip")
    return tmp_path / "out.zip"


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_zip_comes_back_exactly(library: Library, exported: Path, tmp_path: Path) -> None:
    with Library.open(tmp_path / "other") as other:
        assert import_file(other, exported) == (2, 0)
        export(other, tmp_path / "again.zip")
        assert members(tmp_path / "again.zip") == members(exported)
        assert other.entries() == library.entries()
        for entry in library.entries():
            assert other.conversation(entry.id) == library.conversation(entry.id)
            assert other.versions(entry.id) == library.versions(entry.id)
            assert other.edits(entry.id) == library.edits(entry.id)
        assert import_file(other, exported) == (0, 2)
        assert len(list(other.audio_folder.iterdir())) == 1
    assert len(members(exported)) == 2


def test_json_comes_back_without_sound(library: Library, exported: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    assert export(library, path) == path.stat().st_size
    with Library.open(tmp_path / "other") as other:
        assert import_file(other, path) == (2, 0)
        export(other, tmp_path / "again.json")
        assert (tmp_path / "again.json").read_bytes() == path.read_bytes()
        assert [entry.audio for entry in other.entries()] == [None, None]


def test_a_uid_that_is_taken_gives_way(library: Library, exported: Path, tmp_path: Path) -> None:
    data = json.loads(members(exported)["library.json"])
    data["conversations"][0].update(content_hash="f" * 64, audio=None)
    path = tmp_path / "in.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert import_file(library, path) == (1, 1)
    assert len({entry.uid for entry in library.entries()}) == 3


def put(data: Any, place: str, value: Any) -> None:
    *path, last = [int(key) if key.isdigit() else key for key in place.split("/")]
    for key in path:
        data = data[key]
    data[last] = value


WRONG = [
    ("schema", "slmsum.library/2"),
    ("conversations", {"a": 1}),
    ("conversations/0", []),
    ("conversations/0/uid", "../../etc/passwd"),
    ("conversations/0/uid", 7),
    ("conversations/0/content_hash", "' OR 1 --"),
    ("conversations/0/added", "yesterday"),
    ("conversations/0/added", "0001-01-01T00:00:00+23:59"),
    ("conversations/0/kind", "party"),
    ("conversations/0/audio", 3),
    ("conversations/0/tags", [["a"]]),
    ("conversations/0/tags", "ab\n"),
    ("conversations/0/voices", {"Ann": 3}),
    ("conversations/0/conversation/schema", "other"),
    ("conversations/0/conversation/language", {"a": 1}),
    ("conversations/0/conversation/date", 20260301),
    ("conversations/0/conversation/turns", 5),
    ("conversations/0/conversation/turns/0/start", float("nan")),
    ("conversations/0/conversation/turns/0/kind", "shouted"),
    ("conversations/0/minutes/0/origin", "nobody"),
    ("conversations/0/minutes/0/minutes/title", 7),
    ("conversations/0/minutes/0/minutes/summary/0/text", None),
    ("conversations/0/minutes/0/minutes/summary/0/evidence", [2]),
    ("conversations/0/minutes/0/minutes/summary/0/evidence", ["0"]),
    ("conversations/0/minutes/0/minutes/chapters/0/last_turn", 9**99),
    ("conversations/0/minutes/0/minutes/made_by", {"evil": 1}),
    ("conversations/0/edits/0/version", 9),
    ("conversations/0/edits/0/version", True),
    ("conversations/0/edits/0/before", ["x"]),
]


@pytest.mark.parametrize("place, value", WRONG)
def test_wrong_values_are_refused_whole(
    exported: Path, tmp_path: Path, place: str, value: Any
) -> None:
    data = json.loads(members(exported)["library.json"])
    # The wrong one comes last, so that all before it is in order.
    data["conversations"].reverse()
    put(data, place.replace("conversations/0", "conversations/1"), value)
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members(exported).items():
            archive.writestr(name, json.dumps(data) if name == "library.json" else content)
    with Library.open(tmp_path / "other") as other:
        with pytest.raises(InputError) as caught:
            import_file(other, path)
        assert "\n" not in caught.value.message and len(caught.value.message) < 1000
        assert other.entries() == []
        assert not other.audio_folder.exists() or not list(other.audio_folder.iterdir())


@pytest.mark.parametrize(
    "content",
    ["", "[]", "null", '{"schema": "slmsum.library/1"', "[" * 100_000, '{"schema":' + "9" * 9999],
)
def test_what_is_no_export(library: Library, tmp_path: Path, content: str) -> None:
    path = tmp_path / "in.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError):
        import_file(library, path)


def test_the_same_conversation_twice(library: Library, exported: Path, tmp_path: Path) -> None:
    data = json.loads(members(exported)["library.json"])
    data["conversations"].append(data["conversations"][0])
    path = tmp_path / "in.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(MalformedInput, match="twice"):
        import_file(library, path)


def test_paths_that_leave_the_archive(library: Library, exported: Path) -> None:
    with zipfile.ZipFile(exported, "a") as archive:
        archive.writestr("../evil", "x")
    with pytest.raises(UnsafeArchive, match="leaves the archive"):
        import_file(library, exported)


def test_sound_that_is_not_in_the_archive(exported: Path, tmp_path: Path) -> None:
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("library.json", members(exported)["library.json"])
    with Library.open(tmp_path / "other") as other:
        with pytest.raises(MalformedInput, match="there is no audio/"):
            import_file(other, path)
        assert other.entries() == []


def test_a_zip_bomb(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("library.json", b" " * 150_000_000)
    with pytest.raises(UnsafeArchive, match="would unpack to"):
        import_file(library, path)
