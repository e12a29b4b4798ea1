"""What the benchmark of summarizing does in worker processes; they import this module."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slmsum.jobs import ReadRequest, SummarizeJob
from slmsum.power import PowerPlan
from slmsum.progress import ProgressSink, ignore
from slmsum.summarize.settings import Length, SummarizeSettings

ANSWER_TOKENS = 240


@dataclass(frozen=True)
class Cost:
    """What one conversation took: `joules` are those of the summary, `mb` the worker's peak."""

    joules: float
    joules_source: str
    candidates: int
    mb: float


@dataclass(frozen=True)
class MeasuredJob:
    """The job of the command, which also tells its peak memory."""

    job: SummarizeJob

    @property
    def plan(self) -> PowerPlan:
        return self.job.plan

    def run(self, progress: ProgressSink) -> Cost:
        _, minutes = self.job.run(progress)
        by = minutes.made_by
        # Kilobytes on Linux.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return Cost(by.joules or 0.0, by.joules_source, by.candidates, peak)


@dataclass(frozen=True)
class Loops:
    """Seconds of one conversation by each way, the best of the rounds.

    `batches` are token numbers of the prompts, `answers` how many tokens each answer had.
    """

    ours: float
    bare: float
    whole: float
    same: int
    batches: tuple[tuple[tuple[int, ...], ...], ...]
    answers: tuple[tuple[int, ...], ...]

    @property
    def segments(self) -> int:
        return sum(map(len, self.batches))


@dataclass(frozen=True)
class LoopsJob:
    """Draft by slmsum, by a bare CTranslate2 loop over the same prompts, and make whole minutes.

    One candidate. The order turns round from round to round.
    """

    path: Path
    plan: PowerPlan
    rounds: int

    def run(self, progress: ProgressSink) -> Loops:
        from slmsum.engine.generator import Decoding
        from slmsum.models.store import default_store
        from slmsum.summarize.draft import draft_segments
        from slmsum.summarize.pipeline import summarize

        bench = _Bench(self.path, self.plan)
        bare = _BareLoop(bench.folder, self.plan.threads, bench.slots)
        settings = SummarizeSettings(self.plan)

        def ours() -> None:
            draft_segments(
                bench.generator,
                bench.segments,
                bench.length,
                1,
                ignore,
                tuned=True,
                holds=lambda _number, _draft: True,
            )

        ways: dict[str, Callable[[], object]] = {
            "ours": ours,
            "bare": lambda: bare.run(bench.batches),
            "whole": lambda: summarize(bench.conversation, settings, default_store()),
        }
        for way in ("ours", "bare"):
            ways[way]()
        best = _best(ways, self.rounds)
        texts, lengths = bare.run(bench.batches)
        drafted = bench.generator.generate(bench.batches, Decoding(ANSWER_TOKENS))
        same = sum(
            candidates[0] == text
            for batch, alone in zip(drafted, texts, strict=True)
            for candidates, text in zip(batch, alone, strict=True)
        )
        return Loops(
            best["ours"], best["bare"], best["whole"], same, bench.numbers(), tuple(lengths)
        )


@dataclass(frozen=True)
class SlotsJob:
    """Draft the segments of one meeting on one slot of all threads, and on a slot a thread."""

    path: Path
    plan: PowerPlan
    rounds: int

    def run(self, progress: ProgressSink) -> dict[str, float]:
        from slmsum.engine.generator import Decoding, Generator

        bench = _Bench(self.path, self.plan)
        threads = self.plan.threads
        decoding = Decoding(ANSWER_TOKENS)
        ways: dict[str, Callable[[], object]] = {}
        for slots in (1, threads):
            for size in (1, 4):
                made = bench.cut(size)
                generator = Generator(bench.folder, threads=threads, slots=slots, sampling=False)

                def draft(g: Any = generator, batches: Any = made) -> object:
                    return g.generate(batches, decoding)

                ways[f"slots={slots}, threads={threads}, batches of at most {size}"] = draft
        return _best(ways, self.rounds)


