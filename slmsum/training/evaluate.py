"""Score the product's own minutes on labelled conversations, beside plain baselines.

Run as `slmsum-eval FILE...` (extra `train`); FILE is of the development data's shape, or one of
DialogSum's or SAMSum's own files.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.progress import track

from slmsum import power
from slmsum.ask.answer import Answer, AskSettings
from slmsum.ask.pipeline import asker_of
from slmsum.engine.encoder import SentenceEncoder
from slmsum.engine.loaded import LoadedModels
from slmsum.errors import SlmsumError
from slmsum.machine import inspect_machine
from slmsum.minutes import Minutes, Sentence
from slmsum.models.manage import ready
from slmsum.models.store import ModelStore, default_store
from slmsum.power import PowerPlan
from slmsum.summarize import prompts
from slmsum.summarize.extractive import central_turns
from slmsum.summarize.facts import facts
from slmsum.summarize.ground import Grounder
from slmsum.summarize.pipeline import summarize
from slmsum.summarize.settings import Length, SummarizeSettings
from slmsum.summarize.words import words
from slmsum.training.datasets import label_length
from slmsum.training.eval_report import Scores, bar_chart, markdown
from slmsum.training.eval_sets import Asked, EvalRow, read_set
from slmsum.training.metrics import (
    Retrieval,
    length_ratio,
    matched_actions,
    repetition,
    rouge,
)
from slmsum.training.swaps import swapped


@dataclass(frozen=True)
class Evaluation:
    """What is evaluated: a model under a power plan, at the label's length or the usual one."""

    store: ModelStore
    encoder: SentenceEncoder
    model: str
    plan: PowerPlan
    own_length: bool = False

    def minutes(self, row: EvalRow) -> Minutes:
        """The product's minutes of a conversation."""
        length = Length.MEDIUM
        if self.own_length and row.references:
            length = label_length(row.turns, row.references[0])
        settings = SummarizeSettings(self.plan, length, self.model)
        return summarize(row.conversation, settings, self.store)

    def grounder(self, row: EvalRow) -> Grounder:
        """What tells which turns bear a sentence out."""
        turns = row.conversation.said
        vectors = self.encoder.embed([turn.text for turn in turns])
        return Grounder(turns, vectors, self.encoder.embed)


def score_minutes(row: EvalRow, minutes: Minutes, grounder: Grounder) -> dict[str, Any]:
    """Figures of one conversation's minutes, by their names in the report."""
    plain = [sentence for sentence in minutes.summary if sentence.supported]
    scores: dict[str, Any] = dict(_overlap(row, [sentence.text for sentence in minutes.summary]))
    scores |= _faithfulness(plain, grounder)
    scores["flagged"] = 100 * (1 - len(plain) / max(1, len(minutes.summary)))
    drafted = len(minutes.summary) + minutes.made_by.left_out
    scores["left out"] = 100 * minutes.made_by.left_out / max(1, drafted)
    scores["quoted"] = 100.0 * minutes.extractive
    if row.actions is not None:
        written = [(action.owner, action.task) for action in minutes.actions]
        right = matched_actions(row.actions, written)
        scores["actions"] = Retrieval(right, len(written), len(row.actions))
    return scores


def _overlap(row: EvalRow, written: Sequence[str]) -> dict[str, float]:
    """ROUGE to the best reference and to all on average, length, and repetition."""
    found = [rouge(reference, written) for reference in row.references]
    if not found:
        return {}
    best = max(found, key=lambda one: one["rouge1"])
    scores = {
        label: best[key] for label, key in (("R1", "rouge1"), ("R2", "rouge2"), ("RL", "rougeLsum"))
    }
    if len(found) > 1:
        scores["mean R1"] = sum(one["rouge1"] for one in found) / len(found)
    scores["length"] = length_ratio(row.references[0], written)
    scores["repeated"] = repetition(written)
    return scores


def _faithfulness(plain: Sequence[Sentence], grounder: Grounder) -> dict[str, Any]:
    """How much of what is shown as plain fact is said in its evidence, and by the right one."""
    names = frozenset(word for name in grounder.speakers for word in words(name))
    held: dict[str, Retrieval] = {"names": Retrieval(), "numbers": Retrieval()}
    preferred = Retrieval()
    for sentence in plain:
        ground = grounder.ground(sentence.evidence)
        for fact in facts(sentence.text, names):
            kind = "names" if fact.kind == "name" else "numbers"
            held[kind] += Retrieval(int(ground.holds(fact)), 1, 1)
        other = swapped(sentence.text, grounder.speakers)
        if other is not None:
            mine, theirs = grounder.check([sentence.text, other])
            preferred += Retrieval(int(mine.support >= theirs.support), 1, 1)
    scores: dict[str, Any] = dict(held) | {"roles": preferred}
    if plain:
        scores["support"] = 100 * sum(s.support for s in plain) / len(plain)
    return scores


