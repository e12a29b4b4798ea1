"""Training examples from the licensed conversation sets, with the prompts inference uses.

Every example is one text to read and several things to do with it, so that training pays for
reading the text once (see `slmsum.training.lora_train`).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from slmsum.summarize import prompts
from slmsum.summarize.prompts import Draft, DraftAction
from slmsum.summarize.settings import Length
from slmsum.training import augment

# Words of a labelled summary that is neither brief nor detailed, by words of the conversation:
# the medians of the house set lie near this line.
_SUMMARY_BASE, _SUMMARY_RATE = 22.0, 0.19
# Their style is not the house's, so an epoch takes only this share of them.
_QMSUM_SHARE, _NOTE_SHARE = 0.2, 0.125


@dataclass(frozen=True)
class Task:
    """One thing to do with a text: the instruction and what the model should write."""

    instruction: str
    target: str


@dataclass(frozen=True)
class Example:
    """A text and the tasks trained on it together; `source` names the set it is from."""

    id: str
    source: str
    body: str
    tasks: tuple[Task, ...]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The JSON lines of a data file."""
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def training_examples(data: Path, epoch: int, seed: int, others: float = 1.0) -> list[Example]:
    """All examples of one epoch in random order; each epoch varies names, days and noise anew.

    `others` scales the share of the sets that are not in the house's style.
    """
    rng = random.Random(f"{seed}/{epoch}")
    house = read_rows(data / "house.jsonl") + read_rows(data / "excerpts.jsonl")
    examples = list(_house_examples(house, rng, vary=epoch > 0))
    examples += _qmsum_examples(
        read_rows(data / "qmsum_meetings.jsonl"), rng, _QMSUM_SHARE * others
    )
    notes = list(_note_examples(read_rows(data / "mts_dialog.jsonl")))
    examples += rng.sample(notes, int(len(notes) * _NOTE_SHARE * others))
    rng.shuffle(examples)
    return examples


def _house_examples(
    rows: Sequence[dict[str, Any]], rng: random.Random, *, vary: bool
) -> Iterator[Example]:
    for row in rows:
        varied = augment.vary(row, rng) if vary or rng.random() < 0.3 else row
        stranger = rng.choice(rows)
        yield house_example(varied, rng, strange_question=_strange_question(stranger, row, rng))


def _strange_question(stranger: dict[str, Any], row: dict[str, Any], rng: random.Random) -> str:
    """A question of another conversation, which this one therefore cannot answer."""
    if stranger["id"] == row["id"] or not stranger["qa"] or rng.random() < 0.8:
        return ""
    return str(rng.choice(stranger["qa"])["q"])


