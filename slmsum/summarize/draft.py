"""Let the model draft minutes of each segment, several candidates where the plan allows."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from slmsum.engine.generator import Decoding, Generator
from slmsum.progress import Progress, ProgressSink
from slmsum.summarize import prompts
from slmsum.summarize.batching import Batch, equal_batches
from slmsum.summarize.prompts import Draft
from slmsum.summarize.segment import Segment
from slmsum.summarize.settings import Length
from slmsum.summarize.words import sentences

# The longest minutes among the training labels, in tokens, lie near a line over the tokens of the
# conversation; a sampled candidate that goes beyond it rambles.
_MOST_BASE, _MOST_RATE, _MOST_GROWTH = 60, 0.28, 550
_MOST_SHARE = {Length.SHORT: 0.7, Length.MEDIUM: 1.0, Length.LONG: 1.4}
_OVERVIEW_TOKENS = {Length.SHORT: 110, Length.MEDIUM: 180, Length.LONG: 300}
_TITLE_TOKENS = 24
# More drafts than this in all would take an hour's meeting past a minute.
_MOST_DRAFTS = 32
# A sampled draft may be so much longer than the greedy ones, in tokens; more would be rambling.
_LONGER, _LONGER_BY = 1.3, 16
# With more chapters than this, nobody reads each at length; the overview says what matters.
_MOST_FULL_CHAPTERS = 12


@dataclass(frozen=True, slots=True)
class Drafts:
    """The candidates for one segment, the greedy one first."""

    candidates: tuple[Draft, ...]


def candidates_for(segments: int, wanted: int) -> int:
    """How many candidates a segment gets, so that long meetings stay quick."""
    return max(1, min(wanted, _MOST_DRAFTS // max(1, segments)))


def chapter_length(segments: int, length: Length) -> Length:
    """How long the minutes of each segment are to be: briefer in a long meeting."""
    return Length.SHORT if segments > _MOST_FULL_CHAPTERS and length is Length.MEDIUM else length


def draft_segments(
    generator: Generator,
    found: Sequence[Segment],
    length: Length,
    candidates: int,
    progress: ProgressSink,
    *,
    tuned: bool,
    holds: Callable[[int, Draft], bool],
) -> list[Drafts]:
    """Drafts of all segments, in order; `tuned` says that the model knows our prompts.

    The first draft of a segment is greedy; where it does not hold, as `holds` tells of the
    segment's number and the draft, others are sampled.
    """
    batches = (
        equal_batches(found, generator.tokenizer, prompts.ask_minutes(length), generator.room)
        if tuned
        else [
            _chat_batch(generator, number, segment, length) for number, segment in enumerate(found)
        ]
    )
    most = most_tokens(max(segment.tokens for segment in found), length)
    greedy = _draft(generator, batches, Decoding(max_tokens=most), progress, "drafting")
    drafts = {number: [_read(texts[0], tuned)] for number, texts in greedy.items()}
    if candidates > 1:
        doubtful = [number for number in range(len(found)) if not holds(number, drafts[number][0])]
        written = [len(generator.tokenizer.encode(greedy[number][0])) for number in doubtful]
        longest = min(most, int(max(written, default=0) * _LONGER) + _LONGER_BY)
        decoding = Decoding(max_tokens=longest, candidates=candidates - 1, greedy=False)
        again = [left for batch in batches if (left := _only(batch, doubtful)).segments]
        sampled = _draft(generator, again, decoding, progress, "drafting once more")
        for number, texts in sampled.items():
            drafts[number] += [_read(text, tuned) for text in texts]
    return [Drafts(tuple(drafts[number])) for number in range(len(found))]


def _draft(
    generator: Generator,
    batches: Sequence[Batch],
    decoding: Decoding,
    progress: ProgressSink,
    stage: str,
) -> dict[int, list[str]]:
    """What the model writes for each segment of the batches, by the segment's number."""
    total = sum(len(batch.segments) for batch in batches)
    if not total:
        return {}
    began = time.monotonic()
    count = 0

    def on_batch(number: int) -> None:
        nonlocal count
        count += len(batches[number].segments)
        left = (time.monotonic() - began) / count * (total - count)
        progress(Progress(stage, count, total, left))

    progress(Progress(stage, 0, total))
    answers = generator.generate([batch.prompts for batch in batches], decoding, on_batch)
    return {
        number: texts
        for batch, answer in zip(batches, answers, strict=True)
        for number, texts in zip(batch.segments, answer, strict=True)
    }


