"""Sentence embeddings by MiniLM through CTranslate2."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slmsum.errors import ModelCorrupt

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MAX_TOKENS = 256
# More at once is no quicker and holds more memory.
_BATCH_TOKENS = 1024


class SentenceEncoder:
    """Turns texts into unit vectors whose dot product tells how near their meanings are.

    `threads` is the number of threads of the one worker; raises ModelCorrupt.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        import ctranslate2
        from tokenizers import Tokenizer

        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._encoder: Any = ctranslate2.Encoder(
                str(folder), device="cpu", compute_type="auto", intra_threads=threads
            )
        except Exception as error:  # tokenizers raises plain Exception, ctranslate2 RuntimeError
            raise ModelCorrupt(folder.parent.name, str(error)) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row of length 1 for each text, the first 256 tokens of which count."""
        import numpy as np

        # One by one: encode_batch would start threads of its own.
        ids = [self._tokenizer.encode(text).ids for text in texts]
        rows: dict[int, npt.NDArray[np.float32]] = {}
        for batch in _batches([len(tokens) for tokens in ids]):
            hidden = np.asarray(
                self._encoder.forward_batch([ids[i] for i in batch]).last_hidden_state
            )
            for place, i in enumerate(batch):
                rows[i] = hidden[place, : len(ids[i])].mean(axis=0)
        if not rows:
            return np.zeros((0, 384), np.float32)
        table = np.stack([rows[i] for i in range(len(ids))]).astype(np.float32)
        table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-12)
        return table


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Group texts of similar length, so that little is spent on padding."""
    batches: list[list[int]] = []
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if not batches or (len(batches[-1]) + 1) * lengths[i] > _BATCH_TOKENS:
            batches.append([])
        batches[-1].append(i)
    return batches
