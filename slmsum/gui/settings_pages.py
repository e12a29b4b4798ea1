"""The plain pages of the settings: general, audio, power, glossary, templates."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit

from slmsum.audio.devices import Kind
from slmsum.gui.device_box import DeviceBox, Devices
from slmsum.gui.icons import text_button
from slmsum.gui.power_view import ModeTable, PowerSwitch, in_force
from slmsum.gui.power_watch import PowerWatch
from slmsum.gui.settings_form import Page
from slmsum.power import PowerPlan
from slmsum.preferences import TEXT_SIZES, Preferences, Scheme
from slmsum.summarize.settings import Length
from slmsum.templates.store import AUTO, known

# Languages that the speech model hears well, as ISO 639-1 codes.
_SPOKEN = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "ru", "uk", "tr", "ja", "zh")
# Languages that the window speaks.
_WINDOW = ("en", "de")


def _language(code: str) -> str:
    locale = QLocale(code)
    name = QLocale.languageToString(locale.language())
    native = locale.nativeLanguageName()
    return name if native in ("", name) or code == "en" else f"{name} ({native})"


class GeneralPage(Page):
    """How the window looks, and what minutes are like."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__(preferences)
        self.choice(
            "scheme",
            self.tr("Colours"),
            {
                Scheme.SYSTEM: self.tr("Like the system"),
                Scheme.LIGHT: self.tr("Light"),
                Scheme.DARK: self.tr("Dark"),
            },
        )
        self.choice("text_size", self.tr("Text size"), {size: f"{size} %" for size in TEXT_SIZES})
        self.choice(
            "window_language",
            self.tr("Language of the window"),
            {"": self.tr("Like the system"), **{code: _language(code) for code in _WINDOW}},
        )
        self.choice(
            "length",
            self.tr("Length of summaries"),
            {
                "": self.tr("As the template says"),
                Length.SHORT: self.tr("Short"),
                Length.MEDIUM: self.tr("Medium"),
                Length.LONG: self.tr("Long"),
            },
        )
        self.check("summarize_at_once", self.tr("Write minutes as soon as something comes in"))
        self.remark(self.tr("The language of the window changes with the next start."))
        self.body.addStretch(1)


class AudioPage(Page):
    """What is recorded and how it is heard."""

    def __init__(self, preferences: Preferences, devices: Devices) -> None:
        super().__init__(preferences)
        self.microphone = DeviceBox(Kind.MICROPHONE, devices, self.tr("Microphone"))
        self.system = DeviceBox(Kind.SYSTEM, devices, self.tr("System sound"))
        self.row(self.tr("Microphone"), self.microphone)
        self.row(self.tr("System sound"), self.system)
        self.check("live_text", self.tr("Show the words while they are spoken"))
        spoken: dict[object, str] = {code: _language(code) for code in _SPOKEN}
        self.choice(
            "speech_language",
            self.tr("Spoken language"),
            {"": self.tr("Listen for it"), **spoken},
        )
        self.check("name_speakers", self.tr("Tell voices apart"))
        self.check("keep_audio", self.tr("Keep the sound with the conversation"))
        self.body.addStretch(1)
        for box in (self.microphone, self.system):
            box.chosen.connect(self._take)
        self.show_preferences(preferences)

    def show_preferences(self, preferences: Preferences) -> None:
        """Show other choices."""
        super().show_preferences(preferences)
        self.microphone.choose(preferences.record_microphone, preferences.microphone)
        self.system.choose(preferences.record_system, preferences.system_sound)

    def _take(self) -> None:
        on, microphone = self.microphone.choice()
        plays, system = self.system.choice()
        self.edit(
            record_microphone=on, microphone=microphone, record_system=plays, system_sound=system
        )


class PowerPage(Page):
    """How hard the machine may work."""

    def __init__(self, preferences: Preferences, watch: PowerWatch) -> None:
        super().__init__(preferences)
        self._watch = watch
        self.switch = PowerSwitch(preferences.power)
        self.switch.requested.connect(self._request)
        self.body.insertWidget(1, self.switch)
        self.force = self.remark("")
        self.table = ModeTable()
        self.body.addWidget(self.table)
        self.place_form()
        self.check(
            "wait_for_mains", self.tr("On battery, let minutes of recordings wait for mains")
        )
        self.number("idle_minutes", self.tr("Let models go after"), self.tr("min"), 120)
        self.body.addStretch(1)
        watch.changed.connect(self._show_plan)
        self._show_plan(watch.plan)

    def show_preferences(self, preferences: Preferences) -> None:
        """Show other choices."""
        super().show_preferences(preferences)
        self.switch.set_request(preferences.power)

    def _request(self, request: str) -> None:
        self._watch.set_request(request)
        self.edit(power=request)

    def _show_plan(self, power: PowerPlan) -> None:
        self.force.setText(self.tr("In force: {}").format(in_force(power)))
        self.table.show_machine(self._watch.machine, power.mode)


class GlossaryPage(Page):
    """Names and words to expect in speech."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__(preferences)
        self.remark(
            self.tr("Names and words that are often said, one a line: they are then spelt right.")
        )
        self.editor = QPlainTextEdit("\n".join(preferences.terms))
        self.editor.setAccessibleName(self.tr("Glossary, one word or name a line"))
        self.editor.setPlaceholderText(self.tr("Haddad\nKubernetes\nMarktplatz"))
        self.editor.setTabChangesFocus(True)
        self.editor.textChanged.connect(self._take)
        self.body.addWidget(self.editor, 1)

    def _take(self) -> None:
        lines = (" ".join(line.split()) for line in self.editor.toPlainText().splitlines())
        self.edit(terms=tuple(dict.fromkeys(filter(None, lines))))


class TemplatesPage(Page):
    """Which template minutes follow."""

    def __init__(self, preferences: Preferences, folder: Path) -> None:
        super().__init__(preferences)
        self._folder = folder
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Template of minutes"))
        self.list.setWordWrap(True)
        self.remark(self.tr("Minutes follow the template chosen here, if no other is asked for."))
        self.body.addWidget(self.list, 1)
        self.open = text_button("folder", self.tr("Open the folder of my templates"))
        self.open.clicked.connect(self._open)
        self.body.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        self._fill()
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)

    def _fill(self) -> None:
        templates, errors = known(self._folder)
        self._add(AUTO, self.tr("The one that fits"), self.tr("slmsum looks which template fits."))
        for template in templates:
            self._add(template.name, template.title, template.description)
        for error in errors:
            item = QListWidgetItem(error.message)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)

    def _add(self, name: str, title: str, about: str) -> None:
        item = QListWidgetItem(f"{title}\n{about}")
        item.setData(Qt.ItemDataRole.UserRole, name)
        self.list.addItem(item)
        if name == (self.preferences.template or AUTO):
            self.list.setCurrentItem(item)

    def _choose(self, item: QListWidgetItem) -> None:
        self.edit(template=str(item.data(Qt.ItemDataRole.UserRole)))

    def _open(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
