"""How a model is converted now, which tells whether one that is there is up to date."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from slmsum.models.catalogue import CatalogueModel
from slmsum.models.lora import adapter_hash
from slmsum.paths import resource_path

# Counted up whenever a converter writes something else than before; models are then made again.
VERSION = 1


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides the outcome of a conversion: equal recipes give equal files."""

    converter: str
    adapter: str

    def __str__(self) -> str:
        return f"{self.converter}/{VERSION}"


def recipe(model: CatalogueModel, adapter: Path | None = None) -> Recipe:
    """How a model is converted now; `adapter` stands in for the one it names in `resources/`."""
    return Recipe(model.converter, adapter_hash(adapter or default_adapter(model)))


def default_adapter(model: CatalogueModel) -> Path | None:
    """The folder of the adapter that ships for a model, there or not."""
    return resource_path(model.adapter) if model.adapter else None
