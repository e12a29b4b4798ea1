"""Catalogues of tiny models for tests of the store."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

from tiny import SHAPES, weights_of, write_gguf

from slmsum.models.catalogue import Catalogue, load_catalogue


def tiny_source(folder: Path) -> Path:
    """A folder with tiny.gguf, as a place to fetch from."""
    folder.mkdir(parents=True, exist_ok=True)
    write_gguf(folder / "tiny.gguf", SHAPES["llama"], weights_of(SHAPES["llama"], 1))
    return folder


def write_catalogue(
    path: Path, gguf: Path, sources: list[dict[str, object]], **more: object
) -> Path:
    """A catalogue with the one model `tiny`; its hash and size are those of `gguf`."""
    data = gguf.read_bytes()
    entry = {
        "name": "tiny",
        "role": "summarizer",
        "title": "Tiny",
        "licence": "Apache-2.0",
        "converter": "gguf",
        "ready_bytes": 100_000,
    } | more
    lines = ["[[models]]", *(f"{key} = {json.dumps(value)}" for key, value in entry.items())]
    digest = hashlib.sha256(data).hexdigest()
    lines += ["[[models.files]]", 'name = "tiny.gguf"', f'sha256 = "{digest}"']
    lines += [f"bytes = {len(data)}"]
    for source in sources:
        plain = {key: value for key, value in source.items() if key != "members"}
        lines += ["[[models.sources]]", *(f"{k} = {json.dumps(v)}" for k, v in plain.items())]
        if "members" in source:
            lines += ["[models.sources.members]", f'"tiny.gguf" = {json.dumps(source["members"])}']
    path.write_text("\n".join(lines) + "\n")
    return path


def local_catalogue(folder: Path, **more: object) -> Catalogue:
    """A catalogue whose one model comes from a folder beside it."""
    return load_catalogue(local_catalogue_file(folder, **more))


def local_catalogue_file(folder: Path, **more: object) -> Path:
    source = tiny_source(folder / "origin")
    local = {"kind": "local", "path": str(source)}
    return write_catalogue(folder / "catalogue.toml", source / "tiny.gguf", [local], **more)


def write_wheel(path: Path, name: str, members: dict[str, bytes]) -> Path:
    """A wheel that pip takes, with `members` in it."""
    wheel = path / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
        info = f"{name}-1.0.dist-info"
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return wheel
