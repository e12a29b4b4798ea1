"""What can be recorded here: microphones, and what the computer plays."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from slmsum.errors import BadOption, NoMicrophone, NoSystemSound, SoundError


class Kind(StrEnum):
    """Which side of a talk a device hears."""

    MICROPHONE = "microphone"
    SYSTEM = "system sound"


@dataclass(frozen=True, slots=True)
class Source:
    """A device to record from.

    `backend` is the module that opens it ("pulse", "portaudio" or "wasapi"), `key` its name
    there, `name` what people call it. `default` marks the one the system would choose.
    """

    kind: Kind
    backend: str
    key: str
    name: str
    default: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to record: the default device of its kind, or one by (a part of) its name."""

    kind: Kind
    name: str = ""


# Drivers for macOS that offer as a microphone what the computer plays.
_MAC_LOOPBACKS = ("blackhole", "loopback", "soundflower", "background music")

_GUIDANCE = {
    "linux": "A PulseAudio or PipeWire sound server is needed (packages pulseaudio, or "
    "pipewire-pulse); plain ALSA has no such source. Or record only the microphone: --no-system.",
    "darwin": "Install BlackHole 2ch, make a Multi-Output Device of it and your loudspeakers in "
    "Audio MIDI Setup, and choose that as output. Or record only the microphone: --no-system.",
    "win32": "Windows offers it (WASAPI loopback) once a loudspeaker or headset is there. "
    "Or record only the microphone: --no-system.",
}


def guidance(platform: str = sys.platform) -> str:
    """What a user has to do so that system sound can be recorded."""
    return _GUIDANCE.get(platform, "Record only the microphone: --no-system.")


def is_mac_loopback(name: str) -> bool:
    """Whether a macOS input device is a driver that hears what the computer plays."""
    return name.casefold().startswith(_MAC_LOOPBACKS)


def find_sources() -> list[Source]:
    """All that can be recorded, the defaults first.

    A process of its own looks, for sound libraries may hang or print. Raises SoundError.
    """
    from slmsum.audio.feed import look_for_sources

    return look_for_sources()


def look_here() -> list[Source]:
    """As `find_sources`, in this very process; raises SoundError."""
    found: list[Source] = []
    if sys.platform == "linux":
        # PulseAudio and PipeWire list each device once; PortAudio would list them again.
        found = _from_sound_server()
    if not found:
        from slmsum.audio import portaudio

        found = portaudio.sources()
    if sys.platform == "win32":
        from slmsum.audio import wasapi

        found += wasapi.sources()
    return sorted(found, key=lambda source: (source.kind, not source.default))


def _from_sound_server() -> list[Source]:
    try:
        from slmsum.audio import pulse
    except OSError:
        # There is no libpulse here.
        return []
    return pulse.sources()


def choose(sources: Sequence[Source], wanted: Wanted) -> Source:
    """The source that `wanted` means; raises SoundError or BadOption.

    A name may be the whole key or name, or a part of one name only. Any source goes by its key,
    so that what the computer plays can serve as the microphone of a test.
    """
    own = [source for source in sources if source.kind is wanted.kind]
    if wanted.name:
        return _named(sources, own, wanted)
    if not own:
        raise _nothing(wanted.kind)
    return next((source for source in own if source.default), own[0])


def system_sound_beside(
    sources: Sequence[Source], microphone: Wanted, name: str = ""
) -> tuple[Wanted | None, NoSystemSound | None]:
    """What the computer plays, to be recorded beside a microphone, or else why it cannot be.

    Raises SoundError or BadOption where there is no such microphone or no source of that name.
    """
    choose(sources, microphone)
    wanted = Wanted(Kind.SYSTEM, name)
    try:
        choose(sources, wanted)
    except NoSystemSound as error:
        return None, error
    return wanted, None


def _named(sources: Sequence[Source], own: list[Source], wanted: Wanted) -> Source:
    asked = wanted.name.casefold()
    for source in (*own, *sources):
        if asked == source.key.casefold() or (source in own and asked == source.name.casefold()):
            return source
    parts = [source for source in own if asked in source.name.casefold()]
    if len(parts) == 1:
        return parts[0]
    names = ", ".join(source.name for source in parts or own) or "none"
    problem = "several devices go by it" if parts else f"no such {wanted.kind}"
    raise BadOption(f"{wanted.name}: {problem}", hint=f"There are: {names}.")


def _nothing(kind: Kind) -> SoundError:
    return NoMicrophone() if kind is Kind.MICROPHONE else NoSystemSound(guidance())
