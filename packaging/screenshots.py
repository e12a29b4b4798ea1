"""Draw the window in ten states, from real conversations and by the real models.

Run it as `python packaging/screenshots.py OUT [STATE...]`. It needs the models in SLMSUM_HOME, and
for the state "recording" PulseAudio. The user's own data is neither read nor changed.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "resources" / "samples"
SIZES = ((1280, 800), (1920, 1080))
SCALE = 2
PATIENCE = 300.0

# Small conversations around the samples, so that the library looks like somebody's.
TALKS = {
    "Garden club": """[21.02.26, 09:00:12] Nora Lind: The greenhouse lost two panes in the storm.
[21.02.26, 09:04:40] Omar Diaz: I can order new glass on Monday, about 80 euros.
[21.02.26, 09:05:02] Nora Lind: Please do. We pay it from the plant sale.
""",
    "Flat hunt": """[18.02.26, 19:30:00] Mia: Viewing at Birch Lane is on Thursday at 17:00.
[18.02.26, 19:31:10] Jonas: I am free. Shall I bring the papers from the bank?
[18.02.26, 19:33:55] Mia: Yes, and the last three payslips.
""",
    "Choir trip": """[11.02.26, 20:00:00] Ruth: The bus to Ghent leaves at 7:15 from the school.
[11.02.26, 20:02:00] Paolo: Who brings the music stands?
[11.02.26, 20:03:00] Ruth: Sara does. I will print the programme by Friday.
""",
}


def main() -> None:
    """Make what the command line asks for."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    wanted = set(sys.argv[2:])
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "audio")]
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(SCALE)
    from slmsum.models.store import default_store

    models = default_store().root / "models"
    with tempfile.TemporaryDirectory() as folder, sound(Path(folder) / "sound") as call:
        home = Path(folder) / "home"
        home.mkdir()
        (home / "models").symlink_to(models, target_is_directory=True)
        os.environ["SLMSUM_HOME"] = str(home)
        Studio(home, out, wanted, call).shoot_all()


