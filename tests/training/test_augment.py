"""A varied conversation and its labels still say the same of the same people and days."""

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from slmsum.training import augment
from slmsum.training.datasets import read_rows

ROW: dict[str, Any] = {
    "id": "t-1",
    "title": "Maren's boat",
    "turns": [
        ["Maren", "Tobias, can you order the light? MAREN will pay, said the note."],
        ["Tobias", "I'll order it on Monday, Maren. Or TUESDAY, or on friday."],
        ["Mechanic", "Then I come on Wednesday."],
    ],
    "summary": ["Maren asks Tobias for a light.", "The mechanic comes on Wednesday."],
    "evidence": [[0, 1], [2]],
    "actions": [{"owner": "Tobias", "task": "order Maren's light", "due": "on Monday", "turn": 1}],
    "decisions": [{"text": "Tobias orders on Monday.", "turn": 1}],
    "qa": [{"q": "Whom does Maren ask?", "a": "She asks Tobias.", "turns": [0]}],
}
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def labels(row: dict[str, Any]) -> list[str]:
    return [
        row["title"],
        *row["summary"],
        *(text for a in row["actions"] for text in (a["owner"], a["task"], a["due"] or "")),
        *(d["text"] for d in row["decisions"]),
        *(text for q in row["qa"] for text in (q["q"], q["a"])),
    ]


def masked(texts: list[str], names: list[str]) -> list[str]:
    """The texts with each name by its number and each day left out, letter case aside."""
    table = {name.lower(): f"<{number}>" for number, name in enumerate(names)}
    table |= dict.fromkeys(map(str.lower, DAYS), "<day>")
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, table))})\b", re.IGNORECASE)
    return [pattern.sub(lambda m: table[m.group().lower()], text) for text in texts]


def days(texts: list[str]) -> list[int]:
    found = re.findall(rf"\b({'|'.join(DAYS)})\b", " ".join(texts), re.IGNORECASE)
    return [DAYS.index(day.capitalize()) for day in found]


def check(row: dict[str, Any], seed: int) -> bool:
    """Whether something was changed; raises where it was not changed everywhere alike."""
    before = json.dumps(row)
    varied = augment.vary(row, random.Random(seed))
    assert json.dumps(row) == before
    old = list(dict.fromkeys(speaker for speaker, _ in row["turns"]))
    new = list(dict.fromkeys(speaker for speaker, _ in varied["turns"]))
    assert len(new) == len(old)
    assert masked(labels(varied), new) == masked(labels(row), old)
    assert varied["evidence"] == row["evidence"]
    assert [a["turn"] for a in varied["actions"]] == [a["turn"] for a in row["actions"]]
    shifts = {(b - a) % 7 for a, b in zip(days(labels(row)), days(labels(varied)), strict=True)}
    said, noted = [t for _, t in row["turns"]], [t for _, t in varied["turns"]]
    if len(days(said)) == len(days(noted)):
        shifts |= {(b - a) % 7 for a, b in zip(days(said), days(noted), strict=True)}
        assert len(shifts) <= 1
    return varied != row


@pytest.mark.parametrize("seed", range(30))
def test_names_and_days_change_alike_in_turns_and_labels(seed: int) -> None:
    assert check(ROW, seed)


def test_roles_pronouns_and_weekends() -> None:
    for seed in range(20):
        varied = augment.vary(ROW, random.Random(seed))
        assert varied["turns"][2][0] == "Mechanic"
        assert varied["turns"][0][0] in augment._FEMALE
        assert varied["turns"][0][0] != "Maren"
    weekend = {**ROW, "turns": [*ROW["turns"], ["Tobias", "See you at the weekend."]]}
    assert all(
        days(labels(augment.vary(weekend, random.Random(seed)))) == days(labels(ROW))
        for seed in range(20)
    )
    both = {**ROW, "summary": ["He asks her.", "Maren asks Tobias."]}
    assert augment.vary(both, random.Random(1))["turns"][0][0] == "Maren"


def test_noise_is_in_the_turns_only_and_the_same_for_a_seed() -> None:
    noisy = [
        row
        for seed in range(200)
        if "?" not in (row := augment.vary(ROW, random.Random(seed)))["turns"][0][1]
    ]
    assert 5 <= len(noisy) <= 60
    assert all(text[:1].isupper() for row in noisy for text in row["summary"])
    assert augment.vary(ROW, random.Random(3)) == augment.vary(ROW, random.Random(3))


def test_prose_is_split() -> None:
    assert augment.sentences('He came. "Yes," he said! and left.  She stayed.') == [
        "He came.",
        '"Yes," he said! and left.',
        "She stayed.",
    ]


@pytest.mark.samples
def test_all_training_rows_are_varied_consistently() -> None:
    data = Path(__file__).parents[2].parent / "shared" / "data" / "train"
    rows = read_rows(data / "house.jsonl")
    assert sum(check(row, number) for number, row in enumerate(rows)) > len(rows) // 2