def house_example(
    row: dict[str, Any], rng: random.Random, *, strange_question: str = ""
) -> Example:
    """Minutes at the length the label has (sometimes a briefer cut), and its questions."""
    earlier, row = _with_context(row, rng) if rng.random() < 0.15 else ("", row)
    turns = prompts.joined_pairs([(speaker, text) for speaker, text in row["turns"]])
    length = label_length(turns, row["summary"])
    draft = house_draft(row)
    tasks = [Task(prompts.ask_minutes(length), prompts.minutes_text(draft))]
    if length is not Length.SHORT and len(draft.sentences) > 2 and rng.random() < 0.25:
        brief = replace(draft, sentences=draft.sentences[: (len(draft.sentences) + 1) // 2])
        tasks.append(Task(prompts.ask_minutes(Length.SHORT), prompts.minutes_text(brief)))
    tasks += [Task(prompts.ask_question(qa["q"]), qa["a"]) for qa in row["qa"]]
    if strange_question:
        tasks.append(Task(prompts.ask_question(strange_question), prompts.NOT_SAID))
    body = prompts.conversation_text(turns, earlier)
    return Example(row["id"], row["source"], body, tuple(tasks))


def house_draft(row: dict[str, Any]) -> Draft:
    """The labels of a house row as the model should write them."""
    return Draft(
        title=row["title"],
        sentences=tuple(row["summary"]),
        actions=tuple(DraftAction(a["owner"], a["task"], a["due"] or "") for a in row["actions"]),
        decisions=tuple(d["text"] for d in row["decisions"]),
    )


def label_length(turns: Sequence[tuple[str | None, str]], summary: Sequence[str]) -> Length:
    """Whether a label's summary is brief, plain or detailed for its conversation."""
    spoken = sum(len(text.split()) for _, text in turns)
    written = len(" ".join(summary).split())
    ratio = written / (_SUMMARY_BASE + _SUMMARY_RATE * min(spoken, 350))
    if ratio < 0.75:
        return Length.SHORT
    return Length.LONG if ratio > 1.3 else Length.MEDIUM


def _with_context(row: dict[str, Any], rng: random.Random) -> tuple[str, dict[str, Any]]:
    """Make the first turns mere context where later sentences do not rest on them."""
    evidence = row["evidence"]
    splits = [
        first
        for first in range(1, len(evidence))
        if evidence[first - 1]
        and all(turns and min(turns) > max(evidence[first - 1]) for turns in evidence[first:])
    ]
    if not splits:
        return "", row
    sentence = rng.choice(splits)
    cut = min(min(turns) for turns in evidence[sentence:])
    lines = prompts.conversation_text(
        prompts.joined_pairs([(speaker, text) for speaker, text in row["turns"][:cut]])
    )
    words = lines.split(" ")
    earlier = " ".join(words[-rng.randint(1, min(60, len(words))) :])
    return earlier, {
        **row,
        "turns": row["turns"][cut:],
        "summary": row["summary"][sentence:],
        "actions": [a for a in row["actions"] if a["turn"] >= cut],
        "decisions": [d for d in row["decisions"] if d["turn"] >= cut],
        "qa": [q for q in row["qa"] if not q["turns"] or min(q["turns"]) >= cut],
    }


def _qmsum_examples(
    rows: Sequence[dict[str, Any]], rng: random.Random, share: float
) -> Iterator[Example]:
    """Questions about a stretch of at most 650 words, and overviews from topic summaries."""
    for row in rows:
        overview = _overview_example(row, rng)
        if overview is not None:
            yield overview
        for number, question in enumerate(row["questions"]):
            turns = [
                (row["turns"][i][0], row["turns"][i][1])
                for first, last in question["spans"]
                for i in range(first, min(last + 1, len(row["turns"])))
            ]
            words = sum(len(text.split()) for _, text in turns)
            if 60 <= words <= 650 and rng.random() < share:
                body = prompts.conversation_text(prompts.joined_pairs(turns))
                task = Task(prompts.ask_about(question["q"]), question["a"])
                yield Example(f"{row['id']}-q{number}", "QMSum", body, (task,))


def _overview_example(row: dict[str, Any], rng: random.Random) -> Example | None:
    asked = "Summarize the discussion"
    parts = [(q["q"], q["a"]) for q in row["questions"] if q["q"].startswith(asked)]
    whole = [q["a"] for q in row["summary_questions"] if len(q["a"].split()) <= 160]
    if len(parts) < 2 or not whole:
        return None
    chapters = [
        (q.removeprefix(asked).strip().removeprefix("about").removeprefix("on").strip(" .?"), a)
        for q, a in parts
    ]
    body = prompts.chapters_text((title[:1].upper() + title[1:], a) for title, a in chapters)
    if len(body.split()) > 700:
        return None
    target = "\n".join(augment.sentences(rng.choice(whole)))
    return Example(
        f"{row['id']}-o", "QMSum", body, (Task(prompts.ask_overview(Length.MEDIUM), target),)
    )


def _note_examples(rows: Sequence[dict[str, Any]]) -> Iterator[Example]:
    for row in rows:
        turns = prompts.joined_pairs([(speaker, text) for speaker, text in row["turns"]])
        task = Task(prompts.ask_note(row["section"]), row["note"])
        yield Example(row["id"], "MTS-Dialog", prompts.conversation_text(turns), (task,))
