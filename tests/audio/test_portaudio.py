"""Opening devices through PortAudio, with the real library and a real sound server."""

import subprocess
import sys

import pytest
from sound_server import SoundServer

pytestmark = pytest.mark.slow

# Run apart, for PortAudio looks for devices once in a process. The driver of this device refuses
# what it is not made for, as many do.
PROGRAM = """
import sys, threading
import sounddevice
from slmsum.audio import portaudio
from slmsum.audio.devices import Kind, Source
from slmsum.errors import SoundError

real = sounddevice.RawInputStream
refused = {refused!r}

def strict(samplerate, channels, **options):
    if samplerate in refused:
        raise sounddevice.PortAudioError("Error opening RawInputStream", refused[samplerate])
    return real(samplerate=samplerate, channels=channels, **options)

sounddevice.RawInputStream = strict
heard = threading.Event()
sizes = []
def hear(samples):
    sizes.append(len(samples))
    heard.set()
source = Source(Kind.MICROPHONE, "pulse", {key!r}, "Headset")
try:
    stream = portaudio.open_stream(source, hear, lambda: None)
except SoundError as error:
    print(type(error).__name__, error)
else:
    print(stream.rate, stream.channels, heard.wait(10), sizes[0] > 0, stream.active())
    stream.close()
"""


def opened(server: SoundServer, refused: dict[int, int], key: str = "headset") -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(refused=refused, key=key)],
        env=server.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or done.stderr


def test_sixteen_kilohertz_and_one_channel_are_asked_for(server: SoundServer) -> None:
    assert opened(server, {}) == "16000 1 True True True"


def test_a_rate_that_is_refused_gives_way_to_the_devices_own(server: SoundServer) -> None:
    assert opened(server, {16_000: -9997}) == "44100 1 True True True"


def test_a_device_that_takes_no_rate_says_so(server: SoundServer) -> None:
    told = opened(server, {16_000: -9997, 44_100: -9997})
    assert told.startswith("DeviceFailed Headset: cannot be opened: Error opening RawInputStream")


def test_a_device_in_use_says_so(server: SoundServer) -> None:
    assert opened(server, {16_000: -9985}) == "DeviceBusy Headset: in use by another program"


def test_a_source_that_is_gone_is_an_error_and_not_another_source(server: SoundServer) -> None:
    assert opened(server, {}, key="nosuch").startswith("DeviceFailed Headset: cannot be opened")
