"""Devices through PortAudio (`sounddevice`): all of them on macOS, microphones on Windows,
ALSA on Linux, and PulseAudio there by way of ALSA's "pulse" device."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slmsum.audio.devices import Kind, Source, is_mac_loopback
from slmsum.audio.sound import RATE
from slmsum.errors import DeviceBusy, DeviceDenied, DeviceFailed, DeviceLost, SoundError

# What the driver gathers before it hands sound on, in seconds: few wake-ups, little delay.
LATENCY = 0.1

# PortAudio's PaErrorCode.
_INVALID_CHANNELS = -9998
_INVALID_RATE = -9997
_INVALID_DEVICE = -9996
_DEVICE_UNAVAILABLE = -9985
_HOST_ERROR = -9999
# Host error codes: negative errno from ALSA, HRESULT from Windows (E_ACCESSDENIED,
# AUDCLNT_E_DEVICE_IN_USE, AUDCLNT_E_DEVICE_INVALIDATED).
_DENIED = {-1, -13, 0x80070005}
_BUSY = {-16, 0x8889000A}
_GONE = {-2, -19, 0x88890004}


@dataclass(frozen=True, slots=True)
class Stream:
    """An open stream of 16-bit samples; `active` tells whether it still runs."""

    rate: int
    channels: int
    active: Callable[[], bool]
    close: Callable[[], None]


Heard = Callable[[bytes], None]


def library() -> Any:
    """The module `sounddevice`; raises DeviceFailed where its library is not there."""
    try:
        import sounddevice
    except OSError as error:
        raise DeviceFailed(
            "PortAudio", str(error), hint="Install it (Debian, Ubuntu: libportaudio2)."
        ) from error
    return sounddevice


def sources() -> list[Source]:
    """All devices with an input; the default one is marked."""
    sd = library()
    default = sd.default.device[0]
    found = []
    for number, device in enumerate(sd.query_devices()):
        if not device["max_input_channels"] or not _is_preferred(sd, device):
            continue
        name = device["name"]
        loopback = sys.platform == "darwin" and is_mac_loopback(name)
        kind = Kind.SYSTEM if loopback else Kind.MICROPHONE
        found.append(Source(kind, "portaudio", name, name, loopback or number == default))
    return found


def _is_preferred(sd: Any, device: Any) -> bool:
    """Windows shows each device through several interfaces; WASAPI is the one that shares."""
    if sys.platform != "win32":
        return True
    return bool(sd.query_hostapis(device["hostapi"])["name"] == "Windows WASAPI")


def open_stream(source: Source, heard: Heard, ended: Callable[[], None]) -> Stream:
    """Start to record; raises SoundError.

    16 kHz and one channel are asked for first, then what the device itself has. `heard` is
    called in PortAudio's own thread with each block, `ended` when the device stops by itself.
    """
    sd = library()
    if source.backend == "pulse":
        os.environ["PULSE_SOURCE"] = source.key
    device = _device(sd, source)
    own_rate = int(device["default_samplerate"])
    tries = [(RATE, 1), (own_rate, 1), (own_rate, int(device["max_input_channels"]))]
    for rate, channels in tries:
        try:
            return _start(sd, device["index"], (rate, channels), heard, ended)
        except sd.PortAudioError as error:
            last = error
            if error.args[1:2] not in ((_INVALID_RATE,), (_INVALID_CHANNELS,)):
                break
    raise explain(source.name, last) from last


def _device(sd: Any, source: Source) -> Any:
    name = "pulse" if source.backend == "pulse" else source.key
    for device in sd.query_devices():
        if device["name"] == name and device["max_input_channels"] and _is_preferred(sd, device):
            return device
    if source.backend == "pulse":
        raise DeviceFailed(
            source.name,
            "ALSA has no device for PulseAudio",
            hint="Install it (Debian, Ubuntu: libasound2-plugins).",
        )
    raise DeviceLost(source.name)


def _start(
    sd: Any, index: int, shape: tuple[int, int], heard: Heard, ended: Callable[[], None]
) -> Stream:
    rate, channels = shape

    def on_block(data: Any, _frames: int, _times: Any, _flags: Any) -> None:
        heard(bytes(data))

    stream = sd.RawInputStream(
        device=index,
        samplerate=rate,
        channels=channels,
        dtype="int16",
        latency=LATENCY,
        callback=on_block,
        finished_callback=ended,
    )
    stream.start()
    return Stream(rate, channels, lambda: bool(stream.active), stream.close)


def explain(device: str, error: Exception) -> SoundError:
    """PortAudio's error as one of ours, by its codes: (words, PaErrorCode, (api, code, words))."""
    given = dict(enumerate(error.args))
    words, code = given.get(0, ""), given.get(1, 0)
    _api, host, more = given.get(2, (0, 0, ""))
    host = host if host >= -(2**15) else host & 0xFFFFFFFF
    if code == _DEVICE_UNAVAILABLE or (code == _HOST_ERROR and host in _BUSY):
        return DeviceBusy(device)
    if code == _HOST_ERROR and host in _DENIED:
        return DeviceDenied(device)
    if code == _INVALID_DEVICE or (code == _HOST_ERROR and host in _GONE):
        return DeviceLost(device)
    return DeviceFailed(device, f"{words} {more}".strip())
