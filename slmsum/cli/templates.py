"""`slmsum templates`: what minutes may look like, and whether a template of one's own is right."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slmsum.cli import options, output
from slmsum.cli.errors import report

app = typer.Typer(
    help="Templates of minutes: list, show or check them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_templates(*, debug: options.Debug = False) -> None:
    """List the templates there are; '*' marks those that are your own.

    Your own go into the folder that is named at the end.
    """
    from slmsum.export.words import clean
    from slmsum.templates.store import known, user_folder

    templates, errors = known()
    folder = user_folder()
    width = max(len(template.name) for template in templates)
    for template in sorted(templates, key=lambda template: template.name):
        mark = "*" if Path(template.source).parent == folder else " "
        about = clean(template.description or template.title)
        output.write_stdout(f"{mark} {template.name:{width}}  {about}")
    output.write_stdout(f"Your own: {folder}")
    codes = [report(error) for error in errors]
    if codes:
        raise typer.Exit(max(codes))


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A template's name.")],
    *,
    debug: options.Debug = False,
) -> None:
    """Print a template as it is written, to begin one of your own from."""
    from slmsum.templates.store import get

    text = Path(get(name).source).read_text(encoding="utf-8")
    printable = (char for char in text if char == "\n" or char.isprintable())
    output.write_stdout("".join(printable))


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .toml file.")],
    *,
    debug: options.Debug = False,
) -> None:
    """Say whether a template of your own is right, or what is not."""
    from slmsum.templates.store import load

    template = load(file)
    output.write_stdout(f"{file.name} is a template called {template.name}.")