@contextmanager
def sound(folder: Path) -> Iterator[Callable[[], object]]:
    """Give this process devices of its own; gives what lets a call be heard there."""
    from sound_server import RATE, decode, start_server

    folder.mkdir()
    server = start_server(folder)
    kept = {
        name: value
        for name, value in server.environment.items()
        if name.startswith(("PULSE_", "XDG_RUNTIME"))
    }
    os.environ.update(kept)
    call = decode(SAMPLES / "printer-call.opus")[0, :: 48_000 // RATE]
    try:
        yield lambda: server.play("meet", call)
    finally:
        server.end_programs()
        server.stop()


class Studio:
    """One window, brought into one state after another."""

    def __init__(self, home: Path, out: Path, wanted: set[str], call: Callable[[], object]) -> None:
        from PySide6.QtWidgets import QApplication

        from slmsum import preferences
        from slmsum.gui.language import speak
        from slmsum.gui.main_window import MainWindow
        from slmsum.gui.theme import Theme

        self.app = QApplication(sys.argv[:1])
        speak(self.app, "")
        self.home, self.out, self.wanted, self.call = home, out, wanted, call
        self.theme = Theme(self.app)
        chosen = replace(preferences.load(home), introduced=True)
        preferences.save(home, chosen)
        self.window = MainWindow(home)
        self.theme.changed.connect(self.window.commands.draw)
        self.window.show()

    def shoot_all(self) -> None:
        """Each state follows from the one before it."""
        for state in (
            self.empty,
            self.work,
            self.main,
            self.ask,
            self.search,
            self.pictures,
            self.recording,
            self.power,
            self.settings,
            self.first_start,
        ):
            state()
        self.window.close()

    def empty(self) -> None:
        """Nothing is there yet."""
        self._shoot("empty")

    def work(self) -> None:
        """A chat and a call have come in, and their minutes are being written."""
        window, queue = self.window, self.window.workbench.desk.queue
        self._fill()
        window.take_files([SAMPLES / "street-festival.txt"])
        self._wait(lambda: any((task.fraction or 0) > 0.3 for task in queue.tasks[:1]))
        self._wait(lambda: window.open_entry.entry is not None)
        self._shoot("work")
        self._wait(lambda: not queue.busy)

    def main(self) -> None:
        """A statement of the minutes is chosen, and its turns stand out."""
        window = self.window
        festival = next(
            row.entry.id for row in window.library_panel.model.rows if "Festival" in row.entry.title
        )
        window.show_conversation(festival)
        self._wait(lambda: window.open_entry.minutes is not None)
        path = next(iter(window.minutes.statements))
        window.minutes.choose(path)
        self._settle()
        self._shoot("main")

    def ask(self) -> None:
        """A question was answered from the turns."""
        self.window.ask.field.setText("What does the band cost?")
        self.window.ask.button.click()
        self._wait(lambda: bool(self.window.ask.answers))
        self._settle()
        self._shoot("ask")
        self.window.ask.clear()

    def search(self) -> None:
        """Words were looked for in all conversations."""
        panel = self.window.library_panel
        panel.field.setText("friday")
        self._wait(lambda: any(row.hit for row in panel.model.rows))
        self._settle()
        self._shoot("search")
        panel.field.clear()
        self._wait(lambda: not any(row.hit for row in panel.model.rows))

    def pictures(self) -> None:
        """Who spoke when, and what about."""
        self.window.right.setCurrentIndex(1)
        self.window.side.draw_pictures()
        self._settle()
        self._shoot("pictures")
        self.window.right.setCurrentIndex(0)

    def recording(self) -> None:
        """A call is recorded, and its words appear."""
        from slmsum.gui.record_session import RecordState

        bar = self.window.record_bar
        bar.show()
        self._wait(lambda: bar.devices.sources != ())
        bar.start()
        self._wait(lambda: bar.session.state is RecordState.RECORDING)
        self.call()
        self._wait(lambda: len(bar.live.toPlainText()) > 180)
        self._shoot("recording")
        window = self.window
        window.take_preferences(replace(window.preferences, summarize_at_once=False))
        bar.session.stop()
        self._wait(lambda: bar.session.state is RecordState.IDLE)
        self._settle()
        for task in window.workbench.desk.queue.tasks:
            window.workbench.desk.queue.cancel(task.id)
        self._settle()
        for id in tuple(window.queue.rows):
            window.queue.remove(id)

    def power(self) -> None:
        """What minutes took."""
        window = self.window
        window.side.show_power()
        dialog = window.side._power
        assert dialog is not None
        self._shoot("power", dialog)
        dialog.close()

    def settings(self) -> None:
        """Where one chooses what slmsum does by itself."""
        from slmsum.gui.settings_dialog import SettingsDialog

        self.window.side.show_settings("models")
        dialog = self.window.findChild(SettingsDialog)
        assert dialog is not None
        self._settle()
        self._shoot("settings", dialog)
        dialog.close()

    def first_start(self) -> None:
        """The first of three steps."""
        from slmsum.gui.first_start import FirstStart

        self.window.side.show_first_start()
        dialog = self.window.findChild(FirstStart)
        assert dialog is not None
        self._settle()
        self._shoot("first-start", dialog)
        dialog.close()

    def _fill(self) -> None:
        from slmsum.jobs import ReadRequest

        for title, text in TALKS.items():
            request = ReadRequest(Path(f"WhatsApp Chat - {title}.txt"), data=text.encode())
            self.window.library.add(replace(request.read(), title=title))
        self.window.library_panel.refresh()

    def _shoot(self, name: str, dialog: object = None) -> None:
        """Draw the window in both schemes and all sizes, with a dialog in front of its middle."""
        from PySide6.QtCore import QPoint, QRect
        from PySide6.QtGui import QColor, QPainter
        from PySide6.QtWidgets import QWidget

        from slmsum.preferences import Scheme

        if self.wanted and name not in self.wanted:
            return
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            self.theme.apply(scheme, 100)
            for width, height in SIZES:
                self.window.resize(width, height)
                self._settle()
                shot = self.window.grab()
                if isinstance(dialog, QWidget):
                    front = dialog.grab()
                    place = QPoint((width - dialog.width()) // 2, (height - dialog.height()) // 2)
                    painter = QPainter(shot)
                    painter.fillRect(0, 0, width, height, QColor(0, 0, 0, 70))
                    painter.drawPixmap(place, front)
                    painter.setPen(QColor(128, 128, 140, 150))
                    painter.drawRect(QRect(place, dialog.size()))
                    painter.end()
                path = self.out / f"{name}-{scheme}-{width}x{height}.png"
                shot.save(str(path), "PNG", 0)

    def _wait(self, true: Callable[[], object]) -> None:
        until = time.monotonic() + PATIENCE
        while not true():
            self.app.processEvents()
            time.sleep(0.01)
            if time.monotonic() > until:
                raise SystemExit("slmsum did not come so far")

    def _settle(self) -> None:
        until = time.monotonic() + 0.4
        while time.monotonic() < until:
            self.app.processEvents()
            time.sleep(0.01)


if __name__ == "__main__":
    main()
