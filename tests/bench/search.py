"""How quick searching is, and how often it finds what was asked for.

    python tests/bench/search.py speed [--turns 1000000] [--folder DIR] [--cpu]
    python tests/bench/search.py quality [--split dev|train] [--meetings N]

speed: a synthetic library of meetings of 500 turns drawn from QMSum's training meetings, with
random vectors; milliseconds of a search in a warm process (median and 95th percentile). --folder
keeps the library for the next run; --cpu counts processor time, which on a machine with nothing
else to do is the time one waits, instead of the clock's.

quality: the questions of QMSum's meetings, put to a library of all of them and within their own
meeting. A hit counts where its turn lies in one of the question's relevant spans (of the right
meeting). recall@5 is the share of questions with such a hit among the first five, MRR the mean of
1 / rank of the first one (0 beyond 20). Windows and weights were chosen on every ninth meeting of
`train`; `dev` is only reported.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from slmsum.conversation import Conversation, Turn, build  # noqa: E402
from slmsum.library import Library  # noqa: E402
from slmsum.progress import ignore  # noqa: E402
from slmsum.search import By, Searcher  # noqa: E402
from slmsum.search.job import index, load_encoder  # noqa: E402
from slmsum.search.meaning import bytes_of, signs  # noqa: E402
from slmsum.search.vectors import pending, save  # noqa: E402
from slmsum.search.windows import windows  # noqa: E402

DATA = ROOT.parent / "shared" / "data"
FILES = {"train": "train/qmsum_meetings.jsonl", "dev": "dev/qmsum_meetings_dev.jsonl"}
QUERIES = [
    "lattice",
    "remote control budget",
    "What did the group think about the remote control?",
    '"remote control" price',
    "who decides on the budget for education",
    "budg*",
    "speaker:marketing budget",
    "from:2022 to:2023-06 microphones",
    "think",
    "the",
]


def main() -> None:
    """Read the arguments and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["speed", "quality"])
    parser.add_argument("--turns", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--split", choices=list(FILES), default="dev")
    parser.add_argument("--meetings", type=int)
    parser.add_argument("--cpu", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.folder or Path(scratch)
        if chosen.what == "speed":
            speed(folder, chosen.turns, time.process_time if chosen.cpu else time.perf_counter)
        else:
            quality(folder, chosen.split, chosen.meetings)


def meetings(split: str) -> list[dict[str, object]]:
    """The meetings of a split, as DATA.md describes them."""
    lines = (DATA / FILES[split]).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def conversation(turns: list[tuple[str, str]], title: str, day: date) -> Conversation:
    """A meeting of pairs of a speaker and a text."""
    said = (Turn(i, speaker, text) for i, (speaker, text) in enumerate(turns))
    return build(said, format="qmsum", source=f"{title}.json", title=title, day=day)


def synthetic(turns: int) -> Iterator[Conversation]:
    """Meetings of turns drawn at random."""
    pool = [(s, t) for meeting in meetings("train") for s, t in meeting["turns"]]  # type: ignore
    draw = random.Random(0)
    for number, begin in enumerate(range(0, turns, 500)):
        drawn = draw.choices(pool, k=min(500, turns - begin))
        day = date(2020, 1, 1) + timedelta(days=number)
        yield conversation(drawn, f"Meeting {number}", day)


def speed(folder: Path, turns: int, clock: Callable[[], float]) -> None:
    """Time searches in a library of so many turns."""
    encoder = load_encoder()
    with Library.open(folder) as library:
        if not library.entries():
            for made in synthetic(turns):
                library.add(made)
        vectors(library)
        began = clock()
        searcher = Searcher(library, encoder)
        searcher.search("lattice", by=By.MEANING)
        print(f"first search by meaning {1000 * (clock() - began):.0f} ms")
        print(f"{'milliseconds, median (95th percentile)':50}" + "".join(f"{b:>16}" for b in By))
        whole: dict[By, list[float]] = {by: [] for by in By}
        for query in QUERIES:
            cells = []
            for by in By:
                times = [timed(searcher, query, by, clock) for _ in range(10)]
                whole[by] += times
                cells.append(cell(times))
            print(f"{query:50}" + "".join(f"{text:>16}" for text in cells), flush=True)
        print(f"{'all':50}" + "".join(f"{cell(whole[by]):>16}" for by in By))


def vectors(library: Library) -> None:
    """Give each conversation without vectors random ones."""
    draw = np.random.default_rng(0)
    for item in pending(library):
        made = [replace(w, text="") for w in windows(library.turns(item.id))]
        table = draw.standard_normal((len(made), 384), np.float32)
        save(library, item, made, signs(table), bytes_of(table))


def timed(searcher: Searcher, query: str, by: By, clock: Callable[[], float]) -> float:
    """Milliseconds of one search."""
    began = clock()
    searcher.search(query, by=by)
    return 1000 * (clock() - began)


def cell(times: list[float]) -> str:
    """Median and 95th percentile."""
    return f"{np.median(times):.0f} ({np.percentile(times, 95):.0f})"


def quality(folder: Path, split: str, count: int | None) -> None:
    """Put the questions and count how often the answer's place is found."""
    rows = meetings(split)[:count]
    encoder = load_encoder()
    with Library.open(folder) as library:
        ids = [
            library.add(conversation(row["turns"], str(i), date(2026, 1, 1)), tags=[f"m{i}"]).id  # type: ignore
            for i, row in enumerate(rows)
        ]
        index(library, pending(library), encoder, ignore)
        searcher = Searcher(library, encoder)
        print(f"{'recall@5 / MRR':24}" + "".join(f"{by:>16}" for by in By))
        for where in ("own meeting", "whole library"):
            cells = []
            for by in By:
                ranks = []
                for i, row in enumerate(rows):
                    for question in row["questions"]:  # type: ignore
                        scope = f" tag:m{i}" if where == "own meeting" else ""
                        asked = question["q"].replace('"', " ") + scope
                        hits = searcher.search(asked, by=by)
                        good = (
                            rank
                            for rank, hit in enumerate(hits, start=1)
                            if hit.conversation_id == ids[i]
                            and any(a <= hit.position <= b for a, b in question["spans"])
                        )
                        ranks.append(next(good, 0))
                recall = np.mean([0 < rank <= 5 for rank in ranks])
                mrr = np.mean([1 / rank if rank else 0.0 for rank in ranks])
                cells.append(f"{recall:.3f} / {mrr:.3f}")
            print(f"{where:24}" + "".join(f"{text:>16}" for text in cells), flush=True)
        print(f"{len(ranks)} questions, {len(rows)} meetings")


if __name__ == "__main__":
    main()
