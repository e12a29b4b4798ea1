"""The file of a take: whole at every moment, and mended wherever it was cut."""

import io
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sound_server import ROOT, decode, strength, tags, tone

from slmsum.audio import ogg, unfinished
from slmsum.audio.sound import RATE
from slmsum.audio.take import TakeWriter, mend
from slmsum.errors import BadOption, DiskFull

BEGAN = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def write(path: Path, seconds: float, channels: tuple[str, ...] = ("me", "others")) -> TakeWriter:
    """A take that is still open: 500 Hz on the first channel, 1300 on the second."""
    writer = TakeWriter(path, channels, BEGAN, reserve=0)
    sound = np.stack([tone(hertz, seconds) for hertz in (500, 1300)[: len(channels)]])
    samples = (sound * 32767).astype(np.int16)
    for at in range(0, samples.shape[1], 1600):
        writer.write(samples[:, at : at + 1600])
    return writer


@pytest.fixture(scope="module")
def whole_take(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("take") / "take.opus"
    write(path, 3.0).close()
    return path


@pytest.fixture
def whole(whole_take: Path) -> bytes:
    return whole_take.read_bytes()


def test_a_take_holds_what_was_written_and_says_what_it_is(tmp_path: Path) -> None:
    writer = write(tmp_path / "take.opus", 3.0)
    assert writer.close() == 3.0
    me, others = decode(tmp_path / "take.opus")
    assert len(me) == 3 * 48000
    assert strength(me[9600:], 500) == pytest.approx(0.3, rel=0.05)
    assert strength(others[9600:], 1300) == pytest.approx(0.3, rel=0.05)
    assert strength(me, 1300) < 0.002 > strength(others, 500)
    found = tags(tmp_path / "take.opus")
    assert found["SLMSUM_CHANNELS"] == "me,others"
    assert found["DATE"] == "2026-03-01T09:30:00+00:00"


def test_an_open_take_can_be_read_up_to_half_a_second_before_its_end(tmp_path: Path) -> None:
    writer = write(tmp_path / "take.opus", 3.0)
    assert decode(tmp_path / "take.opus").shape[1] / 48000 > 2.5
    writer.close()


def test_one_channel_is_mono(tmp_path: Path) -> None:
    write(tmp_path / "take.opus", 0.5, ("others",)).close()
    assert decode(tmp_path / "take.opus").shape[0] == 1
    assert tags(tmp_path / "take.opus")["SLMSUM_CHANNELS"] == "others"


def test_an_hour_takes_less_than_sixty_megabytes(tmp_path: Path) -> None:
    writer = TakeWriter(tmp_path / "take.opus", ("me", "others"), BEGAN, reserve=0)
    noise = np.random.default_rng(3).normal(0, 3000, (2, 20 * RATE)).astype(np.int16)
    writer.write(noise)
    writer.close()
    assert (tmp_path / "take.opus").stat().st_size / 20 * 3600 < 60e6


def test_a_take_replaces_nothing(tmp_path: Path) -> None:
    (tmp_path / "take.opus").write_text("mine")
    with pytest.raises(BadOption, match="such a file already"):
        TakeWriter(tmp_path / "take.opus", ("me",), BEGAN, reserve=0)
    assert (tmp_path / "take.opus").read_text() == "mine"


def test_no_take_begins_on_a_disk_that_is_nearly_full(tmp_path: Path) -> None:
    with pytest.raises(DiskFull):
        TakeWriter(tmp_path / "take.opus", ("me",), BEGAN, reserve=1 << 62)
    assert not (tmp_path / "take.opus").exists()


# The limit holds for all files of a process, so it is set in one that has no other.
FULL_DISK = """
import resource, signal, sys
from pathlib import Path
import numpy as np
from slmsum.errors import OutputFailed
from test_take import BEGAN, TakeWriter

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
writer = TakeWriter(Path(sys.argv[1]), ("me", "others"), BEGAN, reserve=0)
noise = np.random.default_rng(3).normal(0, 3000, (2, 1600)).astype(np.int16)
try:
    for _block in range(100):
        writer.write(noise)
except OutputFailed as error:
    print(writer.close(), error.message)
"""


def test_a_write_that_fails_keeps_what_was_written(tmp_path: Path) -> None:
    take = tmp_path / "take.opus"
    paths = os.pathsep.join([str(ROOT), str(Path(__file__).parent)])
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(take)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    seconds, _, message = done.stdout.partition(" ")
    assert "cannot be written" in message
    assert 0.5 < float(seconds) < 3
    assert decode(take).shape[1] / 48000 == pytest.approx(float(seconds), abs=0.03)


@settings(max_examples=60, deadline=None)
@given(share=st.floats(0, 1), tail=st.sampled_from([b"", bytes(5000), b"OggS", b"\xff" * 300]))
def test_a_take_cut_anywhere_is_mended(whole_take: Path, share: float, tail: bytes) -> None:
    whole = whole_take.read_bytes()
    kept = int(share * len(whole))
    file = io.BytesIO(whole[:kept] + tail)
    seconds = ogg.mend(file)
    data = file.getvalue()
    if seconds:
        # The mark of the end and the checksum of the last page are all that is new.
        assert sum(one != other for one, other in zip(whole, data, strict=False)) <= 5
        with av.open(io.BytesIO(data)) as container:
            length = sum(frame.samples for frame in container.decode(audio=0)) / 48000
        assert length == pytest.approx(seconds, abs=0.03)
        # No more is missing than the page that was cut and what the encoder held back.
        assert seconds > share * 3.0 - 0.5
    else:
        assert kept < 4096


def test_a_damaged_last_page_is_left_out(whole: bytes, tmp_path: Path) -> None:
    data = bytearray(whole)
    data[-20] ^= 0xFF
    (tmp_path / "take.opus").write_bytes(data)
    assert 2.5 < mend(tmp_path / "take.opus") < 3.0
    assert decode(tmp_path / "take.opus").shape[1] / 48000 < 3.0


def test_mending_a_whole_take_changes_nothing(whole: bytes, tmp_path: Path) -> None:
    (tmp_path / "take.opus").write_bytes(whole)
    assert mend(tmp_path / "take.opus") == pytest.approx(3.0, abs=0.001)
    assert (tmp_path / "take.opus").read_bytes() == whole


def leave_behind(home: Path, take: Path) -> None:
    """A note of a take, left by a process that was killed."""
    code = (
        "import os, sys; from pathlib import Path; from slmsum.audio.unfinished import Note; "
        "note = Note(Path(sys.argv[1]), Path(sys.argv[2])); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(home), str(take)], cwd=ROOT, check=False)


def test_an_interrupted_take_is_found_and_made_whole_once(whole: bytes, tmp_path: Path) -> None:
    take = tmp_path / "take.opus"
    take.write_bytes(whole[: len(whole) // 2])
    leave_behind(tmp_path / "home", take)
    assert unfinished.interrupted(tmp_path / "home") == [take]
    (found,) = unfinished.recover(tmp_path / "home")
    assert (found.path, found.problem) == (take, "")
    assert found.seconds == pytest.approx(decode(take).shape[1] / 48000, abs=0.03)
    assert unfinished.recover(tmp_path / "home") == []


def test_a_take_in_progress_is_left_alone(tmp_path: Path) -> None:
    note = unfinished.Note(tmp_path, tmp_path / "take.opus")
    assert unfinished.interrupted(tmp_path) == []
    note.close()
    assert not list((tmp_path / "recordings/.unfinished").iterdir())


def test_an_empty_take_is_removed_and_another_file_is_not(whole: bytes, tmp_path: Path) -> None:
    (tmp_path / "empty.opus").write_bytes(whole[:300])
    (tmp_path / "other.opus").write_text("something of the user's")
    for name in ("empty.opus", "other.opus", "gone.opus"):
        leave_behind(tmp_path / "home", tmp_path / name)
    assert unfinished.recover(tmp_path / "home") == []
    assert [path.name for path in tmp_path.glob("*.opus")] == ["other.opus"]
    assert (tmp_path / "other.opus").read_text() == "something of the user's"


def test_a_take_on_a_disk_that_is_away_is_found_later(whole: bytes, tmp_path: Path) -> None:
    leave_behind(tmp_path / "home", tmp_path / "stick/take.opus")
    (found,) = unfinished.recover(tmp_path / "home")
    assert "stick/take.opus" in found.problem
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick/take.opus").write_bytes(whole)
    (found,) = unfinished.recover(tmp_path / "home")
    assert found.seconds == pytest.approx(3.0, abs=0.001)
