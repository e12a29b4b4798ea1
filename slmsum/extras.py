"""Parts of slmsum that need libraries which a plain installation leaves out."""

from __future__ import annotations

from slmsum.errors import SlmsumError


class ExtraMissing(SlmsumError):
    """A library of the extra `extra` is not installed; `what` is what needs it."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs more libraries", hint=f"Run: pip install 'slmsum[{extra}]'")
        self.extra = extra
