"""Files are written whole or not at all."""

import os
import sys
from pathlib import Path

import pytest

from slmsum.errors import OutputFailed
from slmsum.files import replace_file


def test_replaces_a_file_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "minutes.md"
    replace_file(path, "old\n")
    path.chmod(0o600)
    replace_file(path, "neu ü\n")
    assert path.read_bytes() == "neu ü\n".encode()
    assert list(tmp_path.iterdir()) == [path]
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_a_new_file_follows_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        replace_file(tmp_path / "a.txt", "x")
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


def test_a_failure_leaves_everything_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "taken"
    folder.mkdir()
    (folder / "keep").write_text("x")
    with pytest.raises(OutputFailed):
        replace_file(folder, "text")
    with pytest.raises(OutputFailed):
        replace_file(tmp_path / "no" / "such" / "folder.md", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
    assert (folder / "keep").read_text() == "x"
