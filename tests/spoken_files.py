"""Speech made by espeak-ng, and audio and video files made of it."""

import io
import subprocess
import wave
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

RATE = 16_000
Samples = NDArray[np.int16]


def say(text: str, voice: str = "en-gb", speed: int = 150, rate: int = RATE) -> Samples:
    """`text` read aloud, shape (1, length)."""
    done = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", str(speed), "--stdout"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    with wave.open(io.BytesIO(done.stdout)) as file:
        made = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        return resampled(made, file.getframerate(), rate)


def resampled(samples: Samples, before: int, after: int) -> Samples:
    """One channel at another rate, shape (1, length)."""
    places = np.arange(0, len(samples), before / after)
    values = np.interp(places, np.arange(len(samples)), samples)
    return values.astype(np.int16).reshape(1, -1)


def silence(seconds: float, channels: int = 1, rate: int = RATE) -> Samples:
    return np.zeros((channels, round(seconds * rate)), np.int16)


def joined(*parts: Samples) -> Samples:
    return np.concatenate(parts, axis=1)


def side_by_side(left: Samples, right: Samples) -> Samples:
    """Two channels, the shorter one filled with silence."""
    length = max(left.shape[1], right.shape[1])
    return np.concatenate(
        [np.pad(side, ((0, 0), (0, length - side.shape[1]))) for side in (left, right)]
    )


def encode(
    path: Path,
    samples: Samples,
    codec: str,
    *,
    rate: int = RATE,
    video: bool = False,
    tracks: int = 1,
    **options: str,
) -> Path:
    """Write samples, shape (channels, length), as a file; its suffix chooses the container."""
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[samples.shape[0]]
    with av.open(str(path), "w", options=options) as container:
        pictures: Any = container.add_stream("mpeg4", rate=5) if video else None
        if pictures is not None:
            pictures.width, pictures.height, pictures.pix_fmt = 64, 64, "yuv420p"
        streams: list[Any] = [container.add_stream(codec, rate=rate) for _ in range(tracks)]
        for stream in streams:
            stream.layout = layout
        if pictures is not None:
            _show(container, pictures, samples.shape[1] / rate)
        for stream in streams:
            _play(container, stream, samples, rate, layout)
    return path


def _play(container: Any, stream: Any, samples: Samples, rate: int, layout: str) -> None:
    step = 1024
    for at in range(0, samples.shape[1], step):
        packed = np.ascontiguousarray(samples[:, at : at + step].T).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def _show(container: Any, stream: Any, seconds: float) -> None:
    for number in range(max(1, round(seconds * 5))):
        picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        picture.pts = number
        container.mux(stream.encode(picture))
    container.mux(stream.encode(None))


def silent_video(path: Path) -> Path:
    """A video without a sound track."""
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        _show(container, stream, 1.0)
    return path
