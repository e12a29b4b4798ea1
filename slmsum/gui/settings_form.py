"""What the pages of the settings are made of: controls that each stand for one preference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from slmsum.preferences import Preferences


class Page(QWidget):
    """A page of settings; `edited` carries the Preferences as they are after a change.

    `show_preferences` brings every control up to date.
    """

    edited = Signal(object)

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.preferences = preferences
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(24, 20, 24, 20)
        self.body.setSpacing(10)
        self._title = QLabel()
        self._title.setProperty("look", "title")
        self.body.addWidget(self._title)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(18)
        self.form.setVerticalSpacing(10)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.body.addLayout(self.form)

    def set_title(self, title: str) -> None:
        """What the page is called."""
        self._title.setText(title)

    def place_form(self) -> None:
        """Let the rows of controls come below what there is so far."""
        self.body.removeItem(self.form)
        self.body.addLayout(self.form)

    def show_preferences(self, preferences: Preferences) -> None:
        """Show other choices."""
        self.preferences = preferences

    def edit(self, **changes: object) -> None:
        """Take changes by the user and tell of them."""
        self.preferences = replace(self.preferences, **changes)  # type: ignore[arg-type]
        self.edited.emit(self.preferences)

    def row(self, words: str, control: QWidget) -> None:
        """A control with its words beside it, in the middle of its height."""
        label = QLabel(words)
        label.setBuddy(control)
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        self.form.addRow(label, control)

    def choice(self, name: str, words: str, options: Mapping[object, str]) -> QComboBox:
        """A choice among some values of a preference, each with its words."""
        box = QComboBox()
        box.setAccessibleName(words)
        for value, text in options.items():
            box.addItem(text, value)
        values = list(options)
        current = getattr(self.preferences, name)
        box.setCurrentIndex(values.index(current) if current in values else 0)
        box.activated.connect(lambda place: self.edit(**{name: values[place]}))
        self.row(words, box)
        return box

    def check(self, name: str, words: str) -> QCheckBox:
        """A preference that is on or off."""
        box = QCheckBox(words)
        box.setChecked(bool(getattr(self.preferences, name)))
        box.clicked.connect(lambda on: self.edit(**{name: on}))
        self.form.addRow(box)
        return box

    def number(self, name: str, words: str, unit: str, most: int) -> QSpinBox:
        """A preference that is a number of something."""
        box = QSpinBox(maximum=most, suffix=f" {unit}")
        box.setAccessibleName(words)
        box.setValue(getattr(self.preferences, name))
        box.valueChanged.connect(lambda value: self.edit(**{name: value}))
        self.row(words, box)
        return box

    def remark(self, text: str) -> QLabel:
        """A muted sentence below what came before."""
        label = QLabel(text, wordWrap=True)
        label.setProperty("look", "muted")
        self.body.addWidget(label)
        return label

    def heading(self, text: str) -> None:
        """A heading within the page."""
        label = QLabel(text)
        label.setProperty("look", "heading")
        self.body.addSpacing(6)
        self.body.addWidget(label)
