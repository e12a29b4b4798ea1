"""The settings: pages beside a list of them; every change holds at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from slmsum.gui.device_box import Devices
from slmsum.gui.icons import icon
from slmsum.gui.models_page import ModelsPage
from slmsum.gui.power_watch import PowerWatch
from slmsum.gui.privacy_page import PrivacyPage
from slmsum.gui.settings_form import Page
from slmsum.gui.settings_pages import (
    AudioPage,
    GeneralPage,
    GlossaryPage,
    PowerPage,
    TemplatesPage,
)
from slmsum.gui.shortcuts_page import ShortcutsPage
from slmsum.gui.theme import REDRESSED
from slmsum.library.retention import Retention
from slmsum.models.store import ModelStore
from slmsum.preferences import Preferences

_NO_RULES = Retention()


class SettingsDialog(QDialog):
    """Show it with `open()`; `go_to` opens a page by its name in `PAGES`.

    `preferences_changed` carries the Preferences after each change: keep them with
    `preferences.save` and let the window follow. `retention_changed` carries a Retention for the
    library's rules, `delete_wanted` a set of privacy.DataKind to delete (close the library first),
    `refused` what went wrong with models, in words, `models_changed` that other models are there.
    """

    PAGES = (
        "general",
        "audio",
        "models",
        "power",
        "privacy",
        "glossary",
        "templates",
        "shortcuts",
    )

    preferences_changed = Signal(object)
    retention_changed = Signal(object)
    delete_wanted = Signal(object)
    refused = Signal(str)
    models_changed = Signal()

    def __init__(
        self,
        home: Path,
        preferences: Preferences,
        watch: PowerWatch,
        store: ModelStore,
        *,
        retention: Retention = _NO_RULES,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.resize(860, 600)
        self._preferences = preferences
        self.devices = Devices(self)
        self.models = ModelsPage(store)
        self.models.refused.connect(self.refused)
        self.models.changed.connect(self.models_changed)
        self.privacy = PrivacyPage(preferences, home, retention)
        self.privacy.retention_changed.connect(self.retention_changed)
        self.privacy.delete_wanted.connect(self.delete_wanted)
        self.pages: dict[str, QWidget] = {
            "general": GeneralPage(preferences),
            "audio": AudioPage(preferences, self.devices),
            "models": self.models,
            "power": PowerPage(preferences, watch),
            "privacy": self.privacy,
            "glossary": GlossaryPage(preferences),
            "templates": TemplatesPage(preferences, home / "templates"),
            "shortcuts": ShortcutsPage(preferences),
        }
        self._lay_out()
        self.devices.look()

    def go_to(self, page: str) -> None:
        """Show one of the pages."""
        self.list.setCurrentRow(self.PAGES.index(page))

    def changeEvent(self, event: QEvent) -> None:
        """Take the scheme's colours."""
        super().changeEvent(event)
        if event.type() in REDRESSED and hasattr(self, "list"):
            self._draw_icons()

    def _lay_out(self) -> None:
        self.list = QListWidget()
        self.list.setProperty("look", "navigation")
        self.list.setAccessibleName(self.tr("Pages of the settings"))
        self.list.setFixedWidth(190)
        self.stack = QStackedWidget()
        for name, words in self._titles().items():
            page = self.pages[name]
            if isinstance(page, Page):
                page.set_title(words)
                page.edited.connect(self._edited)
            area = QScrollArea(widgetResizable=True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setAccessibleName(words)
            area.setWidget(page)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.stack.addWidget(area)
            item = QListWidgetItem(words)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 22))
            self.list.addItem(item)
        self._draw_icons()
        self.list.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.list.setCurrentRow(0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 12, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.list)
        layout.addWidget(self.stack, 1)

    def _titles(self) -> dict[str, str]:
        return {
            "general": self.tr("General"),
            "audio": self.tr("Audio"),
            "models": self.tr("Models"),
            "power": self.tr("Power"),
            "privacy": self.tr("Privacy"),
            "glossary": self.tr("Glossary"),
            "templates": self.tr("Templates"),
            "shortcuts": self.tr("Shortcuts"),
        }

    def _draw_icons(self) -> None:
        names = ("settings", "mic", "model", "power", "lock", "book", "template", "keyboard")
        for row, name in enumerate(names):
            self.list.item(row).setIcon(icon(name))

    def _edited(self, preferences: Preferences) -> None:
        self._preferences = preferences
        for page in self.pages.values():
            if isinstance(page, Page) and page is not self.sender():
                page.show_preferences(preferences)
        self.preferences_changed.emit(preferences)
