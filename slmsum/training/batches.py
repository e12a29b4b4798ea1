"""Lay an example out as one sequence: the text once, then every task branching off it.

A branch attends to the text and to itself, never to another branch, and its positions go on
from the end of the text, so each task sees exactly what it would see alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from slmsum.summarize import prompts
from slmsum.training.datasets import Example

Encode = Callable[[str], list[int]]


@dataclass(frozen=True)
class Sequence:
    """Token ids, their positions, the attention mask (1, 1, n, n), and what to predict where."""

    ids: torch.Tensor
    positions: torch.Tensor
    mask: torch.Tensor
    predict_at: torch.Tensor
    targets: torch.Tensor

    @property
    def tokens(self) -> int:
        """How many tokens the network reads."""
        return int(self.ids.shape[1])


def layout(
    example: Example, encode: Encode, max_tokens: int, dtype: torch.dtype
) -> Sequence | None:
    """The sequence of an example, None where even its text passes `max_tokens`."""
    ids = encode(prompts.prefix(example.body))
    text = len(ids)
    positions = list(range(text))
    branch_of = [0] * text
    predict_at: list[int] = []
    targets: list[int] = []
    for number, task in enumerate(example.tasks, start=1):
        asked = encode(prompts.suffix(task.instruction))
        answer = encode(task.target + prompts.END)
        branch = asked + answer
        if len(ids) + len(branch) > max_tokens:
            continue
        first = len(ids) + len(asked)
        predict_at += range(first - 1, first + len(answer) - 1)
        targets += answer
        ids += branch
        positions += range(text, text + len(branch))
        branch_of += [number] * len(branch)
    if not targets:
        return None
    return Sequence(
        ids=torch.tensor([ids]),
        positions=torch.tensor([positions]),
        mask=_mask(torch.tensor(branch_of), dtype),
        predict_at=torch.tensor(predict_at),
        targets=torch.tensor(targets),
    )


def _mask(branch_of: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """Additive mask: 0 where a token may look, the lowest number of `dtype` elsewhere."""
    n = branch_of.shape[0]
    causal = torch.ones(n, n, dtype=torch.bool).tril()
    visible = (branch_of[None, :] == 0) | (branch_of[None, :] == branch_of[:, None])
    mask = torch.zeros(n, n, dtype=dtype)
    mask.masked_fill_(~(causal & visible), torch.finfo(dtype).min)
    return mask[None, None]


def loss_of(network: Any, sequence: Sequence) -> torch.Tensor:
    """Summed cross entropy over the targets; logits are computed there and nowhere else."""
    trunk = network.get_base_model() if hasattr(network, "get_base_model") else network
    hidden = trunk.model(
        input_ids=sequence.ids,
        attention_mask=sequence.mask,
        position_ids=sequence.positions,
        use_cache=False,
    ).last_hidden_state[0]
    logits = trunk.lm_head(hidden[sequence.predict_at]).float()
    return torch.nn.functional.cross_entropy(logits, sequence.targets, reduction="sum")
