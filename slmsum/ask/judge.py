"""Whether a conversation answers a question, and by which turns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from slmsum.ask.signs import QUESTION_SIGNS, TURN_SIGNS, Signs

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign weighs, as `slmsum.training.fit_answers` finds it.

    An answer is given where the conversation is likelier than `least` to hold one.
    """

    turn: Mapping[str, float]
    question: Mapping[str, float]
    least: float

    def turn_row(self) -> npt.NDArray[np.float64]:
        """The weights of a turn's signs in their order."""
        import numpy as np

        return np.array([self.turn.get(name, 0.0) for name in TURN_SIGNS])

    def question_row(self) -> npt.NDArray[np.float64]:
        """The weights of the question's signs in their order."""
        import numpy as np

        return np.array([self.question.get(name, 0.0) for name in QUESTION_SIGNS])


@dataclass(frozen=True, slots=True)
class Judgement:
    """Places of turns with the chance that each is the one that answers, best first.

    `said` is the chance that any does, `stands` whether that is enough to answer.
    """

    ranked: tuple[tuple[int, float], ...]
    said: float
    stands: bool


@cache
def weights(name: str) -> Weights:
    """The fitted weights: "drafted" with the model's own signs, "plain" without."""
    table: dict[str, Any] = json.loads(files(__package__).joinpath("weights.json").read_bytes())
    return Weights(**table[name])


def judge(signs: Signs, weights: Weights) -> Judgement:
    """Weigh the signs: a conditional logit over the turns and the choice of none of them."""
    import numpy as np

    scores = np.append(signs.turns @ weights.turn_row(), signs.question @ weights.question_row())
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    order = np.argsort(-chances[:-1], kind="stable")
    said = float(1 - chances[-1])
    ranked = tuple((signs.places[i], float(chances[i])) for i in order)
    return Judgement(ranked, said, said > weights.least)
