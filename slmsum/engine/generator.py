"""Text generation by CTranslate2: several prompts, several candidates each, the same every time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from slmsum.engine.chat_template import ChatTemplate
from slmsum.engine.tokenizers import Tokenizer, load_tokenizer
from slmsum.errors import ModelCorrupt
from slmsum.models.info import ModelInfo, read_chat_template, read_info

# Beyond this many, loading the weights once more costs more memory than the time is worth.
_MOST_SLOTS = 4
_DEFAULT_CONTEXT = 2048


# Sampling more at once is hardly quicker a text.
_SAMPLED_AT_ONCE = 4
# Tokens of prompts and samples that all slots together may hold at once: CTranslate2 keeps keys and
# values in float32 for all nine attention heads, and with its buffers a token takes 0.25 MB. A
# further copy of the weights takes as much as 500 tokens.
_ROOM = 2000
_ROOM_OF_COPY = 500


@dataclass(frozen=True, slots=True)
class Decoding:
    """How candidates are made: the first is greedy if one is wanted, the others are sampled.

    `max_tokens` bounds each answer; `temperature`, `top_k` and `top_p` shape the sampling.
    """

    max_tokens: int = 240
    candidates: int = 1
    greedy: bool = True
    temperature: float = 0.7
    top_k: int = 40
    top_p: float = 0.9


@dataclass(frozen=True, slots=True)
class _Portion:
    """A part of a batch's work: its greedy candidates, or so many sampled ones from `first` on."""

    batch: int
    first: int
    sampled: int


def _portions(
    batches: Sequence[Sequence[Sequence[str]]], decoding: Decoding, room: int
) -> Iterator[_Portion]:
    for number, batch in enumerate(batches):
        first = int(decoding.greedy)
        if first:
            yield _Portion(number, 0, 0)
        tokens = sum(map(len, batch))
        at_once = max(1, min(_SAMPLED_AT_ONCE, room // max(1, tokens)))
        for start in range(first, decoding.candidates, at_once):
            yield _Portion(number, start, min(at_once, decoding.candidates - start))


class Generator:
    """A decoder-only or encoder-decoder model ready to write.

    `threads` are shared out over `slots`. Where it is for `sampling`, each slot has its own copy of
    the weights and its own random numbers, so that which slot is quicker never changes what is
    written. `tokenizer` is the folder's own, where it is already loaded. Raises ModelCorrupt.
    """

    def __init__(
        self,
        folder: Path,
        *,
        threads: int,
        slots: int = 1,
        seed: int = 0,
        sampling: bool = True,
        tokenizer: Tokenizer | None = None,
    ) -> None:
        import ctranslate2

        # Whether random numbers were drawn, so that further samples are others.
        self.sampled = False
        self.info: ModelInfo = read_info(folder)
        self.tokenizer: Tokenizer = tokenizer or load_tokenizer(folder)
        slots = max(1, min(slots, threads, _MOST_SLOTS))
        kind = ctranslate2.Translator if self.is_encoder_decoder else ctranslate2.Generator
        ctranslate2.set_random_seed(seed)
        copies = slots if sampling else 1
        try:
            loaded: list[Any] = [
                kind(
                    str(folder),
                    device="cpu",
                    compute_type="auto",
                    inter_threads=slots // copies,
                    intra_threads=max(1, threads // slots),
                )
                for _ in range(copies)
            ]
        except (RuntimeError, ValueError) as error:
            raise ModelCorrupt(folder.parent.name, str(error)) from error
        self._slots = loaded * (slots // copies)
        self._room = max(1, _ROOM - _ROOM_OF_COPY * (copies - 1)) // slots
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
    def model(self) -> Any:
        """The CTranslate2 model of the first slot; see `slmsum.engine.continuation`."""
        return self._slots[0]

    @property
    def room(self) -> int:
        """How many tokens the prompts of one batch may have together, so that memory is bounded."""
        return self._room

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
        """Candidates for each prompt of each batch; `on_batch` is told as each is done, one by one.

        A batch runs as one and should hold prompts of one length, for CTranslate2 feeds what a
        longer prompt has more token by token. The work is dealt to the slots in turn, always alike.
        """
        work = list(_portions(batches, decoding, self.room))
        texts: dict[_Portion, list[list[str]]] = {}
        open_portions = Counter(portion.batch for portion in work)
        lock = Lock()

        def run_slot(slot: int) -> None:
            for portion in work[slot :: len(self._slots)]:
                found = self._run(self._slots[slot], batches[portion.batch], portion, decoding)
                with lock:
                    texts[portion] = found
                    open_portions[portion.batch] -= 1
                    if not open_portions[portion.batch]:
                        on_batch(portion.batch)

        if len(self._slots) == 1:
            run_slot(0)
        else:
            with ThreadPoolExecutor(len(self._slots)) as pool:
                for done in [pool.submit(run_slot, slot) for slot in range(len(self._slots))]:
                    done.result()
        results: list[list[list[str]]] = [[[] for _ in batch] for batch in batches]
        for portion in work:
            for prompt, more in enumerate(texts[portion]):
                results[portion.batch][prompt] += more
        return results

    def _run(
        self, slot: Any, prompts: Sequence[Sequence[str]], portion: _Portion, decoding: Decoding
    ) -> list[list[str]]:
        """The candidates of one portion, prompt by prompt."""
        options: dict[str, Any] = {}
        if portion.sampled:
            self.sampled = True
            options = {
                "sampling_topk": decoding.top_k,
                "sampling_topp": decoding.top_p,
                "sampling_temperature": decoding.temperature,
                "num_hypotheses": portion.sampled,
            }
        found = self._decode(slot, prompts, decoding, options)
        share = len(found) // len(prompts)
        return [found[i * share : (i + 1) * share] for i in range(len(prompts))]

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
