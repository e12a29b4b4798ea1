"""Minutes as JSON, schema `slmsum.minutes/1`; here alone turns are counted from 0."""

from __future__ import annotations

import json
from typing import Any

from slmsum.minutes import Minutes


def render(minutes: Minutes) -> str:
    """The minutes as JSON text that `Minutes.from_json` reads back the same."""
    return dumps(minutes.to_json(), indent=2) + "\n"


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON in readable characters that can always be written as UTF-8."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    # Half of a surrogate pair cannot be written; JSON has an escape for it.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
