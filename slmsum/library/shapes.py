"""Whether values that were read from a foreign file are of the types they say they are."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

# What the database can hold.
_LARGEST = 2**63 - 1


def misfit(value: Any, path: str = "") -> str | None:
    """Where a dataclass, or one within it, holds something of another type; None where all fit."""
    hints = get_type_hints(type(value))
    for field in fields(value):
        found = _misfit(getattr(value, field.name), hints[field.name], f"{path}/{field.name}")
        if found:
            return found
    return None


def _misfit(value: Any, hint: Any, path: str) -> str | None:
    if get_origin(hint) in (Union, UnionType):
        kinds = get_args(hint)
        fits = any((value is None) if k is NoneType else not _misfit(value, k, path) for k in kinds)
        return None if fits else path
    if get_origin(hint) is tuple:
        if not isinstance(value, tuple):
            return path
        inner = get_args(hint)[0]
        return next(
            filter(None, (_misfit(v, inner, f"{path}/{i}") for i, v in enumerate(value))), None
        )
    if isinstance(hint, type) and is_dataclass(hint) and isinstance(value, hint):
        return misfit(value, path)
    return None if _is_plain(value, hint) else path


def _is_plain(value: Any, hint: Any) -> bool:
    """Whether a single value is of a type, and one that the database can hold."""
    if isinstance(value, bool) or hint is bool:
        return isinstance(value, bool) and hint is bool
    if isinstance(value, int) and hint in (int, float):
        return abs(value) <= _LARGEST
    return isinstance(value, hint) and (hint is not float or math.isfinite(value))