def _only(batch: Batch, numbers: Sequence[int]) -> Batch:
    """The part of a batch that is for these segments."""
    kept = [i for i, number in enumerate(batch.segments) if number in numbers]
    return Batch(tuple(batch.segments[i] for i in kept), tuple(batch.prompts[i] for i in kept))


def most_tokens(segment: int, length: Length) -> int:
    """How long the minutes of a segment of so many tokens may become."""
    most = _MOST_BASE + _MOST_RATE * min(segment, _MOST_GROWTH)
    return int(most * _MOST_SHARE[length])


def draft_overview(
    generator: Generator, chapters: Sequence[tuple[str, str]], length: Length, *, tuned: bool
) -> tuple[str, tuple[str, ...]]:
    """A title and sentences for a whole meeting, from its chapters' titles and summaries."""
    body = generator.tokenizer.plain(prompts.chapters_text(chapters))
    if not tuned:
        prompt = generator.chat(prompts.user_message(body, prompts.explain_minutes(length)))
        answers = generator.generate([[prompt]], Decoding(max_tokens=_OVERVIEW_TOKENS[length]))
        draft = _read(answers[0][0][0], tuned=False)
        return draft.title, draft.sentences

    def answer(instruction: str, most: int) -> str:
        prompt = generator.tokenizer.encode(prompts.prefix(body) + prompts.suffix(instruction))
        return generator.generate([[prompt]], Decoding(max_tokens=most))[0][0][0]

    # The title is the first line of minutes, so that these need not be written to their end.
    title = prompts.parse_minutes(answer(prompts.ask_minutes(Length.SHORT), _TITLE_TOKENS)).title
    written = answer(prompts.ask_overview(length), _OVERVIEW_TOKENS[length])
    return title, _finished([line.strip() for line in written.split("\n") if line.strip()])


def _chat_batch(generator: Generator, number: int, segment: Segment, length: Length) -> Batch:
    pairs = prompts.joined_pairs([(p.speaker, p.text) for p in segment.pieces])
    body = prompts.conversation_text(pairs)
    if generator.is_encoder_decoder:
        prompt = generator.chat(f"summarize: {body}")
    else:
        prompt = generator.chat(prompts.user_message(body, prompts.explain_minutes(length)))
    return Batch((number,), (tuple(prompt),))


def _finished(lines: Sequence[str]) -> tuple[str, ...]:
    """The sentences without a last one that was cut off at the longest length."""
    cut = len(lines) > 1 and not _ends(lines[-1])
    return tuple(lines[:-1] if cut else lines)


def _ends(line: str) -> bool:
    return line[-1:] in (".", "!", "?", '"', "'", ")", "”", "’")


def _read(text: str, tuned: bool) -> Draft:
    draft = prompts.parse_minutes(text)
    if tuned:
        decisions = tuple(line for line in draft.decisions if _ends(line))
        return replace(draft, sentences=_finished(draft.sentences), decisions=decisions)
    # A model that was not tuned may answer in prose: then its first words are no title.
    if not draft.sentences:
        return Draft("", tuple(sentences(" ".join(text.split()))))
    lines = [line.lstrip("-*•# 0123456789.") for line in draft.sentences]
    split = tuple(s for line in lines for s in sentences(line))
    return Draft(draft.title.strip("#* "), split, draft.actions, draft.decisions)
