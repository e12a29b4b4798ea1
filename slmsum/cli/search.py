"""`slmsum search`: find what was said in all conversations that are kept."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from slmsum.cli import options, output, progress
from slmsum.errors import BadOption, ModelError

if TYPE_CHECKING:
    from slmsum.engine.encoder import SentenceEncoder
    from slmsum.library import Library
    from slmsum.search import By, Hit

# Stand around what was found while lines are broken; no text of a hit holds them.
_BEGIN, _END = "\ue000", "\ue001"
_BOLD, _NOT_BOLD = "\x1b[1m", "\x1b[22m"


def search(
    query: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY", help="What to find.")
    ] = None,
    *,
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=1, help="How many turns to show.")
    ] = 10,
    words: Annotated[bool, typer.Option("--words", help="Look for the words alone.")] = False,
    meaning: Annotated[bool, typer.Option("--meaning", help="Look for the meaning alone.")] = False,
    index: Annotated[
        bool, typer.Option("--index", help="First read all that is new for its meaning.")
    ] = False,
    power: Annotated[
        options.PowerRequest, typer.Option(help="How hard the machine may work.")
    ] = options.PowerRequest.AUTO,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Find what was said in the library, by words and by meaning.

    A query can hold "a phrase", the beginning of a word (budg*), NOT word, and
    speaker:NAME, tag:NAME, kind:NAME, from:DATE and to:DATE (2026-03-01, 2026-03).
    """
    from slmsum.cli.library_access import opened
    from slmsum.search import By, Searcher
    from slmsum.search.query import parse

    text = " ".join(query or ())
    if words and meaning:
        raise BadOption("--words and --meaning rule each other out", hint="Say one of them.")
    if not (text.strip() or index):
        raise BadOption("nothing to look for", hint='Say what, as in: slmsum search "new office".')
    by = By.WORDS if words else By.MEANING if meaning else By.BOTH
    with opened() as library:
        encoder = _encoder(library, by, power, index=index, quiet=quiet)
        if not text.strip():
            return
        hits = Searcher(library, encoder).search(text, limit=limit, by=by)
    notes = parse(text).notes
    for note in notes:
        _note(note)
    if as_json:
        from slmsum.export.json import dumps

        output.write_stdout(dumps(_to_json(text, notes, hits)) + "\n")
    elif hits:
        output.write_lines(_lines(hits))
    else:
        _note("nothing found")


def _encoder(
    library: Library, by: By, power: options.PowerRequest, *, index: bool, quiet: bool
) -> SentenceEncoder | None:
    """The encoder where meaning counts, once the library is ready for it; None without a model."""
    from slmsum.search import By
    from slmsum.search.job import AT_ONCE, load_encoder, make_findable

    if by is By.WORDS and not index:
        return None
    from slmsum import power as modes
    from slmsum.machine import inspect_machine

    try:
        encoder = load_encoder()
        plan = modes.plan(power, inspect_machine())
        most = None if index else AT_ONCE
        with progress.shown("library", quiet) as sink:
            waiting = make_findable(library, plan, sink, most_words=most)
    except ModelError as error:
        if index or by is By.MEANING:
            raise
        _note(f"found by words only: {error.message}")
        return None
    if waiting:
        one = len(waiting) == 1
        count = "1 conversation is" if one else f"{len(waiting):,} conversations are"
        _note(f"{count} found by words only until 'slmsum search --index' has read them")
    return encoder


def _note(text: str) -> None:
    from slmsum.export.words import clean

    sys.stderr.write(f"slmsum: note: {clean(text)}\n")


def _lines(hits: list[Hit]) -> list[str]:
    """Two lines or more for each hit: where it is, and what it says with the words in bold."""
    from slmsum.export.text import cells, wrap
    from slmsum.export.words import clean

    begin, end = (_BOLD, _NOT_BOLD) if sys.stdout.isatty() and output.shows_colours() else ("", "")
    lines = []
    for hit in hits:
        day = hit.date.isoformat() if hit.date else ""
        title = clean(hit.title) or "untitled"
        parts = [f"{hit.conversation_id} {title}", day, f"#{hit.position + 1}"]
        parts.append(clean(hit.speaker or ""))
        lines += wrap(" · ".join(part for part in parts if part), 80, indent="  ")
        for line in wrap(
            clean(_marked(hit)), 80, "    ", "    ", measure=lambda text: cells(_unmarked(text))
        ):
            lines.append(line.replace(_BEGIN, begin).replace(_END, end))
    return lines


def _marked(hit: Hit) -> str:
    parts, at = [], 0
    for start, stop in hit.highlights:
        parts += [_unmarked(hit.snippet[at:start]), _BEGIN, _unmarked(hit.snippet[start:stop])]
        parts.append(_END)
        at = stop
    return "".join([*parts, _unmarked(hit.snippet[at:])])


def _unmarked(text: str) -> str:
    return text.replace(_BEGIN, "").replace(_END, "")


def _to_json(query: str, notes: tuple[str, ...], hits: list[Hit]) -> dict[str, Any]:
    return {
        "schema": "slmsum.hits/1",
        "query": query,
        "notes": list(notes),
        "hits": [
            {
                "conversation": hit.conversation_id,
                "title": hit.title,
                "date": hit.date.isoformat() if hit.date else None,
                "turn": hit.position,
                "speaker": hit.speaker,
                "score": round(hit.score, 5),
                "snippet": hit.snippet,
                "highlights": [list(place) for place in hit.highlights],
            }
            for hit in hits
        ],
    }
