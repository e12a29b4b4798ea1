"""Fixtures of all tests."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from slmsum.errors import ModelError
from slmsum.models import manage
from slmsum.models.store import ModelStore, default_store

# The same examples each time where others wait for the outcome; developers get new ones.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

# Windows are drawn in memory where nobody asks for a screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SHARED = Path(__file__).parents[2] / "shared"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with real sound devices run alone: other work beside them would cost them sound."""
    for item in items:
        if "running_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.alone)


@pytest.fixture
def interrupts() -> Iterator[None]:
    """Processes that the test starts heed Ctrl-C even where the tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True)
def shared_files(request: pytest.FixtureRequest) -> None:
    """Tests marked `samples` skip without the shared files, or fail where these are required."""
    if request.node.get_closest_marker("samples") is None or SHARED.is_dir():
        return
    if os.environ.get("SLMSUM_REQUIRE_SAMPLES") == "1" or os.environ.get("CI"):
        pytest.fail(f"{SHARED} is not there")
    pytest.skip(f"{SHARED} is not there")


@pytest.fixture(scope="session")
def model_store() -> ModelStore:
    """The store of this machine; `make test` fetches the models first."""
    return default_store()


@pytest.fixture(scope="session")
def model_folder(model_store: ModelStore) -> Callable[[str], Path]:
    """The folder of a real model by its name; a missing one skips, or fails under `make test`."""

    def find(name: str) -> Path:
        try:
            return manage.ready(model_store, name)
        except ModelError as error:
            if os.environ.get("SLMSUM_REQUIRE_MODELS") == "1":
                pytest.fail(f"{error} (SLMSUM_REQUIRE_MODELS is set)")
            pytest.skip(str(error))

    return find


@pytest.fixture(scope="session")
def summarizer_folder(model_folder: Callable[[str], Path]) -> Path:
    """The default summarizer, ready to run."""
    return model_folder("smollm2-135m")


@pytest.fixture(scope="session")
def encoder_folder(model_folder: Callable[[str], Path]) -> Path:
    """The default sentence encoder, ready to run."""
    return model_folder("minilm-l6")


@pytest.fixture(scope="session")
def summarizer_gguf(model_store: ModelStore, summarizer_folder: Path) -> Path:
    """The GGUF file that the default summarizer is made from."""
    (path,) = model_store.source("smollm2-135m").glob("*.gguf")
    return path
