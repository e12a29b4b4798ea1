"""What is dropped is found: files, folders, members of zips, text."""

import zipfile
from pathlib import Path

import pytest

from slmsum.errors import EmptyInput, UnknownFormat
from slmsum.machine import Machine
from slmsum.power import plan
from slmsum.progress import ignore
from slmsum.work.dropped import Dropped, FindJob, holds_several, pasted

SAVER = plan("saver", Machine(cores=2))
CHAT = """[01.03.26, 10:00:00] Anna: Shall we meet on Friday?
[01.03.26, 10:01:00] Ben: Yes, at ten. I will bring the plans.
"""


def test_a_file_is_one_conversation(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text(CHAT)
    assert not holds_several(path)
    conversation = Dropped(path).request().read()
    assert [turn.speaker for turn in conversation.turns] == ["Anna", "Ben"]


def test_a_folder_of_several_is_looked_through(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(CHAT)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "empty.txt").touch()
    assert holds_several(tmp_path)
    found = FindJob(tmp_path, SAVER).run(ignore)
    assert [one.path.name for one in found.conversations] == ["a.txt", "b.txt"]


def test_a_zip_of_several_gives_its_members(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one/first.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>Hello all.\n")
        archive.writestr("two/second.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ben>Good day.\n")
    assert holds_several(path)
    found = FindJob(path, SAVER).run(ignore).conversations
    assert [one.name for one in found] == ["first.vtt", "second.vtt"]
    assert found[1].request().read().turns[0].speaker == "Ben"


def test_a_folder_with_nothing_in_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    with pytest.raises(UnknownFormat):
        FindJob(tmp_path, SAVER).run(ignore)


def test_text_can_be_pasted() -> None:
    assert len(pasted(CHAT).request().read().turns) == 2
    with pytest.raises(EmptyInput):
        pasted(" \n ")
