"""Which parts may import which libraries: checked in the source and in a real start."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "slmsum"

# A library, and the folders of the package that alone may import it.
ONLY_IN = {
    "PySide6": ("gui",),
    "typer": ("cli",),
    "rich": ("cli", "training"),
    "torch": ("training",),
    "transformers": ("training",),
    "peft": ("training",),
}
# Parts of ours that nothing outside of them may import; __main__ starts the command line.
OURS_ONLY_IN = {
    "slmsum.gui": ("gui", "cli"),
    "slmsum.cli": ("cli", "__main__.py"),
    "slmsum.training": ("training",),
}
HEAVY = {
    "PySide6",
    "bs4",
    "charset_normalizer",
    "ctranslate2",
    "dateutil",
    "distributed",
    "docx",
    "fontTools",
    "fpdf",
    "gguf",
    "icalendar",
    "jinja2",
    "keyring",
    "mcp",
    "numpy",
    "odfdo",
    "platformdirs",
    "psutil",
    "pulsectl",
    "regex",
    "rich",
    "samplerate",
    "sentencepiece",
    "socket",
    "sounddevice",
    "sqlcipher3",
    "tokenizers",
    "uharfbuzz",
    "watchfiles",
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """The full names of all modules a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_within(name: str, library: str) -> bool:
    return name == library or name.startswith(library + ".")


@pytest.mark.parametrize("library, homes", [*ONLY_IN.items(), *OURS_ONLY_IN.items()])
def test_libraries_stay_where_they_belong(library: str, homes: tuple[str, ...]) -> None:
    strays = [
        str(path.relative_to(ROOT))
        for path in modules()
        if path.relative_to(PACKAGE).parts[0] not in homes
        and any(is_within(name, library) for name in imports(path))
    ]
    assert strays == []


def loaded_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules, file=sys.stderr)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in done.stderr.split()}


def test_showing_the_version_loads_nothing_heavy() -> None:
    code = "sys.argv = ['slmsum', '--version']\nfrom slmsum.cli.main import main\n"
    code += "try: main()\nexcept SystemExit: pass"
    loaded = loaded_by(code)
    assert "typer" in loaded
    assert loaded & HEAVY == set()


def test_importing_the_worker_loads_nothing_heavy() -> None:
    assert loaded_by("import slmsum.engine.child") & (HEAVY | {"typer"}) == set()


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_file_keeps_to_its_size(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
