"""Names of files that results go to."""

from pathlib import Path

from slmsum.cli.output import file_in


def test_names_in_a_folder_do_not_collide(tmp_path: Path) -> None:
    taken: set[Path] = set()
    names = [file_in(tmp_path, "chat", ".md", taken).name for _ in range(3)]
    assert names == ["chat.md", "chat-2.md", "chat-3.md"]
