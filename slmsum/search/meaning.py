"""The ranking of texts by meaning: unit vectors, and their short forms that a library keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def rank_meaning(
    vectors: npt.NDArray[np.float32], query_vector: npt.NDArray[np.float32]
) -> list[tuple[int, float]]:
    """Rank unit vectors by cosine with the query's; gives (row, cosine), best first."""
    import numpy as np

    cosines = vectors @ query_vector
    order = np.argsort(-cosines, kind="stable")
    return [(int(row), float(cosines[row])) for row in order]
