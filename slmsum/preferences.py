"""What the user chose to be kept from one start to the next, in one small file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from slmsum.audio.devices import Kind, Wanted
from slmsum.errors import OutputFailed
from slmsum.files import replace_file
from slmsum.power import AUTO, PowerMode, PowerPlan
from slmsum.speech.settings import SpeechSettings
from slmsum.summarize.settings import Length, SummarizeSettings

_FILE = "settings.json"
# Text may be shown at these percentages of its usual size.
TEXT_SIZES = (85, 100, 115, 130, 150, 175, 200)


class Scheme(StrEnum):
    """Which colours a window has."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Preferences:
    """All choices; an empty name of a device, a model or a language lets slmsum choose.

    `text_size` is in percent, `idle_minutes` the time after which models are let go. `shortcuts`
    are pairs of a command's name and its keys, of those only that differ from the usual.
    """

    scheme: Scheme = Scheme.SYSTEM
    text_size: int = 100
    window_language: str = ""
    introduced: bool = False
    summarize_at_once: bool = True
    length: str = ""
    template: str = ""
    power: str = AUTO
    wait_for_mains: bool = False
    idle_minutes: int = 5
    record_microphone: bool = True
    microphone: str = ""
    record_system: bool = True
    system_sound: str = ""
    live_text: bool = True
    speech_language: str = ""
    name_speakers: bool = True
    summarizer: str = ""
    recogniser: str = ""
    terms: tuple[str, ...] = ()
    keep_audio: bool = True
    shortcuts: tuple[tuple[str, str], ...] = ()

    def microphone_wanted(self) -> Wanted | None:
        """The microphone to record, None for none."""
        return Wanted(Kind.MICROPHONE, self.microphone) if self.record_microphone else None

    def system_wanted(self) -> Wanted | None:
        """The system sound to record, None for none."""
        return Wanted(Kind.SYSTEM, self.system_sound) if self.record_system else None

    def speech(self, plan: PowerPlan) -> SpeechSettings:
        """How recordings are heard under a plan."""
        return SpeechSettings(
            plan,
            model=self.recogniser or None,
            language=self.speech_language or None,
            terms=self.terms,
            name_speakers=self.name_speakers,
        )

    def summarize(self, plan: PowerPlan) -> SummarizeSettings:
        """How minutes are written under a plan, but for their template."""
        return SummarizeSettings(
            plan,
            Length(self.length) if self.length else None,
            self.summarizer or None,
        )

    def with_shortcut(self, command: str, keys: str | None) -> Preferences:
        """The same with other keys for a command, None for the usual ones."""
        others = tuple(pair for pair in self.shortcuts if pair[0] != command)
        return replace(self, shortcuts=others if keys is None else (*others, (command, keys)))


def load(home: Path) -> Preferences:
    """What was kept in the user's data; whatever cannot be understood has its default."""
    try:
        told: Any = json.loads((home / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    return _understood(told) if isinstance(told, Mapping) else Preferences()


def save(home: Path, preferences: Preferences) -> None:
    """Keep the choices, in one step; raises OutputFailed."""
    path = home / _FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFailed(path, error.strerror or str(error)) from error
    text = json.dumps(asdict(preferences), indent=2, ensure_ascii=False)
    replace_file(path, text + "\n", private=True)


def _understood(told: Mapping[str, Any]) -> Preferences:
    usual = Preferences()
    values: dict[str, Any] = {}
    for field in fields(Preferences):
        if field.name in told:
            value = _fitting(told[field.name], getattr(usual, field.name))
            if value is not None and _allowed(field.name, value):
                values[field.name] = value
    return replace(usual, **values)


def _fitting(value: Any, usual: Any) -> Any:
    """The value as one of the usual one's type, None where it is none."""
    if isinstance(usual, StrEnum):
        known = {str(member): member for member in type(usual)}
        return known.get(value) if isinstance(value, str) else None
    if isinstance(usual, tuple):
        return _fitting_tuple(value) if isinstance(value, list) else None
    return value if type(value) is type(usual) else None


def _fitting_tuple(value: list[Any]) -> tuple[Any, ...] | None:
    if all(isinstance(one, str) for one in value):
        return tuple(value)
    pairs = [tuple(one) for one in value if isinstance(one, list)]
    texts = all(len(pair) == 2 and all(isinstance(one, str) for one in pair) for pair in pairs)
    return tuple(pairs) if texts and len(pairs) == len(value) else None


def _allowed(name: str, value: Any) -> bool:
    if name == "power":
        return value in (AUTO, *PowerMode)
    if name == "length":
        return value in ("", *Length)
    if name == "text_size":
        return value in TEXT_SIZES
    if name == "shortcuts":
        return all(isinstance(pair, tuple) for pair in value)
    if name == "terms":
        return all(isinstance(term, str) for term in value)
    return not isinstance(value, int) or value >= 0
