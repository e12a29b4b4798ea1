"""From a conversation, or a library of them, and a question to an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from slmsum.ask.answer import Answer, AskSettings
from slmsum.ask.asker import Asker, checked_question, spoken
from slmsum.ask.drafts import Drafter
from slmsum.conversation import Conversation
from slmsum.engine.loaded import LoadedModels
from slmsum.errors import EmptyInput
from slmsum.models.catalogue import load_catalogue
from slmsum.models.lora import NO_ADAPTER
from slmsum.models.store import ModelStore
from slmsum.progress import Progress, ProgressSink, ignore
from slmsum.search import Hit, search
from slmsum.summarize.language import language_of
from slmsum.summarize.prompts import NOT_SAID

if TYPE_CHECKING:
    from slmsum.library import Library

# Of a library so many turns are looked at, in so many conversations, each with what is around.
_HITS, _CONVERSATIONS, _AROUND = 40, 3, 30


@dataclass(frozen=True, slots=True)
class LibraryAnswer:
    """An answer from a library; `conversation_id` and `title` say whose turns it cites.

    They are None and empty where no conversation says it.
    """

    answer: Answer
    conversation_id: int | None = None
    title: str = ""


def ask(
    conversation: Conversation,
    question: str,
    settings: AskSettings,
    store: ModelStore,
    *,
    history: Sequence[Answer] = (),
    progress: ProgressSink = ignore,
) -> Answer:
    """Answer a question from a conversation's own turns.

    The question may lean on the last of `history`. Raises BadOption for a question that is none,
    EmptyInput where nobody says anything, ModelMissing and ModelCorrupt.
    """
    checked_question(question)
    asker = asker_of(conversation, settings, LoadedModels(store), progress)
    progress(Progress("answering", 0, 1))
    return asker.answer(question, history)


def asker_of(
    conversation: Conversation,
    settings: AskSettings,
    models: LoadedModels,
    progress: ProgressSink = ignore,
) -> Asker:
    """What answers questions about a conversation, with its models loaded; see `ask`."""
    turns = spoken(conversation)
    progress(Progress("loading models", 0, 1))
    encoder = models.encoder(settings.plan.threads, progress)
    language = conversation.language or language_of(turn.text for turn in turns)
    drafter = _drafter(settings, models, progress) if language in (None, "en") else None
    progress(Progress("reading", 0, 1))
    return Asker(conversation, encoder, drafter, settings)


def _drafter(settings: AskSettings, models: LoadedModels, progress: ProgressSink) -> Drafter | None:
    """The summarizer where it was tuned to answer; another one's answers would not be like it."""
    name = settings.model or load_catalogue().default("summarizer").name
    folder = models.folder(name, progress)
    manifest = models.store.manifest(name)
    if manifest is None or manifest.adapter == NO_ADAPTER:
        return None
    generator = models.generator(
        folder, threads=settings.plan.threads, seed=settings.seed, sampling=False
    )
    return None if generator.is_encoder_decoder else Drafter(generator)


def ask_all(
    library: Library,
    question: str,
    settings: AskSettings,
    models: LoadedModels,
    progress: ProgressSink = ignore,
) -> LibraryAnswer:
    """Answer a question from the conversation of a library that is likeliest to say it.

    Raises what `ask` raises, but an empty library gives an answer that says so, and LibraryError.
    """
    question = checked_question(question)
    encoder = models.encoder(settings.plan.threads, progress)
    progress(Progress("searching", 0, 1))
    best = LibraryAnswer(Answer(question, NOT_SAID, said=False))
    hits = search(library, question, encoder=encoder, limit=_HITS)
    for number, (id, places) in enumerate(_likeliest(hits)):
        progress(Progress("answering", number, _CONVERSATIONS))
        conversation = library.conversation(id)
        try:
            asker = asker_of(_around(conversation, places), settings, models)
        except EmptyInput:
            continue
        answer = asker.answer(question)
        if (answer.said, answer.likely) > (best.answer.said, best.answer.likely):
            found = LibraryAnswer(answer, id, conversation.title or Path(conversation.source).name)
            best = found if answer.said else LibraryAnswer(answer)
    return best


def _likeliest(hits: Sequence[Hit]) -> list[tuple[int, list[int]]]:
    """The conversations with the best hits, and where in them these are."""
    scores: dict[int, float] = {}
    places: dict[int, list[int]] = {}
    for rank, hit in enumerate(hits, start=1):
        scores[hit.conversation_id] = scores.get(hit.conversation_id, 0.0) + 1 / rank
        places.setdefault(hit.conversation_id, []).append(hit.position)
    ranked = sorted(scores, key=lambda id: -scores[id])[:_CONVERSATIONS]
    return [(id, places[id]) for id in ranked]


def _around(conversation: Conversation, places: Sequence[int]) -> Conversation:
    """The conversation with only the turns near the places."""
    near = {place + step for place in places for step in range(-_AROUND, _AROUND + 1)}
    return replace(conversation, turns=tuple(t for t in conversation.turns if t.index in near))
