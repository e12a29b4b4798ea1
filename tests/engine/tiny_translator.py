"""A tiny random encoder-decoder in a CTranslate2 folder, shaped like BART, as a user may bring."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
from ctranslate2.specs import common_spec, transformer_spec

SIZE, INNER, HEADS, LAYERS, POSITIONS = 32, 64, 4, 2, 512
_SENTENCES = (
    "Anna asks Ben to bring the keys on Monday.",
    "Ben says that he will call the bank before noon.",
    "They agree to meet again next week and to ask Clara for the invoice.",
)


def write_translator(folder: Path) -> Path:
    """The folder, with weights that are the same each time."""
    folder.mkdir(parents=True, exist_ok=True)
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(_SENTENCES),
        model_writer=model,
        model_type="unigram",
        vocab_size=60,
        hard_vocab_limit=False,
        minloglevel=2,
        num_threads=1,
    )
    (folder / "spiece.model").write_bytes(model.getvalue())
    inner = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    tokens = [inner.id_to_piece(i) for i in range(inner.get_piece_size())]
    spec = transformer_spec.TransformerSpec.from_config(
        (LAYERS, LAYERS),
        HEADS,
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
    )
    _Filler(len(tokens)).fill(spec)
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = "<s>", "</s>", "<unk>"
    spec.config.decoder_start_token = "</s>"
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
    return folder


class _Filler:
    """Gives the parts of a specification random weights."""

    def __init__(self, tokens: int) -> None:
        self.random = np.random.default_rng(5)
        self.embeddings = self._matrix(tokens, SIZE)

    def fill(self, spec: Any) -> None:
        for part in (spec.encoder, spec.decoder):
            part.scale_embeddings = False
            part.position_encodings.encodings = self._matrix(POSITIONS, SIZE)
            self._norm(part.layernorm_embedding)
        spec.encoder.embeddings[0].weight = self.embeddings
        spec.decoder.embeddings.weight = self.embeddings
        spec.decoder.projection.weight = self.embeddings
        for layer in spec.encoder.layer:
            self._attention(layer.self_attention, own=True)
            self._feed_forward(layer.ffn)
        for layer in spec.decoder.layer:
            self._attention(layer.self_attention, own=True)
            self._attention(layer.attention, own=False)
            self._feed_forward(layer.ffn)

    def _attention(self, spec: Any, *, own: bool) -> None:
        rows = (3 * SIZE, SIZE) if own else (SIZE, 2 * SIZE, SIZE)
        for linear, count in zip(spec.linear, rows, strict=True):
            self._linear(linear, count, SIZE)
        self._norm(spec.layer_norm)

    def _feed_forward(self, spec: Any) -> None:
        self._linear(spec.linear_0, INNER, SIZE)
        self._linear(spec.linear_1, SIZE, INNER)
        self._norm(spec.layer_norm)

    def _linear(self, spec: Any, rows: int, columns: int) -> None:
        spec.weight = self._matrix(rows, columns)
        spec.bias = np.zeros(rows, np.float32)

    def _norm(self, spec: Any) -> None:
        spec.gamma, spec.beta = np.ones(SIZE, np.float32), np.zeros(SIZE, np.float32)

    def _matrix(self, rows: int, columns: int) -> Any:
        return self.random.normal(0, 1 / columns**0.5, (rows, columns)).astype(np.float32)
