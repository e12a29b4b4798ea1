"""What the model writes for a section, kept only where the turns bear it out."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from slmsum.conversation import Turn
from slmsum.engine.generator import Decoding, Generator
from slmsum.minutes import Sentence
from slmsum.progress import Progress, ProgressSink
from slmsum.summarize import prompts
from slmsum.summarize.extractive import quote
from slmsum.summarize.ground import NOT_SAID, Grounder
from slmsum.summarize.words import content_stems, distinct, sentences, stem, words
from slmsum.templates.phrases import any_occurs
from slmsum.templates.pieces import Piece, all_pieces, pieces_with
from slmsum.templates.polarity import Polarity
from slmsum.templates.template import NoteName, SectionPlan

_MOST_TOKENS = 90
# Pieces a note section is written from: those of a visit of half an hour.
_MOST_PIECES = 16
# Quotes that stand for what the model could not put into words that hold.
_MOST_QUOTES = 2
_LEAST_STEMS = 4
_SAME = 0.6
# What a note may say without its having been said: words of its own form, and of time and change.
_OWN_WORDS = content_stems(
    "the patient he she his her has had is was been have reports reported states stated denies "
    "denied presents complains complained history currently current also past present today since "
    "ago experiencing experienced episodes symptoms associated related noted none able time "
    "years months weeks days year month week day old male female gentleman lady woman man "
    "follow up seen started taken given used using any other problems did not doctor visit"
)
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i've|i'll|my|me|you|your)\b", re.IGNORECASE)
_TO_COME = re.compile(r"\b(?:will|should|going to|advised?|recommended)\b", re.IGNORECASE)
_KIN = (
    "family|families|mother|father|mum|mom|dad|parents?|brothers?|sisters?|siblings?|sons?|"
    "daughters?|uncles?|aunts?|grand\\w+|cousins?|husband|wife|relatives?|hereditary|runs in"
)
_OF_KIN = re.compile(rf"\b(?:{_KIN})\b", re.IGNORECASE)
# A note is read as fact, so it must rest on its turns more firmly than a summary.
_LEAST_SUPPORT = 0.4
THIN = "little of it was said"


@dataclass(frozen=True, slots=True)
class Written:
    """What holds of a section, how much does not, and whether there was any talk of it."""

    sentences: tuple[Sentence, ...] = ()
    left_out: int = 0
    talked_of: bool = True


class SectionWriter:
    """Writes sections of one conversation with a model that is loaded already.

    `turns` are those said, as the grounder has them.
    """

    def __init__(
        self,
        turns: Sequence[Turn],
        grounder: Grounder,
        generator: Generator,
        progress: ProgressSink,
        *,
        tuned: bool,
    ) -> None:
        self._turns = turns
        self._grounder = grounder
        self._generator = generator
        self._progress = progress
        self._tuned = tuned
        self._polarity = Polarity(turns)
        self._places = {turn.index: place for place, turn in enumerate(turns)}

    def note(self, plan: SectionPlan) -> Written:
        """A section of a visit note, in the order of the talk."""
        work = [(name, piece) for name in plan.notes for piece in self._pieces(name)]
        texts = self._write(
            [(piece, prompts.ask_note(name.name)) for name, piece in work],
            _MOST_TOKENS,
            f"writing {plan.heading}",
        )
        said = self._admitted(plan)
        kept: list[Sentence] = []
        left_out = 0
        for (name, piece), text in zip(work, texts, strict=True):
            checked = [self._checked(s, plan, name, said) for s in self._ground(text, piece)]
            holding = [sentence for sentence in checked if sentence.supported]
            left_out += len(checked) - len(holding)
            kept += holding or self._quotes(name, piece, plan)
        found = distinct(kept, lambda sentence: sentence.text, _SAME)[: plan.most]
        ordered = sorted(found, key=lambda sentence: sentence.evidence)
        return Written(tuple(ordered), left_out, talked_of=bool(work))

    def _pieces(self, name: NoteName) -> list[Piece]:
        found = pieces_with(self._turns, name.words) if name.words else all_pieces(self._turns)
        return found[:_MOST_PIECES]

    def _write(self, asked: Sequence[tuple[Piece, str]], most: int, stage: str) -> list[str]:
        began = time.monotonic()
        done = 0

        def on_batch(_number: int) -> None:
            nonlocal done
            done += 1
            left = (time.monotonic() - began) / done * (len(asked) - done)
            self._progress(Progress(stage, done, len(asked), left))

        self._progress(Progress(stage, 0, len(asked)))
        if not asked:
            return []
        batches = [[self._prompt(piece, instruction)] for piece, instruction in asked]
        answers = self._generator.generate(batches, Decoding(max_tokens=most), on_batch)
        return [answer[0][0] for answer in answers]

    def _prompt(self, piece: Piece, instruction: str) -> list[str]:
        pairs = prompts.joined_pairs([(turn.speaker, turn.text) for turn in piece])
        body = self._generator.tokenizer.plain(prompts.conversation_text(pairs))
        if not self._tuned:
            return self._generator.chat(prompts.user_message(body, instruction))
        return self._generator.tokenizer.encode(prompts.prefix(body) + prompts.suffix(instruction))

    def _ground(self, text: str, piece: Piece) -> list[Sentence]:
        """The sentences of a text, checked; a last one that was cut off is left aside."""
        lines = [line for part in text.split("\n") for line in sentences(part.strip("-*• "))]
        whole = lines[:-1] if len(lines) > 1 and lines[-1][-1] not in ".!?\"')" else lines
        first, last = self._places[piece[0].index], self._places[piece[-1].index]
        return self._grounder.check(list(dict.fromkeys(whole)), first, last)

    def _admitted(self, plan: SectionPlan) -> frozenset[str]:
        """Stems of what may be told: all questions, and what admitted speakers state."""
        texts = [
            text
            for turn in self._turns
            for text in sentences(turn.text)
            if text.endswith("?") or not plan.not_by or plan.admits(turn.speaker)
        ]
        return frozenset().union(*map(content_stems, texts))

    def _checked(
        self, sentence: Sentence, plan: SectionPlan, about: NoteName, said: frozenset[str]
    ) -> Sentence:
        """A grounded sentence with further doubts: what a note may not get wrong."""
        doubts = [*sentence.doubts, *self._polarity.doubts(sentence.text)]
        rests_on = [self._turns[self._places[index]] for index in sentence.evidence]
        new = content_stems(sentence.text) - said - _OWN_WORDS
        doubts += [f"{word} {NOT_SAID}" for word in words(sentence.text) if stem(word) in new]
        if sentence.support < _LEAST_SUPPORT:
            doubts.append(THIN)
        if _FIRST_PERSON.search(sentence.text):
            doubts.append("it does not tell who")
        if _TO_COME.search(sentence.text):
            doubts.append("it is of what may come")
        if self._is_of_kin(rests_on) and not _OF_KIN.search(sentence.text):
            doubts.append("it may be of the family")
        if about.words and not any(any_occurs(about.words, turn.text) for turn in rests_on):
            doubts.append("it is of something else")
        if plan.by and not any(any_occurs(plan.by, turn.speaker or "") for turn in rests_on):
            doubts.append(f"not said by {' or '.join(plan.by)}")
        return replace(sentence, supported=not doubts, doubts=tuple(doubts))

    def _is_of_kin(self, turns: Sequence[Turn]) -> bool:
        """Whether turns, or those before them, which may be what they answer, name relatives."""
        places = {max(0, self._places[turn.index] - d) for turn in turns for d in (0, 1)}
        return any(_OF_KIN.search(self._turns[place].text) for place in places)

    def _quotes(self, name: NoteName, piece: Piece, plan: SectionPlan) -> list[Sentence]:
        """The turns that talk of it themselves, where nothing the model wrote holds."""
        found = [
            turn
            for turn in piece
            if (not name.words or any_occurs(name.words, turn.text))
            and not turn.text.rstrip().endswith("?")
            and len(content_stems(turn.text)) >= (2 if name.words else _LEAST_STEMS)
            and plan.admits(turn.speaker)
        ]
        ranked = sorted(found, key=lambda turn: -len(content_stems(turn.text)))[:_MOST_QUOTES]
        return [quote(turn) for turn in sorted(ranked, key=lambda turn: turn.index)]
