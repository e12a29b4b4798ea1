from pathlib import Path

import numpy as np
import pytest
from stores import local_catalogue
from test_lora import write_adapter

from slmsum.errors import BadOption, ModelCorrupt, ModelMissing
from slmsum.models import manage
from slmsum.models.catalogue import load_catalogue
from slmsum.models.store import ModelStore

PAIR = {"model.layers.0.self_attn.q_proj": (np.ones((2, 32)), np.ones((32, 2)))}


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "home")


def test_the_catalogue_that_ships() -> None:
    catalogue = load_catalogue()
    assert catalogue.default("summarizer").name == "smollm2-135m"
    assert catalogue.default("encoder").name == "minilm-l6"
    for model in catalogue.models:
        assert model.licence and model.sources and model.ready_bytes > 1_000_000
        assert all(len(f.sha256) == 64 and f.bytes > 0 for f in model.files)
        for source in model.sources:
            assert set(source.members) <= {f.name for f in model.files}
            assert all("==" in package for package in source.packages)
    with pytest.raises(BadOption, match="no model called 'gpt'") as caught:
        catalogue.get("gpt")
    assert "smollm2-135m" in caught.value.hint


def test_another_adapter_makes_the_model_again(store: ModelStore, tmp_path: Path) -> None:
    adapter = tmp_path / "adapter"
    catalogue = local_catalogue(tmp_path, adapter=str(adapter))
    (plain,) = manage.ensure(store, ["tiny"], catalogue=catalogue)
    before = (plain / "model.bin").read_bytes()
    (tmp_path / "origin" / "tiny.gguf").unlink()
    write_adapter(adapter, PAIR, r=2, lora_alpha=4)
    assert manage.statuses(store, catalogue)[0].state == "outdated"
    merged = manage.ready(store, "tiny", catalogue=catalogue)
    assert (merged / "model.bin").read_bytes() != before
    assert not plain.exists()
    write_adapter(adapter, PAIR, r=2, lora_alpha=8)
    assert manage.ready(store, "tiny", catalogue=catalogue) != merged
    assert manage.statuses(store, catalogue)[0].state == "ready"


def test_an_outdated_model_without_its_source_still_runs(store: ModelStore, tmp_path: Path) -> None:
    catalogue = local_catalogue(tmp_path, adapter=str(tmp_path / "adapter"))
    (folder,) = manage.ensure(store, ["tiny"], catalogue=catalogue)
    (store.source("tiny") / "tiny.gguf").unlink()
    write_adapter(tmp_path / "adapter", PAIR, r=2, lora_alpha=4)
    assert manage.ready(store, "tiny", catalogue=catalogue) == folder


def test_states_and_disk_use(store: ModelStore, tmp_path: Path) -> None:
    catalogue = local_catalogue(tmp_path)
    (status,) = manage.statuses(store, catalogue)
    assert (status.state, status.disk, status.imported) == ("missing", 0, False)
    manage.ensure(store, ["tiny"], catalogue=catalogue)
    (status,) = manage.statuses(store, catalogue)
    source = (store.source("tiny") / "tiny.gguf").stat().st_size
    assert status.state == "ready"
    assert status.disk > source + store.verify("tiny").bytes
    assert manage.remove(store, "tiny") == status.disk
    assert manage.statuses(store, catalogue)[0].state == "missing"
    with pytest.raises(ModelMissing):
        manage.remove(store, "tiny")


def test_a_broken_manifest_is_told_and_repaired(store: ModelStore, tmp_path: Path) -> None:
    catalogue = local_catalogue(tmp_path)
    manage.ensure(store, ["tiny"], catalogue=catalogue)
    manifest = store.root / "models" / "tiny" / "manifest.json"
    for text in ("", "[]", "{}", '{"schema": "slmsum.model/9"}', "\udcff"):
        manifest.write_bytes(text.encode("utf-8", "surrogateescape"))
        with pytest.raises(ModelCorrupt, match="manifest"):
            store.path("tiny")
    manage.ready(store, "tiny", catalogue=catalogue)
    assert manage.verify(store) == [("tiny", None)]


def test_a_frozen_app_carries_models(store: ModelStore, tmp_path: Path) -> None:
    catalogue = local_catalogue(tmp_path)
    manage.ensure(store, ["tiny"], catalogue=catalogue)
    carried = ModelStore(tmp_path / "empty", bundled=store.root / "models")
    assert manage.ready(carried, "tiny", catalogue=catalogue) == store.path("tiny")
    assert carried.names() == ["tiny"]


@pytest.mark.parametrize("name", ["../evil", "", "A", "a/b", ".hidden", "x" * 65])
def test_names_cannot_leave_the_store(store: ModelStore, name: str) -> None:
    with pytest.raises(BadOption, match="cannot be the name"):
        store.path(name)
