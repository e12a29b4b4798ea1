"""The evaluation goes through the product's own pipeline."""

from pathlib import Path

import pytest

from slmsum.models.store import ModelStore
from slmsum.training import evaluate

SHARED = Path(__file__).parents[3] / "shared/data/dev"


@pytest.mark.models
@pytest.mark.samples
@pytest.mark.slow
def test_a_table_of_the_real_model(
    summarizer_folder: Path,
    encoder_folder: Path,
    model_store: ModelStore,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    house = str(SHARED / "house_dev.jsonl")
    evaluate.main([house, "--limit", "3", "--power", "saver", "--chart", str(tmp_path)])
    lines = capsys.readouterr().out.splitlines()
    assert "## house_dev: 3 conversations" in lines
    rows = {line.split(" | ")[0].strip("| "): line for line in lines if line.startswith("| ")}
    assert {"R1", "names", "numbers", "roles", "flagged", "repeated", "actions"} <= rows.keys()
    assert "answered" in rows
    assert (tmp_path / "house_dev.png").exists()


def test_a_wrong_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        evaluate.main([str(tmp_path / "nothing.jsonl")])
    assert raised.value.code == 2
    assert "nothing.jsonl" in capsys.readouterr().err
