"""`slmsum models`: the models on this machine, and the only command that uses the network."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from slmsum.cli import options, output, progress
from slmsum.cli.errors import report
from slmsum.errors import ModelError

app = typer.Typer(help="List, fetch, check, import and remove models.", no_args_is_help=True)

Names = Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Models by name.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A model by name.")]


@app.command("list")
def list_models(*, as_json: options.Json = False, debug: options.Debug = False) -> None:
    """List the models slmsum knows and those you imported."""
    from slmsum.models.manage import statuses
    from slmsum.models.store import default_store

    found = statuses(default_store())
    if as_json:
        output.write_stdout(json.dumps([asdict(status) for status in found], indent=2) + "\n")
        return
    width = max((len(status.name) for status in found), default=0)
    for status in found:
        size = _megabytes(status.disk) if status.disk else ""
        if status.download:
            size = f"{_megabytes(status.download)} to fetch"
        default = ", default" if status.default else ""
        columns = f"{status.name:<{width}}  {status.role + default:<19}  {status.state:<8}  {size}"
        output.write_stdout(columns.rstrip() + "\n")
        if status.problem:
            output.write_stdout(f"{'':<{width}}  {status.problem}\n")


@app.command()
def fetch(
    names: Names = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Fetch again what is there.")] = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Fetch, check and convert models (default: those needed)."""
    from slmsum.models.manage import ensure
    from slmsum.models.store import default_store

    store = default_store()
    for name in names or _needed():
        with progress.shown(name, quiet) as sink:
            (folder,) = ensure(store, [name], sink, force=force)
        if not quiet:
            output.write_stdout(f"{name}: ready in {folder}\n")


@app.command()
def verify(names: Names = None, *, debug: options.Debug = False) -> None:
    """Check models by their hashes (default: those needed or there)."""
    from slmsum.models.manage import verify as check
    from slmsum.models.store import default_store

    store = default_store()
    results = check(store, names or list(dict.fromkeys([*_needed(), *store.names()])))
    for name, problem in results:
        if problem is None:
            output.write_stdout(f"{name}: whole\n")
        else:
            report(problem)
    if any(problem for _, problem in results):
        raise typer.Exit(ModelError.exit_code)


@app.command("import")
def import_model(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A GGUF or CTranslate2 folder.")],
    *,
    name: Annotated[str, typer.Option(metavar="NAME", help="What to call it.")] = "",
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Import a model of your own: a GGUF file or a CTranslate2 folder."""
    from slmsum.models.manage import add
    from slmsum.models.store import default_store

    with progress.shown(path.name, quiet) as sink:
        manifest = add(default_store(), path, name or None, sink)
    if not quiet:
        output.write_stdout(f"imported; use it with: --model {manifest.name}\n")


@app.command()
def remove(name: Name, *, debug: options.Debug = False) -> None:
    """Delete a model and free its room."""
    from slmsum.models.manage import remove as delete
    from slmsum.models.store import default_store

    freed = delete(default_store(), name)
    output.write_stdout(f"{name}: removed, {_megabytes(freed)} freed\n")


def _needed() -> list[str]:
    """The models that summarizing and transcribing take."""
    from slmsum.models.catalogue import load_catalogue, needed_names

    return needed_names(load_catalogue())


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"
