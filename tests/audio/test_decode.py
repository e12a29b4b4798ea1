"""Audio and video of all kinds as sound, and what is said of those that are none."""

import io
import shutil
import wave
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from spoken_files import (
    Samples,
    encode,
    joined,
    resampled,
    side_by_side,
    silence,
    silent_video,
)

from slmsum.audio.decode import Decoded, decode
from slmsum.audio.media import is_media
from slmsum.audio.sound import RATE
from slmsum.audio.take import CHANNELS_TAG, TakeWriter, mend
from slmsum.errors import BadMedia, DiskFull, EmptyInput, ProtectedMedia, SlmsumError
from slmsum.progress import Progress

SHARED = Path(__file__).parents[3] / "shared" / "audio"

Decode = Callable[[Path], Decoded]


@pytest.fixture
def read(tmp_path: Path) -> Decode:
    return lambda path: decode(path, path.name, tmp_path / "work")


def tone(hertz: float, seconds: float = 3.0, rate: int = RATE) -> Samples:
    times = np.arange(round(seconds * rate)) / rate
    # It swells and fades, so that a shift in time shows.
    wave_form = np.sin(2 * np.pi * hertz * times) * np.sin(np.pi * times / seconds)
    return (wave_form * 12000).astype(np.int16).reshape(1, -1)


def likeness(found: Samples, wanted: Samples) -> float:
    """The correlation of two sounds at the shift, of up to 0.1 s, that fits best."""
    length = min(found.shape[1], wanted.shape[1]) - 3200
    middle = wanted[0, 1600 : 1600 + length].astype(float)
    return max(
        float(np.corrcoef(found[0, at : at + length].astype(float), middle)[0, 1])
        for at in range(0, 3200, 4)
    )


@pytest.mark.parametrize(
    "name, codec, rate",
    [
        ("talk.mp3", "libmp3lame", 44100),
        ("talk.m4a", "aac", 48000),
        ("note.opus", "libopus", 48000),
        ("note.ogg", "libopus", 24000),
        ("talk.wav", "pcm_s16le", 8000),
        ("talk.flac", "flac", 22050),
        ("talk.aac", "aac", 16000),
        ("talk.aiff", "pcm_s16be", 11025),
        ("talk.amr", "libopencore_amrnb", 8000),
        ("call.mp4", "aac", 32000),
        ("call.mkv", "libopus", 48000),
        ("call.webm", "libopus", 48000),
        ("call.mov", "pcm_s16le", 44100),
        ("call.ts", "aac", 44100),
    ],
)
def test_common_formats(read: Decode, tmp_path: Path, name: str, codec: str, rate: int) -> None:
    original = tone(300)
    path = encode(tmp_path / name, resampled(original[0], RATE, rate), codec, rate=rate)
    decoded = read(path)
    assert is_media(path.read_bytes()[:4096])
    assert decoded.warnings == ()
    assert decoded.sound.channels == 1
    assert decoded.sound.seconds == pytest.approx(3.0, abs=0.15)
    assert likeness(decoded.sound.samples, original) > 0.98


@pytest.mark.parametrize("name", ["film.mp4", "film.mkv"])
def test_the_sound_of_a_video(read: Decode, tmp_path: Path, name: str) -> None:
    path = encode(tmp_path / name, tone(300), "aac", video=True)
    assert read(path).sound.seconds == pytest.approx(3.0, abs=0.15)


def test_both_sides_of_a_call_stay_apart(read: Decode, tmp_path: Path) -> None:
    left, right = joined(tone(300), silence(3)), joined(silence(3), tone(500))
    sound = read(encode(tmp_path / "call.wav", side_by_side(left, right), "pcm_s16le")).sound
    assert sound.channels == 2
    assert np.array_equal(sound.samples[0:1], left)
    assert np.array_equal(sound.samples[1:2], right)


def test_two_who_talk_at_once_stay_apart(read: Decode, tmp_path: Path) -> None:
    both = side_by_side(tone(300), tone(470))
    assert read(encode(tmp_path / "call.flac", both, "flac")).sound.channels == 2


def test_the_same_sound_twice_becomes_one(read: Decode, tmp_path: Path) -> None:
    twice = side_by_side(tone(300), tone(300))
    sound = read(encode(tmp_path / "room.wav", twice, "pcm_s16le")).sound
    assert sound.channels == 1
    assert np.array_equal(sound.samples, tone(300))


def test_two_microphones_in_one_room_become_one(read: Decode, tmp_path: Path) -> None:
    """The second hears the same 4 ms later, a little weaker, and with noise of its own."""
    noise = np.random.default_rng(7).normal(0, 300, (2, 3 * RATE))
    second = np.roll(tone(300), 64, axis=1) * 0.7
    heard = np.concatenate([tone(300), second]) + noise
    path = encode(tmp_path / "room.wav", heard.astype(np.int16), "pcm_s16le")
    assert read(path).sound.channels == 1


