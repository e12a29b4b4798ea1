"""Choosing among devices, and what PortAudio's errors mean."""

import re
from pathlib import Path

import pytest

from slmsum import audio
from slmsum.audio.devices import Kind, Source, Wanted, choose, guidance, is_mac_loopback
from slmsum.audio.portaudio import explain
from slmsum.errors import (
    BadOption,
    DeviceBusy,
    DeviceDenied,
    DeviceFailed,
    DeviceLost,
    NoMicrophone,
    NoSystemSound,
    SoundError,
)

BUILT_IN = Source(Kind.MICROPHONE, "pulse", "alsa_input.pci", "Built-in Audio")
HEADSET = Source(Kind.MICROPHONE, "pulse", "alsa_input.usb", "USB Headset", default=True)
SPEAKERS = Source(Kind.SYSTEM, "pulse", "alsa_output.pci.monitor", "Monitor of Built-in Audio")
ALL = [BUILT_IN, HEADSET, SPEAKERS]


@pytest.mark.parametrize(
    "name, source",
    [
        ("", HEADSET),
        ("Built-in Audio", BUILT_IN),
        ("headset", HEADSET),
        ("alsa_input.pci", BUILT_IN),
        ("alsa_output.pci.monitor", SPEAKERS),
    ],
)
def test_a_microphone_is_chosen_by_name(name: str, source: Source) -> None:
    assert choose(ALL, Wanted(Kind.MICROPHONE, name)) == source


def test_without_a_default_the_first_is_taken() -> None:
    assert choose([SPEAKERS, BUILT_IN], Wanted(Kind.MICROPHONE)) == BUILT_IN


@pytest.mark.parametrize("name, problem", [("studio", "no such"), ("u", "several devices")])
def test_a_name_that_fits_none_or_several_is_refused(name: str, problem: str) -> None:
    with pytest.raises(BadOption, match=problem) as caught:
        choose(ALL, Wanted(Kind.MICROPHONE, name))
    assert caught.value.hint == "There are: Built-in Audio, USB Headset."


def test_nothing_to_choose_from_says_what_to_do() -> None:
    with pytest.raises(NoMicrophone):
        choose([SPEAKERS], Wanted(Kind.MICROPHONE))
    with pytest.raises(NoSystemSound) as caught:
        choose([BUILT_IN], Wanted(Kind.SYSTEM))
    assert caught.value.hint == guidance()


@pytest.mark.parametrize(
    "platform, words", [("linux", "PipeWire"), ("darwin", "BlackHole"), ("win32", "WASAPI")]
)
def test_each_system_has_guidance(platform: str, words: str) -> None:
    assert words in guidance(platform) and "--no-system" in guidance(platform)


def test_mac_drivers_for_system_sound_are_known() -> None:
    assert is_mac_loopback("BlackHole 2ch")
    assert not is_mac_loopback("MacBook Pro Microphone")


@pytest.mark.parametrize(
    "code, host, kind",
    [
        (-9985, 0, DeviceBusy),
        (-9999, -16, DeviceBusy),
        (-9999, -13, DeviceDenied),
        (-9999, -2147024891, DeviceDenied),
        (-9999, -2004287478, DeviceBusy),
        (-9999, -19, DeviceLost),
        (-9996, 0, DeviceLost),
        (-9997, 0, DeviceFailed),
        (-9999, -5, DeviceFailed),
    ],
)
def test_errors_of_portaudio_are_told_by_their_codes(
    code: int, host: int, kind: type[SoundError]
) -> None:
    error = Exception("Error opening RawInputStream", code, (0, host, "host words"))
    told = explain("USB Headset", error)
    assert type(told) is kind
    assert told.message.startswith("USB Headset: ")
    if not host:
        assert type(explain("USB Headset", Exception(*error.args[:2]))) is kind
    assert "\n" not in told.message


def test_a_clock_that_is_set_anew_does_not_matter() -> None:
    """Recording reads the monotonic clock alone, but for the date of a take."""
    wall_clock = {
        path.name: path.read_text(encoding="utf-8").count("datetime.now(")
        for path in Path(audio.__file__).parent.glob("*.py")
        if re.search(r"datetime\.now\(|\btime\.time\(|\blocaltime\(", path.read_text("utf-8"))
    }
    assert wall_clock == {"recorder.py": 1}
