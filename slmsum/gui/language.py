"""The language of the window."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from slmsum.paths import resource_path

# The words in the source are English; its translation only knows plurals.
_SOURCE = "en"


def speak(app: QApplication, code: str) -> QLocale:
    """Let the window speak a language (ISO 639-1), "" for the system's; before it is made.

    Where there is no translation it speaks English. Returns the locale for numbers and dates.
    """
    locale = QLocale(code) if code else QLocale.system()
    name = locale.name().partition("_")[0]
    known = resource_path(f"translations/slmsum_{name}.qm").is_file()
    _install(app, str(resource_path(f"translations/slmsum_{name if known else _SOURCE}.qm")))
    if known:
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        _install(app, f"{folder}/qtbase_{name}.qm")
    if code:
        QLocale.setDefault(locale)
    app.setLayoutDirection(locale.textDirection())
    return locale


def _install(app: QApplication, path: str) -> None:
    translator = QTranslator(app)
    if translator.load(path):
        app.installTranslator(translator)