@pytest.mark.parametrize("silent", [0, 1])
def test_a_silent_side_is_left_out(read: Decode, tmp_path: Path, silent: int) -> None:
    sides = [tone(300), tone(300)]
    sides[silent] = silence(3)
    sound = read(encode(tmp_path / "half.wav", side_by_side(*sides), "pcm_s16le")).sound
    assert sound.channels == 1
    assert np.array_equal(sound.samples, tone(300))


def test_many_channels_are_mixed(read: Decode, tmp_path: Path) -> None:
    path = encode(tmp_path / "six.wav", np.concatenate([tone(300)] * 6), "pcm_s16le")
    assert read(path).sound.channels == 1


def test_named_channels_and_the_date_of_a_take(tmp_path: Path, read: Decode) -> None:
    import av

    path = tmp_path / "take.flac"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("flac", rate=RATE, layout="stereo")
        container.metadata[CHANNELS_TAG] = "me,others"
        container.metadata["DATE"] = "2026-03-01T09:30:00"
        packed = np.ascontiguousarray(side_by_side(tone(300), silence(3)).T).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout="stereo")
        frame.sample_rate = RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    decoded = read(path)
    assert decoded.names == ("me", "others")
    assert decoded.sound.channels == 2
    assert decoded.began == datetime(2026, 3, 1, 9, 30)


def test_a_take_of_ours_is_whole_or_told_to_be_cut(tmp_path: Path, read: Decode) -> None:
    path = tmp_path / "take.opus"
    began = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    writer = TakeWriter(path, ("me", "others"), began, reserve=0)
    writer.write(side_by_side(tone(300), tone(500)))
    writer.close()
    assert read(path).warnings == ()
    path.write_bytes(path.read_bytes()[:-1000])
    assert read(path).warnings[0].startswith("the recording is cut: ")
    assert mend(path) > 2
    assert read(path).warnings == ()


def test_only_the_first_of_several_tracks_is_heard(read: Decode, tmp_path: Path) -> None:
    path = encode(tmp_path / "two.mkv", tone(300), "pcm_s16le", tracks=2)
    assert read(path).warnings == ("only the first of its 2 sound tracks was listened to",)


@pytest.mark.parametrize(
    "name, codec",
    [
        ("cut.mp3", "libmp3lame"),
        ("cut.flac", "flac"),
        ("cut.mkv", "libopus"),
        ("cut.wav", "pcm_s16le"),
        ("cut.aiff", "pcm_s16be"),
    ],
)
def test_a_cut_file_gives_what_is_there(
    read: Decode, tmp_path: Path, name: str, codec: str
) -> None:
    rate = 48000 if codec == "libopus" else RATE
    path = encode(tmp_path / name, resampled(tone(300, 12)[0], RATE, rate), codec, rate=rate)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    decoded = read(path)
    assert 3 < decoded.sound.seconds < 9
    (warning,) = decoded.warnings
    assert warning.startswith("the recording is cut: ")
    assert warning.endswith(" of 12 seconds are there")


@pytest.fixture
def ogg(tmp_path: Path) -> Path:
    samples = resampled(tone(300, 12)[0], RATE, 48000)
    return encode(tmp_path / "note.ogg", samples, "libopus", rate=48000)


