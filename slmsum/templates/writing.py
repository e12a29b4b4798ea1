"""What the model writes for a section, kept only where the turns bear it out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from slmsum.conversation import Turn
from slmsum.engine.generator import Decoding, Generator
from slmsum.minutes import Sentence
from slmsum.progress import Progress, ProgressSink
from slmsum.summarize import prompts
from slmsum.summarize.extractive import quote
from slmsum.summarize.ground import Grounder
from slmsum.summarize.words import distinct, sentences
from slmsum.templates.phrases import any_occurs
from slmsum.templates.pieces import Piece, all_pieces, pieces_with
from slmsum.templates.polarity import Polarity
from slmsum.templates.template import NoteName, SectionPlan

_MOST_TOKENS = 90
_ANSWER_TOKENS = 60
# Pieces a note section is written from: those of a visit of half an hour.
_MOST_PIECES = 16
# Quotes that stand for what the model could not put into words that hold.
_MOST_QUOTES = 2
_SAME = 0.6
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
        kept: list[Sentence] = []
        left_out = 0
        for (name, piece), text in zip(work, texts, strict=True):
            checked = [self._checked(sentence, plan) for sentence in self._ground(text, piece)]
            holding = [sentence for sentence in checked if sentence.supported]
            left_out += len(checked) - len(holding)
            kept += holding or self._quotes(name, piece, plan)
        found = distinct(kept, lambda sentence: sentence.text, _SAME)[: plan.most]
        ordered = sorted(found, key=lambda sentence: sentence.evidence)
        return Written(tuple(ordered), left_out, talked_of=bool(work))

    def answer(self, plan: SectionPlan) -> Written:
        """A question's answer from the piece of the talk that is nearest to it."""
        near = self._grounder.nearness(plan.question, self._turns)

        def nearest(piece: Piece) -> float:
            return max(near[turn.index] for turn in piece)

        piece = max(all_pieces(self._turns), key=nearest)
        asked = [(piece, prompts.ask_question(plan.question))]
        (text,) = self._write(asked, _ANSWER_TOKENS, f"writing {plan.heading}")
        if prompts.NOT_SAID.rstrip(".").lower() in text.lower():
            return Written()
        checked = [self._checked(sentence, plan) for sentence in self._ground(text, piece)]
        holding = tuple(sentence for sentence in checked if sentence.supported)
        return Written(holding[: plan.most], len(checked) - len(holding))

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

    def _checked(self, sentence: Sentence, plan: SectionPlan) -> Sentence:
        """A grounded sentence with further doubts: what a note may not get wrong."""
        doubts = [*sentence.doubts, *self._polarity.doubts(sentence.text)]
        if sentence.support < _LEAST_SUPPORT:
            doubts.append(THIN)
        if plan.by and not any(self._is_by(index, plan) for index in sentence.evidence):
            doubts.append(f"not said by {' or '.join(plan.by)}")
        return replace(sentence, supported=not doubts, doubts=tuple(doubts))

    def _is_by(self, index: int, plan: SectionPlan) -> bool:
        return any_occurs(plan.by, self._turns[self._places[index]].speaker or "")

    def _quotes(self, name: NoteName, piece: Piece, plan: SectionPlan) -> list[Sentence]:
        """The turns that talk of it themselves, where nothing the model wrote holds."""
        found = [
            turn
            for turn in piece
            if any_occurs(name.words, turn.text)
            and not turn.text.rstrip().endswith("?")
            and (not plan.by or any_occurs(plan.by, turn.speaker or ""))
        ]
        return [quote(turn) for turn in found[:_MOST_QUOTES]]
