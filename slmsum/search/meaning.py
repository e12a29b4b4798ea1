"""The ranking of texts by meaning: of unit vectors, or of a million short forms of such."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]
    Codes = npt.NDArray[np.uint64]

# Rows compared at a time: enough to be quick, few enough to stay in a processor's cache.
_BLOCK = 1 << 16


def rank_meaning(vectors: Vectors, query_vector: Vectors) -> list[tuple[int, float]]:
    """Rank unit vectors by cosine with the query's; gives (row, cosine), best first."""
    import numpy as np

    cosines = vectors @ query_vector
    order = np.argsort(-cosines, kind="stable")
    return [(int(row), float(cosines[row])) for row in order]


def signs(vectors: Vectors) -> Codes:
    """One bit for the sign of each number: n rows of 64-bit words, a 32nd of the size."""
    import numpy as np

    return np.packbits(vectors > 0, axis=1).view("<u8")


def bytes_of(vectors: Vectors) -> npt.NDArray[np.int8]:
    """The vectors in bytes, a quarter of the size; only the direction of each stays the same."""
    import numpy as np

    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True, initial=0), 1e-12)
    return np.asarray(np.rint(vectors * (127 / largest)), np.int8)


def cosines(rows: npt.NDArray[np.int8], query_vector: Vectors) -> Vectors:
    """Cosines of vectors in bytes with a unit vector."""
    import numpy as np

    wide = rows.astype(np.float32)
    lengths = np.linalg.norm(wide, axis=1)
    return np.asarray(wide @ query_vector / np.maximum(lengths, 1e-12), np.float32)


def nearest(
    codes: Codes, query_code: Codes, count: int, allowed: npt.NDArray[np.bool_] | None = None
) -> npt.NDArray[np.intp]:
    """At least `count` columns of `codes` that differ least from the query's, in any order.

    `codes` holds one vector's signs in each column, so that whole columns are compared at once.
    `allowed` says which columns may be given. The share of differing signs is an estimate of the
    angle between two vectors (Charikar 2002, "Similarity estimation techniques from rounding
    algorithms"); what this gives is to be ranked by `cosines`.
    """
    import numpy as np

    words, total = codes.shape
    differing = np.zeros(total, np.uint16)
    for begin in range(0, total, _BLOCK):
        part = differing[begin : begin + _BLOCK]
        for word in range(words):
            part += np.bitwise_count(codes[word, begin : begin + _BLOCK] ^ query_code[word])
    if allowed is not None:
        differing[~allowed] = 64 * words + 1
    below = np.cumsum(np.bincount(differing, minlength=64 * words + 2)[: 64 * words + 1])
    limit = int(np.searchsorted(below, min(count, int(below[-1]))))
    return np.flatnonzero(differing <= min(limit, 64 * words))
