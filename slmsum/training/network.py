"""The base summarizer as a torch network, made from the pinned GGUF."""

from __future__ import annotations

from typing import Any

import torch
from transformers import LlamaConfig, LlamaForCausalLM

from slmsum.models.gguf_weights import GgufModel


def load_network(model: GgufModel, dtype: torch.dtype) -> Any:
    """A `LlamaForCausalLM` with the dequantised weights of the GGUF, in `dtype`."""
    config = model.config
    network = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=config.vocabulary,
            hidden_size=config.hidden,
            intermediate_size=config.feed_forward,
            num_hidden_layers=config.layers,
            num_attention_heads=config.heads,
            num_key_value_heads=config.kv_heads,
            max_position_embeddings=config.context,
            rope_theta=config.rope_base,
            rms_norm_eps=config.rms_epsilon,
            tie_word_embeddings=True,
        )
    )
    state = {name: torch.from_numpy(array.copy()) for name, array in model.state()}
    missing, unexpected = network.load_state_dict(state, strict=False)
    if set(missing) - {"lm_head.weight"} or unexpected:
        raise ValueError(f"weights do not fit: missing {missing}, unexpected {unexpected}")
    return network.to(dtype)
