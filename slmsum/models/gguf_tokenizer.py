"""Rebuild a tokenizer from the vocabulary in a GGUF file."""

from __future__ import annotations

import struct
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from slmsum.engine.tokenizers import (
    SENTENCEPIECE_FILES,
    TOKENIZER_JSON,
    Tokenizer,
    load_tokenizer,
)
from slmsum.errors import UnfitModel
from slmsum.models.gguf_weights import Vocabulary

if TYPE_CHECKING:
    import tokenizers as hf

_NORMAL, _UNKNOWN, _CONTROL, _USER, _UNUSED, _BYTE = range(1, 7)

_WORDS = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
_CASELESS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"
_REST = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"

# How a text is cut before merging, by the name that llama.cpp gives the way: the patterns are
# applied one after the other, each to what the one before has left.
_PATTERNS: dict[str, tuple[str, ...]] = {
    "gpt-2": (_WORDS,),
    "smollm": (r"\p{N}", _WORDS),
    "llama-bpe": (_CASELESS + r"\p{N}{1,3}" + _REST,),
    "qwen2": (_CASELESS + r"\p{N}" + _REST,),
}
_SAME = {
    "phi-2": "gpt-2",
    "mpt": "gpt-2",
    "olmo": "gpt-2",
    "jais": "gpt-2",
    "starcoder": "smollm",
    "refact": "smollm",
    "command-r": "smollm",
    "codeshell": "smollm",
    "llama3": "llama-bpe",
    "llama-v3": "llama-bpe",
    "falcon3": "llama-bpe",
    "smaug-bpe": "llama-bpe",
    "deepseek-r1-qwen": "qwen2",
    "megrez": "qwen2",
}


def write_tokenizer(path: Path, vocabulary: Vocabulary, folder: Path) -> None:
    """Write the tokenizer's file for `load_tokenizer`; raises UnfitModel, naming `path`."""
    if len(vocabulary.types) not in (0, len(vocabulary.tokens)):
        raise UnfitModel(path, "its tokens and their types differ in number")
    if vocabulary.model == "gpt2":
        _bpe(path, vocabulary).save(str(folder / TOKENIZER_JSON))
    else:
        (folder / SENTENCEPIECE_FILES[0]).write_bytes(_sentencepiece(path, vocabulary))
    try:
        load_tokenizer(folder)
    except UnfitModel as error:
        raise UnfitModel(path, "its tokenizer is broken") from error


def tokenizer_of(path: Path, vocabulary: Vocabulary) -> Tokenizer:
    """The tokenizer in memory, for training; raises UnfitModel, naming `path`."""
    with TemporaryDirectory() as folder:
        write_tokenizer(path, vocabulary, Path(folder))
        return load_tokenizer(Path(folder))


def _bpe(path: Path, vocabulary: Vocabulary) -> hf.Tokenizer:
    import tokenizers as hf
    from tokenizers import AddedToken, Regex, decoders, models, normalizers
    from tokenizers.pre_tokenizers import ByteLevel, Sequence, Split

    pre = _SAME.get(vocabulary.pre, vocabulary.pre)
    patterns = _PATTERNS.get(pre)
    if patterns is None:
        raise UnfitModel(path, f"its way to cut text ({vocabulary.pre}) is not supported")
    merges = []
    for merge in vocabulary.merges:
        # Only the first character of a part may be a space, so a space later than that divides.
        left, _, right = merge[1:].partition(" ")
        merges.append((merge[:1] + left, right))
    by_token: dict[str, int] = {}
    for number, token in enumerate(vocabulary.tokens):
        by_token.setdefault(token, number)
    try:
        model = models.BPE(by_token, merges, ignore_merges=pre == "llama-bpe")
    except Exception as error:  # the library raises plain Exception
        raise UnfitModel(path, f"its merges do not fit its tokens ({error})") from error
    tokenizer = hf.Tokenizer(model)
    cuts = [Split(Regex(pattern), behavior="isolated") for pattern in patterns]
    tokenizer.pre_tokenizer = Sequence([*cuts, ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    if pre == "qwen2":
        tokenizer.normalizer = normalizers.NFC()
    kinds = list(zip(vocabulary.tokens, vocabulary.types, strict=False))
    tokenizer.add_special_tokens(
        [AddedToken(t, special=True, normalized=False) for t, k in kinds if k == _CONTROL]
    )
    tokenizer.add_tokens(
        [AddedToken(t, special=False, normalized=False) for t, k in kinds if k == _USER]
    )
    return tokenizer


def _sentencepiece(path: Path, vocabulary: Vocabulary) -> bytes:
    """The vocabulary as a serialised SentencePiece model (a protocol buffer) of kind BPE."""
    count = len(vocabulary.tokens)
    types = list(vocabulary.types) or [_NORMAL] * count
    if len(vocabulary.scores) != count:
        raise UnfitModel(path, "its tokens and their scores differ in number")
    unk = vocabulary.unk if vocabulary.unk is not None else 0
    types = [_NORMAL if kind == _UNKNOWN else kind for kind in types]
    types[unk] = _UNKNOWN
    pieces = zip(_distinct(vocabulary.tokens), vocabulary.scores, types, strict=True)
    body = b"".join(_message(1, _piece(*piece)) for piece in pieces)
    bos = vocabulary.bos if vocabulary.bos is not None else -1
    eos = vocabulary.eos if vocabulary.eos is not None else -1
    trainer = _number(3, 2) + _number(4, count) + _number(35, int(_BYTE in types))
    trainer += _number(40, unk) + _number(41, bos) + _number(42, eos) + _number(43, -1)
    normalizer = _message(1, b"identity") + _number(3, int(vocabulary.add_space_prefix))
    normalizer += _number(4, 0) + _number(5, 1)
    return body + _message(2, trainer) + _message(3, normalizer)


def _distinct(tokens: tuple[str, ...]) -> list[str]:
    """SentencePiece refuses empty pieces and pieces that occur twice; some files pad with such."""
    seen: set[str] = set()
    out = []
    for number, token in enumerate(tokens):
        name = token if token and token not in seen else f"<unused_piece_{number}>"
        seen.add(name)
        out.append(name)
    return out


def _piece(token: str, score: float, kind: int) -> bytes:
    return _message(1, token.encode()) + b"\x15" + struct.pack("<f", score) + _number(3, kind)


def _message(field: int, body: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(body)) + body


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value & (1 << 64) - 1)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
