"""`slmsum models` where no model is, offline."""

import json
from pathlib import Path

import pytest
from cli_process import Run


def test_list_names_the_known_models(slmsum: Run, tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    states = json.loads(slmsum("models", "list", "--json", SLMSUM_HOME=home).stdout)
    assert {"summarizer", "encoder"} <= {state["role"] for state in states}
    shown = slmsum("models", "list", SLMSUM_HOME=home)
    assert shown.returncode == 0
    for state in states:
        assert state["name"] in shown.stdout
        assert state["state"] == "missing"
    assert "MB to fetch" in shown.stdout


@pytest.mark.parametrize(
    "args, code, words",
    [
        (("verify",), 3, "models fetch"),
        (("verify", "nothing-like-it"), 3, "not on this machine"),
        (("remove", "nothing-like-it"), 3, "not on this machine"),
        (("fetch", "nothing-like-it"), 2, "Known models"),
        (("import", "no-such-file.gguf"), 2, "no-such-file.gguf"),
    ],
)
def test_what_cannot_be_done_is_explained(
    slmsum: Run, tmp_path: Path, args: tuple[str, ...], code: int, words: str
) -> None:
    done = slmsum("models", *args, SLMSUM_HOME=str(tmp_path / "home"))
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unfit_file_is_refused(slmsum: Run, tmp_path: Path) -> None:
    junk = tmp_path / "junk.gguf"
    junk.write_bytes(b"GGUF" + bytes(100))
    done = slmsum("models", "import", junk, SLMSUM_HOME=str(tmp_path / "home"))
    assert done.returncode == 2
    assert "junk.gguf" in done.stderr