def test_a_cut_ogg_file_has_half_a_page_at_its_end(read: Decode, ogg: Path) -> None:
    ogg.write_bytes(ogg.read_bytes()[: ogg.stat().st_size * 2 // 3])
    seconds = read(ogg).sound.seconds
    assert 3 < seconds < 11
    assert read(ogg).warnings == (f"the recording is cut: only {seconds:.0f} seconds are there",)


def test_an_ogg_file_cut_between_pages_has_no_end(read: Decode, ogg: Path) -> None:
    data = ogg.read_bytes()
    ogg.write_bytes(data[: data.rfind(b"OggS")])
    (warning,) = read(ogg).warnings
    assert warning.startswith("the recording may be cut: nothing marks its end after ")


@pytest.mark.parametrize("size", [0, 0x7FFFF000, 0xFFFFFFFF])
def test_a_wav_file_from_a_pipe_promises_nothing(read: Decode, tmp_path: Path, size: int) -> None:
    path = encode(tmp_path / "piped.wav", tone(300), "pcm_s16le")
    data = bytearray(path.read_bytes())
    at = data.index(b"data") + 4
    data[at : at + 4] = size.to_bytes(4, "little")
    path.write_bytes(data)
    assert read(path).sound.seconds == pytest.approx(3, abs=0.01)
    assert read(path).warnings == ()


def test_times_stay_true_behind_damage(read: Decode, tmp_path: Path) -> None:
    path = encode(tmp_path / "talk.mp4", tone(300, 12), "aac")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 400] = bytes(byte ^ 0x5A for byte in data[middle : middle + 400])
    path.write_bytes(data)
    decoded = read(path)
    assert decoded.sound.seconds == pytest.approx(12, abs=0.2)
    assert len(decoded.warnings) == 1
    assert "could not be decoded" in decoded.warnings[0]


def cut_m4a(folder: Path) -> Path:
    path = encode(folder / "cut.m4a", tone(300), "aac")
    path.write_bytes(path.read_bytes()[:-400])
    return path


def protected(folder: Path) -> Path:
    path = encode(folder / "bought.m4a", tone(300), "aac")
    path.write_bytes(path.read_bytes().replace(b"mp4a" + bytes(6), b"drms" + bytes(6)))
    return path


def noise_called_mp3(folder: Path) -> Path:
    path = folder / "noise.mp3"
    path.write_bytes(b"ID3\x03\x00" + bytes(range(256)) * 40)
    return path


def zero_length(folder: Path) -> Path:
    path = folder / "zero.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
    return path


@pytest.mark.parametrize(
    "make, error, words",
    [
        (cut_m4a, BadMedia, "cut.m4a: sound that cannot be decoded: it is cut off or damaged"),
        (protected, ProtectedMedia, "bought.m4a: protected against copying (DRM)"),
        (noise_called_mp3, BadMedia, "noise.mp3: sound that cannot be decoded: it is cut off"),
        (zero_length, EmptyInput, "zero.wav: no sound in it (zero length)"),
        (lambda f: silent_video(f / "film.mp4"), EmptyInput, "film.mp4: a video without sound"),
    ],
)
def test_what_cannot_be_heard(
    read: Decode,
    tmp_path: Path,
    make: Callable[[Path], Path],
    error: type[SlmsumError],
    words: str,
) -> None:
    path = make(tmp_path)
    assert is_media(path.read_bytes()[:4096])
    with pytest.raises(error) as caught:
        read(path)
    assert caught.value.message.startswith(words)
    assert caught.value.hint


def test_a_stream_is_decoded_as_a_file_is(tmp_path: Path) -> None:
    path = encode(tmp_path / "talk.m4a", tone(300), "aac")
    with path.open("rb") as stream:
        from_stream = decode(stream, "stdin", tmp_path).sound
    from_file = decode(path, "talk.m4a", tmp_path).sound
    assert np.array_equal(from_stream.samples, from_file.samples)


def test_a_cut_stream_is_told(tmp_path: Path) -> None:
    data = encode(tmp_path / "talk.wav", tone(300, 12), "pcm_s16le").read_bytes()
    decoded = decode(io.BytesIO(data[: len(data) // 2]), "stdin", tmp_path)
    assert decoded.warnings == ("the recording is cut: 6 of 12 seconds are there",)


def test_nothing_is_left_on_the_disk(read: Decode, tmp_path: Path) -> None:
    decoded = read(encode(tmp_path / "talk.wav", tone(300), "pcm_s16le"))
    assert decoded.sound.samples.any()
    assert list((tmp_path / "work").iterdir()) == []


def test_progress_in_seconds(tmp_path: Path) -> None:
    seen: list[Progress] = []
    path = encode(tmp_path / "long.flac", silence(100), "flac")
    decode(path, "long.flac", tmp_path, seen.append)
    assert [round(step.done) for step in seen] == [30, 60, 90]
    assert {step.total for step in seen} == {100.0}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = encode(tmp_path / "talk.wav", tone(300), "pcm_s16le")
    with Path("/dev/full").open("wb", 0) as full:
        monkeypatch.setattr("tempfile.TemporaryFile", lambda **_: full)
        with pytest.raises(DiskFull):
            decode(path, "talk.wav", tmp_path)


@pytest.mark.parametrize(
    "head",
    [
        b"\xff\xfe1\x00/\x00",  # UTF-16 text, whose mark looks like MPEG's sync
        b"PK\x03\x04",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"\x00\x00\x00\x1cftypheic",
        b"\x00\x00\x00\x1cftypavif",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"GGGGG",
        b"Ann: ID3 is a tag",
        b"[01.02.2024, 10:00] Ann: hi",
        b"",
    ],
)
def test_other_files_are_no_media(head: bytes) -> None:
    assert not is_media(head)
    assert not is_media(head + bytes(4096))


def test_a_bare_mp3_frame_is_told_from_noise(tmp_path: Path) -> None:
    path = encode(tmp_path / "bare.mp3", tone(300), "libmp3lame", write_xing="0", id3v2_version="0")
    data = path.read_bytes()
    assert data[:2] == b"\xff\xf3"
    assert is_media(data[:4096])
    assert not is_media(data[:4] + bytes(4096))


@pytest.mark.samples
def test_real_recordings(read: Decode, tmp_path: Path) -> None:
    stereo = read(SHARED / "stereo_diarization.wav").sound
    assert (stereo.channels, stereo.seconds) == (2, 5.0)
    assert read(SHARED / "jfk.flac").sound.channels == 1
    assert read(SHARED / "jfk.flac").sound.seconds == pytest.approx(11, abs=0.1)
    shutil.copy(SHARED / "hotwords.mp3", tmp_path / "renamed.txt")
    assert is_media((tmp_path / "renamed.txt").read_bytes()[:4096])
    assert read(tmp_path / "renamed.txt").sound.seconds == pytest.approx(4, abs=0.1)
