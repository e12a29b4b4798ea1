"""The MCP server: four tools over the Python API."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

import anyio
import anyio.from_thread
import anyio.to_thread
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from slmsum import __version__
from slmsum.api import Session
from slmsum.errors import SlmsumError
from slmsum.offline import allow_network
from slmsum.progress import Progress
from slmsum.serve import shapes
from slmsum.serve.sources import Sources
from slmsum.summarize.settings import Length

Answer = TypeVar("Answer")

_INSTRUCTIONS = (
    "Minutes of conversations (chat exports, transcripts, recordings), made on the user's own "
    "machine. Every statement cites the turns it rests on by their index, from 0; read them with "
    "the tool 'read' before relying on a statement."
)
_MOST_TURNS = 200
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)

SourceName = Annotated[
    str, Field(description="A file or folder, or 'library:NUMBER' as search gives it.")
]


def serve(allowed: Sequence[Path], power: str) -> None:
    """Serve on standard input and output until the client goes; raises BadOption for `power`."""
    with Session(power=power) as session, asyncio.Runner() as runner:
        session.plan  # noqa: B018  (an unknown mode is told of now)
        # On Windows an event loop wakes itself up through a pair of sockets of its own.
        with allow_network():
            runner.get_loop()
        runner.run(make_server(session, Sources(allowed)).run_stdio_async())


def make_server(session: Session, sources: Sources) -> MCPServer[Any]:
    """The server, whose tools use `session` one after another."""
    server: MCPServer[Any] = MCPServer(
        "slmsum", version=__version__, instructions=_INSTRUCTIONS, log_level="ERROR"
    )
    tools = _Tools(session, sources)
    for tool in (tools.summarize, tools.read, tools.search, tools.ask):
        server.add_tool(tool, annotations=_READS)
    return server


class _Tools:
    def __init__(self, session: Session, sources: Sources) -> None:
        self._session = session
        self._sources = sources
        self._turn = anyio.Lock()

    async def summarize(
        self,
        ctx: Context[Any, Any],
        source: SourceName,
        length: Annotated[Length, Field(description="How long the summary is.")] = Length.MEDIUM,
    ) -> shapes.SummarizeResult:
        """Write the minutes of a conversation: summary, decisions, actions and open questions."""

        def work(**how: Any) -> shapes.SummarizeResult:
            found = self._sources.find(source)
            return shapes.summarize_result(self._session.summarize(found, length=length, **how))

        return await self._run(ctx, work)

    async def read(
        self,
        ctx: Context[Any, Any],
        source: SourceName,
        first: Annotated[int, Field(ge=0, description="The index of the first turn.")] = 0,
        count: Annotated[int, Field(ge=1, le=_MOST_TURNS, description="How many turns.")] = 50,
    ) -> shapes.ReadResult:
        """Read turns of a conversation; recordings are transcribed."""

        def work(**how: Any) -> shapes.ReadResult:
            found = self._sources.find(source)
            if isinstance(found, Path):
                found = self._session.read(found, **how)
            return shapes.read_result(found, first, count)

        return await self._run(ctx, work)

    async def search(
        self,
        ctx: Context[Any, Any],
        query: Annotated[
            str, Field(description='Words, "phrases", speaker:NAME, from:DATE, to:DATE, tag:NAME.')
        ],
        limit: Annotated[int, Field(ge=1, le=100, description="How many turns at most.")] = 20,
    ) -> shapes.SearchResult:
        """Find turns in the user's library of conversations, by words and by meaning."""

        def work(**how: Any) -> shapes.SearchResult:
            return shapes.search_result(self._session.search(query, limit=limit, **how))

        return await self._run(ctx, work)

    async def ask(
        self,
        ctx: Context[Any, Any],
        source: SourceName,
        question: Annotated[str, Field(description="A question about the conversation.")],
    ) -> shapes.AskResult:
        """Answer a question from a conversation's own turns, or say that it does not say."""

        def work(**how: Any) -> shapes.AskResult:
            found = self._sources.find(source)
            return shapes.ask_result(self._session.ask(found, question, **how))

        return await self._run(ctx, work)

    async def _run(self, ctx: Context[Any, Any], work: Callable[..., Answer]) -> Answer:
        """Do `work` in a thread; a cancelled request stops it at once."""
        cancelled = threading.Event()

        def tell(progress: Progress) -> None:
            report = partial(ctx.report_progress, message=progress.stage)
            anyio.from_thread.run(report, progress.done, progress.total)

        try:
            async with self._turn, anyio.create_task_group() as group:
                group.start_soon(_set_when_cancelled, cancelled)
                try:
                    done = partial(work, on_progress=tell, cancelled=cancelled)
                    answer = await anyio.to_thread.run_sync(partial(_outcome, done))
                finally:
                    group.cancel_scope.cancel()
        finally:
            cancelled.set()
        if isinstance(answer, SlmsumError):
            raise ToolError(f"{answer.message}. {answer.hint}".rstrip(" ."))
        return answer


def _outcome(work: Callable[[], Answer]) -> Answer | SlmsumError:
    """What comes of it; an error of ours is a value, since task groups wrap what is raised."""
    try:
        return work()
    except SlmsumError as error:
        return error


async def _set_when_cancelled(event: threading.Event) -> None:
    try:
        await anyio.sleep_forever()
    finally:
        event.set()
