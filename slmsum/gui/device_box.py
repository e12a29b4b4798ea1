"""The choice of a device to record from."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from slmsum.audio.devices import Kind, Source, find_sources, guidance
from slmsum.gui.background import Task


class Devices(QObject):
    """What can be recorded, as it was when last looked; `changed` tells of something new."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sources: tuple[Source, ...] = ()
        self.known = False
        self._looking: Task | None = None

    def look(self) -> None:
        """Look anew, beside the window."""
        if self._looking is not None:
            return
        self._looking = Task(find_sources, self)
        self._looking.done.connect(self._found)
        # That there is no sound server shows as an empty choice; recording says what is wrong.
        self._looking.failed.connect(lambda _error: self._found([]))

    def of(self, kind: Kind) -> list[Source]:
        """Those of one kind."""
        return [source for source in self.sources if source.kind is kind]

    def has(self, kind: Kind) -> bool:
        """Whether there is one of a kind, or may be, as nobody has looked yet."""
        return not self.known or bool(self.of(kind))

    def _found(self, sources: list[Source]) -> None:
        self._looking = None
        self.known = True
        self.sources = tuple(sources)
        self.changed.emit()


class DeviceBox(QComboBox):
    """Chooses a device of one kind, the system's own choice, or none; `chosen` by the user."""

    chosen = Signal()

    def __init__(
        self, kind: Kind, devices: Devices, words: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kind, self._devices, self._words = kind, devices, words
        self._wanted: str | None = ""
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        devices.changed.connect(self._fill)
        self.activated.connect(self._activated)
        self._fill()

    def choose(self, on: bool, name: str) -> None:
        """Show a choice: the device of that name or key, "" for the system's choice."""
        self._wanted = name if on else None
        self._fill()

    def choice(self) -> tuple[bool, str]:
        """Whether it is to be recorded, and the device's key, "" for the system's choice."""
        return self._wanted is not None, self._wanted or ""

    def _activated(self, place: int) -> None:
        self._wanted = self.itemData(place)
        self.chosen.emit()

    def _fill(self) -> None:
        sources = self._devices.of(self._kind)
        usual = next((source.name for source in sources if source.default), "")
        self.clear()
        self.addItem(self.tr("{}: {}").format(self._words, usual or self.tr("automatic")), "")
        for source in sources:
            self.addItem(source.name, source.key)
        self.addItem(self.tr("{}: do not record").format(self._words), None)
        if self._wanted and self.findData(self._wanted) < 0:
            self.addItem(self._wanted, self._wanted)
        self.setCurrentIndex(
            self.count() - 1 if self._wanted is None else self.findData(self._wanted)
        )
        missing = self._devices.known and not sources
        if missing and self._wanted == "":
            self.setItemText(0, self.tr("{}: none found").format(self._words))
        hint = guidance() if missing and self._kind is Kind.SYSTEM else self._words
        self.setToolTip(hint)
