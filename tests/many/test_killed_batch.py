"""A batch that is killed again and again at any moment, and then goes through."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import many_jobs as jobs
import pytest

ROOT = Path(__file__).parents[2]
KILLS = 6
FILES = 60


def start(chats: Path, out: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", "import many_jobs; many_jobs.main()", str(chats), str(out)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(Path(__file__).parent)))},
        stdout=subprocess.PIPE,
        text=True,
    )


def outputs(out: Path) -> list[Path]:
    return sorted(out.rglob("[!.]*.txt"))


def drafts(out: Path) -> list[Path]:
    return [p for p in out.rglob(".*") if not p.name.startswith(".slmsum-batch.")]


@pytest.mark.slow
def test_whatever_moment_it_is_killed_all_is_there_and_whole_in_the_end(tmp_path: Path) -> None:
    chats, out = tmp_path / "chats", tmp_path / "out"
    for number in range(FILES):
        chat = chats / f"{number % 3}" / f"{number}.txt"
        chat.parent.mkdir(parents=True, exist_ok=True)
        chat.write_text(f"Ann: {number}\n", encoding="utf-8")
    chance = random.Random(7)
    killed = 0
    for _ in range(KILLS):
        running = start(chats, out)
        before = len(outputs(out))
        while running.poll() is None and len(outputs(out)) < before + 4:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.05))
        running.kill()
        printed, _ = running.communicate()
        sys.stdout.write(f"{len(outputs(out))} outputs, {len(drafts(out))} drafts\n")
        if printed:
            break
        killed += 1
        for path in outputs(out):
            source = chats / path.relative_to(out).with_suffix("")
            assert path.read_text("utf-8") == source.read_text("utf-8") * jobs.REPEATS
    assert killed, "it was through before it was killed"
    kept = {path: path.stat().st_mtime_ns for path in outputs(out)}
    last = start(chats, out)
    made, there, *others = map(int, last.communicate()[0].split())
    assert (made, there, *others) == (FILES - len(kept), len(kept), 0, 0)
    assert len(outputs(out)) == FILES
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert drafts(out) == []
