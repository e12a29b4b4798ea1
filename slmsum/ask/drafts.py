"""What the summarizer answers, and how readily it says that there is no answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from slmsum.engine.continuation import Continuation, Scored
from slmsum.engine.generator import Decoding, Generator
from slmsum.summarize import prompts

# The adapter was trained on texts of up to about 1,000 tokens, with the question.
LONGEST = 900
_ANSWER_TOKENS = 64
_ABSTAINING = " ".join(prompts.NOT_SAID.split()[:2])
_NOTHING = re.compile(r"\b(not|n't|never) (say|said|mention|mentioned|specified)\b", re.IGNORECASE)

Lines = Sequence[tuple[str | None, str]]


@dataclass(frozen=True, slots=True)
class Drafted:
    """Answers that the model wrote, the greedy one first, those that say nothing left out.

    `none` is the log-probability with which it begins to say that the conversation does not say.
    """

    none: float
    candidates: tuple[Scored, ...]


class Drafter:
    """Lets a tuned decoder-only model answer; keeps what it made of the last text it read."""

    def __init__(self, generator: Generator) -> None:
        self._generator = generator
        self._read: tuple[tuple[str, ...], Continuation] | None = None

    def tokens(self, lines: Lines) -> int:
        """How many tokens a text of (speaker, words) takes."""
        return len(self._start(lines))

    def draft(self, lines: Lines, question: str, candidates: int) -> Drafted:
        """Answers from a text of (speaker, words) that `tokens` finds short enough."""
        start = self._start(lines)
        if self._read is None or self._read[0] != start:
            self._read = start, Continuation(self._generator, start)
        read = self._read[1]
        tokenizer = self._generator.tokenizer
        instruction = prompts.ask_question(tokenizer.plain(question))
        rest = tokenizer.encode(prompts.suffix(instruction))
        none = read.chance(rest, _ABSTAINING)
        decoding = Decoding(max_tokens=_ANSWER_TOKENS, candidates=candidates)
        found = read.candidates(rest, decoding, never=_ABSTAINING)
        written = {draft.text: draft for draft in found if not _NOTHING.search(draft.text)}
        return Drafted(none, tuple(draft for text, draft in written.items() if text))

    def _start(self, lines: Lines) -> tuple[str, ...]:
        tokenizer = self._generator.tokenizer
        body = prompts.conversation_text(prompts.joined_pairs(lines))
        return tuple(tokenizer.encode(prompts.prefix(tokenizer.plain(body))))
