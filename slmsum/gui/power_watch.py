"""The power mode in force, as the machine is plugged in and out."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from slmsum.gui.background import Task
from slmsum.machine import ROOT, Machine, inspect_machine
from slmsum.power import PowerPlan, plan

# How often the machine is looked at; on Linux that is a handful of tiny files.
_POLL_MS = 2000


class PowerWatch(QObject):
    """`changed` carries the PowerPlan in force whenever it, or what it rests on, is another.

    `plan` and `machine` are as last seen, `request` is "auto" or a mode's name. `root` stands for
    "/" where the facts are files.
    """

    changed = Signal(object)

    def __init__(
        self,
        request: str,
        parent: QObject | None = None,
        *,
        root: Path = ROOT,
        poll_ms: int = _POLL_MS,
    ) -> None:
        super().__init__(parent)
        self._root = root
        self._looking: Task | None = None
        self.request = request
        self.machine: Machine = inspect_machine(root)
        self.plan: PowerPlan = plan(request, self.machine)
        self._timer = QTimer(self, interval=poll_ms)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def set_request(self, request: str) -> None:
        """Choose a mode, or "auto"."""
        self.request = request
        self._see(self.machine, anew=True)

    def look(self) -> None:
        """See whether the machine has changed."""
        if sys.platform == "linux":
            self._see(inspect_machine(self._root))
        elif self._looking is None:
            # Elsewhere the system is asked, which may take longer than the window may wait.
            self._looking = Task(inspect_machine, self)
            self._looking.done.connect(self._see)
            self._looking.done.connect(lambda _machine: setattr(self, "_looking", None))

    def _see(self, machine: Machine, anew: bool = False) -> None:
        if machine == self.machine and not anew:
            return
        self.machine = machine
        self.plan = plan(self.request, machine)
        self.changed.emit(self.plan)
