"""Several short texts after prompts that begin alike, and how likely the model is to write one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slmsum.engine.generator import Decoding, Generator


@dataclass(frozen=True, slots=True)
class Scored:
    """A text and its mean log-probability a token as the model wrote or sampled it."""

    text: str
    score: float


class Continuation:
    """What a decoder-only model writes after `start`, tokens that several prompts begin with.

    What the model makes of `start` is kept, so that only the first of these prompts pays for it; up
    to 0.25 MB a token. CTranslate2 never forgets it, so the model is loaded anew for another start.
    """

    def __init__(self, generator: Generator, start: Sequence[str]) -> None:
        self._tokenizer = generator.tokenizer
        self._model = generator.model
        self._model.unload_model()
        self._model.load_model()
        self._common: dict[str, Any] = {
            "static_prompt": list(start),
            "include_prompt_in_result": False,
            "beam_size": 1,
            "end_token": list(generator.info.stop) or None,
        }

    def candidates(
        self, rest: Sequence[str], decoding: Decoding, *, never: str = ""
    ) -> list[Scored]:
        """Texts after the prompt's `rest`, none of which holds the tokens of `never`."""
        options: dict[str, Any] = {"max_length": decoding.max_tokens, "return_scores": True}
        if never:
            options["suppress_sequences"] = [self._tokenizer.encode(never)]
        found = self._write(rest, options) if decoding.greedy else []
        sampled = decoding.candidates - len(found)
        if sampled > 0:
            found += self._write(
                rest,
                options
                | {
                    "sampling_topk": decoding.top_k,
                    "sampling_topp": decoding.top_p,
                    "sampling_temperature": decoding.temperature,
                    "num_hypotheses": sampled,
                },
            )
        return found

    def _write(self, rest: Sequence[str], options: dict[str, Any]) -> list[Scored]:
        (output,) = self._model.generate_batch([list(rest)], **self._common, **options)
        texts = (self._tokenizer.decode_tokens(tokens).strip() for tokens in output.sequences)
        return [Scored(text, score) for text, score in zip(texts, output.scores, strict=True)]

    def chance(self, rest: Sequence[str], text: str) -> float:
        """The log-probability that what follows the prompt's `rest` begins with `text`."""
        import numpy as np

        total = 0.0
        before = list(rest)
        for token in self._tokenizer.encode(text):
            (output,) = self._model.generate_batch(
                [before], **self._common, max_length=1, return_logits_vocab=True
            )
            logits = np.array(output.logits[0][0], dtype=np.float64)
            number = self._tokenizer.token_to_id(token)
            total += float(logits[number] - np.logaddexp.reduce(logits))
            before.append(token)
        return total
