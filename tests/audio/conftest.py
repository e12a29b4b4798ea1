"""Real sound devices, made by a sound server of the tests' own."""

from collections.abc import Iterator

import pytest
from lacking import lacking
from sound_server import SoundServer, missing_programs, start_server, wait_until


@pytest.fixture(scope="session")
def running_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    if missing := missing_programs():
        lacking(str(missing))
    server = start_server(tmp_path_factory.mktemp("sound"))
    yield server
    server.stop()


@pytest.fixture
def server(running_server: SoundServer) -> Iterator[SoundServer]:
    """The server, with its headset plugged in and nothing recording."""
    if "headset" not in running_server.control("list", "short", "sources"):
        running_server.plug_in()
    wait_until(lambda: not running_server.streams(), "nothing records")
    yield running_server
    running_server.end_programs()