def _best(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The best wall time of each way in seconds; every other round goes the other way round."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        names = list(ways) if number % 2 == 0 else list(ways)[::-1]
        for name in names:
            began = time.perf_counter()
            ways[name]()
            times[name].append(time.perf_counter() - began)
    return {name: min(taken) for name, taken in times.items()}


class _Bench:
    """A conversation cut into segments and prompts as the pipeline does, and a generator."""

    def __init__(self, path: Path, plan: PowerPlan) -> None:
        from slmsum.engine.encoder import SentenceEncoder
        from slmsum.engine.generator import Generator
        from slmsum.engine.tokenizers import load_tokenizer
        from slmsum.models.manage import ready
        from slmsum.models.store import default_store
        from slmsum.summarize import prompts
        from slmsum.summarize.batching import equal_batches
        from slmsum.summarize.draft import chapter_length
        from slmsum.summarize.segment import SegmentSettings, segments, split_turns

        store = default_store()
        self.folder = ready(store, "smollm2-135m")
        self.conversation = ReadRequest(path).read()
        turns = self.conversation.said
        encoder = SentenceEncoder(ready(store, "minilm-l6"), plan.threads)
        vectors = encoder.embed([turn.text for turn in turns])
        sizes = SegmentSettings()
        self.tokenizer = load_tokenizer(self.folder)
        pieces = split_turns(turns, lambda text: len(self.tokenizer.encode(text)), sizes.ideal)
        self.segments = segments(pieces, vectors, sizes)
        self.slots = plan.threads if len(self.segments) > 1 else 1
        # As many slots as segments can use.
        self.generator = Generator(
            self.folder,
            threads=plan.threads,
            slots=self.slots,
            sampling=False,
            tokenizer=self.tokenizer,
        )
        self.length = chapter_length(len(self.segments), Length.MEDIUM)
        asked = prompts.ask_minutes(self.length)
        found = equal_batches(self.segments, self.tokenizer, asked, self.generator.room)
        self.batches = [batch.prompts for batch in found]

    def cut(self, size: int) -> list[tuple[tuple[str, ...], ...]]:
        """The batches, each cut to at most `size` prompts."""
        return [
            batch[start : start + size]
            for batch in self.batches
            for start in range(0, len(batch), size)
        ]

    def numbers(self) -> tuple[tuple[tuple[int, ...], ...], ...]:
        """The prompts as token numbers."""
        number = self.tokenizer.token_to_id
        return tuple(
            tuple(tuple(n for t in prompt if (n := number(t)) is not None) for prompt in batch)
            for batch in self.batches
        )


class _BareLoop:
    """CTranslate2 and nothing else: batches given to its own pool of workers, tokens decoded."""

    def __init__(self, folder: Path, threads: int, slots: int) -> None:
        import ctranslate2
        from tokenizers import Tokenizer

        self.stop = "<|im_end|>"
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.generator: Any = ctranslate2.Generator(
            str(folder),
            device="cpu",
            compute_type="auto",
            inter_threads=slots,
            intra_threads=max(1, threads // slots),
        )

    def run(
        self, batches: Sequence[Sequence[Sequence[str]]]
    ) -> tuple[list[list[str]], list[tuple[int, ...]]]:
        """The answers' texts and how many tokens each has."""
        waiting = [
            self.generator.generate_batch(
                [list(prompt) for prompt in batch],
                beam_size=1,
                max_length=ANSWER_TOKENS,
                include_prompt_in_result=False,
                end_token=self.stop,
                asynchronous=True,
            )
            for batch in batches
        ]
        found = [[one.result().sequences_ids[0] for one in batch] for batch in waiting]
        texts = [[self.tokenizer.decode(ids).strip() for ids in batch] for batch in found]
        return texts, [tuple(len(ids) for ids in batch) for batch in found]