def score_baseline(row: EvalRow, name: str, encoder: SentenceEncoder) -> dict[str, Any]:
    """Figures of a summary made without the model: the first turns, or the most central ones."""
    turns = row.conversation.said
    if name == "first three turns":
        written = [f"{turn.speaker}: {turn.text}" for turn in turns[:3]]
    else:
        vectors = encoder.embed([turn.text for turn in turns])
        written = [s.text for s in central_turns(turns, vectors, Length.SHORT)]
    return _overlap(row, written)


def score_questions(rows: Sequence[EvalRow], evaluation: Evaluation) -> list[dict[str, Any]]:
    """How the product's answers agree with the labels, and how well it knows that there is none."""
    models = LoadedModels(evaluation.store)
    settings = AskSettings(evaluation.plan, evaluation.model)
    scores = []
    for row in track([row for row in rows if row.questions], "questions"):
        asker = asker_of(row.conversation, settings, models)
        scores += [score_answer(asked, asker.answer(asked.question)) for asked in row.questions]
    return scores


def score_answer(asked: Asked, answer: Answer) -> dict[str, Any]:
    """Figures of one answer, by their names in the report."""
    wanted = asked.answer != prompts.NOT_SAID
    scores: dict[str, Any] = {
        "abstained": Retrieval(
            int(not wanted and not answer.said), int(not answer.said), int(not wanted)
        ),
        "answered": Retrieval(int(wanted and answer.said), int(answer.said), int(wanted)),
    }
    if wanted and answer.said:
        cited = set(answer.citations)
        right = len(cited & set(asked.turns))
        scores["cited turns"] = Retrieval(right, len(cited), len(asked.turns))
        scores["answers R1"] = rouge([asked.answer], [answer.text])["rouge1"]
        scores["quoted answers"] = 100.0 * answer.extractive
    return scores


def evaluate_set(
    rows: Sequence[EvalRow], evaluations: Iterable[Evaluation], *, questions: bool
) -> list[Scores]:
    """One line of the report for each baseline and each model."""
    lines = []
    for number, evaluation in enumerate(evaluations):
        if number == 0:
            for name in ("first three turns", "central turns"):
                found = [score_baseline(row, name, evaluation.encoder) for row in rows]
                lines.append(Scores(name, tuple(found)))
        label = f"{evaluation.model}, {evaluation.plan.candidates} candidates"
        scored = [
            score_minutes(row, evaluation.minutes(row), evaluation.grounder(row))
            for row in track(rows, label)
        ]
        if questions and any(row.questions for row in rows):
            scored += score_questions(rows, evaluation)
        lines.append(Scores(label, tuple(scored)))
    return lines


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table for each set, and draw its bars where asked to."""
    parser = argparse.ArgumentParser(prog="slmsum-eval", description="Score the summarizer.")
    parser.add_argument("files", type=Path, nargs="+", help="sets to evaluate on")
    parser.add_argument("--model", action="append", help="a model of the store; may be repeated")
    parser.add_argument("--power", default="full", help="saver, balanced or full")
    parser.add_argument("--candidates", type=int, help="instead of the mode's own number")
    parser.add_argument("--limit", type=int, default=1_000_000, help="conversations of each set")
    parser.add_argument("--own-length", action="store_true", help="ask for the label's length")
    parser.add_argument("--no-questions", action="store_true")
    parser.add_argument("--chart", type=Path, help="folder for bar charts")
    options = parser.parse_args(arguments)
    try:
        sets = [(path, read_set(path)[: options.limit]) for path in options.files]
        plan = power.plan(options.power, inspect_machine())
        store = default_store()
        encoder = SentenceEncoder(ready(store, "minilm-l6"), plan.threads)
    except SlmsumError as error:
        parser.error(str(error))
    if options.candidates:
        plan = replace(plan, candidates=options.candidates)
    for path, rows in sets:
        evaluations = [
            Evaluation(store, encoder, model, plan, options.own_length)
            for model in options.model or ["smollm2-135m"]
        ]
        lines = evaluate_set(rows, evaluations, questions=not options.no_questions)
        print(f"\n## {path.stem}: {len(rows)} conversations\n\n{markdown(lines)}")
        if options.chart:
            options.chart.mkdir(parents=True, exist_ok=True)
            bar_chart(lines, "R1", options.chart / f"{path.stem}.png")


if __name__ == "__main__":
    main()
