"""Take in a model that the user brings: a GGUF file or a CTranslate2 folder."""

from __future__ import annotations

import json
import re
import shutil
from math import prod
from pathlib import Path
from typing import Any

from slmsum.engine.tokenizers import SENTENCEPIECE_FILES, TOKENIZER_JSON, load_tokenizer
from slmsum.errors import BadOption, UnfitModel
from slmsum.models.convert import convert_gguf
from slmsum.models.ct2_folder import check_model_bin
from slmsum.models.gguf_file import open_gguf
from slmsum.models.info import CHAT_TEMPLATE, ModelInfo, write_info
from slmsum.models.lora import NO_ADAPTER, adapter_hash
from slmsum.models.recipe import VERSION
from slmsum.models.store import Manifest, ModelStore, listing
from slmsum.progress import Progress, ProgressSink, ignore

_MAX_JSON = 64 * 1024 * 1024
_VOCABULARIES = (
    "vocabulary.json",
    "vocabulary.txt",
    "shared_vocabulary.json",
    "shared_vocabulary.txt",
    "source_vocabulary.json",
    "source_vocabulary.txt",
    "target_vocabulary.json",
    "target_vocabulary.txt",
)


def import_model(
    store: ModelStore,
    path: Path,
    name: str | None = None,
    progress: ProgressSink = ignore,
    adapter: Path | None = None,
) -> Manifest:
    """Convert or copy the model at `path` into the store under `name` (default: from the path).

    Raises UnfitModel with the reason, DiskFull, or BadOption for a name that cannot be used.
    """
    name = name or _name_of(path)
    if path.is_dir() and (path / "model.bin").is_file():
        needed = sum(p.stat().st_size for p in path.iterdir() if p.is_file())
        kind = "ctranslate2"
    elif path.is_file():
        needed = sum(prod(tensor.shape) for tensor in open_gguf(path).tensors.values())
        kind = "gguf"
    else:
        raise UnfitModel(path, "neither a GGUF file nor a CTranslate2 folder")
    if kind == "ctranslate2" and adapter is not None:
        raise BadOption("an adapter cannot be merged into a model that is already converted")
    store.need_space(needed)
    with store.lock(name), store.scratch(name) as scratch:
        ready = scratch / "ready"
        ready.mkdir()
        title, licence = _title(path, kind)
        if kind == "gguf":
            convert_gguf(path, ready, adapter=adapter, progress=progress)
        else:
            _copy_folder(path, ready, progress)
        role = _try(path, ready)
        manifest = Manifest(
            name=name,
            role=role,
            title=title,
            licence=licence,
            origin=str(path.absolute()),
            recipe=f"{kind}/{VERSION}",
            adapter=adapter_hash(adapter) if adapter else NO_ADAPTER,
            ready=f"ready-{scratch.name}",
            files=listing(ready),
        )
        store.install(manifest, ready)
    return manifest


def _name_of(path: Path) -> str:
    stem = path.stem if path.is_file() else path.name
    name = re.sub(r"[^a-z0-9._-]+", "-", stem.lower()).strip("-._")[:64]
    if not name:
        raise BadOption(f"{path.name!r} gives no name for the model", hint="Name it with --name.")
    return name


def _title(path: Path, kind: str) -> tuple[str, str]:
    if kind != "gguf":
        return path.name, "unknown"
    fields = open_gguf(path).fields
    title = str(fields.get("general.name") or path.stem)
    return title[:100], str(fields.get("general.license") or "unknown")[:100]


def _copy_folder(path: Path, ready: Path, progress: ProgressSink) -> None:
    model = check_model_bin(path / "model.bin")
    names = [n for n in ("model.bin", "config.json", *_VOCABULARIES) if (path / n).is_file()]
    if not set(names) & set(_VOCABULARIES):
        raise UnfitModel(path, "it has no vocabulary")
    for name in set(names) & set(_VOCABULARIES):
        if _tokens_in(path / name) not in model.vocabularies:
            raise UnfitModel(path, f"its {name} does not fit the model")
    tokenizers = [n for n in (TOKENIZER_JSON, *SENTENCEPIECE_FILES) if (path / n).is_file()]
    names += tokenizers
    config = _json(path / "config.json")
    described = _json(path / "tokenizer_config.json")
    for done, name in enumerate(names):
        progress(Progress("Copying", done, len(names)))
        shutil.copyfile(path / name, ready / name)
    progress(Progress("Copying", len(names), len(names)))
    load_tokenizer(ready)
    eos, bos = (str(config.get(f"{which}_token") or "") for which in ("eos", "bos"))
    info = ModelInfo(
        kind=model.kind,
        family=str(described.get("tokenizer_class") or ""),
        bos=bos,
        eos=eos,
        stop=(eos,) if eos else (),
        add_bos=bool(described.get("add_bos_token", False)),
    )
    write_info(info, _template(path, described), ready)


def _tokens_in(path: Path) -> int:
    if path.stat().st_size > _MAX_JSON:
        raise UnfitModel(path, "absurdly large")
    try:
        text = path.read_text(encoding="utf-8")
        return len(json.loads(text) if path.suffix == ".json" else text.rstrip("\n").split("\n"))
    except (ValueError, TypeError, RecursionError) as error:
        raise UnfitModel(path, "cannot be read") from error


def _template(path: Path, described: dict[str, Any]) -> str:
    file = path / CHAT_TEMPLATE
    if file.is_file() and file.stat().st_size < _MAX_JSON:
        return file.read_text(encoding="utf-8", errors="replace")
    template = described.get("chat_template")
    return template if isinstance(template, str) else ""


def _json(path: Path) -> dict[str, Any]:
    """A JSON object, empty where the file is absent; raises UnfitModel."""
    try:
        if path.stat().st_size > _MAX_JSON:
            raise UnfitModel(path, "absurdly large")
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise UnfitModel(path, "cannot be read as JSON") from error
    if not isinstance(data, dict):
        raise UnfitModel(path, "not a JSON object")
    return data


def _try(path: Path, ready: Path) -> str:
    """Load the model once and run a few tokens through it; returns its role."""
    import ctranslate2

    kind = check_model_bin(ready / "model.bin").kind
    tokens = load_tokenizer(ready).encode("Hello there.") or ["Hello"]
    options = {"device": "cpu", "compute_type": "auto", "intra_threads": 1}
    try:
        if kind == "decoder":
            ctranslate2.Generator(str(ready), **options).generate_batch([tokens], max_length=2)
        elif kind == "encoder-decoder":
            translator = ctranslate2.Translator(str(ready), **options)
            translator.translate_batch([tokens], max_decoding_length=2, beam_size=1)
        else:
            ctranslate2.Encoder(str(ready), **options).forward_batch([tokens])
    except (RuntimeError, ValueError, MemoryError) as error:
        raise UnfitModel(path, f"it does not run: {error}") from error
    return "encoder" if kind == "encoder" else "summarizer"
