"""Minutes as JSON, schema `slmsum.minutes/1`; here alone turns are counted from 0."""

from __future__ import annotations

import json

from slmsum.minutes import Minutes


def render(minutes: Minutes) -> str:
    """The minutes as JSON text that `Minutes.from_json` reads back the same."""
    text = json.dumps(minutes.to_json(), ensure_ascii=False, indent=2) + "\n"
    # Half of a surrogate pair cannot be written as UTF-8; JSON has an escape for it.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
