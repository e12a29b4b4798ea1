"""Numbers as the window words them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale


def energy(joules: float) -> str:
    """Energy in the unit that suits it; 3,600 joules are a watt-hour."""
    if joules < 1000:
        return f"{QLocale().toString(float(joules), 'f', 0)} J"
    if joules < 36_000:
        return f"{QLocale().toString(joules / 1000, 'f', 1)} kJ"
    return f"{QLocale().toString(joules / 3600, 'f', 1)} Wh"


def size(count: float) -> str:
    """Bytes in the unit that suits them."""
    form = QLocale.DataSizeFormat.DataSizeSIFormat
    return QLocale().formattedDataSize(round(count), 1 if count >= 1e9 else 0, form)


def measured_how(source: str) -> str:
    """How energy is known."""
    known = {
        "rapl": QCoreApplication.translate("Energy", "measured, whole processor"),
        "battery": QCoreApplication.translate("Energy", "measured, whole machine"),
        "estimate": QCoreApplication.translate("Energy", "estimated from processor time"),
    }
    return known.get(source, source)
