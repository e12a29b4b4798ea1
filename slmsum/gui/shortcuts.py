"""What can be done by keys: every command of the window with its usual keys, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QKeySequence


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A command's name in the program, its usual keys, and what it is called in English."""

    command: str
    keys: str
    title: object

    @property
    def words(self) -> str:
        """What it is called in the user's language."""
        return QCoreApplication.translate("Shortcuts", str(self.title))


SHORTCUTS = (
    Shortcut("record", "Ctrl+R", QT_TRANSLATE_NOOP("Shortcuts", "Record, or stop recording")),
    Shortcut("pause", "Ctrl+Shift+R", QT_TRANSLATE_NOOP("Shortcuts", "Pause the recording")),
    Shortcut("mute", "Ctrl+M", QT_TRANSLATE_NOOP("Shortcuts", "Mute the microphone")),
    Shortcut("import", "Ctrl+O", QT_TRANSLATE_NOOP("Shortcuts", "Import files")),
    Shortcut("paste", "Ctrl+V", QT_TRANSLATE_NOOP("Shortcuts", "Import from the clipboard")),
    Shortcut("export", "Ctrl+E", QT_TRANSLATE_NOOP("Shortcuts", "Export the minutes")),
    Shortcut("search", "Ctrl+K", QT_TRANSLATE_NOOP("Shortcuts", "Search all conversations")),
    Shortcut("find", "Ctrl+F", QT_TRANSLATE_NOOP("Shortcuts", "Find in this conversation")),
    Shortcut("ask", "Ctrl+J", QT_TRANSLATE_NOOP("Shortcuts", "Ask this conversation")),
    Shortcut("play", "Space", QT_TRANSLATE_NOOP("Shortcuts", "Play or pause the sound")),
    Shortcut("undo", "Ctrl+Z", QT_TRANSLATE_NOOP("Shortcuts", "Undo")),
    Shortcut("redo", "Ctrl+Shift+Z", QT_TRANSLATE_NOOP("Shortcuts", "Redo")),
    Shortcut("pictures", "Ctrl+P", QT_TRANSLATE_NOOP("Shortcuts", "Show the pictures")),
    Shortcut("power", "Ctrl+Shift+P", QT_TRANSLATE_NOOP("Shortcuts", "Show the power view")),
    Shortcut("queue", "Ctrl+Shift+Q", QT_TRANSLATE_NOOP("Shortcuts", "Show the queue")),
    Shortcut("larger", "Ctrl++", QT_TRANSLATE_NOOP("Shortcuts", "Larger text")),
    Shortcut("smaller", "Ctrl+-", QT_TRANSLATE_NOOP("Shortcuts", "Smaller text")),
    Shortcut("settings", "Ctrl+,", QT_TRANSLATE_NOOP("Shortcuts", "Settings")),
    Shortcut("shortcuts", "F1", QT_TRANSLATE_NOOP("Shortcuts", "Show the keyboard shortcuts")),
    Shortcut("quit", "Ctrl+Q", QT_TRANSLATE_NOOP("Shortcuts", "Quit")),
)


def keys_in_force(changed: Mapping[str, str]) -> dict[str, QKeySequence]:
    """The keys of every command, with those that the user changed."""
    return {one.command: QKeySequence(changed.get(one.command, one.keys)) for one in SHORTCUTS}


def clashes(changed: Mapping[str, str]) -> set[str]:
    """The commands whose keys another command has, too."""
    taken: dict[str, list[str]] = {}
    for command, keys in keys_in_force(changed).items():
        if not keys.isEmpty():
            taken.setdefault(keys.toString(), []).append(command)
    return {command for commands in taken.values() if len(commands) > 1 for command in commands}
