"""Where templates are: those that ship with slmsum, the user's own, and files named outright."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from slmsum.errors import BadOption, BadTemplate, UnreadableFile
from slmsum.paths import home, resource_path
from slmsum.templates.parse import MOST_BYTES, parse
from slmsum.templates.template import Choice, Template

AUTO = "auto"
_SUFFIX = ".toml"


def user_folder() -> Path:
    """The folder of the user's own templates; it may be absent."""
    return home() / "templates"


def shipped() -> list[Template]:
    """The templates that ship with slmsum, by name."""
    return [load(path) for path in _files(resource_path("minutes"))]


def load(path: Path) -> Template:
    """The template in a file; raises BadTemplate and UnreadableFile."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "it cannot be read") from error
    template = parse(data, str(path))
    if template.name != path.stem:
        raise BadTemplate(str(path), "name", f"must be as the file is called, {path.stem}")
    return template


def known(folder: Path | None = None) -> tuple[list[Template], list[BadTemplate]]:
    """The user's templates and then ours, each by name, and what is wrong with the user's others.

    A user's template takes the place of one of ours with the same name.
    """
    own: list[Template] = []
    errors: list[BadTemplate] = []
    for path in _files(folder or user_folder()):
        try:
            own.append(load(path))
        except BadTemplate as error:
            errors.append(error)
    names = {template.name for template in own}
    return own + [template for template in shipped() if template.name not in names], errors


def get(name: str, folder: Path | None = None) -> Template:
    """The template of that name, or in that file where it ends in .toml.

    Raises BadOption that lists the names there are, BadTemplate and UnreadableFile.
    """
    if name.endswith(_SUFFIX):
        return load(Path(name))
    own = (folder or user_folder()) / f"{name}{_SUFFIX}"
    if Path(name).name == name and own.is_file():
        return load(own)
    templates, _ = known(folder)
    for template in templates:
        if template.name == name:
            return template
    names = ", ".join(sorted(template.name for template in templates))
    raise BadOption(
        f"there is no template called {name!r}", hint=f"Known: {AUTO}, {names}; or a .toml file."
    )


def choice(name: str, folder: Path | None = None) -> Choice:
    """What the word a user gave for a template stands for; raises as `get` does.

    With "auto", a broken template of the user's is left aside.
    """
    if name in ("", AUTO):
        return Choice(among=tuple(known(folder)[0]))
    return Choice(asked=get(name, folder))


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob(f"*{_SUFFIX}"))
