"""Fit how much each sign of who did what weighs, on labelled sentences and their turns.

Run as `python -m slmsum.training.fit_roles ../shared/data`; it prints `RoleWeights` and how often
they prefer the true doer of the development sentences.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

import numpy as np

from slmsum.conversation import Turn
from slmsum.engine.encoder import SentenceEncoder
from slmsum.models.manage import ready
from slmsum.models.store import default_store
from slmsum.summarize.ground import Grounder
from slmsum.summarize.roles import RoleWeights, deeds, signs
from slmsum.training.datasets import read_rows

_PENALTY = 1.0
_STEPS = 4000


def comparisons(rows: Sequence[dict[str, Any]], encoder: SentenceEncoder) -> Iterator[list[float]]:
    """For each deed of the labels and each other speaker: the true doer's signs less theirs."""
    for row in rows:
        turns = [Turn(i, speaker, text) for i, (speaker, text) in enumerate(row["turns"])]
        grounder = Grounder(turns, encoder.embed([t.text for t in turns]), encoder.embed)
        for sentence, evidence in zip(row["summary"], row["evidence"], strict=True):
            talk = grounder.talk(evidence)
            for deed in deeds(sentence, grounder.speakers):
                near = grounder.nearness(deed.text, talk.turns)
                true = astuple(signs(deed, deed.doer, near, talk))
                for other in talk.speakers:
                    if other == deed.doer or other in sentence.split(deed.text)[0]:
                        continue
                    found = astuple(signs(deed, other, near, talk))
                    yield [mine - theirs for mine, theirs in zip(true, found, strict=True)]


def fit(table: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression without a constant, by gradient ascent."""
    weights = np.zeros(table.shape[1])
    for _ in range(_STEPS):
        wrong = 1 / (1 + np.exp(table @ weights))
        weights += 0.02 * (table.T @ wrong - _PENALTY * weights) / len(table) ** 0.5
    return weights


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit on the training sets, report on the development sets."""
    parser = argparse.ArgumentParser(description="Fit the weights of who did what.")
    parser.add_argument("data", type=Path, help="folder with train/ and dev/")
    data = parser.parse_args(arguments).data
    encoder = SentenceEncoder(ready(default_store(), "minilm-l6"), 1)
    read = {
        part: np.array(
            [
                line
                for name in names
                for line in comparisons(read_rows(data / part / f"{name}.jsonl"), encoder)
            ]
        )
        for part, names in {
            "train": ("house", "excerpts"),
            "dev": ("house_dev", "excerpts_dev"),
        }.items()
    }
    weights = fit(read["train"])
    for field, value in zip(fields(RoleWeights), weights, strict=True):
        print(f"    {field.name}: float = {value:.2f}")
    for part, table in read.items():
        margin = table @ weights
        shares = [f"{100 * (margin > 0).mean():.1f}% preferred"]
        shares += [f"{100 * (margin < -limit).mean():.1f}% below -{limit}" for limit in (1, 1.5, 2)]
        print(f"{part}: {len(table)} comparisons, {', '.join(shares)}")


if __name__ == "__main__":
    main()
