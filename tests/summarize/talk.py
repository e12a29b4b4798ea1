"""Conversations written for these tests, and stand-ins for meaning that need no model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from slmsum.conversation import Turn
from slmsum.summarize.ground import Grounder
from slmsum.summarize.words import content_stems

Vectors = npt.NDArray[np.float32]
_SIZE = 256


def embed(texts: Sequence[str]) -> Vectors:
    """Unit vectors by the words in common: each content stem adds to one of 256 places."""
    table = np.zeros((len(texts), _SIZE), np.float32)
    for row, text in zip(table, texts, strict=True):
        for stem in content_stems(text):
            row[int.from_bytes(hashlib.sha256(stem.encode()).digest()[:2]) % _SIZE] += 1
    return table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-6)


def talk(text: str) -> list[Turn]:
    """Turns from lines "Name: words"."""
    pairs = [line.strip().split(": ", 1) for line in text.strip().splitlines()]
    return [Turn(i, speaker, said) for i, (speaker, said) in enumerate(pairs)]


def grounder(text: str) -> Grounder:
    turns = talk(text)
    return Grounder(turns, embed([turn.text for turn in turns]), embed)


BOAT = """
Maren: The harbour office wants 340 euros for the winter berth, and they want it by Friday.
Tobias: That's more than last year. Wasn't it two hundred and eighty?
Maren: It was. Erik from the club says the crane costs another ninety.
Tobias: Then let's ask Pelle's yard in Kalmar. They store boats indoors.
Maren: I'll call them tomorrow. What about the sails?
Tobias: I'll take the sails home on Sunday and wash them.
Maren: Good. The mast light is broken, too. Can you order a new one?
Tobias: Sure, I'll order it tonight. It's about 35 euros.
Maren: We agreed to leave at half past seven, right?
Tobias: Yes, half seven at the gate, and bring the 12 metre rope.
"""
