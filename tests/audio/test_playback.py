"""Sound is decoded from any place on, and what cannot be heard says why."""

from pathlib import Path

import pytest

from slmsum.audio.playback import Playback
from slmsum.errors import SlmsumError
from slmsum.paths import resource_path


def test_what_holds_no_sound_ends_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "words.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:02,000\nHello\n")
    playback = Playback(path, 0.0)
    playback.start()
    assert playback.ended.wait(20)
    assert isinstance(playback.error, SlmsumError)
    playback.stop()


@pytest.mark.parametrize(("start", "end"), [(0.0, 2.0), (5.0, 9.0)])
def test_the_stretch_asked_for_is_what_is_played(start: float, end: float) -> None:
    playback = Playback(resource_path("samples/printer-call.opus"), start, end)
    blocks = list(playback.blocks())
    seconds = sum(len(samples) for _, samples in blocks) / 2 / 48_000
    assert seconds == pytest.approx(end - start, abs=0.1)
    assert blocks[0][0] == pytest.approx(start, abs=0.1)
