"""What the commands `slmsum models ...` do, and how the other commands get at a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from slmsum.errors import BadOption, ModelCorrupt, ModelError, ModelMissing
from slmsum.models.catalogue import Catalogue, CatalogueModel, load_catalogue, needed_names
from slmsum.models.fetch import fetch_source, has_source, intact_source
from slmsum.models.recipe import recipe
from slmsum.models.store import Manifest, ModelStore, listing
from slmsum.progress import ProgressSink, ignore


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One line of `models list`: `state` is ready, outdated, fetched, missing or damaged.

    `disk` counts the bytes on disk, `download` those that a fetch would load.
    """

    name: str
    role: str
    title: str
    licence: str
    state: str
    default: bool
    imported: bool
    disk: int
    download: int
    problem: str = ""


def statuses(store: ModelStore, catalogue: Catalogue | None = None) -> list[ModelStatus]:
    """The models of the catalogue, then those the user imported."""
    catalogue = catalogue or load_catalogue()
    listed = [_status(store, catalogue, model.name) for model in catalogue.models]
    own = [name for name in store.names() if catalogue.find(name) is None]
    return listed + [_status(store, catalogue, name) for name in own]


def ensure(
    store: ModelStore,
    names: Sequence[str] = (),
    progress: ProgressSink = ignore,
    *,
    network: bool = True,
    force: bool = False,
    catalogue: Catalogue | None = None,
) -> list[Path]:
    """Fetch and convert what is not ready yet; returns the folders of `names`.

    Without names the needed models are meant. Without `network` a model is made
    from its kept files only. `force` fetches again. Raises ModelMissing, ModelCorrupt, FetchFailed,
    DiskFull, or BadOption for a name that is not known.
    """
    catalogue = catalogue or load_catalogue()
    chosen = list(names) or needed_names(catalogue)
    folders = []
    for name in chosen:
        model = catalogue.find(name)
        if model is not None:
            folders.append(_ensure(store, model, progress, network=network, force=force))
        elif name in store.names():
            folders.append(store.path(name))
        elif network:
            catalogue.get(name)
        else:
            raise ModelMissing(name)
    return folders


def ready(
    store: ModelStore,
    name: str,
    progress: ProgressSink = ignore,
    catalogue: Catalogue | None = None,
) -> Path:
    """The folder of a model, made again from its kept files where a newer adapter asks for it.

    Never uses the network; raises ModelMissing or ModelCorrupt.
    """
    return ensure(store, [name], progress, network=False, catalogue=catalogue)[0]


def verify(store: ModelStore, names: Sequence[str] = ()) -> list[tuple[str, ModelError | None]]:
    """Check installed models by their hashes: each name with what is wrong, None for nothing."""
    results: list[tuple[str, ModelError | None]] = []
    for name in names or store.names():
        try:
            store.verify(name)
            results.append((name, None))
        except ModelError as error:
            results.append((name, error))
    return results


def add(
    store: ModelStore,
    path: Path,
    name: str | None = None,
    progress: ProgressSink = ignore,
    catalogue: Catalogue | None = None,
) -> Manifest:
    """Import the user's own model; raises UnfitModel, DiskFull or BadOption."""
    # The importer and the converters take longer to load than a short chat's minutes should wait.
    from slmsum.models.importer import import_model

    catalogue = catalogue or load_catalogue()
    if name is not None and catalogue.find(name):
        raise BadOption(f"{name!r} is the name of a model that slmsum knows", hint="Take another.")
    if name is None and catalogue.find(path.stem.lower()):
        name = f"my-{path.stem.lower()}"
    return import_model(store, path, name, progress)


def remove(store: ModelStore, name: str) -> int:
    """Delete a model and the files it was made from; returns bytes freed, raises ModelMissing."""
    return store.remove(name)


def _ensure(
    store: ModelStore, model: CatalogueModel, progress: ProgressSink, *, network: bool, force: bool
) -> Path:
    if not force and _is_current(store, model):
        return store.path(model.name)
    with store.lock(model.name):
        # Another process may have made it while this one waited.
        if not force and _is_current(store, model):
            return store.path(model.name)
        if network:
            fetch_source(store, model, progress, force=force)
        elif not intact_source(store, model):
            # An outdated model cannot be made again without its source, but it still runs.
            return store.path(model.name)
        return _make(store, model, progress)


def _is_current(store: ModelStore, model: CatalogueModel) -> bool:
    try:
        manifest = store.manifest(model.name)
        store.path(model.name)
    except (ModelMissing, ModelCorrupt):
        return False
    wanted = recipe(model)
    assert manifest is not None
    return (manifest.recipe, manifest.adapter) == (str(wanted), wanted.adapter)


def _make(store: ModelStore, model: CatalogueModel, progress: ProgressSink) -> Path:
    from slmsum.models.convert import convert

    source = store.source(model.name)
    store.need_space(model.ready_bytes)
    made_by = recipe(model)
    with store.scratch(model.name) as scratch:
        built = scratch / "ready"
        built.mkdir()
        convert(model, source, built, progress)
        manifest = Manifest(
            name=model.name,
            role=model.role,
            title=model.title,
            licence=model.licence,
            origin="catalogue",
            recipe=str(made_by),
            adapter=made_by.adapter,
            ready=f"ready-{scratch.name}",
            files=listing(built),
        )
        return store.install(manifest, built)


def _status(store: ModelStore, catalogue: Catalogue, name: str) -> ModelStatus:
    model = catalogue.find(name)
    state, problem, manifest = "ready", "", None
    try:
        manifest = store.manifest(name)
        store.path(name)
        if model is not None and not _is_current(store, model):
            state = "outdated"
    except ModelMissing:
        state = "fetched" if model is not None and has_source(store, model) else "missing"
    except ModelCorrupt as error:
        state, problem = "damaged", error.message
    known = model or manifest
    return ModelStatus(
        name=name,
        role=known.role if known else "",
        title=known.title if known else name,
        licence=known.licence if known else "",
        state=state,
        default=model is not None and model.needed and catalogue.default(model.role) is model,
        imported=model is None,
        disk=store.disk_use(name),
        download=model.sources[0].bytes if model and not has_source(store, model) else 0,
        problem=problem,
    )
