"""The power view: which mode is in force and why, what it changes, and what energy it took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from slmsum.energy_book import EnergyBook, days
from slmsum.gui.energy_chart import EnergyChart
from slmsum.gui.icons import icon
from slmsum.gui.power_watch import PowerWatch
from slmsum.gui.theme import REDRESSED
from slmsum.gui.wording import energy, measured_how
from slmsum.machine import Machine
from slmsum.minutes import Provenance
from slmsum.power import AUTO, PowerMode, PowerPlan, plan


def mode_name(mode: str) -> str:
    """A mode, or "auto", as it is called in the window."""
    named = {
        AUTO: QCoreApplication.translate("Power", "Auto"),
        PowerMode.SAVER: QCoreApplication.translate("Power", "Saver"),
        PowerMode.BALANCED: QCoreApplication.translate("Power", "Balanced"),
        PowerMode.FULL: QCoreApplication.translate("Power", "Full"),
    }
    return named[mode]


def in_force(power: PowerPlan) -> str:
    """The mode in force and why, such as "Saver: on battery"."""
    known = {
        "asked for": QCoreApplication.translate("Power", "your choice"),
        "on battery": QCoreApplication.translate("Power", "on battery"),
        "on mains": QCoreApplication.translate("Power", "on mains"),
    }
    return f"{mode_name(power.mode)}: {known.get(power.why, power.why)}"


class PowerSwitch(QWidget):
    """Four buttons, Auto, Saver, Balanced and Full; `requested` carries the one clicked."""

    requested = Signal(str)

    def __init__(self, request: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Power mode"))
        self.buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        modes = (AUTO, *PowerMode)
        for place, mode in enumerate(modes):
            button = QToolButton()
            button.setText(mode_name(mode))
            button.setCheckable(True)
            button.setAccessibleName(self.tr("Power: {}").format(mode_name(mode)))
            button.setProperty("look", "segment")
            button.setProperty("place", {0: "first", len(modes) - 1: "last"}.get(place, ""))
            button.clicked.connect(lambda _on, mode=str(mode): self.requested.emit(mode))
            group.addButton(button)
            row.addWidget(button)
            self.buttons[mode] = button
        row.addStretch(1)
        self.set_request(request)

    def set_request(self, request: str) -> None:
        """Show which one is chosen."""
        self.buttons[request].setChecked(True)


class PowerView(QWidget):
    """The whole view; `requested` carries "auto" or a mode's name, as the user switches.

    It follows `watch` by itself, and sets the request there. Call `show_minutes` with the
    provenance of the minutes in view, and `refresh` when the energy book has a new entry.
    """

    requested = Signal(str)

    def __init__(self, watch: PowerWatch, book: EnergyBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watch, self._book = watch, book
        self.switch = PowerSwitch(watch.request)
        self.force = QLabel()
        self.force.setProperty("look", "title")
        self.details = QLabel(wordWrap=True)
        self.details.setProperty("look", "muted")
        self.table = ModeTable()
        self.minutes = QLabel(self.tr("No minutes are open."), wordWrap=True)
        self.week = QLabel(wordWrap=True)
        self.week.setProperty("look", "muted")
        self.chart = EnergyChart()
        self._lay_out()
        self.switch.requested.connect(self._request)
        watch.changed.connect(self._show_plan)
        self._show_plan(watch.plan)
        self.refresh()

    def show_minutes(self, made_by: Provenance | None) -> None:
        """Tell what the minutes in view took, None where none are open."""
        if made_by is None:
            self.minutes.setText(self.tr("No minutes are open."))
            return
        if made_by.joules is None:
            self.minutes.setText(self.tr("What these minutes took was not measured."))
            return
        watts = made_by.joules / made_by.seconds if made_by.seconds else 0.0
        text = self.tr("{energy} in {seconds:.1f} s, {watts:.1f} W on average, {how}")
        self.minutes.setText(
            text.format(
                energy=energy(made_by.joules),
                seconds=made_by.seconds,
                watts=watts,
                how=measured_how(made_by.joules_source),
            )
        )

    def refresh(self, today: date | None = None) -> None:
        """Read the book anew."""
        week = days(self._book.entries(), today or date.today())
        self.chart.show_days(week)
        total = sum(day.joules for day in week)
        estimated = sum(day.estimated for day in week)
        text = self.tr("{} in the last seven days").format(energy(total))
        if estimated:
            share = round(100 * estimated / total)
            text += self.tr(", {} % of it estimated").format(share)
        self.week.setText(text if total else self.tr("Nothing was summarized in this week."))

    def _request(self, request: str) -> None:
        self._watch.set_request(request)
        self.requested.emit(request)

    def _show_plan(self, power: PowerPlan) -> None:
        machine = self._watch.machine
        self.switch.set_request(self._watch.request)
        self.force.setText(in_force(power))
        parts = [self._battery(machine)]
        parts.append(self.tr("%n thread(s)", "", power.threads))
        parts.append(self.tr("%n draft(s) of each part", "", power.candidates))
        self.details.setText(" · ".join(filter(None, parts)))
        self.table.show_machine(machine, power.mode)

    def _battery(self, machine: Machine) -> str:
        if not machine.has_battery:
            return self.tr("No battery")
        state = self.tr("Battery in use") if machine.on_battery else self.tr("Plugged in")
        return state if machine.percent is None else f"{state}, {machine.percent:.0f} %"

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(12)
        layout.addWidget(self.switch)
        layout.addWidget(self.force)
        layout.addWidget(self.details)
        layout.addSpacing(4)
        layout.addWidget(self.table)
        layout.addSpacing(4)
        layout.addWidget(_heading(self.tr("These minutes")))
        layout.addWidget(self.minutes)
        layout.addSpacing(4)
        layout.addWidget(_heading(self.tr("This week")))
        layout.addWidget(self.week)
        layout.addWidget(self.chart, 1)


class ModeTable(QWidget):
    """What each mode means on this machine, side by side; the one in force is marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("What each mode changes"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 10, 14, 10)
        self._grid.setHorizontalSpacing(18)
        self._cells: dict[tuple[int, int], QLabel] = {}

    def show_machine(self, machine: Machine, mode: PowerMode) -> None:
        """Show what the modes mean on `machine`, with `mode` in force."""
        rows = [self._texts(plan(each, machine)) for each in PowerMode]
        heads = ("", self.tr("Threads"), self.tr("Drafts"), self.tr("Speech"), self.tr("Priority"))
        for line, cells in enumerate((heads, *rows)):
            for column, text in enumerate(cells):
                marked = line > 0 and list(PowerMode)[line - 1] is mode
                self._set(line, column, text, "heading" if marked else "muted")

    def _texts(self, power: PowerPlan) -> Sequence[str]:
        speech = {
            PowerMode.SAVER: self.tr("small model"),
            PowerMode.BALANCED: self.tr("base model"),
            PowerMode.FULL: self.tr("best model"),
        }
        priority = {
            PowerMode.SAVER: self.tr("in the background"),
            PowerMode.BALANCED: self.tr("below other programs"),
            PowerMode.FULL: self.tr("like other programs"),
        }
        return (
            mode_name(power.mode),
            str(power.threads),
            str(power.candidates),
            speech[power.mode],
            priority[power.mode],
        )

    def _set(self, line: int, column: int, text: str, look: str) -> None:
        label = self._cells.get((line, column))
        if label is None:
            label = self._cells[line, column] = QLabel(wordWrap=column > 2)
            self._grid.addWidget(label, line, column)
            self._grid.setColumnStretch(column, (1, 0, 0, 2, 3)[column])
        label.setText(text)
        label.setProperty("look", look)
        label.style().unpolish(label)
        label.style().polish(label)


class PowerButton(QToolButton):
    """For the tool bar: the mode in force in words; a click opens the power view."""

    def __init__(self, watch: PowerWatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watch = watch
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        watch.changed.connect(self._show_plan)
        self._show_plan(watch.plan)

    def changeEvent(self, event: QEvent) -> None:
        """Take the scheme's colour."""
        super().changeEvent(event)
        if event.type() in REDRESSED:
            self._show_plan(self._watch.plan)

    def _show_plan(self, power: PowerPlan) -> None:
        text = in_force(power)
        self.setText(text)
        self.setToolTip(self.tr("Power mode and energy"))
        self.setAccessibleName(self.tr("Power: {}").format(text))
        self.setIcon(icon("leaf" if power.mode is PowerMode.SAVER else "power"))


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("look", "heading")
    return label
