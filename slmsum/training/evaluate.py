"""Score the installed summarizer on development conversations, beside plain baselines.

Run as `python -m slmsum.training.evaluate ../shared/data/dev`; needs the extra `test` only.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slmsum.conversation import Conversation, Turn, build
from slmsum.engine.encoder import SentenceEncoder
from slmsum.engine.generator import Decoding, Generator
from slmsum.models.manage import ready
from slmsum.models.store import default_store
from slmsum.summarize import prompts
from slmsum.summarize.actions import ActionSettings, verified_actions
from slmsum.summarize.draft import most_tokens
from slmsum.summarize.extractive import central_turns
from slmsum.summarize.ground import Grounder
from slmsum.summarize.prompts import Draft
from slmsum.summarize.rank import RankSettings, choose, plain_facts
from slmsum.summarize.settings import Length
from slmsum.training.datasets import label_length, read_rows
from slmsum.training.metrics import (
    Retrieval,
    figure,
    length_ratio,
    matched_actions,
    repetition,
    rouge,
)

_SETS = ("house_dev", "excerpts_dev")


@dataclass(frozen=True)
class Scored:
    """What one conversation's minutes scored."""

    rouge: dict[str, float]
    length: float
    repeated: float
    doubtful: float
    facts: float
    actions: Retrieval


@dataclass(frozen=True)
class Case:
    """A development conversation with what evaluating it needs."""

    row: dict[str, Any]
    conversation: Conversation
    grounder: Grounder
    body: str

    @property
    def turns(self) -> list[Turn]:
        """The turns that were said."""
        return self.conversation.said


def load_cases(path: Path, encoder: SentenceEncoder, limit: int) -> list[Case]:
    """The first `limit` conversations of a development file."""
    cases = []
    for row in read_rows(path)[:limit]:
        conversation = build(
            (Turn(i, speaker, text) for i, (speaker, text) in enumerate(row["turns"])),
            format="slmsum",
            source=row["id"],
        )
        turns = conversation.said
        vectors = encoder.embed([turn.text for turn in turns])
        pairs = prompts.joined_pairs([(speaker, text) for speaker, text in row["turns"]])
        grounder = Grounder(turns, vectors, encoder.embed)
        cases.append(Case(row, conversation, grounder, prompts.conversation_text(pairs)))
    return cases


def draft_all(
    cases: Sequence[Case], generator: Generator, candidates: int, *, own_length: bool
) -> list[list[Draft]]:
    """Candidates for every case; with `own_length` the label's length is asked for."""
    batches = []
    for case in cases:
        turns = [(turn.speaker, turn.text) for turn in case.turns]
        length = label_length(turns, case.row["summary"]) if own_length else Length.MEDIUM
        batches.append([_prompt(generator, case.body, prompts.ask_minutes(length))])
    longest = max(len(batch[0]) for batch in batches)
    most = most_tokens(longest, Length.LONG if own_length else Length.MEDIUM)
    answers = generator.generate(batches, Decoding(max_tokens=most, candidates=candidates))
    return [[prompts.parse_minutes(text) for text in answer[0]] for answer in answers]


def _prompt(generator: Generator, body: str, instruction: str) -> list[str]:
    plain = generator.tokenizer.plain(body)
    return generator.tokenizer.encode(prompts.prefix(plain) + prompts.suffix(instruction))


def score_minutes(case: Case, drafts: Sequence[Draft], ranking: RankSettings) -> Scored:
    """Rank, ground and score the candidates of a case, as the pipeline does."""
    last = len(case.turns) - 1
    best = choose(drafts, case.grounder, 0, last, ranking)
    shown = plain_facts(best.sentences)
    texts = [s.text for s in shown]
    actions = verified_actions(
        best.draft, drafts, case.grounder, (0, last), day=None, settings=ActionSettings()
    )
    wanted = [(a["owner"], a["task"]) for a in case.row["actions"]]
    written = [(a.owner, a.task) for a in actions]
    missing = sum(any("not said" in d for d in s.doubts) for s in best.sentences)
    return Scored(
        rouge=rouge(case.row["summary"], texts),
        length=length_ratio(case.row["summary"], texts),
        repeated=repetition(texts),
        doubtful=100 * sum(not s.supported for s in best.sentences) / max(1, len(best.sentences)),
        facts=100 * (1 - missing / max(1, len(best.sentences))),
        actions=Retrieval(matched_actions(wanted, written), len(written), len(wanted)),
    )


def baseline(case: Case, name: str, encoder: SentenceEncoder) -> dict[str, float]:
    """ROUGE of a summary made without the model: the first turns, or the most central ones."""
    if name == "lead-3":
        written = [f"{t.speaker}: {t.text}" for t in case.turns[:3]]
    else:
        vectors = encoder.embed([turn.text for turn in case.turns])
        written = [s.text for s in central_turns(case.turns, vectors, Length.SHORT)]
    return rouge(case.row["summary"], written)


