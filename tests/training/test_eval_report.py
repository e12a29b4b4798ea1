"""The report holds every figure once, for each that was evaluated."""

from pathlib import Path

from slmsum.training.eval_report import Scores, bar_chart, markdown
from slmsum.training.metrics import Retrieval

LINES = [
    Scores("first three turns", ({"R1": 20.0}, {"R1": 30.0})),
    Scores("ours", ({"R1": 40.0, "actions": Retrieval(1, 2, 2)}, {"actions": Retrieval(1, 1, 1)})),
]


def test_a_row_for_each_figure() -> None:
    table = markdown(LINES).splitlines()
    assert table[0] == "| | first three turns | ours |"
    assert [line.split(" | ")[0] for line in table[2:]] == ["| R1", "| actions"]
    assert table[2].startswith("| R1 | 25.0 (20.0 to 30.0) | 40.0")
    assert table[3] == "| actions |  | P 0.67 R 0.67 F1 0.67 |"


def test_bars_are_drawn(tmp_path: Path) -> None:
    path = tmp_path / "bars.png"
    bar_chart(LINES, "R1", path)
    assert path.read_bytes().startswith(b"\x89PNG")
