"""Talk whose words are known, read aloud by espeak-ng."""

from __future__ import annotations

import re
import shutil
import subprocess
import wave
from pathlib import Path

import jiwer
import numpy as np
import pytest
from numpy.typing import NDArray

from slmsum.audio.sound import RATE


def spoken(folder: Path, text: str, voice: str = "en-us") -> NDArray[np.int16]:
    """The samples of a text at `RATE`; skips where espeak-ng is not installed."""
    if shutil.which("espeak-ng") is None:
        pytest.skip("not installed: espeak-ng")
    path = folder / "spoken.wav"
    subprocess.run(["espeak-ng", "-v", voice, "-s", "150", "-w", path, text], check=True)
    with wave.open(str(path), "rb") as file:
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    at = np.arange(0, len(samples) - 1, rate / RATE)
    return np.interp(at, np.arange(len(samples)), samples).astype(np.int16)


def silence(seconds: float) -> NDArray[np.int16]:
    return np.zeros(round(seconds * RATE), np.int16)


def wrong(said: str, heard: str) -> float:
    """The share of words that are wrong, missing or too many."""
    return float(jiwer.wer(_plain(said), _plain(heard) or "-"))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w' ]", " ", text.casefold()).split())
