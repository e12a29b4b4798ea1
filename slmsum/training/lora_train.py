"""Train the default adapter: LoRA on all linear layers, on a CPU, resumable after a kill.

Run as `python -m slmsum.training.lora_train --gguf FILE --data FOLDER --out FOLDER`.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from peft.utils import get_peft_model_state_dict, set_peft_model_state_dict
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from safetensors.torch import load_file, save_file

from slmsum.models.gguf_tokenizer import tokenizer_of
from slmsum.models.gguf_weights import read_gguf
from slmsum.training.batches import layout, loss_of
from slmsum.training.datasets import Example, training_examples
from slmsum.training.network import load_network

_LINEAR = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
_CHECKPOINT = "checkpoint.pt"
_HISTORY = "history.json"


@dataclass(frozen=True)
class TrainSettings:
    """What decides a run; `minutes` bounds it, and the learning rate falls to zero by then.

    `others` scales the share of the sets that are not in the house's style.
    """

    rank: int = 16
    alpha: int = 32
    learning_rate: float = 8e-4
    warmup: float = 0.04
    examples_a_step: int = 8
    epochs: float = 2.0
    minutes: float = 60.0
    max_tokens: int = 1400
    others: float = 1.0
    seed: int = 0


class Trainer:
    """A run in a folder: adapter, loss history and a checkpoint to go on from."""

    def __init__(
        self, gguf: Path, data: Path, out: Path, settings: TrainSettings, start: Path | None = None
    ) -> None:
        self.settings = settings
        self.start = start
        self.data = data
        self.out = out
        out.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(settings.seed)
        self.dtype = torch.bfloat16
        model = read_gguf(gguf)
        self.encode = tokenizer_of(gguf, model.vocabulary).encode_ids
        config = LoraConfig(
            r=settings.rank,
            lora_alpha=settings.alpha,
            target_modules=_LINEAR,
            base_model_name_or_path="SmolLM2-135M-Instruct",
            task_type="CAUSAL_LM",
        )
        self.network: Any = get_peft_model(
            load_network(model, self.dtype), config, autocast_adapter_dtype=False
        )
        self.network.train()
        # The network runs in bfloat16; these float32 copies are what the optimizer moves.
        self.trained = [p for p in self.network.parameters() if p.requires_grad]
        self.masters = [p.detach().float().requires_grad_() for p in self.trained]
        for master in self.masters:
            master.grad = torch.zeros_like(master)
        self.optimizer = torch.optim.AdamW(
            self.masters, lr=settings.learning_rate, betas=(0.9, 0.98), weight_decay=0.0
        )
        self.history: list[dict[str, float]] = []
        self.done = 0
        self.elapsed = 0.0

    def run(self) -> None:
        """Train to the end of the epochs or of the minutes, whichever comes first."""
        self._resume()
        began = time.monotonic() - self.elapsed
        total = self._total_steps()
        with _bar() as bar:
            shown = bar.add_task("training", total=1.0)
            for batch in self._batches():
                self.elapsed = time.monotonic() - began
                share = max(self.done / total, self.elapsed / 60 / self.settings.minutes)
                if share >= 1:
                    break
                self._step(batch, share)
                bar.update(shown, completed=share, description=self._describe(total))
                if self.done % 20 == 0:
                    self.save()
        self.save()

    def save(self) -> None:
        """Write adapter (float16), history and checkpoint, each replaced as a whole."""
        state = get_peft_model_state_dict(self.network)
        save_file(
            {name: tensor.half().contiguous() for name, tensor in state.items()},
            str(self.out / "adapter_model.safetensors"),
            metadata={"format": "pt"},
        )
        self.network.peft_config["default"].save_pretrained(str(self.out))
        record = {"settings": asdict(self.settings), "steps": self.history}
        (self.out / _HISTORY).write_text(json.dumps(record, indent=1), encoding="utf-8")
        temporary = self.out / f"{_CHECKPOINT}.part"
        torch.save(
            {
                "masters": [m.detach() for m in self.masters],
                "optimizer": self.optimizer.state_dict(),
                "history": self.history,
                "done": self.done,
                "elapsed": self.elapsed,
            },
            temporary,
        )
        temporary.replace(self.out / _CHECKPOINT)

    def _resume(self) -> None:
        path = self.out / _CHECKPOINT
        if not path.exists():
            self._start_from(self.start)
            return
        saved = torch.load(path, weights_only=True)
        with torch.no_grad():
            for master, value in zip(self.masters, saved["masters"], strict=True):
                master.copy_(value)
        self._publish()
        self.optimizer.load_state_dict(saved["optimizer"])
        self.history, self.done = saved["history"], saved["done"]
        self.elapsed = saved["elapsed"]

    def _start_from(self, adapter: Path | None) -> None:
        """Go on from another run's adapter, with a learning rate of one's own."""
        if adapter is None:
            return
        state = load_file(str(adapter / "adapter_model.safetensors"))
        set_peft_model_state_dict(self.network, state)
        with torch.no_grad():
            for master, parameter in zip(self.masters, self.trained, strict=True):
                master.copy_(parameter.float())

    def _batches(self) -> Iterator[Sequence[Example]]:
        """Batches from where the run stands; an epoch's order depends on seed and epoch only."""
        size, seen = self.settings.examples_a_step, 0
        for epoch in range(math.ceil(self.settings.epochs)):
            examples = self._examples(epoch)
            for first in range(0, len(examples), size):
                seen += 1
                if seen > self.done:
                    yield examples[first : first + size]

    def _examples(self, epoch: int) -> list[Example]:
        return training_examples(self.data, epoch, self.settings.seed, self.settings.others)

    def _total_steps(self) -> float:
        count = len(self._examples(0))
        return self.settings.epochs * count / self.settings.examples_a_step

    def _step(self, batch: Sequence[Example], share: float) -> None:
        began = time.monotonic()
        sequences = [
            sequence
            for example in batch
            if (sequence := layout(example, self.encode, self.settings.max_tokens, self.dtype))
        ]
        count = sum(len(sequence.targets) for sequence in sequences)
        loss_sum = 0.0
        for sequence in sequences:
            loss = loss_of(self.network, sequence)
            (loss / count).backward()
            loss_sum += float(loss.detach())
            for master, parameter in zip(self.masters, self.trained, strict=True):
                assert master.grad is not None and parameter.grad is not None
                master.grad.add_(parameter.grad.float())
                parameter.grad = None
        rate = self._rate(share)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        norm = float(torch.nn.utils.clip_grad_norm_(self.masters, 1.0))
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=False)
        self._publish()
        self.done += 1
        self.history.append(
            {
                "loss": loss_sum / max(1, count),
                "rate": rate,
                "norm": norm,
                "tokens": sum(sequence.tokens for sequence in sequences),
                "seconds": time.monotonic() - began,
            }
        )

    def _rate(self, share: float) -> float:
        """Linear warm-up, then a cosine to zero."""
        warmup = self.settings.warmup
        if share < warmup:
            return self.settings.learning_rate * max(0.05, share / warmup)
        return (
            self.settings.learning_rate
            * 0.5
            * (1 + math.cos(math.pi * (share - warmup) / (1 - warmup)))
        )

    def _publish(self) -> None:
        with torch.no_grad():
            for master, parameter in zip(self.masters, self.trained, strict=True):
                parameter.copy_(master)

    def _describe(self, total: float) -> str:
        recent = self.history[-20:]
        loss = sum(h["loss"] for h in recent) / len(recent)
        speed = sum(h["tokens"] for h in recent) / sum(h["seconds"] for h in recent)
        return f"step {self.done} of {total:.0f}, loss {loss:.3f}, {speed:.0f} tokens/s"


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn()
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line of a training run."""
    defaults = TrainSettings()
    parser = argparse.ArgumentParser(description="Train a LoRA adapter for the summarizer.")
    parser.add_argument("--gguf", type=Path, required=True, help="the pinned base model")
    parser.add_argument("--data", type=Path, required=True, help="folder with the training sets")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--start", type=Path, help="adapter of an earlier run to go on from")
    for name, value in asdict(defaults).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    options = vars(parser.parse_args(arguments))
    gguf, data, out = (options.pop(name) for name in ("gguf", "data", "out"))
    start = options.pop("start")
    Trainer(gguf, data, out, TrainSettings(**options), start).run()


if __name__ == "__main__":
    main()
