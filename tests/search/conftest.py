"""A library with a few talks in it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from kept_talks import CATS, OFFICE, talk

from slmsum.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as opened:
        opened.add(talk(OFFICE, "Office"), tags=("Work",))
        opened.add(talk(CATS, "Cats", datetime(2026, 5, 20, 8), format="qmsum"))
        yield opened
