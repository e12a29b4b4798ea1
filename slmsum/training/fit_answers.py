"""Fit how much each sign weighs that a turn answers a question, or that no turn does.

Run as `python -m slmsum.training.fit_answers ../shared/data --drafts FILE`; it writes
`slmsum/ask/weights.json`. FILE keeps what the model drafts for the first `--drafted` training
questions, so that another fit costs seconds.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.progress import track

from slmsum import power
from slmsum.ask import judge as judging
from slmsum.ask.answer import AskSettings
from slmsum.ask.asker import Asker
from slmsum.ask.drafts import Drafted, Drafter
from slmsum.ask.judge import Weights, judge
from slmsum.ask.signs import QUESTION_SIGNS, TURN_SIGNS, Signs
from slmsum.engine.continuation import Scored
from slmsum.engine.loaded import LoadedModels
from slmsum.machine import inspect_machine
from slmsum.models.store import default_store
from slmsum.training.datasets import read_rows
from slmsum.training.eval_sets import Asked, EvalRow, read_set

_PENALTY = 3.0
# Drafts are there for few questions, which may hardly move the weights of other signs.
_KEPT = 60.0
_TOO_SMALL = 1e-6
_STEPS, _RATE = 250, 0.03
# The share of unanswerable questions that are to stay without an answer.
_ABSTAINED = 0.85

Row = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Labelled:
    """The signs of a question, and which of the turns answer it."""

    signs: Signs
    answers: tuple[bool, ...]

    @property
    def said(self) -> bool:
        """Whether the conversation answers the question, by a turn that was found."""
        return any(self.answers)


class DraftFile:
    """Drafts kept in a file by conversation and question."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = {
            row["key"]: Drafted(row["none"], tuple(Scored(*c) for c in row["candidates"]))
            for row in (read_rows(path) if path.exists() else ())
        }

    def get(self, key: str) -> Drafted | None:
        """What is kept under a key."""
        return self._known.get(key)

    def keep(self, key: str, drafted: Drafted) -> None:
        """Add to the file."""
        row = {
            "key": key,
            "none": drafted.none,
            "candidates": [[draft.text, draft.score] for draft in drafted.candidates],
        }
        with self._path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(row) + "\n")
        self._known[key] = drafted


def labelled(
    rows: Sequence[EvalRow], models: LoadedModels, drafter: Drafter | None, drafts: DraftFile
) -> Iterator[tuple[Labelled, Labelled | None]]:
    """Each question without the model's signs, and with them where it has drafted.

    A drafter drafts what `drafts` does not keep yet; None leaves these questions without.
    """
    settings = AskSettings(power.plan("saver", inspect_machine()))
    encoder = models.encoder(1)
    for row in track(rows, "reading"):
        asker = Asker(row.conversation, encoder, drafter, settings)
        plain = Asker(row.conversation, encoder, None, settings)
        for number, asked in enumerate(row.questions):
            key = f"{row.id}/{number}"
            drafted = drafts.get(key)
            if drafted is None and drafter is not None:
                found = asker.read(asked.question).checked
                if found is not None:
                    drafted = found.drafted
                    drafts.keep(key, drafted)
            without = _label(plain.read(asked.question).signs, asked, asker)
            if drafted is None:
                yield without, None
            else:
                yield without, _label(asker.read(asked.question, drafted).signs, asked, asker)


def _label(signs: Signs, asked: Asked, asker: Asker) -> Labelled:
    return Labelled(signs, tuple(asker.turns[place].index in asked.turns for place in signs.places))


