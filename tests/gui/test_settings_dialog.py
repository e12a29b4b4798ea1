"""The settings: what is changed in them, and what follows."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from slmsum.gui.power_watch import PowerWatch
from slmsum.gui.settings_dialog import SettingsDialog
from slmsum.gui.shortcuts import SHORTCUTS, clashes
from slmsum.library.retention import Retention
from slmsum.models.store import ModelStore
from slmsum.preferences import Preferences, Scheme, load, save
from slmsum.privacy import DataKind


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> SettingsDialog:
    made = SettingsDialog(
        tmp_path,
        load(tmp_path),
        PowerWatch("auto", root=tmp_path / "root"),
        ModelStore(tmp_path),
        retention=Retention(days=30),
    )
    qtbot.addWidget(made)
    made.preferences_changed.connect(lambda changed: save(tmp_path, changed))
    made.show()
    return made


def control(dialog: SettingsDialog, kind: type[QWidget], name: str) -> QWidget:
    named = [
        found
        for found in dialog.findChildren(kind)
        if name in (found.accessibleName(), getattr(found, "text", str)())
    ]
    assert named, name
    return named[0]


def pick(box: QWidget, words: str) -> None:
    assert isinstance(box, QComboBox)
    place = box.findText(words)
    assert place >= 0, words
    box.setCurrentIndex(place)
    box.activated.emit(place)


def test_changes_are_there_at_the_next_start(dialog: SettingsDialog, tmp_path: Path) -> None:
    pick(control(dialog, QComboBox, "Colours"), "Dark")
    pick(control(dialog, QComboBox, "Text size"), "130 %")
    pick(control(dialog, QComboBox, "Length of summaries"), "Short")
    pick(control(dialog, QComboBox, "Spoken language"), "German (Deutsch)")
    for name in ("Tell voices apart", "Write minutes as soon as something comes in"):
        box = control(dialog, QCheckBox, name)
        assert isinstance(box, QCheckBox)
        box.click()
    dialog.pages["glossary"].editor.setPlainText("Haddad\n\n Marktplatz \nHaddad")
    dialog.pages["power"].switch.buttons["saver"].click()
    kept = load(tmp_path)
    assert kept.scheme is Scheme.DARK
    assert (kept.text_size, kept.length, kept.speech_language) == (130, "short", "de")
    assert not kept.name_speakers
    assert not kept.summarize_at_once
    assert kept.terms == ("Haddad", "Marktplatz")
    assert kept.power == "saver"


def test_what_was_kept_is_shown(qtbot: QtBot, dialog: SettingsDialog, tmp_path: Path) -> None:
    pick(control(dialog, QComboBox, "Colours"), "Light")
    again = SettingsDialog(
        tmp_path, load(tmp_path), PowerWatch("auto", root=tmp_path / "root"), ModelStore(tmp_path)
    )
    qtbot.addWidget(again)
    box = control(again, QComboBox, "Colours")
    assert isinstance(box, QComboBox)
    assert box.currentText() == "Light"


def test_keys_are_changed_clash_and_are_set_back(
    dialog: SettingsDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.go_to("shortcuts")
    page = dialog.pages["shortcuts"]
    page.editors["record"].setKeySequence(QKeySequence("Ctrl+E"))
    assert load(tmp_path).shortcuts == (("record", "Ctrl+E"),)
    assert page.clash.isVisible()
    page.usual.click()
    assert load(tmp_path).shortcuts == ()
    assert not page.clash.isVisible()
    assert page.editors["record"].keySequence() == QKeySequence("Ctrl+R")


def test_no_two_commands_have_the_same_usual_keys() -> None:
    assert clashes({}) == set()
    assert len({one.command for one in SHORTCUTS}) == len(SHORTCUTS)


def test_a_template_is_chosen(dialog: SettingsDialog, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.go_to("templates")
    page = dialog.pages["templates"]
    (item,) = page.list.findItems("Interview", Qt.MatchFlag.MatchStartsWith)
    page.list.itemClicked.emit(item)
    assert load(tmp_path).template == "interview"


def test_models_are_listed_with_licence_and_size(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.go_to("models")
    table = dialog.models.table
    qtbot.waitUntil(lambda: table.rowCount() > 3)
    row = [table.item(0, column).text() for column in range(4)]
    assert row[0] == "SmolLM2 135M Instruct"
    assert row[2] == "Apache-2.0"
    assert row[3] == "not here, 93 MB to fetch"
    assert not dialog.models.fetch.isEnabled()
    table.selectRow(0)
    assert dialog.models.fetch.isEnabled()
    assert not dialog.models.remove.isEnabled()


def test_a_model_that_is_none_is_refused_in_words(
    dialog: SettingsDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "no.gguf").write_bytes(b"nothing")
    with qtbot.waitSignal(dialog.refused, timeout=20_000) as told:
        dialog.models._start("import", str(tmp_path / "no.gguf"))
    assert "no.gguf" in told.args[0]
    assert "Traceback" not in told.args[0]
    assert dialog.models.add.isEnabled()


def test_retention_is_told(dialog: SettingsDialog, qtbot: QtBot) -> None:
    page = dialog.privacy
    assert page.keep.currentData() == 30
    with qtbot.waitSignal(dialog.retention_changed) as told:
        pick(page.keep_sound, page.keep_sound.itemText(1))
    assert told.args == [Retention(30, 7)]


@pytest.mark.parametrize("name", ["delete", "keep"])
def test_all_goes_only_after_a_question(dialog: SettingsDialog, qtbot: QtBot, name: str) -> None:
    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        wanted = [button for button in box.buttons() if button.objectName() == name]
        (wanted[0] if wanted else box.defaultButton()).click()

    asked: list[set[DataKind]] = []
    dialog.delete_wanted.connect(asked.append)
    QTimer.singleShot(0, answer)
    dialog.privacy.delete_all.click()
    everything = {DataKind.LIBRARY, DataKind.RECORDINGS, DataKind.WORK}
    assert asked == ([everything] if name == "delete" else [])


def test_the_folder_is_named(dialog: SettingsDialog, tmp_path: Path) -> None:
    assert dialog.privacy.place.text() == str(tmp_path)
    assert Preferences() == load(tmp_path)
