"""From published files to a folder that is ready to run, by the converter a model names."""

from __future__ import annotations

import shutil
from pathlib import Path

from slmsum.errors import UnfitModel
from slmsum.models.catalogue import CatalogueModel
from slmsum.models.convert_bert import convert_bert
from slmsum.models.convert_decoder import TokenTable, convert_decoder
from slmsum.models.convert_ge2e import convert_ge2e
from slmsum.models.gguf_tokenizer import write_tokenizer
from slmsum.models.gguf_weights import Vocabulary, read_gguf
from slmsum.models.info import ModelInfo, write_info
from slmsum.models.lora import read_adapter
from slmsum.models.recipe import default_adapter
from slmsum.models.smoothing import read_smoothing
from slmsum.progress import ProgressSink, ignore

# Tokens that end an answer in the chat formats of the families; a file names one of them at most.
_ENDS = ("<|im_end|>", "<|eot_id|>", "<|end_of_text|>", "<end_of_turn>", "<|endoftext|>", "</s>")


def convert(
    model: CatalogueModel,
    source: Path,
    folder: Path,
    progress: ProgressSink = ignore,
    adapter: Path | None = None,
) -> None:
    """Convert the published files in `source` into `folder`; raises UnfitModel."""
    if model.converter == "gguf":
        merged = adapter or default_adapter(model)
        convert_gguf(source / model.files[0].name, folder, adapter=merged, progress=progress)
    elif model.converter == "bert":
        convert_bert(source, folder)
        write_info(ModelInfo("encoder", "bert", context=256), "", folder)
    elif model.converter == "ge2e":
        convert_ge2e(source / model.files[0].name, folder)
    elif model.converter == "files":
        for file in model.files:
            _place(source / file.name, folder / file.name)
    else:
        raise UnfitModel(model.name, f"its converter {model.converter!r} is not known")


def _place(source: Path, target: Path) -> None:
    """A published file that is ready as it is: the same file where the disk can, else a copy."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)


def convert_gguf(
    path: Path,
    folder: Path,
    *,
    adapter: Path | None = None,
    int8: bool = True,
    progress: ProgressSink = ignore,
) -> None:
    """Convert a GGUF file with its tokenizer and chat template; raises UnfitModel."""
    model = read_gguf(path)
    vocabulary = model.vocabulary
    folder.mkdir(parents=True, exist_ok=True)
    write_tokenizer(path, vocabulary, folder)
    table = _table(path, vocabulary)
    convert_decoder(
        path,
        model.config,
        model.weights,
        table,
        folder,
        adapter=read_adapter(adapter),
        smoothing=read_smoothing(adapter),
        int8=int8,
        progress=progress,
    )
    info = ModelInfo(
        kind="decoder",
        family=model.config.family,
        context=model.config.context,
        bos=table.bos,
        eos=table.eos,
        stop=_stops(vocabulary, table.eos),
        add_bos=vocabulary.add_bos,
    )
    write_info(info, model.chat_template, folder)


def _table(path: Path, vocabulary: Vocabulary) -> TokenTable:
    eos = vocabulary.eos if vocabulary.eos is not None else vocabulary.eot
    if eos is None:
        raise UnfitModel(path, "it names no token that ends a text")
    bos = vocabulary.bos if vocabulary.bos is not None else eos
    unk = vocabulary.unk if vocabulary.unk is not None else eos
    tokens = vocabulary.tokens
    return TokenTable(tokens, tokens[bos], tokens[eos], tokens[unk])


def _stops(vocabulary: Vocabulary, eos: str) -> tuple[str, ...]:
    controls = {
        token
        for token, kind in zip(vocabulary.tokens, vocabulary.types, strict=False)
        if kind in (3, 4)
    }
    named = [vocabulary.tokens[vocabulary.eot]] if vocabulary.eot is not None else []
    ends = [end for end in _ENDS if end in controls]
    return tuple(dict.fromkeys([eos, *named, *ends]))
