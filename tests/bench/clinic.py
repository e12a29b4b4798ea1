"""How good visit notes are: `python -m tests.bench.clinic DATA.jsonl [COUNT] [--show]`.

The rows are MTS-Dialog's, a short talk and one section of its note each; that section is compared
to the part of the clinic template that it belongs to. Prints ROUGE-1 F1 and the share of written
sentences that are left out, each with a 95% bootstrap interval over talks.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from slmsum.ask.answer import Answer
from slmsum.conversation import Conversation, Turn, build
from slmsum.engine.encoder import SentenceEncoder
from slmsum.engine.generator import Decoding, Generator
from slmsum.models.manage import ready
from slmsum.models.store import default_store
from slmsum.progress import ignore
from slmsum.summarize import prompts
from slmsum.summarize.ground import Grounder
from slmsum.summarize.words import sentences
from slmsum.templates.fill import fill_section
from slmsum.templates.store import get
from slmsum.templates.writing import SectionWriter, Written
from slmsum.training.datasets import read_rows
from slmsum.training.metrics import figure, rouge

HEADINGS = {
    "Objective": ("EXAM", "LABS", "IMAGING"),
    "Assessment": ("ASSESSMENT", "DIAGNOSIS"),
    "Plan": ("PLAN", "DISPOSITION", "EDCOURSE", "PROCEDURES"),
}
OTHER = "Subjective"


def main() -> None:
    """Write notes of the first COUNT talks and print how near they come."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("count", type=int, nargs="?", default=100)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    store = default_store()
    encoder = SentenceEncoder(ready(store, "minilm-l6"), 1)
    generator = Generator(ready(store, "smollm2-135m"), threads=1, sampling=False)
    plans = [plan for plan in get("clinic-visit").sections if plan.fill is not None]
    scores, raw, left_out, seconds, empty = [], [], [], [], 0
    for row in read_rows(given.data)[: given.count]:
        turns = conversation_of(row["turns"]).said
        began = time.monotonic()
        grounder = Grounder(turns, encoder.embed([turn.text for turn in turns]), encoder.embed)
        writer = SectionWriter(turns, grounder, generator, ignore, tuned=True)
        found = {p.heading: fill_section(p, turns, grounder, writer, no_answer) for p in plans}
        seconds.append(time.monotonic() - began)
        written = sum(len(part.sentences) + part.left_out for part in found.values())
        left_out.append(100 * sum(part.left_out for part in found.values()) / max(1, written))
        if "section" in row:
            own = found[heading(row["section"])]
            empty += not own.sentences
            texts = [sentence.text for sentence in own.sentences]
            scores.append(rouge(sentences(row["note"]), texts)["rouge1"])
            raw.append(rouge(sentences(row["note"]), [unchecked(row, generator)])["rouge1"])
        if given.show:
            show(row, found)
    print(f"ROUGE-1 {figure(scores)}, {empty} of {len(scores)} empty")
    print(f"ROUGE-1 unchecked, told which section {figure(raw)}")
    print(f"left out {figure(left_out)} %, {figure(seconds)} s a talk, n={len(seconds)}")


def no_answer(question: str) -> Answer:
    """The template asks no questions."""
    raise AssertionError(question)


def unchecked(row: dict[str, Any], generator: Generator) -> str:
    """The row's section as the model writes it of the whole talk."""
    pairs = prompts.joined_pairs([(speaker, text) for speaker, text in row["turns"]])
    body, asked = prompts.conversation_text(pairs), prompts.ask_note(row["section"])
    prompt = generator.tokenizer.encode(prompts.prefix(body) + prompts.suffix(asked))
    return generator.generate([[prompt]], Decoding(max_tokens=90))[0][0][0]


def conversation_of(pairs: list[list[str]]) -> Conversation:
    """The turns of a row as the product reads them."""
    made = (Turn(i, speaker, text) for i, (speaker, text) in enumerate(pairs))
    return build(made, format="slmsum", source="bench")


def heading(section: str) -> str:
    """The part of the template that a section of MTS-Dialog belongs to."""
    return next((name for name, parts in HEADINGS.items() if section in parts), OTHER)


def show(row: dict[str, Any], found: dict[str, Written]) -> None:
    """Print a note beside its reference."""
    print(f"\n== {row['id']} {row.get('section', '')}\nreference: {row['note']}")
    for name, part in found.items():
        print(f"{name} ({part.left_out} left out)")
        for sentence in part.sentences:
            print(f"  - {sentence.text} {[index + 1 for index in sentence.evidence]}")


if __name__ == "__main__":
    main()
