"""kill -9 in any write loses nothing that was committed, and leaves a library that is whole."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from slmsum.library import Library
from slmsum.library.check import problems

ROOT = Path(__file__).parents[2]
KILLS = 36

# Each round adds, edits, keeps minutes, and now and then deletes; "+7" and "-7" on a line tell that
# conversation 7 is there or gone for good.
WRITER = """
import sys
from pathlib import Path
from slmsum.conversation import Conversation, Turn
from slmsum.library import Library
from slmsum.minutes import Minutes
folder, start = Path(sys.argv[1]), int(sys.argv[2])
library = Library.open(folder / "library")
print("ready", flush=True)
for number in range(start, start + 10_000):
    turns = tuple(Turn(i, "Ann", f"number {number} turn {i}" * 20) for i in range(30))
    entry = library.add(Conversation(turns, title=str(number)), audio=folder / "a.wav")
    print(f"+{number}", flush=True)
    library.save_minutes(entry.id, Minutes("first", ()), "model")
    library.edit_turn(entry.id, 3, f"changed {number}")
    print(f"~{number}", flush=True)
    if number % 3 == 0:
        library.remove(entry.id)
        print(f"-{number}", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")
def test_many_kills_at_random_moments(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"sound" * 1000)
    chance = random.Random(7)
    there: dict[int, bool] = {}
    maybe: set[int] = set()
    for round in range(KILLS):
        lines = killed(tmp_path, round * 10_000, chance.randrange(0, 12), chance.random() * 0.02)
        last = -1
        for line in lines:
            last = int(line[1:])
            there[last] = line[0] != "-"
        # What was being added or deleted when the process died may be there or not.
        maybe |= {last, max(last, round * 10_000 - 1) + 1}
    with Library.open(tmp_path / "library") as library:
        assert problems(library) == []
        kept = {int(entry.title): entry for entry in library.entries()}
        sure = {number for number, is_there in there.items() if is_there} - maybe
        assert sure <= set(kept)
        assert set(kept) - maybe == sure
        for number in sure:
            conversation = library.conversation(kept[number].id)
            assert len(conversation.turns) == 30
            assert conversation.turns[3].text == f"changed {number}"
        sounds = {path.name for path in library.audio_folder.glob("[!.]*")}
        assert {entry.audio for entry in kept.values()} <= sounds
    assert len(there) > KILLS


def killed(folder: Path, start: int, after: int, delay: float) -> list[str]:
    """Run the writer, kill it `delay` seconds after its line number `after`; gives its lines."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, folder, str(start)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process:
        lines = [process.stdout.readline() for _ in range(after + 1)]
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
    assert process.returncode == -signal.SIGKILL
    assert lines[0] == "ready\n"
    return [line for line in lines[1:] if line.endswith("\n")]
