"""Where models lie on disk, and whether what lies there is whole.

A model has a folder with the files as published (`source/`), one folder of files ready to run, and
`manifest.json`, which names that folder. Replacing the manifest is what installs a model, so a
process that dies earlier leaves the former model or none, never half of one.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from slmsum.errors import BadOption, DiskFull, ModelCorrupt, ModelMissing
from slmsum.models.catalogue import ModelFile

SCHEMA = "slmsum.model/1"
_MANIFEST = "manifest.json"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is installed under a name: `recipe` tells how `files` were made from the source.

    `origin` is "catalogue", or the path that the user imported.
    """

    name: str
    role: str
    title: str
    licence: str
    origin: str
    recipe: str
    adapter: str
    ready: str
    files: tuple[ModelFile, ...]

    @property
    def bytes(self) -> int:
        """Size of the files that are ready to run."""
        return sum(file.bytes for file in self.files)


class ModelStore:
    """The models below `root`; those of `bundled`, which a frozen app carries, are read only."""

    def __init__(self, root: Path, bundled: Path | None = None) -> None:
        self.root = root
        self._bundled = bundled

    def path(self, name: str) -> Path:
        """The folder of a model that is ready to run, its sizes checked.

        Raises ModelMissing or ModelCorrupt.
        """
        manifest = self.manifest(name)
        if manifest is None:
            raise ModelMissing(name)
        folder = self._folder(name) / manifest.ready
        for file in manifest.files:
            try:
                size = (folder / file.name).stat().st_size
            except OSError as error:
                raise ModelCorrupt(name, f"{file.name} is not there") from error
            if size != file.bytes:
                raise ModelCorrupt(name, f"{file.name} has {size:,} bytes, not {file.bytes:,}")
        return folder

    def verify(self, name: str) -> Manifest:
        """Check each file of a model by its hash; raises ModelMissing or ModelCorrupt."""
        folder = self.path(name)
        manifest = self.manifest(name)
        assert manifest is not None
        for file in manifest.files:
            if sha256_of(folder / file.name) != file.sha256:
                raise ModelCorrupt(name, f"the hash of {file.name} is another")
        return manifest

    def manifest(self, name: str) -> Manifest | None:
        """What is installed under a name, None for nothing; raises ModelCorrupt."""
        try:
            text = (self._folder(name) / _MANIFEST).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise ModelCorrupt(name, "its manifest cannot be read") from error
        try:
            data = json.loads(text)
            if data.pop("schema") != SCHEMA:
                raise ModelCorrupt(name, "its manifest is of another version of slmsum")
            data["files"] = tuple(ModelFile(**file) for file in data["files"])
            return Manifest(**data)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelCorrupt(name, "its manifest is broken") from error

    def names(self) -> list[str]:
        """The names of all models with a manifest, whole or not, in order."""
        folders = [self.root / "models"] + ([self._bundled] if self._bundled else [])
        found = {p.parent.name for folder in folders for p in folder.glob(f"*/{_MANIFEST}")}
        return sorted(name for name in found if _NAME.fullmatch(name))

    def source(self, name: str) -> Path:
        """The folder for the files of a model as published; it may be absent."""
        return self._own(name) / "source"

    def disk_use(self, name: str) -> int:
        """Bytes on disk of a model, its kept source included."""
        return _bytes_below(self._folder(name))

    def install(self, manifest: Manifest, built: Path) -> Path:
        """Make the files in the folder `built` the model's; returns where they are then.

        `built` lies in `scratch`; call it with the model's lock held.
        """
        home = self._own(manifest.name)
        home.mkdir(parents=True, exist_ok=True)
        ready = home / manifest.ready
        if ready.exists():
            shutil.rmtree(ready)
        built.replace(ready)
        text = json.dumps({"schema": SCHEMA} | asdict(manifest), indent=2)
        draft = built.parent / _MANIFEST
        draft.write_text(text + "\n", encoding="utf-8")
        draft.replace(home / _MANIFEST)
        for old in home.glob("ready-*"):
            if old.name != manifest.ready:
                shutil.rmtree(old, ignore_errors=True)
        return ready

    def remove(self, name: str) -> int:
        """Delete a model with its source; returns the bytes freed, raises ModelMissing."""
        home = self._own(name)
        with self.lock(name):
            if not home.is_dir():
                raise ModelMissing(name)
            freed = _bytes_below(home)
            # Without its manifest a model does not exist, however far the deletion comes.
            (home / _MANIFEST).unlink(missing_ok=True)
            shutil.rmtree(home)
        return freed

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Keep other processes from changing a model meanwhile; waits for those that do."""
        from filelock import FileLock

        folder = self.root / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f"{self._checked(name)}.lock"):
            yield

    @contextmanager
    def scratch(self, name: str) -> Iterator[Path]:
        """A folder for work on a model, on the disk of the store, deleted at the end.

        Call it with the model's lock held: what killed processes left for the model is deleted.
        """
        place = self.root / "scratch" / self._checked(name)
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=place))
        try:
            yield folder
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def need_space(self, needed: int) -> None:
        """Raise DiskFull unless `needed` bytes are free where the models lie."""
        self.root.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self.root).free
        if needed > free:
            raise DiskFull(self.root, needed, free)

    def _folder(self, name: str) -> Path:
        own = self._own(name)
        if self._bundled is not None and not (own / _MANIFEST).exists():
            return self._bundled / name
        return own

    def _own(self, name: str) -> Path:
        return self.root / "models" / self._checked(name)

    @staticmethod
    def _checked(name: str) -> str:
        if not _NAME.fullmatch(name):
            raise BadOption(
                f"{name!r} cannot be the name of a model",
                hint="Use lower-case letters, digits, dots, hyphens and underscores.",
            )
        return name


def _bytes_below(folder: Path) -> int:
    """What the files of a folder take on disk; a file with two names counts once."""
    found = [path.stat() for path in folder.rglob("*") if path.is_file()]
    return sum({(info.st_dev, info.st_ino): info.st_size for info in found}.values())


def sha256_of(path: Path) -> str:
    """The hash of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def listing(folder: Path) -> tuple[ModelFile, ...]:
    """All files in a folder with their hashes and sizes, in order of their names."""
    return tuple(
        ModelFile(p.name, sha256_of(p), p.stat().st_size)
        for p in sorted(folder.iterdir())
        if p.is_file()
    )


def default_store() -> ModelStore:
    """The store of this user."""
    from slmsum.paths import home, resource_path

    bundled = resource_path("models")
    return ModelStore(home(), bundled if bundled.is_dir() else None)
