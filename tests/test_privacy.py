"""What is kept, and how it goes."""

from pathlib import Path

import pytest

from slmsum.privacy import DataKind, data_parts, delete


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name, size in (
        ("library/library.db", 100),
        ("library/audio/a.opus", 20),
        ("recordings/b.opus", 3),
        ("work/c", 4),
        ("models/minilm/model.bin", 500),
        ("settings.json", 6),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size)
    return tmp_path


def test_data_is_counted_by_kind(home: Path) -> None:
    assert {part.kind: part.bytes for part in data_parts(home)} == {
        DataKind.LIBRARY: 120,
        DataKind.RECORDINGS: 3,
        DataKind.WORK: 4,
        DataKind.MODELS: 500,
        DataKind.SETTINGS: 6,
    }
    assert all(part.bytes == 0 for part in data_parts(home / "nowhere"))


def test_only_what_is_asked_for_is_deleted(home: Path) -> None:
    delete(home, {DataKind.LIBRARY, DataKind.RECORDINGS, DataKind.WORK})
    assert sorted(path.name for path in home.iterdir()) == ["models", "settings.json"]
    delete(home, set(DataKind))
    assert list(home.iterdir()) == []


def test_a_link_goes_and_what_it_leads_to_stays(home: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (home / "models").rename(elsewhere)
    (home / "models").symlink_to(elsewhere)
    delete(home, {DataKind.MODELS})
    assert not (home / "models").exists()
    assert (elsewhere / "minilm" / "model.bin").exists()
