"""What a test does where something that it needs is not on the machine."""

import os
from typing import NoReturn

import pytest


def lacking(what: str) -> NoReturn:
    """Skip, or fail under `make test`, which installs all that tests need."""
    if os.environ.get("SLMSUM_REQUIRE_MODELS") == "1":
        pytest.fail(f"not installed: {what} (SLMSUM_REQUIRE_MODELS is set)")
    pytest.skip(f"not installed: {what}")
