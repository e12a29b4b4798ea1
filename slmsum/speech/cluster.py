"""Which windows of a recording hold the same voice, and how many voices there are.

Spectral clustering of the windows' nearest neighbours, where the number of voices is what makes
the clearest gap between eigenvalues: Park et al. 2019, "Auto-tuning spectral clustering for
speaker diarization using normalized maximum eigengap". What counts as near is relative to the
recording, so that one room and microphone for all does not make two people one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from slmsum.speech.voice_encoder import unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_SPEAKERS = 20

# Found with tests/bench/diarize.py on its tuning half.
_MOST_GUESSED = 10
_NEIGHBOURS = (0.02, 0.03, 0.05, 0.08, 0.12, 0.2)
# Neighbours in time share sound; fewer than these would link a window to no others.
_FEWEST_NEIGHBOURS = 12
# Two voices this alike are one after all; those of two people in one room reach 0.87. Where there
# seem to be more, none of them less alike than the second, one voice was cut to pieces.
_ONE_VOICE = 0.9
_ALL_ONE_VOICE = 0.82
# Fewer windows than these show no clear gap; voices are then told apart by how alike they are.
_FEW = 90
_APART = 0.72
# Of so few windows, a voice heard in less than this many is the echo of a change of speakers.
_FLEETING = 3
# More windows than these are thinned out, which bounds the time and memory of an hour's talk.
_MANY = 1000


def voices_of(windows: NDArray[np.float32], speakers: int | None = None) -> NDArray[np.float32]:
    """The mean voice of each speaker, unit vectors with shape (speakers, 256).

    `windows` are unit vectors in order of time. `speakers` is the number there shall be, None to
    estimate it (1 to 10); fewer come out only where there are fewer windows.
    """
    import numpy as np

    if len(windows) == 0:
        return windows
    chosen = windows[np.linspace(0, len(windows) - 1, min(_MANY, len(windows))).round().astype(int)]
    count = len(chosen)
    if speakers == 1:
        groups = np.zeros(count, np.int64)
    elif count < _FEW:
        groups = _split_few(chosen, speakers)
    else:
        groups = _spectral(chosen, speakers)
    return _means(chosen, groups)


def _means(windows: NDArray[np.float32], groups: NDArray[np.int64]) -> NDArray[np.float32]:
    import numpy as np

    return unit(np.stack([windows[groups == g].mean(axis=0) for g in np.unique(groups)]))


def _split_few(windows: NDArray[np.float32], speakers: int | None) -> NDArray[np.int64]:
    """Join the two groups most alike until there are `speakers`, or until none are one voice."""
    import numpy as np

    groups = np.arange(len(windows))
    while len(names := np.unique(groups)) > (speakers or 1):
        means = _means(windows, groups)
        alike = means @ means.T - 2 * np.eye(len(means), dtype=np.float32)
        sizes = np.array([(groups == name).sum() for name in names])
        first, second = divmod(int(alike.argmax()), len(means))
        if speakers is None and alike[first, second] < _APART:
            if sizes.min() >= min(_FLEETING, sizes.max()):
                break
            first = int(sizes.argmin())
            second = int(alike[first].argmax())
        groups[groups == names[second]] = names[first]
    return groups


def _spectral(windows: NDArray[np.float32], speakers: int | None) -> NDArray[np.int64]:
    import numpy as np

    near = np.argsort(-(windows @ windows.T), axis=1, kind="stable")
    count = len(windows)
    best: tuple[float, int, int] | None = None
    for share in _NEIGHBOURS:
        neighbours = max(_FEWEST_NEIGHBOURS, int(count * share))
        links = _links(near, neighbours)
        values = np.linalg.eigvalsh(np.diag(links.sum(axis=1)) - links)
        gaps = np.diff(values[: (speakers or _MOST_GUESSED) + 1])
        guess = speakers or int(gaps.argmax()) + 1
        # The fewer neighbours it takes to see a clear gap, the better.
        cost = neighbours / count / (gaps[guess - 1] / values[-1] + 1e-10)
        if best is None or cost < best[0]:
            best = (cost, guess, neighbours)
    assert best is not None
    groups = _split(_links(near, best[2]), best[1])
    if speakers is None and best[1] > 1:
        means = _means(windows, groups)
        if (means @ means.T).min() > (_ONE_VOICE if len(means) == 2 else _ALL_ONE_VOICE):
            return np.zeros(count, np.int64)
    return groups


def _links(near: NDArray[np.int64], neighbours: int) -> NDArray[np.float64]:
    """1 where two windows are among each other's nearest, a half where it is one-sided."""
    import numpy as np

    links = np.zeros(near.shape)
    np.put_along_axis(links, near[:, :neighbours], 1.0, axis=1)
    return (links + links.T) / 2


def _split(links: NDArray[np.float64], groups: int) -> NDArray[np.int64]:
    """Ng, Jordan and Weiss 2001: k-means among the rows of the Laplacian's first eigenvectors."""
    import numpy as np

    scale = 1 / np.sqrt(links.sum(axis=1))
    laplacian = np.eye(len(links)) - scale[:, None] * links * scale
    _, vectors = np.linalg.eigh(laplacian)
    return _k_means(vectors[:, :groups], groups)


def _k_means(vectors: NDArray[np.float64], groups: int) -> NDArray[np.int64]:
    """Groups by direction, from starting points far apart: equal input gives equal groups."""
    import numpy as np

    rows = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    starts = [int((rows @ rows.mean(axis=0)).argmax())]
    while len(starts) < groups:
        starts.append(int((rows @ rows[starts].T).max(axis=1).argmin()))
    centres = rows[starts]
    chosen: NDArray[np.int64] = (rows @ centres.T).argmax(axis=1)
    for _ in range(50):
        for group in range(groups):
            if (chosen == group).any():
                mean = rows[chosen == group].mean(axis=0)
                centres[group] = mean / max(float(np.linalg.norm(mean)), 1e-12)
        before, chosen = chosen, (rows @ centres.T).argmax(axis=1)
        if (before == chosen).all():
            break
    return chosen
