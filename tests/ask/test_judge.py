"""The judge picks the turn with the best signs, and abstains where no turn has them."""

from dataclasses import replace

import numpy as np

from slmsum.ask.judge import Weights, judge, weights
from slmsum.ask.signs import QUESTION_SIGNS, TURN_SIGNS, Signs

PLAIN = Weights({"own": 4.0}, {"always": 2.0}, 0.5)


def signs(*own: float) -> Signs:
    turns = np.zeros((len(own), len(TURN_SIGNS)))
    turns[:, TURN_SIGNS.index("own")] = own
    question = np.zeros(len(QUESTION_SIGNS))
    question[QUESTION_SIGNS.index("always")] = 1.0
    return Signs(tuple(range(5, 5 + len(own))), turns, question)


def test_the_turn_with_the_best_signs_comes_first() -> None:
    found = judge(signs(0.1, 1.0, 0.3), PLAIN)
    assert [place for place, _ in found.ranked] == [6, 7, 5]
    assert found.stands
    assert 0 < found.said < 1


def test_without_signs_nothing_stands() -> None:
    assert not judge(signs(0.0, 0.1), PLAIN).stands
    assert not judge(signs(0.1, 1.0), replace(PLAIN, least=0.99)).stands


def test_the_fitted_weights_know_every_sign() -> None:
    for name in ("plain", "drafted"):
        fitted = weights(name)
        assert set(fitted.turn) == set(TURN_SIGNS)
        assert set(fitted.question) == set(QUESTION_SIGNS)
        assert 0 < fitted.least < 1
