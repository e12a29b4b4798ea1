"""Slack's message markup turned into plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping

_REFERENCE = re.compile(r"<([^<>\n]+)>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def plain(text: str, users: Mapping[str, str], channels: Mapping[str, str]) -> str:
    """Names for <@U..>, #name for <#C..>, labels for links, and the three entities undone."""
    text = _REFERENCE.sub(lambda match: _resolve(match[1], users, channels), text)
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text.strip()


def _resolve(reference: str, users: Mapping[str, str], channels: Mapping[str, str]) -> str:
    target, _, label = reference.partition("|")
    if target.startswith("@"):
        return "@" + (users.get(target[1:]) or label.lstrip("@") or target[1:])
    if target.startswith("#"):
        return "#" + (label or channels.get(target[1:]) or target[1:])
    if target.startswith("!"):
        return label or "@" + target[1:].partition("^")[0]
    return label or target
