"""The record bar: one red button, what is recorded, how loud it is, and what is being said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from slmsum.audio.devices import Kind
from slmsum.audio.take import ME, OTHERS
from slmsum.export.words import clock
from slmsum.gui.device_box import DeviceBox, Devices
from slmsum.gui.icons import IconButton
from slmsum.gui.level_meter import LevelMeter
from slmsum.gui.live_view import LiveView
from slmsum.gui.record_button import RecordButton
from slmsum.gui.record_mini import MiniRecorder
from slmsum.gui.record_session import RecordSession, RecordState
from slmsum.power import PowerPlan
from slmsum.preferences import Preferences

if TYPE_CHECKING:
    from slmsum.audio.recorder import Recorded, RecordSettings, Status


class RecordBar(QWidget):
    """Records with the devices of the preferences into `home`.

    `ended` carries the Recorded take (tell of its `problem` and import its `path`), `failed` a
    SlmsumError, `state_changed` a RecordState, `preferences_changed` the Preferences with the
    devices chosen here. `session` may be watched, too. Call `set_preferences` and `set_plan` when
    these change, `start` and `session.stop` from shortcuts and the tray, and
    `closing.ask_to_close(bar.session, window)` before the window closes.
    """

    ended = Signal(object)
    failed = Signal(object)
    state_changed = Signal(object)
    preferences_changed = Signal(object)

    def __init__(
        self, home: Path, preferences: Preferences, plan: PowerPlan, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._home, self._preferences, self._plan = home, preferences, plan
        self.session = RecordSession(self)
        self.devices = Devices(self)
        self.setProperty("card", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self._connect()
        self.set_preferences(preferences)
        self._show_state(RecordState.IDLE)

    def set_preferences(self, preferences: Preferences) -> None:
        """Take other choices; a running recording keeps its own."""
        self._preferences = preferences
        self.microphone.choose(preferences.record_microphone, preferences.microphone)
        self.system.choose(preferences.record_system, preferences.system_sound)
        self.live_box.setChecked(preferences.live_text)

    def set_plan(self, plan: PowerPlan) -> None:
        """The power plan for the live text of the next recording."""
        self._plan = plan

    def start(self) -> None:
        """Begin to record, with live text where that is wanted."""
        from slmsum.errors import SlmsumError

        try:
            settings = self._settings()
        except SlmsumError as error:
            self.failed.emit(error)
            return
        names = {ME: self.tr("Me"), OTHERS: self.tr("Others")}
        self.live.begin((names[ME], names[OTHERS]))
        speech = self._preferences.speech(self._plan) if self._preferences.live_text else None
        self.live.setVisible(speech is not None)
        self.session.start(settings, speech, names)

    def toggle(self) -> None:
        """Begin, or end what is being recorded."""
        if self.session.state is RecordState.IDLE:
            self.start()
        else:
            self.session.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Look which devices there are."""
        super().showEvent(event)
        self.devices.look()

    def _settings(self) -> RecordSettings:
        from slmsum.audio.recorder import RecordSettings
        from slmsum.audio.unfinished import new_path

        chosen = self._preferences
        return RecordSettings(
            path=new_path(self._home, datetime.now()),
            home=self._home,
            microphone=chosen.microphone_wanted(),
            system=chosen.system_wanted() if self.devices.has(Kind.SYSTEM) else None,
            mode=0o600,
        )

    def _build(self) -> None:
        self.button = RecordButton()
        self.time = QLabel("0:00")
        self.time.setProperty("look", "title")
        self.time.setAccessibleName(self.tr("Recorded time"))
        self.state = QLabel()
        self.state.setProperty("look", "muted")
        self.microphone = DeviceBox(Kind.MICROPHONE, self.devices, self.tr("Microphone"))
        self.system = DeviceBox(Kind.SYSTEM, self.devices, self.tr("System sound"))
        self.my_level = LevelMeter(self.tr("Level of the microphone"))
        self.their_level = LevelMeter(self.tr("Level of the system sound"))
        self.pause = IconButton("pause", self.tr("Pause"))
        self.mute = IconButton("mic-off", self.tr("Mute the microphone"))
        self.mini_button = IconButton("shrink", self.tr("Small window that stays on top"))
        self.live_box = QCheckBox(self.tr("Live text"))
        self.live = LiveView()
        self.live.setVisible(False)
        self.warning = QLabel(wordWrap=True)
        self.warning.hide()
        self.warning.setProperty("look", "warning")
        for button in (self.pause, self.mute):
            button.setCheckable(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addLayout(self._row())
        layout.addWidget(self.warning)
        layout.addWidget(self.live, 1)

    def _row(self) -> QHBoxLayout:
        times = QVBoxLayout()
        times.setSpacing(0)
        times.addWidget(self.time)
        times.addWidget(self.state)
        levels = QGridLayout()
        levels.setHorizontalSpacing(12)
        levels.setVerticalSpacing(6)
        for line, (box, meter) in enumerate(
            ((self.microphone, self.my_level), (self.system, self.their_level))
        ):
            levels.addWidget(box, line, 0)
            levels.addWidget(meter, line, 1)
        levels.setColumnStretch(0, 3)
        levels.setColumnStretch(1, 2)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.button)
        row.addLayout(times)
        row.addLayout(levels, 1)
        for widget in (self.pause, self.mute, self.live_box, self.mini_button):
            row.addWidget(widget)
        return row

    def _connect(self) -> None:
        session = self.session
        session.state_changed.connect(self._show_state)
        session.state_changed.connect(self.state_changed)
        session.status.connect(self._show_status)
        session.heard.connect(self.live.hear)
        session.noted.connect(self.live.note)
        session.ended.connect(self._end)
        session.failed.connect(self.failed)
        self.button.clicked.connect(self.toggle)
        self.pause.toggled.connect(session.pause)
        self.mute.toggled.connect(session.mute)
        self.mini = MiniRecorder(session, self)
        self.mini_button.clicked.connect(self.mini.show_small)
        for box in (self.microphone, self.system):
            box.chosen.connect(self._take_devices)
        self.live_box.clicked.connect(self._take_devices)

    def _take_devices(self) -> None:
        on, microphone = self.microphone.choice()
        plays, system = self.system.choice()
        self._preferences = replace(
            self._preferences,
            record_microphone=on,
            microphone=microphone,
            record_system=plays,
            system_sound=system,
            live_text=self.live_box.isChecked(),
        )
        self.preferences_changed.emit(self._preferences)

    def _show_state(self, state: RecordState) -> None:
        idle = state is RecordState.IDLE
        self.button.set_recording(state is not RecordState.IDLE)
        self.button.setEnabled(state is not RecordState.FINISHING)
        words = {
            RecordState.IDLE: self.tr("Ready"),
            RecordState.OPENING: self.tr("Opening the devices…"),
            RecordState.RECORDING: self.tr("Recording"),
            RecordState.PAUSED: self.tr("Paused"),
            RecordState.FINISHING: self.tr("Saving…"),
        }
        self.state.setText(words[state])
        for box in (self.microphone, self.system, self.live_box):
            box.setEnabled(idle)
        for button in (self.pause, self.mute):
            button.setEnabled(self.session.recorder is not None and self.session.active)
        self.pause.blockSignals(True)
        self.pause.setChecked(state is RecordState.PAUSED)
        self.pause.blockSignals(False)
        self.pause.set_icon("play" if state is RecordState.PAUSED else "pause")
        self.pause.set_words(self.tr("Go on") if state is RecordState.PAUSED else self.tr("Pause"))
        if idle:
            self.mute.setChecked(False)
            self.warning.setVisible(False)
            self.my_level.clear()
            self.their_level.clear()

    def _show_status(self, status: Status) -> None:
        self.time.setText(clock(int(status.seconds)))
        meters = {ME: self.my_level, OTHERS: self.their_level}
        for name, level in zip(status.channels, status.levels, strict=True):
            meters[name].set_level(level, status.muted and name == ME)
        self.warning.setText("; ".join(status.warnings))
        self.warning.setVisible(bool(status.warnings))

    def _end(self, recorded: Recorded) -> None:
        self.live.finish()
        self.ended.emit(recorded)
