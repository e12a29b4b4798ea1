"""ChatGPT's conversations, which are trees: each edit or repeated answer is a branch."""

from __future__ import annotations

from typing import Any

from slmsum.conversation import Kind, Turn
from slmsum.readers.jsonshape import as_dict, as_label, as_list, as_number, as_str, dicts, epoch

_HIDDEN_CONTENT = ("thoughts", "reasoning_recap", "user_editable_context", "model_editable_context")


def is_chatgpt(talk: dict[str, Any]) -> bool:
    """Whether a conversation has ChatGPT's mapping of nodes."""
    mapping = talk.get("mapping")
    nodes = list(mapping.values())[:5] if isinstance(mapping, dict) else []
    return any("message" in as_dict(node) or "children" in as_dict(node) for node in nodes)


def chatgpt_turns(talk: dict[str, Any]) -> tuple[list[Turn], int]:
    """The messages of the branch last shown, and how many with words lie on other branches."""
    mapping = as_dict(talk.get("mapping"))
    branch = _branch(mapping, as_str(talk.get("current_node")))
    turns = [turn for node in branch if (turn := _turn(as_dict(mapping[node]))) is not None]
    others = (as_dict(node) for key, node in mapping.items() if key not in branch)
    unshown = sum((turn := _turn(node)) is not None and turn.kind is Kind.SAID for node in others)
    return turns, unshown


def _branch(mapping: dict[str, Any], leaf: str) -> dict[str, None]:
    """The nodes from the root to the leaf shown last; from the newest message if none is named."""
    if leaf not in mapping:
        leaf = max(mapping, key=lambda key: _created(as_dict(mapping[key])), default="")
    path: dict[str, None] = {}
    while leaf in mapping and leaf not in path:
        path[leaf] = None
        leaf = as_str(as_dict(mapping[leaf]).get("parent"))
    return dict.fromkeys(reversed(path))


def _created(node: dict[str, Any]) -> float:
    return as_number(as_dict(node.get("message")).get("create_time")) or 0.0


def _turn(node: dict[str, Any]) -> Turn | None:
    """A node's message; None for the empty ones every tree begins with."""
    message = as_dict(node.get("message"))
    content = as_dict(message.get("content"))
    role = as_label(as_dict(message.get("author")).get("role"))
    parts = as_list(content.get("parts")) or [content.get("text")]
    texts = [as_str(part) or as_str(as_dict(part).get("text")) for part in parts]
    text = "\n".join(filter(None, texts)).strip()
    media = any("asset_pointer" in part for part in dicts(parts))
    if not role or not (text or media):
        return None
    time = epoch(message.get("create_time"))
    to_a_tool = as_str(message.get("recipient") or "all") != "all"
    hidden = as_dict(message.get("metadata")).get("is_visually_hidden_from_conversation") is True
    aside = content.get("content_type") in _HIDDEN_CONTENT
    if role not in ("user", "assistant") or to_a_tool or hidden or aside:
        return Turn(0, role, text, Kind.SYSTEM, time)
    return Turn(0, role, text or "image", Kind.SAID if text else Kind.MEDIA, time)
