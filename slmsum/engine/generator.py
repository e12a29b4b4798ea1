"""Text generation by CTranslate2: several prompts, several candidates each, the same every time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slmsum.engine.chat_template import ChatTemplate
from slmsum.engine.tokenizers import Tokenizer, load_tokenizer
from slmsum.errors import ModelCorrupt
from slmsum.models.info import ModelInfo, read_chat_template, read_info

# Beyond this many, loading the weights once more costs more memory than the time is worth.
_MOST_SLOTS = 4
_DEFAULT_CONTEXT = 2048


@dataclass(frozen=True, slots=True)
class Decoding:
    """How candidates are made: the first is greedy, the others are sampled.

    `max_tokens` bounds each answer; `temperature` and `top_p` shape the sampling.
    """

    max_tokens: int = 240
    candidates: int = 1
    temperature: float = 0.7
    top_p: float = 0.9


class Generator:
    """A decoder-only or encoder-decoder model ready to write.

    `threads` are shared out over `slots`, each with its own copy of the weights and its own random
    numbers, so that which slot is quicker never changes what is written. Raises ModelCorrupt.
    """

    def __init__(self, folder: Path, *, threads: int, slots: int = 1, seed: int = 0) -> None:
        import ctranslate2

        self.info: ModelInfo = read_info(folder)
        self.tokenizer: Tokenizer = load_tokenizer(folder)
        slots = max(1, min(slots, threads, _MOST_SLOTS))
        kind = ctranslate2.Translator if self.is_encoder_decoder else ctranslate2.Generator
        ctranslate2.set_random_seed(seed)
        try:
            self._slots: list[Any] = [
                kind(
                    str(folder),
                    device="cpu",
                    compute_type="auto",
                    inter_threads=1,
                    intra_threads=max(1, threads // slots),
                )
                for _ in range(slots)
            ]
        except (RuntimeError, ValueError) as error:
            raise ModelCorrupt(folder.parent.name, str(error)) from error
        self._chat = ChatTemplate(
            folder.parent.name,
            read_chat_template(folder),
            bos=self.info.bos if not self.info.add_bos else "",
            eos=self.info.eos,
        )

    @property
    def is_encoder_decoder(self) -> bool:
        """Whether the model reads a source and writes a target, as T5 and BART do."""
        return self.info.kind == "encoder-decoder"

    @property
    def slots(self) -> int:
        """How many batches run at the same time."""
        return len(self._slots)

    @property
    def context(self) -> int:
        """How many tokens prompt and answer may have together."""
        return self.info.context or _DEFAULT_CONTEXT

    def chat(self, message: str) -> list[str]:
        """The prompt tokens for one user message, in the model's own chat form."""
        plain = self.tokenizer.plain(message)
        if self.is_encoder_decoder:
            return [*self.tokenizer.encode(plain), self.info.eos]
        text = self._chat.render([{"role": "user", "content": plain}]) or plain
        start = [self.info.bos] if self.info.add_bos and self.info.bos else []
        return start + self.tokenizer.encode(text)

    def generate(
        self,
        batches: Sequence[Sequence[Sequence[str]]],
        decoding: Decoding,
        on_batch: Callable[[int], None] = lambda _number: None,
    ) -> list[list[list[str]]]:
        """Candidates for each prompt of each batch; `on_batch` is told as each is done.

        A batch runs as one and should hold prompts of one length, for CTranslate2 feeds what a
        longer prompt has more token by token. Batches are dealt to the slots in turn.
        """
        results: list[list[list[str]]] = [[] for _ in batches]

        def work(slot: int) -> None:
            for number in range(slot, len(batches), len(self._slots)):
                results[number] = self._run(self._slots[slot], batches[number], decoding)
                on_batch(number)

        if len(self._slots) == 1:
            work(0)
            return results
        with ThreadPoolExecutor(len(self._slots)) as pool:
            for done in [pool.submit(work, slot) for slot in range(len(self._slots))]:
                done.result()
        return results

    def _run(
        self, slot: Any, prompts: Sequence[Sequence[str]], decoding: Decoding
    ) -> list[list[str]]:
        greedy = self._decode(slot, prompts, decoding, {})
        share = decoding.candidates - 1
        sampled: list[str] = []
        if share:
            sampling = {
                "sampling_topk": 0,
                "sampling_topp": decoding.top_p,
                "sampling_temperature": decoding.temperature,
                "num_hypotheses": share,
            }
            sampled = self._decode(slot, prompts, decoding, sampling)
        return [[text, *sampled[i * share : (i + 1) * share]] for i, text in enumerate(greedy)]

    def _decode(
        self,
        slot: Any,
        prompts: Sequence[Sequence[str]],
        decoding: Decoding,
        options: dict[str, Any],
    ) -> list[str]:
        """The texts of all hypotheses, prompt by prompt."""
        common = {"beam_size": 1, **options}
        if self.is_encoder_decoder:
            outputs = slot.translate_batch(
                [list(p) for p in prompts], max_decoding_length=decoding.max_tokens, **common
            )
            found = [tokens for output in outputs for tokens in output.hypotheses]
        else:
            outputs = slot.generate_batch(
                [list(p) for p in prompts],
                max_length=decoding.max_tokens,
                include_prompt_in_result=False,
                end_token=list(self.info.stop) or None,
                **common,
            )
            found = [tokens for output in outputs for tokens in output.sequences]
        return [self.tokenizer.decode_tokens(tokens).strip() for tokens in found]
