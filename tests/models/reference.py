"""A plain float32 forward pass of a decoder in numpy, to compare conversions with.

It computes the whole text at once, without a cache, and shares no code with the converters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray


@dataclass(frozen=True)
class Network:
    """Weights by Hugging Face names, norms whole, and the numbers that shape the network."""

    shape: Any
    weights: Mapping[str, Array]
    epsilon: float = 1e-5

    def logits(self, ids: list[int]) -> Array:
        """One row of logits for each token of the text."""
        shape, w = self.shape, self.weights
        gemma = shape.family.startswith("gemma")
        sandwich = shape.family in ("gemma2", "gemma3")
        x = w["model.embed_tokens.weight"][ids]
        if gemma:
            x = x * np.float32(shape.hidden**0.5)
        for index in range(shape.layers):
            p = f"model.layers.{index}."
            y = self._attention(self._norm(x, p + "input_layernorm"), index)
            if sandwich:
                x = x + self._norm(y, p + "post_attention_layernorm")
                y = self._feed_forward(self._norm(x, p + "pre_feedforward_layernorm"), p, gemma)
                x = x + self._norm(y, p + "post_feedforward_layernorm")
            else:
                x = x + y
                y = self._norm(x, p + "post_attention_layernorm")
                x = x + self._feed_forward(y, p, gemma)
        head = w.get("lm_head.weight", w["model.embed_tokens.weight"])
        return self._norm(x, "model.norm") @ head.T

    def greedy(self, ids: list[int], count: int) -> list[int]:
        """The `count` most likely tokens after a text, one by one."""
        out: list[int] = []
        for _ in range(count):
            out.append(int(self.logits([*ids, *out])[-1].argmax()))
        return out

    def _norm(self, x: Array, name: str) -> Array:
        mean = np.mean(x * x, axis=-1, keepdims=True)
        return x / np.sqrt(mean + self.epsilon) * self.weights[name + ".weight"]

    def _linear(self, x: Array, name: str) -> Array:
        return x @ self.weights[name + ".weight"].T + self.weights.get(name + ".bias", 0.0)

    def _feed_forward(self, x: Array, prefix: str, gelu: bool) -> Array:
        gate = self._linear(x, prefix + "mlp.gate_proj")
        if gelu:
            inner = float(np.sqrt(2 / np.pi)) * (gate + 0.044715 * gate**3)
            gate = 0.5 * gate * (1 + np.tanh(inner))
        else:
            gate = gate / (1 + np.exp(-gate))
        return self._linear(
            gate * self._linear(x, prefix + "mlp.up_proj"), prefix + "mlp.down_proj"
        )

    def _attention(self, x: Array, index: int) -> Array:
        shape, prefix = self.shape, f"model.layers.{index}.self_attn."
        length = len(x)
        q = self._linear(x, prefix + "q_proj").reshape(length, shape.heads, shape.head_dim)
        k = self._linear(x, prefix + "k_proj").reshape(length, shape.kv_heads, shape.head_dim)
        v = self._linear(x, prefix + "v_proj").reshape(length, shape.kv_heads, shape.head_dim)
        if shape.family in ("qwen3", "gemma3"):
            q, k = self._norm(q, prefix + "q_norm"), self._norm(k, prefix + "k_norm")
        angles = self._angles(length, index)
        q, k = _rotate(q, angles), _rotate(k, angles)
        groups = shape.heads // shape.kv_heads
        k, v = np.repeat(k, groups, axis=1), np.repeat(v, groups, axis=1)
        scores = np.einsum("qhd,khd->hqk", q, k) / shape.head_dim**0.5
        distance = np.arange(length)[:, None] - np.arange(length)[None, :]
        hidden = distance < 0
        if shape.family == "gemma3" and (index + 1) % 6:
            hidden = hidden | (distance >= shape.sliding_window)
        scores = np.where(hidden, -np.inf, scores)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = np.einsum("hqk,khd->qhd", scores, v).reshape(length, -1)
        return self._linear(mixed, prefix + "o_proj")

    def _angles(self, length: int, index: int) -> Array:
        shape = self.shape
        local = shape.family == "gemma3" and (index + 1) % 6
        base = 10000.0 if local else shape.rope_base
        frequencies = base ** (-np.arange(0, shape.head_dim, 2) / shape.head_dim)
        if shape.rope_frequencies:
            frequencies = frequencies / np.array(shape.rope_frequencies)
        if shape.rope_factor > 1 and not local:
            frequencies = frequencies / shape.rope_factor
        return (np.arange(length)[:, None] * frequencies[None, :]).astype(np.float32)


def _rotate(x: Array, angles: Array) -> Array:
    half = x.shape[-1] // 2
    cos, sin = np.cos(angles)[:, None, :], np.sin(angles)[:, None, :]
    first, second = x[..., :half], x[..., half:]
    return np.concatenate([first * cos - second * sin, second * cos + first * sin], axis=-1)
