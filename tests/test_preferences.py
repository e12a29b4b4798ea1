"""What the user chose, kept in a file."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from slmsum.audio.devices import Kind, Wanted
from slmsum.machine import Machine
from slmsum.power import plan
from slmsum.preferences import Preferences, Scheme, load, save
from slmsum.summarize.settings import Length


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    chosen = replace(
        Preferences(),
        scheme=Scheme.DARK,
        text_size=130,
        length="short",
        microphone="Headset",
        record_system=False,
        terms=("Haddad", "Zürich"),
        shortcuts=(("record", "Ctrl+T"),),
    )
    save(tmp_path / "home", chosen)
    assert load(tmp_path / "home") == chosen


def test_without_a_file_all_is_as_usual(tmp_path: Path) -> None:
    assert load(tmp_path) == Preferences()


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '"x"', '{"scheme": 7}'])
def test_a_broken_file_is_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.json").write_text(text)
    assert load(tmp_path) == Preferences()


def test_one_bad_value_spoils_no_other(tmp_path: Path) -> None:
    told = {
        "scheme": "pink",
        "text_size": 5000,
        "power": "turbo",
        "length": "endless",
        "idle_minutes": -1,
        "live_text": 1,
        "terms": [["a", "b"]],
        "shortcuts": ["x"],
        "microphone": "Headset",
        "unknown": 1,
    }
    (tmp_path / "settings.json").write_text(json.dumps(told))
    assert load(tmp_path) == replace(Preferences(), microphone="Headset")


def test_choices_become_the_settings_of_the_core() -> None:
    chosen = replace(Preferences(), speech_language="de", terms=("Haddad",), length="long")
    power = plan("saver", Machine(4))
    assert chosen.speech(power).language == "de"
    assert chosen.speech(power).terms == ("Haddad",)
    assert chosen.summarize(power).length is Length.LONG
    assert Preferences().summarize(power).length is None
    assert chosen.microphone_wanted() == Wanted(Kind.MICROPHONE)
    assert replace(chosen, record_system=False).system_wanted() is None


def test_a_shortcut_can_be_changed_and_set_back() -> None:
    changed = Preferences().with_shortcut("record", "Ctrl+T").with_shortcut("quit", "")
    assert dict(changed.shortcuts) == {"record": "Ctrl+T", "quit": ""}
    assert changed.with_shortcut("record", None).shortcuts == (("quit", ""),)
