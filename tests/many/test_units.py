"""Which conversations are found in a tree of files and exports."""

import json
from pathlib import Path

import pytest

from slmsum.errors import UnreadableFile
from slmsum.many.units import Unit, find_units, is_foreign

CHAT = "Ann: Hello, how are you?\nBen: Very well, thank you.\n"
TELEGRAM = {
    "name": "Ann",
    "type": "personal_chat",
    "id": 1,
    "messages": [
        {"id": 1, "type": "message", "date": "2026-01-02T10:00:00", "from": "Ann", "text": "Hi"}
    ],
}


def chat(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(CHAT, encoding="utf-8")
    return path


def slack(folder: Path) -> Path:
    (folder / "general").mkdir(parents=True)
    (folder / "users.json").write_text('[{"id": "U1", "name": "ann"}]', encoding="utf-8")
    for day in ("2026-01-02", "2026-01-03"):
        row = {"type": "message", "user": "U1", "ts": "1767348000.1", "text": f"Hello on {day}"}
        (folder / "general" / f"{day}.json").write_text(json.dumps([row]), encoding="utf-8")
    return folder


def telegram(folder: Path) -> Path:
    (folder / "photos").mkdir(parents=True)
    (folder / "photos" / "photo_1.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)))
    (folder / "result.json").write_text(json.dumps(TELEGRAM), encoding="utf-8")
    return folder


def names(units: list[Unit]) -> list[str]:
    return [unit.name for unit in units]


def test_exports_count_once_and_files_one_by_one(tmp_path: Path) -> None:
    chat(tmp_path / "a.txt")
    chat(tmp_path / "deep" / "er" / "a.txt")
    chat(tmp_path / ".hidden" / "a.txt")
    chat(tmp_path / ".hidden.txt")
    slack(tmp_path / "work")
    telegram(tmp_path / "family" / "export-1")
    telegram(tmp_path / "family" / "export-2")
    expected = ["a.txt", "deep/er/a.txt", "family/export-1", "family/export-2", "work"]
    assert names(find_units([tmp_path])) == expected


def test_an_export_given_itself_is_one(tmp_path: Path) -> None:
    assert names(find_units([slack(tmp_path / "work")])) == ["work"]
    assert names(find_units([telegram(tmp_path / "one")])) == ["one"]


def test_chats_beside_the_file_of_an_export_are_not_swallowed(tmp_path: Path) -> None:
    telegram(tmp_path)
    chat(tmp_path / "a.txt")
    assert {"a.txt", "result.json"} <= set(names(find_units([tmp_path])))


def test_links_are_not_followed_and_skipped_folders_left_out(tmp_path: Path) -> None:
    chat(tmp_path / "in" / "a.txt")
    chat(tmp_path / "in" / "out" / "b.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    found = find_units([tmp_path / "in"], lambda path: path.name == "out")
    assert names(found) == ["a.txt"]


def test_patterns_files_and_overlaps(tmp_path: Path) -> None:
    one, two = chat(tmp_path / "x" / "one.txt"), chat(tmp_path / "y" / "two.txt")
    chat(tmp_path / "y" / "three.log")
    assert names(find_units([tmp_path / "*" / "*.txt"])) == ["x/one.txt", "y/two.txt"]
    assert names(find_units([one, two, two, tmp_path / "y"])) == [
        "x/one.txt",
        "y/three.log",
        "y/two.txt",
    ]
    assert [unit.named for unit in find_units([one, tmp_path / "y"])] == [True, False, False]


def test_what_is_not_there_is_told_of_when_it_is_read(tmp_path: Path) -> None:
    (unit,) = find_units([tmp_path / "none.txt"])
    with pytest.raises(UnreadableFile):
        unit.fingerprint()


def test_a_fingerprint_follows_the_content_only(tmp_path: Path) -> None:
    first, second = slack(tmp_path / "one"), slack(tmp_path / "two")
    prints = [Unit(folder, "").fingerprint() for folder in (first, second)]
    assert prints[0] == prints[1]
    (second / "general" / "2026-01-03.json").write_text("[]", encoding="utf-8")
    assert Unit(second, "").fingerprint() != prints[0]


def test_photos_are_foreign_and_broken_chats_are_not(tmp_path: Path) -> None:
    photo, broken = tmp_path / "photo.jpg", tmp_path / "broken.json"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4)
    broken.write_text('{"messages": [', encoding="utf-8")
    assert is_foreign(photo)
    assert not is_foreign(broken)
    assert not is_foreign(chat(tmp_path / "a.txt"))
