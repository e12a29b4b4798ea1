"""`slmsum templates` and `--template`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests/data/templates"


def slmsum(*args: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    extra = {"SLMSUM_HOME": str(home)} if home is not None else {}
    return subprocess.run(
        [sys.executable, "-m", "slmsum", *args],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", **extra},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_list_names_ours_and_ones_own_and_what_is_wrong_with_others(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    (own / "mine.toml").write_text('name = "mine"\ntitle = "M\\u00fcsli"\n', encoding="utf-8")
    (own / "bad.toml").write_text("name = ")
    done = slmsum("templates", "list", home=tmp_path)
    assert "* mine           Müsli" in done.stdout.splitlines()
    assert "  stand-up " in done.stdout
    assert str(own) in done.stdout
    assert "bad.toml: it is not TOML" in done.stderr
    assert done.returncode == 2


def test_show_prints_one_that_check_finds_right(tmp_path: Path) -> None:
    for name in ("general", "clinic-visit"):
        shown = slmsum("templates", "show", name, home=tmp_path)
        (tmp_path / f"{name}.toml").write_text(shown.stdout, encoding="utf-8")
        done = slmsum("templates", "check", str(tmp_path / f"{name}.toml"))
        assert (done.returncode, done.stderr) == (0, "")
        assert name in done.stdout


@pytest.mark.parametrize(
    "args, words",
    [
        (("templates", "show", "nope"), "no template called 'nope'"),
        (("templates", "check", "README.md"), "README.md: it is not TOML"),
        (("templates", "check", "nope.toml"), "nope.toml: cannot be read"),
        (("README.md", "--template", "nope"), "no template called 'nope'"),
        (("README.md", "--template", "nope.toml"), "nope.toml: cannot be read"),
    ],
)
def test_mistakes_are_explained(args: tuple[str, ...], words: str, tmp_path: Path) -> None:
    done = slmsum(*args, home=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.models
def test_a_body_writes_what_the_command_prints(
    tmp_path: Path, summarizer_folder: Path, encoder_folder: Path
) -> None:
    path = tmp_path / "tasks.toml"
    path.write_text(
        'name = "tasks"\ntitle = "Tasks"\nbody = """\n'
        '{% for task in actions %}\n- [ ] {{ task.owner }} {{ task.label }}\n{% endfor %}\nEnd"""\n'
    )
    done = slmsum(str(DATA / "decision-log.txt"), "--template", str(path), "-q")
    assert done.returncode == 0
    assert "- [ ] Henk \\[#6\\]" in done.stdout.splitlines()
    assert done.stdout.endswith("End\n")
