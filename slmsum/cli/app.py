"""The table of commands, and what holds for all of them."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from slmsum.cli import (
    ask,
    batch,
    doctor,
    export,
    library,
    models,
    read,
    record,
    search,
    serve,
    summarize,
    templates,
    transcribe,
    voices,
    watch,
    window,
)
from slmsum.cli.errors import guarded

DEFAULT = "summarize"


class Commands(TyperGroup):
    """A group whose default command is `summarize`, and whose errors become one line each."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Whatever names no command and no option of the program is for the default command."""
        if args and args[0] not in self.commands:
            own = {name for param in self.get_params(ctx) for name in param.opts}
            if args[0].split("=")[0] not in own:
                args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Offer the options of the default command beside the program's own."""
        items = super().shell_complete(ctx, incomplete)
        if incomplete.startswith("-"):
            known = {item.value for item in items}
            more = self.commands[DEFAULT].shell_complete(ctx, incomplete)
            items += [item for item in more if item.value not in known]
        return items

    def invoke(self, ctx: Any) -> Any:
        """Run the command; see `slmsum.cli.errors`."""
        return guarded(lambda: super(Commands, self).invoke(ctx))


app = typer.Typer(
    name="slmsum",
    cls=Commands,
    help="Minutes of any conversation, written on your own machine by a small language model.",
    epilog="'slmsum FILE...' is short for 'slmsum summarize FILE...'. "
    "A file called like a command needs './' before it.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
app.command("summarize", no_args_is_help=True)(summarize.summarize)
app.command("read", no_args_is_help=True)(read.read)
app.command("batch", no_args_is_help=True)(batch.batch)
app.command("watch", no_args_is_help=True)(watch.watch)
app.command("export", no_args_is_help=True)(export.export)
app.command("transcribe", no_args_is_help=True)(transcribe.transcribe)
app.command("record")(record.record)
app.command("app")(window.window)
app.add_typer(voices.app, name="voices")
app.add_typer(library.app, name="library")
app.command("ask", no_args_is_help=True)(ask.ask)
app.command("search", no_args_is_help=True)(search.search)
app.add_typer(models.app, name="models")
app.add_typer(templates.app, name="templates")
app.command("serve")(serve.serve)
app.command("doctor")(doctor.doctor)


def _show_version(wanted: bool) -> bool:
    if wanted:
        from slmsum import __version__

        typer.echo(f"slmsum {__version__}")
        raise typer.Exit
    return wanted


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Take the program's own options, which act in callbacks of theirs."""
