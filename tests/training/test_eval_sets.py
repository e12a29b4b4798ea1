"""Sets to evaluate on: ours, and the layouts of two public ones (texts written here)."""

import json
from pathlib import Path

import pytest

from slmsum.errors import InputError
from slmsum.training.eval_sets import Asked, read_set

SHARED = Path(__file__).parents[3] / "shared/data/dev"
DIALOGUE = "#Person1#: Is the boat dry?\n#Person2#: Nearly.\nOne more day."


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_labelled_row(tmp_path: Path) -> None:
    row = {
        "id": "a",
        "turns": [["Ida", "I'll sand it by Friday."], ["Otto", "Good."]],
        "summary": ["Ida will sand it."],
        "actions": [{"owner": "Ida", "task": "sand it", "due": "Friday", "turn": 0}],
        "qa": [{"q": "Who sands?", "a": "Ida.", "turns": [0]}],
    }
    (found,) = read_set(write(tmp_path, "own.jsonl", json.dumps(row) + "\n"))
    assert found.conversation.turns[0].speaker == "Ida"
    assert found.references == (("Ida will sand it.",),)
    assert found.actions == (("Ida", "sand it"),)
    assert found.questions == (Asked("Who sands?", "Ida.", (0,)),)


def test_dialogsum_with_three_references(tmp_path: Path) -> None:
    row = {"fname": "t1", "dialogue": DIALOGUE} | {f"summary{n}": f"{n}. Wet." for n in (1, 2, 3)}
    (found,) = read_set(write(tmp_path, "test.jsonl", json.dumps(row)))
    assert found.id == "t1"
    assert found.turns == (("Person1", "Is the boat dry?"), ("Person2", "Nearly. One more day."))
    assert len(found.references) == 3
    assert found.actions is None


def test_dialogsum_as_a_table(tmp_path: Path) -> None:
    text = f'id,dialogue,summary,topic\nt1,"{DIALOGUE}","It is wet, nearly dry.",boat\n'
    (found,) = read_set(write(tmp_path, "test.csv", text))
    assert [speaker for speaker, _ in found.turns] == ["Person1", "Person2"]
    assert found.references == (("It is wet, nearly dry.",),)


def test_samsum(tmp_path: Path) -> None:
    rows = [{"id": "7", "summary": "Ida asks Otto.", "dialogue": "Ida: Dry?\r\nOtto: yes :)"}]
    (found,) = read_set(write(tmp_path, "test.json", json.dumps(rows)))
    assert found.turns == (("Ida", "Dry?"), ("Otto", "yes :)"))


@pytest.mark.parametrize(
    "name, text, problem",
    [
        ("a.txt", "{}", "does not end in .jsonl, .json or .csv"),
        ("a.jsonl", "[1]", "row 1: it has neither turns nor a dialogue"),
        ("a.jsonl", "{", "broken evaluation file"),
        ("a.csv", "id,text\n1,no", "row 1: it has neither turns nor a dialogue"),
    ],
)
def test_another_shape_is_said_in_one_line(
    tmp_path: Path, name: str, text: str, problem: str
) -> None:
    with pytest.raises(InputError) as raised:
        read_set(write(tmp_path, name, text))
    assert problem in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_said() -> None:
    with pytest.raises(InputError):
        read_set(Path("nowhere.jsonl"))


@pytest.mark.samples
@pytest.mark.parametrize(
    "name, rows, questions",
    [("house_dev", 127, 1), ("excerpts_dev", 66, 1), ("qmsum_meetings_dev", 35, 1)],
)
def test_the_development_sets(name: str, rows: int, questions: int) -> None:
    found = read_set(SHARED / f"{name}.jsonl")
    assert len(found) == rows
    assert all(row.references and row.turns for row in found)
    assert sum(len(row.questions) for row in found) >= questions * rows
