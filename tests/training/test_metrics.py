"""The figures that adapters are chosen by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slmsum.training.metrics import Retrieval, figure, length_ratio, matched_actions, rouge


@given(st.lists(st.floats(0, 100), min_size=1, max_size=60))
def test_an_interval_holds_its_mean(values: list[float]) -> None:
    found = figure(values)
    assert min(values) - 1e-6 <= found.low <= found.mean + 1e-6
    assert found.mean - 1e-6 <= found.high <= max(values) + 1e-6


def test_rouge_of_the_same_text_is_full_and_of_another_empty() -> None:
    assert rouge(["Ana calls Ben."], ["Ana calls Ben."])["rouge1"] == pytest.approx(100)
    assert rouge(["Ana calls Ben."], ["Nobody knows why."])["rouge1"] == 0


def test_actions_match_one_to_one_by_owner_and_task() -> None:
    wanted = [("Ana", "book the room"), ("Ben", "send the slides to Cleo")]
    assert matched_actions(wanted, [("ana", "book a room"), ("Ben", "send Cleo the slides")]) == 2
    assert matched_actions(wanted, [("Ben", "book the room")]) == 0
    assert matched_actions(wanted, [("Ana", "book the room"), ("Ana", "book the room")]) == 1


def test_precision_and_recall_add_up_over_conversations() -> None:
    total = Retrieval(1, 2, 4) + Retrieval(2, 2, 2)
    assert (total.precision, total.recall) == (0.75, 0.5)
    assert total.f1 == pytest.approx(0.6)


def test_length_counts_words() -> None:
    assert length_ratio(["one two", "three four"], ["one two"]) == 0.5
