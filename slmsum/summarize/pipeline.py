"""From a conversation to its minutes: segment, draft, ground, rank, reduce."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from slmsum import __version__
from slmsum.conversation import Conversation, Turn
from slmsum.energy import Meter
from slmsum.engine.encoder import SentenceEncoder
from slmsum.engine.generator import Generator
from slmsum.engine.loaded import LoadedModels
from slmsum.engine.tokenizers import Tokenizer
from slmsum.errors import EmptyInput
from slmsum.minutes import Action, Chapter, Minutes, Point, Provenance, Sentence
from slmsum.models.catalogue import load_catalogue
from slmsum.models.lora import NO_ADAPTER
from slmsum.models.store import ModelStore
from slmsum.progress import Progress, ProgressSink, ignore
from slmsum.summarize.actions import ActionSettings, verified_actions, verified_decisions
from slmsum.summarize.draft import (
    Drafts,
    candidates_for,
    chapter_length,
    draft_overview,
    draft_segments,
)
from slmsum.summarize.extractive import central_turns
from slmsum.summarize.ground import Grounder
from slmsum.summarize.language import language_of
from slmsum.summarize.promises import promised_actions, with_promises
from slmsum.summarize.prompts import Draft
from slmsum.summarize.questions import open_questions
from slmsum.summarize.rank import Checked, RankSettings, choose, plain_facts
from slmsum.summarize.reduce import merged_actions, merged_points, overview
from slmsum.summarize.segment import Segment, SegmentSettings, segments, split_turns
from slmsum.summarize.settings import Length, SummarizeSettings
from slmsum.summarize.titles import DEFAULT_TITLE, key_words, title_of
from slmsum.templates.choose import settle
from slmsum.templates.layout import without_own
from slmsum.templates.template import Template

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from slmsum.ask.answer import Answer

    Vectors = npt.NDArray[np.float32]

_EXTRACTIVE_NOTE = (
    "The summarizer writes English only; these are the most central turns in their own words."
)
_UNFOUNDED_NOTE = (
    "The conversation bears out nothing of what the model wrote; these are its most central turns."
)


@dataclass(frozen=True)
class _Part:
    """What one segment contributes to the minutes."""

    segment: Segment
    checked: Checked
    titles: list[str]
    actions: list[Action]
    decisions: list[Point]


def summarize(
    conversation: Conversation,
    settings: SummarizeSettings,
    store: ModelStore,
    progress: ProgressSink = ignore,
    models: LoadedModels | None = None,
) -> Minutes:
    """The minutes of a conversation, with their provenance.

    `models` are those of `store` that are already loaded; they change nothing but the time taken.
    Raises EmptyInput where nobody says anything, ModelMissing and ModelCorrupt.
    """
    turns = conversation.said
    if not any(letter.isalnum() for turn in turns for letter in turn.text):
        raise EmptyInput(conversation.source, "nobody says anything in it")
    began = time.monotonic()
    template, notes = settle(conversation, turns, settings.template)
    if settings.length is None and template is not None:
        settings = replace(settings, length=template.length)
    with Meter() as meter:
        progress(Progress("loading models", 0, 1))
        models = models or LoadedModels(store)
        language = conversation.language or language_of(turn.text for turn in turns)
        encoder = models.encoder(settings.plan.threads, progress)
        if language in (None, "en"):
            with ThreadPoolExecutor(1) as pool:
                model = _Model(models, settings, pool, progress)
                vectors = _embed(encoder, turns, progress)
            writer = _Writer(conversation, turns, vectors, encoder, settings, template=template)
            minutes = writer.write(model, progress)
        else:
            vectors = _embed(encoder, turns, progress)
            minutes = _extract(conversation, turns, vectors, settings)
            minutes = minutes if template is None else without_own(minutes, template)
        energy = meter.energy()
    return replace(
        minutes,
        language=language,
        notes=(*minutes.notes, *notes),
        made_by=replace(
            minutes.made_by,
            power=settings.plan.mode.value,
            threads=settings.plan.threads,
            seconds=round(time.monotonic() - began, 2),
            joules=round(energy.joules, 1),
            joules_source=energy.source,
            version=__version__,
        ),
    )


def _left_out(checked: Checked) -> int:
    """How many of the drafted sentences are not shown."""
    return checked.dropped + len(checked.sentences) - len(plain_facts(checked.sentences))


def _default(role: str) -> str:
    return load_catalogue().default(role).name


def _embed(encoder: SentenceEncoder, turns: Sequence[Turn], progress: ProgressSink) -> Vectors:
    """Vectors of all turns, in portions so that progress shows and memory stays bounded."""
    import numpy as np

    portion = 512
    rows = []
    began = time.monotonic()
    for start in range(0, len(turns), portion):
        left = (time.monotonic() - began) / start * (len(turns) - start) if start else None
        progress(Progress("reading for topics", start, len(turns), left))
        rows.append(encoder.embed([turn.text for turn in turns[start : start + portion]]))
    return np.concatenate(rows)


def _extract(
    conversation: Conversation,
    turns: Sequence[Turn],
    vectors: Vectors,
    settings: SummarizeSettings,
) -> Minutes:
    return Minutes(
        title=conversation.title or DEFAULT_TITLE,
        summary=tuple(central_turns(turns, vectors, settings.length or Length.MEDIUM)),
        notes=(_EXTRACTIVE_NOTE,),
        extractive=True,
        made_by=Provenance(model="extractive"),
    )


class _Model:
    """The summarizer, which loads while the turns are embedded."""

    def __init__(
        self,
        models: LoadedModels,
        settings: SummarizeSettings,
        pool: ThreadPoolExecutor,
        progress: ProgressSink,
    ) -> None:
        self.name = settings.model or _default("summarizer")
        self._models = models
        self._settings = settings
        self._folder = models.folder(self.name, progress)
        manifest = models.store.manifest(self.name)
        self.adapter = manifest.adapter if manifest is not None else NO_ADAPTER
        self._tokenizer = pool.submit(models.tokenizer, self._folder)
        # With more threads, how many copies it takes depends on the number of segments.
        self._one = pool.submit(self._load, False) if settings.plan.threads == 1 else None

    @property
    def tuned(self) -> bool:
        """Whether it knows our prompts."""
        return self.adapter != NO_ADAPTER

    @property
    def tokenizer(self) -> Tokenizer:
        """Its tokenizer."""
        return self._tokenizer.result()

    def generator(self, *, sampling: bool) -> Generator:
        """It, ready to write, for sampling or for greedy drafts alone."""
        return self._one.result() if self._one is not None else self._load(sampling)

    def _load(self, sampling: bool) -> Generator:
        return self._models.generator(
            self._folder,
            threads=self._settings.plan.threads,
            seed=self._settings.seed,
            sampling=sampling,
        )


class _Writer:
    """Writes the minutes of one English conversation."""

    def __init__(
        self,
        conversation: Conversation,
        turns: Sequence[Turn],
        vectors: Vectors,
        encoder: SentenceEncoder,
        settings: SummarizeSettings,
        *,
        template: Template | None,
    ) -> None:
        self.conversation = conversation
        self.turns = turns
        self.vectors = vectors
        self.settings = settings
        self.template = template
        self.encoder = encoder
        self.grounder = Grounder(turns, vectors, encoder.embed)

    def write(self, model: _Model, progress: ProgressSink) -> Minutes:
        """Draft all segments, keep what stands, and put the whole together."""
        tokenizer = model.tokenizer
        sizes = SegmentSettings()
        pieces = split_turns(self.turns, lambda text: len(tokenizer.encode(text)), sizes.ideal)
        found = segments(pieces, self.vectors, sizes)
        candidates = candidates_for(len(found), self.settings.plan.candidates)
        generator = model.generator(sampling=candidates > 1)
        length = self.settings.length or Length.MEDIUM
        each = chapter_length(len(found), length)

        def holds(number: int, draft: Draft) -> bool:
            span = (found[number].first, found[number].last)
            checked = self.grounder.check(draft.sentences, *span)
            return bool(checked) and all(sentence.supported for sentence in checked)

        drafts = draft_segments(
            generator, found, each, candidates, progress, tuned=model.tuned, holds=holds
        )
        progress(Progress("checking", 0, 1))
        parts = [self._part(s, d) for s, d in zip(found, drafts, strict=True)]
        if len(parts) == 1:
            title, summary = parts[0].checked.draft.title, plain_facts(parts[0].checked.sentences)
        else:
            progress(Progress("writing the overview", 0, 1))
            title, summary = overview(
                [part.checked for part in parts],
                self.grounder,
                length,
                lambda texts: draft_overview(generator, texts, length, tuned=model.tuned),
            )
        minutes = self._minutes(
            title,
            summary,
            parts,
            Provenance(
                model=model.name,
                adapter=model.adapter[:12] if model.tuned else "",
                candidates=candidates,
                left_out=sum(_left_out(part.checked) for part in parts),
            ),
        )
        if not any(sentence.supported for sentence in summary):
            minutes = replace(
                minutes,
                summary=tuple(central_turns(self.turns, self.vectors, length)),
                notes=(_UNFOUNDED_NOTE,),
                extractive=True,
            )
        return self._laid_out(minutes, generator, progress, tuned=model.tuned)

    def _laid_out(
        self, minutes: Minutes, generator: Generator, progress: ProgressSink, *, tuned: bool
    ) -> Minutes:
        if self.template is None:
            return minutes
        from slmsum.templates.fill import filled
        from slmsum.templates.writing import SectionWriter

        writer = None
        # Models that read a source and write a target only summarize; they take no instruction.
        if not generator.is_encoder_decoder:
            writer = SectionWriter(self.turns, self.grounder, generator, progress, tuned=tuned)
        return filled(
            minutes,
            self.template,
            self.turns,
            self.grounder,
            writer=writer,
            answer=self._answers(generator, tuned=tuned),
        )

    def _answers(self, generator: Generator, *, tuned: bool) -> Callable[[str], Answer]:
        """Answers questions about the conversation; what that needs is made at the first one."""
        from slmsum.ask.answer import AskSettings
        from slmsum.ask.asker import Asker
        from slmsum.ask.drafts import Drafter

        @cache
        def asker() -> Asker:
            settings = AskSettings(self.settings.plan, seed=self.settings.seed)
            drafter = Drafter(generator) if tuned else None
            return Asker(self.conversation, self.encoder, drafter, settings)

        return lambda question: asker().answer(question)

    def _part(self, segment: Segment, drafts: Drafts) -> _Part:
        span = (segment.first, segment.last)
        checked = choose(drafts.candidates, self.grounder, *span, RankSettings())
        actions = verified_actions(
            drafts.candidates,
            self.grounder,
            span,
            day=self.conversation.date,
            settings=ActionSettings(),
        )
        decisions = verified_decisions(checked.draft, self.grounder, span, ActionSettings())
        titles = [checked.draft.title, *(draft.title for draft in drafts.candidates)]
        return _Part(segment, checked, titles, actions, decisions)

    def _minutes(
        self,
        title: str,
        summary: Sequence[Sentence],
        parts: Sequence[_Part],
        made_by: Provenance,
    ) -> Minutes:
        return Minutes(
            title=self._title(title, parts),
            summary=tuple(summary),
            chapters=tuple(self._chapter(part) for part in parts) if len(parts) > 1 else (),
            actions=tuple(self._actions(parts)),
            decisions=tuple(merged_points([d for part in parts for d in part.decisions])),
            questions=tuple(open_questions(self.turns)),
            made_by=made_by,
        )

    def _actions(self, parts: Sequence[_Part]) -> list[Action]:
        drafted = [action for part in parts for action in part.actions]
        promised = promised_actions(self.turns, self.conversation.date)
        return merged_actions(with_promises(drafted, promised))

    def _title(self, drafted: str, parts: Sequence[_Part]) -> str:
        """The model's title if it holds, else the file's own, else what the turns are about."""
        drafts = [drafted, *(parts[0].titles if len(parts) == 1 else ())]
        return (
            title_of(drafts, self.grounder, 0, len(self.turns) - 1)
            or self.conversation.title
            or key_words(self.turns, self.grounder)
        )

    def _chapter_title(self, part: _Part) -> str:
        first, last = part.segment.first, part.segment.last
        found = title_of(part.titles, self.grounder, first, last)
        return found or key_words(self.turns[first : last + 1], self.grounder)

    def _chapter(self, part: _Part) -> Chapter:
        first, last = self.turns[part.segment.first], self.turns[part.segment.last]
        return Chapter(
            title=self._chapter_title(part),
            first_turn=first.index,
            last_turn=last.index,
            summary=tuple(plain_facts(part.checked.sentences)),
            start=first.start,
            end=last.end if last.end is not None else last.start,
        )
