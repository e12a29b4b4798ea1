"""Development and public test sets as one shape: turns, reference summaries and other labels."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slmsum.conversation import Conversation, Turn, build
from slmsum.errors import MalformedInput, UnreadableFile
from slmsum.summarize.words import sentences

_LINE = re.compile(r"(?P<speaker>[^:\n]{1,60}):\s*(?P<text>.*)")
_TABLES = (".csv", ".json", ".jsonl")


@dataclass(frozen=True)
class Asked:
    """A question about a conversation, its answer, and the turns that the answer rests on."""

    question: str
    answer: str
    turns: tuple[int, ...] = ()


@dataclass(frozen=True)
class EvalRow:
    """A conversation with what its minutes are compared to; `references` are sentences each.

    `actions` are (owner, task) pairs, None where the set does not label them.
    """

    id: str
    turns: tuple[tuple[str | None, str], ...]
    references: tuple[tuple[str, ...], ...]
    actions: tuple[tuple[str, str], ...] | None = None
    questions: tuple[Asked, ...] = ()

    @property
    def conversation(self) -> Conversation:
        """The turns as the product reads them."""
        made = (Turn(i, speaker, text) for i, (speaker, text) in enumerate(self.turns))
        return build(made, format="slmsum", source=self.id)


def read_set(path: Path) -> list[EvalRow]:
    """The rows of a set: DATA.md's shapes, or DialogSum's and SAMSum's own files.

    Raises MalformedInput for anything else and UnreadableFile.
    """
    if path.suffix not in _TABLES:
        raise MalformedInput(path, "evaluation", "its name does not end in .jsonl, .json or .csv")
    rows = []
    for number, row in enumerate(_rows(path)):
        if not isinstance(row, Mapping) or not ({"turns", "dialogue"} & row.keys()):
            raise MalformedInput(
                path, "evaluation", "it has neither turns nor a dialogue", where=f"row {number + 1}"
            )
        rows.append(_labelled(row) if "turns" in row else _public(row, number))
    return rows


def _rows(path: Path) -> Iterable[Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".csv":
            return list(csv.DictReader(text.splitlines(keepends=True)))
        if path.suffix == ".json":
            found = json.loads(text)
            return found if isinstance(found, list) else [found]
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "it cannot be read") from error
    except (ValueError, csv.Error) as error:
        raise MalformedInput(path, "evaluation", str(error)) from error


def _labelled(row: Mapping[str, Any]) -> EvalRow:
    turns = tuple((speaker, text) for speaker, text in row["turns"])
    if "summary" in row:
        references: tuple[tuple[str, ...], ...] = (tuple(row["summary"]),)
    else:
        whole = [q["a"] for q in row.get("summary_questions", ())]
        references = tuple(tuple(sentences(answer)) for answer in whole)
    asked = [Asked(q["q"], q["a"], tuple(q["turns"])) for q in row.get("qa", ())]
    asked += [Asked(q["q"], q["a"], _spanned(q["spans"])) for q in row.get("questions", ())]
    actions = row.get("actions")
    return EvalRow(
        id=str(row["id"]),
        turns=turns,
        references=references,
        actions=None if actions is None else tuple((a["owner"], a["task"]) for a in actions),
        questions=tuple(asked),
    )


def _spanned(spans: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(turn for first, last in spans for turn in range(first, last + 1))


def _public(row: Mapping[str, Any], number: int) -> EvalRow:
    """A row of DialogSum (summary, or summary1 to summary3) or SAMSum (summary)."""
    turns: list[tuple[str | None, str]] = []
    for line in row["dialogue"].splitlines():
        found = _LINE.fullmatch(line.strip())
        if found:
            turns.append((found["speaker"].strip("# "), found["text"]))
        elif line.strip() and turns:
            turns[-1] = (turns[-1][0], f"{turns[-1][1]} {line.strip()}")
        elif line.strip():
            turns.append((None, line.strip()))
    names = [name for name in ("summary", "summary1", "summary2", "summary3") if row.get(name)]
    return EvalRow(
        id=str(row.get("id") or row.get("fname") or number),
        turns=tuple(turns),
        references=tuple(tuple(sentences(row[name])) for name in names),
    )
