"""Make the prompts of a meeting's segments equal in tokens, so that a batch runs at full speed.

CTranslate2 feeds what one prompt has more than another token by token, and filling with dummy
tokens ruins the output; so a shorter prompt reaches back into the turns before its segment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slmsum.engine.tokenizers import Tokenizer
from slmsum.summarize import prompts
from slmsum.summarize.segment import Segment

BATCH_SIZE = 4
_LEAST_CONTEXT = 16


@dataclass(frozen=True, slots=True)
class Batch:
    """Prompts to run together, and the numbers of the segments they are for."""

    segments: tuple[int, ...]
    prompts: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    """A prompt taken apart: it can be lengthened by putting context after the frame's opening."""

    opening: list[str]
    body: list[str]
    frame_opening: list[str]
    frame_closing: list[str]
    earlier: list[str]

    @property
    def bare(self) -> int:
        return len(self.opening) + len(self.body)

    @property
    def framed(self) -> int:
        return self.bare + len(self.frame_opening) + len(self.frame_closing)

    def of_length(self, length: int) -> tuple[str, ...] | None:
        """The prompt with exactly so many tokens, None where that cannot be."""
        if length == self.bare:
            return tuple(self.opening + self.body)
        context = length - self.framed
        if not 0 < context <= len(self.earlier):
            return None
        middle = self.frame_opening + self.earlier[-context:] + self.frame_closing
        return tuple(self.opening + middle + self.body)


def equal_batches(
    found: Sequence[Segment],
    tokenizer: Tokenizer,
    instruction: str,
    room: int,
    size: int = BATCH_SIZE,
) -> list[Batch]:
    """Batches of segments near in length, each batch of exactly equal prompts.

    A batch has at most `size` segments and, where it has several, at most `room` tokens.
    """
    opening, frame = prompts.opening(), prompts.context_frame()
    asked = prompts.suffix(instruction)
    texts = [tokenizer.plain(_text(segment)) for segment in found]
    parts = []
    for number, text in enumerate(texts):
        earlier = texts[number - 1] if number else ""
        parts.append(
            _Parts(
                opening=tokenizer.encode(opening),
                body=tokenizer.encode(f"{text}\n\n{asked}"),
                frame_opening=tokenizer.encode(frame[0]),
                frame_closing=tokenizer.encode(frame[1]),
                earlier=tokenizer.encode(earlier),
            )
        )
    batches: list[Batch] = []
    waiting = sorted(range(len(parts)), key=lambda i: -parts[i].bare)
    while waiting:
        longest = parts[waiting[0]]
        length = longest.framed + _LEAST_CONTEXT if longest.earlier else longest.bare
        most = min(size, room // length)
        members: list[int] = []
        made: list[tuple[str, ...]] = []
        for number in waiting:
            prompt = parts[number].of_length(length)
            if prompt is not None and len(members) < most:
                members.append(number)
                made.append(prompt)
        if not members:
            members, made = [waiting[0]], [tuple(longest.opening + longest.body)]
        waiting = [number for number in waiting if number not in members]
        batches.append(Batch(tuple(members), tuple(made)))
    return batches


def _text(segment: Segment) -> str:
    pairs = [(piece.speaker, piece.text) for piece in segment.pieces]
    return prompts.conversation_text(prompts.joined_pairs(pairs))
