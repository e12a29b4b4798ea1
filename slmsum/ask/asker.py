"""Answers questions about one conversation, from its own turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from slmsum.ask import clinic
from slmsum.ask.answer import Answer, AskSettings, Quote
from slmsum.ask.drafts import LONGEST, Drafted, Drafter
from slmsum.ask.follow_up import asks_who_said, whole_question
from slmsum.ask.judge import Judgement, judge, weights
from slmsum.ask.passages import Passages
from slmsum.ask.question import Question, understand
from slmsum.ask.retrieve import Found, Retriever
from slmsum.ask.signs import Checked, Signs, signs
from slmsum.conversation import Conversation, Turn
from slmsum.errors import BadOption, EmptyInput
from slmsum.minutes import Sentence
from slmsum.summarize.ground import Grounder
from slmsum.summarize.language import language_of
from slmsum.summarize.prompts import NOT_SAID

if TYPE_CHECKING:
    from slmsum.engine.encoder import SentenceEncoder

# Of a longer conversation the model reads the turns that fit best, and those around them.
_TURNS_READ, _BEFORE, _AFTER = 8, 2, 1
_LONGEST_QUESTION = 1000
_MOST_CITED = 3
# A draft is shown only where it rests on a turn that the judge finds among the best.
_BEST = 2
# Greedy alone answers 67% of house_dev's questions and four drafts 70%, but more of them wrongly;
# and what is sampled would depend on the questions asked before.
_DRAFTS = 1
_LONGEST_QUOTE = 280
_OTHER_LANGUAGE = "The summarizer writes English only; this is a turn in its own words."


@dataclass(frozen=True)
class Reading:
    """Everything that is known about a question before it is decided."""

    question: Question
    found: Found
    signs: Signs
    checked: Checked | None
    drafts: tuple[Sentence, ...]


class Asker:
    """Answers questions about one conversation; the models are loaded.

    `drafter` is None where no model may write: then answers are turns in their own words. Raises
    EmptyInput where nobody says anything.
    """

    def __init__(
        self,
        conversation: Conversation,
        encoder: SentenceEncoder,
        drafter: Drafter | None,
        settings: AskSettings,
    ) -> None:
        self.turns = spoken(conversation)
        self.language = conversation.language or language_of(turn.text for turn in self.turns)
        self.visit = settings.clinic or clinic.is_visit(conversation)
        self._settings = settings
        self._embed = encoder.embed
        passages = Passages(self.turns, encoder.embed)
        self._retriever = Retriever(passages)
        self._grounder = Grounder(self.turns, passages.turn_vectors, encoder.embed)
        self._drafter = drafter if self.language in (None, "en") else None
        self._places = {turn.index: place for place, turn in enumerate(self.turns)}

    def answer(self, question: str, history: Sequence[Answer] = ()) -> Answer:
        """The answer to a question, which may lean on the last of `history`.

        Raises BadOption where there is no question in it, or far too much.
        """
        question = checked_question(question)
        if asks_who_said(question, history):
            return self._with_notes(self._who_said(question, history[-1]))
        reading = self.read(whole_question(question, history))
        name = "plain" if reading.checked is None else "drafted"
        judgement = judge(reading.signs, weights(name))
        return self._with_notes(replace(self.decide(reading, judgement), question=question))

    def read(self, question: str, drafted: Drafted | None = None) -> Reading:
        """Find what bears on a question, and let the model draft unless `drafted` is given."""
        asked = understand(question, self._grounder.speakers)
        (vector,) = self._embed([question])
        found = self._retriever.find(asked, vector)
        if drafted is None and self._drafter is not None:
            drafted = self._draft(self._drafter, question, found)
        drafts: tuple[Sentence, ...] = ()
        checked = None
        if drafted is not None:
            drafts = tuple(self._grounder.check([draft.text for draft in drafted.candidates]))
            checked = _checked(drafted, drafts)
        weighed = signs(asked, found, self._retriever, checked)
        return Reading(asked, found, weighed, checked, drafts)

    def decide(self, reading: Reading, judgement: Judgement) -> Answer:
        """The answer that the judgement allows: a draft that holds, a turn's own words, or none."""
        asked = reading.question.text
        if not judgement.stands:
            return Answer(asked, NOT_SAID, said=False, likely=judgement.said)
        best = [place for place, _ in judgement.ranked[:_BEST]]
        if not self.visit:
            for draft in reading.drafts:
                if self._holds(reading.question, draft, best):
                    return self._drafted(asked, draft, best, judgement.said)
        return self._quoted(asked, reading, best[0], judgement.said)

    def _draft(self, drafter: Drafter, question: str, found: Found) -> Drafted:
        return drafter.draft(self._read_by(drafter, found), question, _DRAFTS)

    def _read_by(self, drafter: Drafter, found: Found) -> list[tuple[str | None, str]]:
        """What the model reads: the whole conversation, or as many found turns as it can hold."""
        whole = self._lines(range(len(self.turns)))
        if sum(len(text) for _, text in whole) < 6 * LONGEST and drafter.tokens(whole) <= LONGEST:
            return whole
        for count in range(_TURNS_READ, 0, -1):
            around = {
                place + step
                for place, _ in found.ranked[:count]
                for step in range(-_BEFORE, _AFTER + 1)
            }
            lines = self._lines(sorted(around & set(range(len(self.turns)))))
            if drafter.tokens(lines) <= LONGEST:
                return lines
        place = found.ranked[0][0]
        return [(self.turns[place].speaker, self._sentence(found, place))]

    def _lines(self, places: Sequence[int]) -> list[tuple[str | None, str]]:
        return [(self.turns[place].speaker, self.turns[place].text) for place in places]

    def _holds(self, question: Question, draft: Sentence, best: Sequence[int]) -> bool:
        """Whether a draft may be shown: the turns bear it out, and one of the best among them."""
        rests = {self._places[index] for index in draft.evidence}
        return draft.supported and bool(rests & set(best)) and question.fits(draft.text)

    def _drafted(self, asked: str, draft: Sentence, best: Sequence[int], likely: float) -> Answer:
        first = [self.turns[place].index for place in best]
        near = sorted(draft.evidence, key=lambda i: first.index(i) if i in first else len(first))
        cited = tuple(sorted(near[:_MOST_CITED]))
        quotes = tuple(self._quote(self._places[index]) for index in cited)
        return Answer(asked, draft.text, cited, quotes, likely=likely)

    def _quoted(self, asked: str, reading: Reading, place: int, likely: float) -> Answer:
        turn = self.turns[place]
        said = f"“{self._sentence(reading.found, place)}”"
        return Answer(
            asked,
            f"{turn.speaker}: {said}" if turn.speaker else said,
            (turn.index,),
            (self._quote(place),),
            extractive=True,
            likely=likely,
        )

    def _sentence(self, found: Found, place: int) -> str:
        """The whole turn where it is short, else its sentence nearest to the question."""
        text = " ".join(self.turns[place].text.split())
        if len(text) <= _LONGEST_QUOTE:
            return text
        return _shortened(self._retriever.passages.sentences[found.best_sentence[place]].text)

    def _quote(self, place: int) -> Quote:
        turn = self.turns[place]
        return Quote(turn.index, turn.speaker, " ".join(turn.text.split()))

    def _who_said(self, question: str, before: Answer) -> Answer:
        names = list(dict.fromkeys(quote.speaker for quote in before.quotes if quote.speaker))
        if not names:
            return Answer(question, NOT_SAID, said=False)
        return replace(
            before, question=question, text=f"{' and '.join(names)} said it.", extractive=True
        )

    def _with_notes(self, answer: Answer) -> Answer:
        notes = []
        if self.visit:
            notes.append(clinic.NOTE)
        if answer.said and self.language not in (None, "en"):
            notes.append(_OTHER_LANGUAGE)
        return replace(answer, notes=tuple(notes))


def spoken(conversation: Conversation) -> list[Turn]:
    """The turns that questions are asked of; raises EmptyInput where nobody says anything."""
    turns = [t for t in conversation.said if any(letter.isalnum() for letter in t.text)]
    if not turns:
        raise EmptyInput(conversation.source, "nobody says anything in it")
    return turns


def checked_question(question: str) -> str:
    """The question on one line; raises BadOption for one without words, or a far too long one."""
    flat = " ".join(question.split())
    if not any(letter.isalnum() for letter in flat):
        raise BadOption("the question has no words in it", hint='Ask like: "When do we meet?"')
    if len(flat) > _LONGEST_QUESTION:
        raise BadOption(
            f"the question has {len(flat):,} characters, more than {_LONGEST_QUESTION:,}",
            hint="Ask one thing at a time, in a sentence.",
        )
    return flat


def _checked(drafted: Drafted, drafts: Sequence[Sentence]) -> Checked:
    best = max(drafts, key=lambda draft: (draft.supported, draft.support), default=None)
    if best is None:
        return Checked(drafted)
    return Checked(drafted, best.text, best.support, best.supported)


def _shortened(text: str) -> str:
    if len(text) <= 2 * _LONGEST_QUOTE:
        return text
    return text[: 2 * _LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
