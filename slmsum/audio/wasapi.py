"""What Windows plays, through WASAPI loopback: PyAudioWPatch, since plain PortAudio has none."""

from __future__ import annotations

from typing import Any

from slmsum.audio.devices import Kind, Source
from slmsum.audio.portaudio import LATENCY, Heard, Stream
from slmsum.errors import DeviceFailed, DeviceLost


def _library() -> Any:
    import pyaudiowpatch

    return pyaudiowpatch


def sources() -> list[Source]:
    """One source for each loudspeaker; none where Windows has no sound at all."""
    pyaudio = _library()
    audio = pyaudio.PyAudio()
    try:
        default = audio.get_default_wasapi_loopback()["name"]
    except (OSError, LookupError):
        default = ""
    try:
        names = [device["name"] for device in audio.get_loopback_device_info_generator()]
    except (OSError, LookupError):
        names = []
    finally:
        audio.terminate()
    return [Source(Kind.SYSTEM, "wasapi", name, name, name == default) for name in names]


def open_stream(source: Source, heard: Heard) -> Stream:
    """Start to record at the loudspeaker's own rate and channels; raises SoundError.

    Windows gives no blocks at all while nothing plays.
    """
    pyaudio = _library()
    audio = pyaudio.PyAudio()
    devices = audio.get_loopback_device_info_generator()
    device = next((found for found in devices if found["name"] == source.key), None)
    if device is None:
        raise DeviceLost(source.name)

    def on_block(data: bytes, _frames: int, _times: Any, _flags: int) -> tuple[None, int]:
        heard(data)
        return None, int(pyaudio.paContinue)

    rate, channels = int(device["defaultSampleRate"]), int(device["maxInputChannels"])
    try:
        stream = audio.open(
            rate=rate,
            channels=channels,
            format=pyaudio.paInt16,
            input=True,
            input_device_index=device["index"],
            frames_per_buffer=int(rate * LATENCY / 2),
            stream_callback=on_block,
        )
    except OSError as error:
        raise DeviceFailed(source.name, str(error)) from error
    return Stream(rate, channels, stream.is_active, stream.close)
