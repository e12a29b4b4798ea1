"""Batches on a real Dask scheduler with worker processes on this machine."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from slmsum.machine import Machine
from slmsum.many.cluster import Cluster, ClusterFailed
from slmsum.power import plan

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
SCHEDULER = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0")
CHAT = "Ann: Can you bring the keys to Ben on Monday?\nBen: Yes, at nine.\nAnn: Great, thanks.\n"
MEASURED = re.compile(r"[\d.,]+ s · [\d,]+ J")


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", *arguments, "--no-dashboard"],
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler without workers."""
    with start(*SCHEDULER, "--no-show") as process:
        assert process.stderr is not None
        lines = (re.search(r"tcp://127\.0\.0\.1:\d+", line) for line in process.stderr)
        yield next(found[0] for found in lines if found)
        process.terminate()
        process.stderr.read()


def batch(folder: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "slmsum", "batch", str(folder), "-o", str(out), *options],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def chats(tmp_path: Path) -> Path:
    folder = tmp_path / "chats"
    (folder / "slack" / "general").mkdir(parents=True)
    (folder / "keys.txt").write_text(CHAT, encoding="utf-8")
    (folder / "slack" / "users.json").write_text('[{"id": "U1", "name": "ann"}]', encoding="utf-8")
    (folder / "slack" / "general" / "2026-01-02.json").write_text(
        '[{"type": "message", "user": "U1", "ts": "1767348000.1", "text": "I will bring cups."}]',
        encoding="utf-8",
    )
    (folder / "broken.json").write_text('{"messages": [', encoding="utf-8")
    return folder


@pytest.mark.models
def test_a_cluster_gives_what_this_machine_gives(
    chats: Path, tmp_path: Path, scheduler: str, summarizer_folder: Path, encoder_folder: Path
) -> None:
    with start(
        "distributed.cli.dask_worker", scheduler, "--nthreads", "1", "--host", "127.0.0.1"
    ) as worker:
        assert worker.stderr is not None
        next(line for line in worker.stderr if "Registered to" in line)
        far = batch(chats, tmp_path / "far", "--power", "saver", "--dask", scheduler)
        worker.terminate()
        worker.stderr.read()
    near = batch(chats, tmp_path / "near", "--power", "saver")
    assert far.returncode == near.returncode == 1
    assert far.stdout.startswith("2 made, 1 failed; ")
    assert "broken.json" in far.stderr
    for path in (tmp_path / "near").rglob("*.md"):
        same = (tmp_path / "far" / path.relative_to(tmp_path / "near")).read_text("utf-8")
        assert MEASURED.sub("", same) == MEASURED.sub("", path.read_text("utf-8"))


def test_a_cluster_without_workers_is_told_of(chats: Path, tmp_path: Path, scheduler: str) -> None:
    done = batch(chats, tmp_path / "out", "--dask", scheduler)
    assert done.returncode == 1
    assert "it has no workers" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bad_address_is_one_clear_line(chats: Path, tmp_path: Path) -> None:
    done = batch(chats, tmp_path / "out", "--dask", "nonsense", "--quiet")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "slmsum: Dask scheduler nonsense: not an address",
        "  Write it like tcp://10.0.0.5:8786 or tls://host:8786.",
    ]


@pytest.mark.parametrize("address", ["tcp://:1", "ftp://127.0.0.1:1", "127.0.0.1:x"])
def test_other_bad_addresses_are_refused_before_anything_is_reached(address: str) -> None:
    with pytest.raises(ClusterFailed, match="not an address"):
        Cluster(address, plan("saver", Machine(cores=1)))


def test_without_the_library_it_says_what_to_install(chats: Path, tmp_path: Path) -> None:
    (tmp_path / "distributed.py").write_text("raise ImportError('not installed')\n")
    done = subprocess.run(
        [sys.executable, "-m", "slmsum", "batch", str(chats), "-o", "out", "--dask", "h:1"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "pip install 'slmsum[batch]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_only_the_scheduler_may_be_reached() -> None:
    code = """
import socket
from slmsum import offline
from slmsum.errors import NetworkRefused
offline.install()
offline.allow_address("127.0.0.1", 9)
def refused(action):
    try:
        action()
    except NetworkRefused:
        return True
    except OSError:
        return False
connect = lambda *address: (lambda: socket.create_connection(address, timeout=1))
print(refused(connect("127.0.0.1", 9)), refused(connect("127.0.0.1", 10)))
print(refused(connect("127.0.0.2", 9)), refused(lambda: socket.getaddrinfo("example.org", 9)))
print(refused(lambda: socket.socket().bind(("127.0.0.1", 9))))
print(refused(lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9))))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True", "True", "True", "True", "True"]
