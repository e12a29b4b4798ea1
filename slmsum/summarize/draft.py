"""Let the model draft minutes of each segment, several candidates where the plan allows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from slmsum.engine.generator import Decoding, Generator
from slmsum.progress import Progress, ProgressSink
from slmsum.summarize import prompts
from slmsum.summarize.batching import BATCH_SIZE, Batch, equal_batches
from slmsum.summarize.prompts import Draft
from slmsum.summarize.segment import Segment
from slmsum.summarize.settings import Length
from slmsum.summarize.words import sentences

# The longest minutes among the training labels, in tokens, lie near a line over the tokens of the
# conversation; a sampled candidate that goes beyond it rambles.
_MOST_BASE, _MOST_RATE, _MOST_GROWTH = 60, 0.28, 550
_MOST_SHARE = {Length.SHORT: 0.7, Length.MEDIUM: 1.0, Length.LONG: 1.4}
_OVERVIEW_TOKENS = {Length.SHORT: 160, Length.MEDIUM: 240, Length.LONG: 320}
# More drafts than this in all would take an hour's meeting past a minute.
_MOST_DRAFTS = 32
# More texts than this at once would take more memory than is promised: each holds about 40 MB of
# keys and values at the end of a long segment.
_MOST_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Drafts:
    """The candidates for one segment, the greedy one first."""

    candidates: tuple[Draft, ...]


def candidates_for(segments: int, wanted: int, slots: int) -> int:
    """How many candidates a segment gets, so that long meetings stay quick and memory bounded."""
    return max(1, min(wanted, _MOST_DRAFTS // max(1, segments), _MOST_AT_ONCE // slots))


def draft_segments(
    generator: Generator,
    found: Sequence[Segment],
    length: Length,
    candidates: int,
    progress: ProgressSink,
    *,
    tuned: bool,
) -> list[Drafts]:
    """Drafts of all segments, in order; `tuned` says that the model knows our prompts."""
    batches = (
        equal_batches(
            found, generator.tokenizer, prompts.ask_minutes(length), _size(generator, candidates)
        )
        if tuned
        else [
            _chat_batch(generator, number, segment, length) for number, segment in enumerate(found)
        ]
    )
    began = time.monotonic()
    done: set[int] = set()

    def on_batch(number: int) -> None:
        done.add(number)
        count = sum(len(batches[i].segments) for i in done)
        left = (time.monotonic() - began) / count * (len(found) - count)
        progress(Progress("drafting", count, len(found), left))

    progress(Progress("drafting", 0, len(found)))
    most = most_tokens(max(segment.tokens for segment in found), length)
    decoding = Decoding(max_tokens=most, candidates=candidates)
    answers = generator.generate([batch.prompts for batch in batches], decoding, on_batch)
    drafts: dict[int, Drafts] = {}
    for batch, texts in zip(batches, answers, strict=True):
        for number, candidate_texts in zip(batch.segments, texts, strict=True):
            drafts[number] = Drafts(tuple(_read(text, tuned) for text in candidate_texts))
    return [drafts[number] for number in range(len(found))]


def most_tokens(segment: int, length: Length) -> int:
    """How long the minutes of a segment of so many tokens may become."""
    most = _MOST_BASE + _MOST_RATE * min(segment, _MOST_GROWTH)
    return int(most * _MOST_SHARE[length])


def _size(generator: Generator, candidates: int) -> int:
    """How many segments a batch may hold."""
    return max(1, min(BATCH_SIZE, _MOST_AT_ONCE // generator.slots // candidates))


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
    asked = (prompts.ask_minutes(Length.SHORT), prompts.ask_overview(length))
    made = [
        [generator.tokenizer.encode(prompts.prefix(body) + prompts.suffix(what))] for what in asked
    ]
    answers = generator.generate(made, Decoding(max_tokens=_OVERVIEW_TOKENS[length]))
    title = prompts.parse_minutes(answers[0][0][0]).title
    lines = [line.strip() for line in answers[1][0][0].split("\n") if line.strip()]
    return title, _finished(lines)


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
    cut = len(lines) > 1 and lines[-1][-1:] not in (".", "!", "?", '"', "'", ")", "”", "’")
    return tuple(lines[:-1] if cut else lines)


def _read(text: str, tuned: bool) -> Draft:
    draft = prompts.parse_minutes(text)
    if tuned:
        return replace(draft, sentences=_finished(draft.sentences))
    # A model that was not tuned may answer in prose: then its first words are no title.
    if not draft.sentences:
        return Draft("", tuple(sentences(" ".join(text.split()))))
    lines = [line.lstrip("-*•# 0123456789.") for line in draft.sentences]
    split = tuple(s for line in lines for s in sentences(line))
    return Draft(draft.title.strip("#* "), split, draft.actions, draft.decisions)
