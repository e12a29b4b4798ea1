"""Training examples keep to their labels, and to conversations that are not tested on."""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from slmsum.summarize import prompts
from slmsum.summarize.settings import Length
from slmsum.training import datasets
from slmsum.training.datasets import house_example, label_length, read_rows

DATA = Path(__file__).parents[2].parent / "shared" / "data"
ROW: dict[str, Any] = {
    "id": "t-1",
    "source": "house",
    "title": "Winter for the boat",
    "turns": [
        ["Maren", "The harbour wants 340 euros."],
        ["Tobias", "That is dear."],
        ["Maren", "I'll ask the yard in Kalmar."],
        ["Tobias", "Good. I'll wash the sails on Sunday."],
        ["Maren", "Then we meet at half past seven."],
    ],
    "summary": ["The harbour wants 340.", "Maren asks the yard.", "Tobias washes the sails."],
    "evidence": [[0, 1], [2], [3]],
    "actions": [
        {"owner": "Maren", "task": "ask the yard in Kalmar", "due": None, "turn": 2},
        {"owner": "Tobias", "task": "wash the sails", "due": "on Sunday", "turn": 3},
    ],
    "decisions": [{"text": "They meet at half past seven.", "turn": 4}],
    "qa": [
        {"q": "What does the harbour want?", "a": "340 euros.", "turns": [0]},
        {"q": "Who has the keys?", "a": prompts.NOT_SAID, "turns": []},
    ],
}


def split_of(row: dict[str, Any], seed: int) -> int:
    """How many turns become context; raises where a label rests on one of them."""
    earlier, rest = datasets._with_context(row, random.Random(seed))
    cut = len(row["turns"]) - len(rest["turns"])
    assert rest["turns"] == row["turns"][cut:]
    assert bool(earlier) == (cut > 0)
    kept = len(row["summary"]) - len(rest["summary"])
    assert rest["summary"] == row["summary"][kept:]
    assert rest["summary"]
    assert all(min(turns) >= cut for turns in row["evidence"][kept:] if cut)
    for name in ("actions", "decisions"):
        assert rest[name] == [label for label in row[name] if label["turn"] >= cut]
    assert all(not q["turns"] or min(q["turns"]) >= cut for q in rest["qa"])
    if earlier:
        pairs = prompts.joined_pairs([(s, t) for s, t in row["turns"][:cut]])
        assert prompts.conversation_text(pairs).endswith(earlier)
    return cut


def test_no_label_rests_on_mere_context() -> None:
    assert {split_of(ROW, seed) for seed in range(40)} == {2, 3}
    tied = {**ROW, "evidence": [[0, 3], [2], [1]]}
    assert {split_of(tied, seed) for seed in range(20)} == {0}


def test_an_example_has_its_minutes_and_its_questions() -> None:
    for seed in range(60):
        example = house_example(ROW, random.Random(seed), strange_question="Who is Zelda?")
        first = prompts.parse_minutes(example.tasks[0].target)
        assert first.title == ROW["title"]
        assert set(first.sentences) <= set(ROW["summary"])
        assert example.tasks[-1].target == prompts.NOT_SAID
        assert example.tasks[-1].instruction == prompts.ask_question("Who is Zelda?")
        asked = [task.instruction for task in example.tasks]
        assert len(asked) == len(set(asked))
        assert prompts.ask_question("Who has the keys?") in asked
        harbour = prompts.ask_question("What does the harbour want?") in asked
        assert harbour == (not example.body.startswith("[earlier]"))
        assert example.body.endswith("Maren: Then we meet at half past seven.")


@pytest.mark.parametrize(
    "written, length",
    [(8, Length.SHORT), (34, Length.MEDIUM), (41, Length.MEDIUM), (80, Length.LONG)],
)
def test_the_length_that_a_label_has(written: int, length: Length) -> None:
    turns = [("A", "word " * 50), ("B", "word " * 50)]
    assert label_length(turns, ["word " * written]) is length


samples = pytest.mark.samples
Record = Callable[[str, object], None]


def runs(path: Path) -> Iterator[tuple[str, list[int]]]:
    """For each conversation, its id and hashes of its runs of 13 words."""
    for row in read_rows(path):
        words = re.findall(r"\w+", " ".join(text for _, text, *_ in row["turns"]).lower())
        yield row["id"], [hash(tuple(words[i : i + 13])) for i in range(len(words) - 12)]


def trained_on(*names: str) -> set[int]:
    return {run for name in names for _, found in runs(DATA / "train" / name) for run in found}


def leaks(name: str, seen: set[int]) -> tuple[int, float]:
    """How many conversations share a run with those trained on, and the share of such runs."""
    shared = [
        (sum(run in seen for run in found), len(found)) for _, found in runs(DATA / "dev" / name)
    ]
    return sum(hits > 0 for hits, _ in shared), sum(h for h, _ in shared) / sum(
        n for _, n in shared
    )


HOUSE = ("house.jsonl", "excerpts.jsonl")
ALL = (*HOUSE, "qmsum_meetings.jsonl", "mts_dialog.jsonl")


@samples
def test_development_conversations_are_not_trained_on(record_property: Record) -> None:
    seen = trained_on(*ALL)
    found = {
        name: leaks(f"{name}.jsonl", seen)
        for name in ("house_dev", "qmsum_meetings_dev", "mts_dialog_dev")
    }
    record_property("conversations and share of runs in common", found)
    assert found["house_dev"] == (0, 0.0)
    # What chairs of committees and doctors say each time.
    assert found["qmsum_meetings_dev"][1] < 0.005
    assert found["mts_dialog_dev"][1] < 0.005


@samples
def test_development_excerpts_are_new_but_for_meetings_of_qmsum(record_property: Record) -> None:
    conversations, share = leaks("excerpts_dev.jsonl", trained_on(*HOUSE))
    record_property("shared with labelled sets", (conversations, share))
    assert conversations <= 2
    assert share < 0.02
    # Some are cut from meetings whose text, not whose minutes, is in the QMSum training set, so
    # scores on them are of partly known text.
    known, _ = leaks("excerpts_dev.jsonl", trained_on("qmsum_meetings.jsonl"))
    record_property("cut from QMSum training meetings", known)
    assert known <= 36


@samples
def test_no_label_of_the_training_sets_rests_on_mere_context() -> None:
    rows = [row for name in HOUSE for row in read_rows(DATA / "train" / name)]
    cuts = [split_of(row, number) for number, row in enumerate(rows)]
    assert sum(cut > 0 for cut in cuts) > len(rows) // 4


@samples
def test_an_epoch_holds_all_sets_and_is_the_same_for_a_seed() -> None:
    first, again = (datasets.training_examples(DATA / "train", 1, 5) for _ in range(2))
    assert first == again
    assert first != datasets.training_examples(DATA / "train", 2, 5)
    sources = {example.source for example in first}
    assert {"house", "QMSum", "MTS-Dialog"} <= sources
    assert all(task.target and task.instruction for example in first for task in example.tasks)
