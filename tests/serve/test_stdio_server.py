"""`slmsum serve` with the official client over real pipes."""

import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import psutil
import pytest
from mcp import Client, StdioServerParameters, stdio_client

ROOT = Path(__file__).parents[2]
CHAT = "Ann: Can you bring the keys to Ben on Monday?\nBen: Yes, at nine.\nAnn: Great, thanks.\n"


@asynccontextmanager
async def connected(folder: Path, **extra: str) -> AsyncIterator[Client]:
    """A client of a server that may read `folder`."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **extra}
    arguments = ["-m", "slmsum", "serve", "--allow", str(folder), "--power", "saver"]
    server = StdioServerParameters(command=sys.executable, args=arguments, env=env)
    async with Client(stdio_client(server)) as client:
        yield client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    allowed = tmp_path / "allowed"
    allowed.mkdir()
    (allowed / "chat.txt").write_text(CHAT, encoding="utf-8")
    (tmp_path / "secret.txt").write_text(CHAT, encoding="utf-8")
    (allowed / "link.txt").symlink_to(tmp_path / "secret.txt")
    return allowed


def text_of(result: Any) -> str:
    return " ".join(part.text for part in result.content)


def own_processes(command: str) -> list[psutil.Process]:
    """The processes below this one that have `command` among their arguments."""
    found = psutil.Process().children(recursive=True)
    return [process for process in found if command in process.cmdline()]


def test_offers_its_tools_reads_and_refuses(folder: Path, tmp_path: Path) -> None:
    async def use() -> None:
        async with connected(folder, SLMSUM_HOME=str(tmp_path / "home")) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert set(tools) == {"summarize", "read", "search", "ask"}
            assert tools["ask"].input_schema["required"] == ["source", "question"]
            assert all(tool.output_schema and tool.description for tool in tools.values())
            assert all(tool.annotations.read_only_hint for tool in tools.values())

            found = await client.call_tool("read", {"source": "chat.txt", "first": 1, "count": 1})
            assert not found.is_error
            assert found.structured_content["total"] == 3
            (turn,) = found.structured_content["turns"]
            assert (turn["index"], turn["speaker"], turn["text"]) == (1, "Ben", "Yes, at nine.")

            for name in ("../secret.txt", str(tmp_path / "secret.txt"), "link.txt", "/etc/passwd"):
                refused = await client.call_tool("read", {"source": name})
                assert refused.is_error
                assert "not in a folder that may be read" in text_of(refused)
            missing = await client.call_tool("read", {"source": "none.txt"})
            assert missing.is_error
            assert "no such file" in text_of(missing)
            no_models = await client.call_tool("summarize", {"source": "chat.txt"})
            assert "slmsum models fetch" in text_of(no_models)
            bad = await client.call_tool("read", {"source": "chat.txt", "count": 0})
            assert bad.is_error

    anyio.run(use)


def test_listens_nowhere_and_refuses_the_network(folder: Path, tmp_path: Path) -> None:
    async def use() -> None:
        async with connected(folder, SLMSUM_HOME=str(tmp_path / "home")) as client:
            await client.call_tool("read", {"source": "chat.txt"})
            servers = own_processes("serve")
            workers = own_processes("slmsum.engine.child")
            assert servers
            assert workers
            for process in servers + workers:
                assert process.net_connections(kind="inet") == []

    anyio.run(use)


@pytest.mark.models
def test_summarizes_asks_and_searches(
    folder: Path, summarizer_folder: Path, encoder_folder: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "models").symlink_to(summarizer_folder.parents[1])
    stages: list[str | None] = []

    async def progress(_done: float, _total: float | None, message: str | None) -> None:
        stages.append(message)

    async def use() -> None:
        async with connected(folder, SLMSUM_HOME=str(home)) as client:
            made = await client.call_tool(
                "summarize", {"source": "chat.txt"}, progress_callback=progress
            )
            assert not made.is_error, text_of(made)
            assert made.structured_content["summary"]
            assert made.structured_content["summary"][0]["evidence"]
            assert "loading models" in stages
            asked = {"source": "chat.txt", "question": "When will Ben bring the keys?"}
            answer = await client.call_tool("ask", asked)
            assert not answer.is_error, text_of(answer)
            assert isinstance(answer.structured_content["said"], bool)
            found = await client.call_tool("search", {"query": "keys"})
            assert found.structured_content == {"hits": []}

    anyio.run(use)


@pytest.mark.models
def test_a_cancelled_request_stops_the_work_and_the_next_is_served(
    folder: Path, summarizer_folder: Path, encoder_folder: Path
) -> None:
    long = "".join(f"Ann: We talk about topic {i} of the plan.\nBen: Yes.\n" for i in range(3000))
    (folder / "long.txt").write_text(long, encoding="utf-8")

    async def use() -> None:
        async with connected(folder) as client:
            started = anyio.Event()

            async def progress(_done: float, _total: float | None, message: str | None) -> None:
                if message == "reading for topics":
                    started.set()

            async with anyio.create_task_group() as group:

                async def call() -> None:
                    await client.call_tool(
                        "summarize", {"source": "long.txt"}, progress_callback=progress
                    )

                group.start_soon(call)
                await started.wait()
                before = own_processes("slmsum.engine.child")
                group.cancel_scope.cancel()
            gone, alive = psutil.wait_procs(before, timeout=10)
            assert gone
            assert not alive
            assert not (await client.call_tool("read", {"source": "chat.txt"})).is_error

    anyio.run(use)


def test_without_the_library_it_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from slmsum.cli import serve
    from slmsum.extras import ExtraMissing

    find: Callable[[str], None] = lambda _name: None  # noqa: E731
    monkeypatch.setattr(serve, "find_spec", find)
    with pytest.raises(ExtraMissing) as caught:
        serve.serve(allow=[folder])
    assert "pip install 'slmsum[serve]'" in caught.value.hint
