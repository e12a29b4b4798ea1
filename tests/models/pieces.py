"""A small SentencePiece vocabulary, trained on the spot, and a GGUF file that carries it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import gguf
import sentencepiece
from tiny import SHAPES, add_shape, finish, gguf_name, permuted, weights_of

SENTENCES = (
    "Anna: can we move the meeting to Thursday at half past ten?",
    "Ben: yes, Thursday works, and I will send the new budget before Wednesday evening.",
    "The committee agreed to buy 12 chairs for 1,250 euros and to ask Clara for the invoice.",
    "Who writes the minutes today? I did it last week, so it should be your turn now.",
    "Das Treffen beginnt um neun Uhr und dauert ungefähr zwei Stunden, sagt Jürgen.",
    "Привет, завтра мы встречаемся в десять часов утра у входа в библиотеку.",
    "Let us decide next month; nobody knows the price yet, and the old one has expired.",
    "She can't come, he won't call, they've left, and it's raining again & again!",
    "def total(values): return sum(values)  # adds them up",
    "今日は会議があります。明日はありません。",
)


def train(**options: object) -> bytes:
    """The bytes of a SentencePiece BPE model of the kind that llama and gemma models have."""
    model = io.BytesIO()
    settings: dict[str, object] = {
        "model_type": "bpe",
        "vocab_size": 700,
        "byte_fallback": True,
        "normalization_rule_name": "identity",
        "remove_extra_whitespaces": False,
        "character_coverage": 0.98,
        "split_digits": True,
        "control_symbols": ["<start_of_turn>", "<end_of_turn>"],
        "minloglevel": 2,
        "hard_vocab_limit": False,
        "num_threads": 1,
    }
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES), model_writer=model, **(settings | options)
    )
    return model.getvalue()


def write_pieces_gguf(path: Path, model: bytes, *, space_prefix: bool = True) -> Path:
    """A tiny llama model in GGUF with the vocabulary of `model`."""
    inner = sentencepiece.SentencePieceProcessor(model_proto=model)
    count = inner.get_piece_size()
    shape = replace(SHAPES["llama"], vocabulary=count)
    writer = gguf.GGUFWriter(path, "llama")
    add_shape(writer, shape)
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([inner.id_to_piece(i) for i in range(count)])
    writer.add_token_scores([inner.get_score(i) for i in range(count)])
    writer.add_token_types([_kind(inner, i) for i in range(count)])
    writer.add_bos_token_id(inner.bos_id())
    writer.add_eos_token_id(inner.eos_id())
    writer.add_unk_token_id(inner.unk_id())
    writer.add_add_space_prefix(space_prefix)
    for name, value in weights_of(shape, 1).items():
        heads = shape.heads if ".q_proj." in name else shape.kv_heads
        array = permuted(value, heads) if "q_proj" in name or "k_proj" in name else value
        writer.add_tensor(gguf_name(name, "llama"), array)
    finish(writer)
    return path


def _kind(inner: sentencepiece.SentencePieceProcessor, number: int) -> int:
    if inner.is_unknown(number):
        return 2
    if inner.is_control(number):
        return 3
    return 6 if inner.is_byte(number) else 1
