"""The window in other languages."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from slmsum.gui.language import speak
from slmsum.gui.power_view import PowerButton
from slmsum.gui.power_watch import PowerWatch
from slmsum.gui.settings_dialog import SettingsDialog
from slmsum.models.store import ModelStore
from slmsum.paths import resource_path
from slmsum.preferences import Preferences

# Letters in which nothing needs to be translated.
_NO_WORDS = set("{}: .dB%n")


@pytest.fixture
def speaker(qapp: QApplication) -> Iterator[QApplication]:
    """The application; what it learns to speak is forgotten at the end."""
    locale, direction = QLocale(), qapp.layoutDirection()
    yield qapp
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(locale)
    qapp.setLayoutDirection(direction)


def test_the_window_speaks_german(speaker: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    speak(speaker, "de")
    watch = PowerWatch("saver", root=tmp_path)
    button = PowerButton(watch)
    dialog = SettingsDialog(tmp_path, Preferences(), watch, ModelStore(tmp_path))
    qtbot.addWidget(button)
    qtbot.addWidget(dialog)
    assert button.text() == "Sparsam: deine Wahl"
    assert dialog.windowTitle() == "Einstellungen"
    assert dialog.privacy.keep.itemText(1) == "7 Tage"
    assert dialog.list.item(4).text() == "Privatsphäre"


def test_english_knows_plurals_and_stands_in(speaker: QApplication, tmp_path: Path) -> None:
    for code in ("en", "eo"):
        speak(speaker, code)
        assert speaker.translate("PrivacyPage", "%n day(s)", None, 1) == "1 day"
        assert speaker.translate("PrivacyPage", "%n day(s)", None, 7) == "7 days"


def test_arabic_runs_from_right_to_left(speaker: QApplication) -> None:
    speak(speaker, "ar")
    assert speaker.layoutDirection().name == "RightToLeft"
    speak(speaker, "de")
    assert speaker.layoutDirection().name == "LeftToRight"


def test_german_is_whole_and_keeps_its_blanks() -> None:
    root = ET.parse(resource_path("translations/slmsum_de.ts")).getroot()
    for message in root.iter("message"):
        source = message.findtext("source") or ""
        translation = message.find("translation")
        assert translation is not None
        assert translation.get("type") is None, source
        forms = [form.text or "" for form in translation.findall("numerusform")]
        for text in forms or [translation.text or ""]:
            assert text or set(source) <= _NO_WORDS, source
            for blank in ("{}", "%n", "{name}", "{size}", "{count}", "{energy}", "{title}"):
                assert text.count(blank) == source.count(blank), source