def score_questions(cases: Sequence[Case], generator: Generator) -> dict[str, Any]:
    """Answers: ROUGE-1 where there is one, and how well the model knows that there is none."""
    asked = [(case, qa) for case in cases for qa in case.row["qa"]]
    batches = [[_prompt(generator, c.body, prompts.ask_question(qa["q"]))] for c, qa in asked]
    answers = generator.generate(batches, Decoding(max_tokens=64))
    scores, answered, abstained = [], Retrieval(), Retrieval()
    for (_, qa), answer in zip(asked, answers, strict=True):
        none_wanted = qa["a"] == prompts.NOT_SAID
        none_given = answer[0][0] == prompts.NOT_SAID
        abstained += Retrieval(none_wanted and none_given, none_given, none_wanted)
        answered += Retrieval(not none_wanted and not none_given, not none_given, not none_wanted)
        if not none_wanted:
            scores.append(rouge([qa["a"]], [answer[0][0]])["rouge1"])
    return {"answers R1": figure(scores), "abstained": abstained, "answered": answered}


def summary_line(name: str, scored: Iterable[Scored]) -> dict[str, Any]:
    """One row of the table."""
    rows = list(scored)
    actions = sum((row.actions for row in rows), Retrieval())
    return {
        "what": name,
        **{
            label: figure([row.rouge[key] for row in rows])
            for label, key in (("R1", "rouge1"), ("R2", "rouge2"), ("RL", "rougeLsum"))
        },
        "length": f"{figure([row.length for row in rows]).mean:.2f}",
        "facts in evidence": f"{figure([row.facts for row in rows]).mean:.1f}",
        "doubtful": f"{figure([row.doubtful for row in rows]).mean:.1f}",
        "repeated": f"{figure([row.repeated for row in rows]).mean:.1f}",
        "actions": actions,
    }


def markdown(rows: Sequence[dict[str, Any]]) -> str:
    """A Markdown table."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(str(row.get(name, "")) for name in names) + " |" for row in rows]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables for each development set."""
    parser = argparse.ArgumentParser(description="Score the summarizer on development sets.")
    parser.add_argument("data", type=Path, help="folder with the development sets")
    parser.add_argument("--model", default="smollm2-135m")
    parser.add_argument("--candidates", type=int, nargs="+", default=[1, 4, 8])
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--drafts",
        type=Path,
        help="JSON lines file to keep drafts in, or to take them from where it has them",
    )
    parser.add_argument("--own-length", action="store_true", help="ask for the label's length")
    parser.add_argument("--no-questions", action="store_true")
    options = parser.parse_args(arguments)
    store = default_store()
    encoder = SentenceEncoder(ready(store, "minilm-l6"), options.threads)
    folder = ready(store, options.model)
    for name in _SETS:
        cases = load_cases(options.data / f"{name}.jsonl", encoder, options.limit)
        generator = Generator(folder, threads=options.threads, slots=options.threads)
        began = time.monotonic()
        drafts = _kept(options.drafts, cases) or draft_all(
            cases, generator, max(options.candidates), own_length=options.own_length
        )
        print(f"\n## {name}: {len(cases)} conversations, {time.monotonic() - began:.0f} s\n")
        if options.drafts and not _kept(options.drafts, cases):
            _keep(options.drafts, cases, drafts)
        rows: list[dict[str, Any]] = []
        for label in ("lead-3", "central turns"):
            scores = [baseline(case, label, encoder) for case in cases]
            rows.append(
                {"what": label}
                | {
                    short: figure([s[key] for s in scores])
                    for short, key in (("R1", "rouge1"), ("R2", "rouge2"), ("RL", "rougeLsum"))
                }
            )
        for count in options.candidates:
            scored = [
                score_minutes(case, some[:count], RankSettings())
                for case, some in zip(cases, drafts, strict=True)
            ]
            rows.append(summary_line(f"{options.model}, {count} candidates", scored))
        print(markdown(rows))
        if not options.no_questions:
            print("\n" + markdown([score_questions(cases, generator)]))


def _kept(path: Path | None, cases: Sequence[Case]) -> list[list[Draft]]:
    """The drafts that an earlier run kept of all these cases, none where one is missing."""
    if path is None or not path.exists():
        return []
    texts = {row["id"]: row["drafts"] for row in read_rows(path)}
    if any(case.row["id"] not in texts for case in cases):
        return []
    return [[prompts.parse_minutes(text) for text in texts[case.row["id"]]] for case in cases]


def _keep(path: Path, cases: Sequence[Case], drafts: Sequence[Sequence[Draft]]) -> None:
    with path.open("a", encoding="utf-8") as stream:
        for case, some in zip(cases, drafts, strict=True):
            texts = [prompts.minutes_text(draft) for draft in some]
            stream.write(json.dumps({"id": case.row["id"], "drafts": texts}) + "\n")


if __name__ == "__main__":
    main()