def fit(found: Sequence[Labelled], before: Weights | None = None) -> Weights:
    """The likeliest weights of a conditional logit (McFadden 1974) with a ridge towards `before`.

    Gradient ascent by Adam (Kingma and Ba 2015) on standardised signs.
    """
    turns = np.concatenate([one.signs.turns for one in found])
    asked = np.array([one.signs.question for one in found])
    split = len(TURN_SIGNS)
    centre = np.concatenate([turns.mean(axis=0), asked.mean(axis=0)])
    scale = np.concatenate([turns.std(axis=0), asked.std(axis=0)])
    always = split + QUESTION_SIGNS.index("always")
    centre[always], scale[scale < _TOO_SMALL] = 0.0, 1.0
    prior, penalty = np.zeros_like(scale), np.full_like(scale, _PENALTY)
    if before is not None:
        prior = np.concatenate([before.turn_row(), before.question_row()]) * scale
        penalty[[not name.startswith("draft") for name in (*TURN_SIGNS, *QUESTION_SIGNS)]] = _KEPT
    penalty[always] = 0.0
    centred = [
        (
            (one.signs.turns - centre[:split]) / scale[:split],
            (one.signs.question - centre[split:]) / scale[split:],
            np.append(one.answers, not one.said),
        )
        for one in found
    ]
    weights, mean, square = prior.copy(), np.zeros_like(scale), np.zeros_like(scale)
    for step in range(1, _STEPS + 1):
        slope = penalty * (prior - weights)
        for rows, whole, right in centred:
            scores = np.append(rows @ weights[:split], whole @ weights[split:])
            guess = np.exp(scores - scores.max())
            guess /= guess.sum()
            target = guess * right
            pull = target / target.sum() - guess
            slope[:split] += rows.T @ pull[:-1]
            slope[split:] += whole * pull[-1]
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        rate = np.sqrt(square / (1 - 0.999**step)) + 1e-8
        weights += _RATE * mean / (1 - 0.9**step) / rate
    raw = weights / scale
    # What the centres take from the turns goes to the choice of none.
    raw[always] += centre[:split] @ raw[:split] - centre[split:] @ raw[split:]
    made = Weights(
        dict(zip(TURN_SIGNS, raw[:split].tolist(), strict=True)),
        dict(zip(QUESTION_SIGNS, raw[split:].tolist(), strict=True)),
        0.5,
    )
    none = [judge(one.signs, made).said for one in found if not one.said]
    return replace(made, least=float(np.quantile(none, _ABSTAINED)))


def report(name: str, found: Sequence[Labelled], weights: Weights) -> str:
    """How often the weights answer what is said, abstain from what is not, and find the turn."""
    judged = [(one, judge(one.signs, weights)) for one in found]
    said = [(one, j) for one, j in judged if one.said]
    answered = np.mean([j.stands for _, j in said])
    abstained = np.mean([not j.stands for one, j in judged if not one.said])
    first = np.mean([one.answers[one.signs.places.index(j.ranked[0][0])] for one, j in said])
    return (
        f"{name}: {len(found)} questions, {100 * answered:.0f}% answered, "
        f"{100 * abstained:.0f}% abstained, first turn right {100 * first:.0f}%"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit on the training questions, write the weights."""
    parser = argparse.ArgumentParser(description="Fit the weights of answers.")
    parser.add_argument("data", type=Path, help="folder with train/ and dev/")
    parser.add_argument("--drafts", type=Path, required=True, help="file that keeps drafts")
    parser.add_argument("--drafted", type=int, default=100, help="conversations to draft for")
    options = parser.parse_args(arguments)
    models = LoadedModels(default_store())
    drafts = DraftFile(options.drafts)
    rows = [row for row in read_set(options.data / "train" / "house.jsonl") if row.questions]
    drafter = None
    if options.drafted:
        folder = models.folder("smollm2-135m")
        drafter = Drafter(models.generator(folder, threads=1, seed=0, sampling=True))
    found = list(labelled(rows[: options.drafted], models, drafter, drafts))
    found += labelled(rows[options.drafted :], models, None, drafts)
    without_drafts = [one for one, _ in found]
    plain = fit(without_drafts)
    with_drafts = [one for _, one in found if one is not None]
    drafted = fit(with_drafts, plain)
    print(report("train, plain", without_drafts, plain))
    print(report("train, drafted", with_drafts, drafted))
    target = Path(judging.__file__).with_name("weights.json")
    target.write_text(json.dumps(_table(plain=plain, drafted=drafted), indent=1) + "\n")


def _table(**fitted: Weights) -> dict[str, Any]:
    return {
        name: {
            "turn": {sign: round(value, 4) for sign, value in weights.turn.items()},
            "question": {sign: round(value, 4) for sign, value in weights.question.items()},
            "least": round(weights.least, 4),
        }
        for name, weights in fitted.items()
    }


if __name__ == "__main__":
    main()
