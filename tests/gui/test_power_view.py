"""The power view follows the machine while it is shown."""

from datetime import date, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from slmsum.energy_book import EnergyBook
from slmsum.gui.power_view import PowerButton, PowerView
from slmsum.gui.power_watch import PowerWatch
from slmsum.minutes import Provenance


class Laptop:
    """The files in which Linux tells of a battery and of a charger."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.plug(True)

    def plug(self, on: bool) -> None:
        supplies = self.root / "sys/class/power_supply"
        for name, facts in {
            "BAT0": {
                "type": "Battery",
                "status": "Charging" if on else "Discharging",
                "capacity": "80",
            },
            "AC": {"type": "Mains", "online": "1" if on else "0"},
        }.items():
            (supplies / name).mkdir(parents=True, exist_ok=True)
            for fact, value in facts.items():
                (supplies / name / fact).write_text(value)


@pytest.fixture
def laptop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Laptop:
    monkeypatch.setattr("sys.platform", "linux")
    return Laptop(tmp_path / "root")


def test_it_follows_unplugging_while_it_is_shown(
    qtbot: QtBot, laptop: Laptop, tmp_path: Path
) -> None:
    watch = PowerWatch("auto", root=laptop.root, poll_ms=10)
    view, button = PowerView(watch, EnergyBook(tmp_path)), PowerButton(watch)
    qtbot.addWidget(view)
    qtbot.addWidget(button)
    view.show()
    assert view.force.text() == button.text() == "Balanced: on mains"
    assert "Plugged in, 80 %" in view.details.text()
    with qtbot.waitSignal(watch.changed):
        laptop.plug(False)
    assert view.force.text() == button.text() == "Saver: on battery"
    assert "Battery in use" in view.details.text()
    with qtbot.waitSignal(watch.changed):
        laptop.plug(True)
    assert view.force.text() == "Balanced: on mains"


def test_a_choice_wins_over_the_battery(qtbot: QtBot, laptop: Laptop, tmp_path: Path) -> None:
    laptop.plug(False)
    watch = PowerWatch("auto", root=laptop.root)
    view = PowerView(watch, EnergyBook(tmp_path))
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.requested) as told:
        view.switch.buttons["full"].click()
    assert told.args == ["full"]
    assert watch.plan.candidates == 8
    assert view.force.text() == "Full: your choice"
    view.switch.buttons["auto"].click()
    assert view.force.text() == "Saver: on battery"


def test_nothing_is_told_while_nothing_changes(qtbot: QtBot, laptop: Laptop) -> None:
    watch = PowerWatch("auto", root=laptop.root)
    with qtbot.assertNotEmitted(watch.changed):
        watch.look()


def test_energy_says_how_it_is_known(qtbot: QtBot, laptop: Laptop, tmp_path: Path) -> None:
    book = EnergyBook(tmp_path)
    book.note("a", Provenance(joules=1500.0, joules_source="rapl"), datetime(2026, 11, 23, 9))
    book.note("b", Provenance(joules=500.0, joules_source="estimate"), datetime(2026, 11, 24, 9))
    view = PowerView(PowerWatch("auto", root=laptop.root), book)
    qtbot.addWidget(view)
    view.resize(500, 700)
    view.refresh(date(2026, 11, 24))
    assert view.week.text() == "2.0 kJ in the last seven days, 25 % of it estimated"
    before, last = view.chart.bar(5), view.chart.bar(6)
    assert before.height() == pytest.approx(3 * last.height())
    assert before.bottom() == pytest.approx(last.bottom())
    view.show_minutes(Provenance(joules=500.0, joules_source="estimate", seconds=10))
    assert "50.0 W on average, estimated" in view.minutes.text()
    view.show_minutes(Provenance())
    assert "not measured" in view.minutes.text()
