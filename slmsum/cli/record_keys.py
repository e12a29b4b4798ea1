"""Single keys from the terminal, without waiting for Enter."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def keys() -> Iterator[Callable[[], str]]:
    """A function that gives the keys pressed since it was last asked, "" for none."""
    if not sys.stdin.isatty():
        yield lambda: ""
    elif sys.platform == "win32":
        yield _pressed_on_windows
    else:
        with _unbuffered():
            yield _pressed


@contextmanager
def _unbuffered() -> Iterator[None]:
    import termios
    import tty

    handle = sys.stdin.fileno()
    # A program in the background is stopped where it changes the terminal.
    if os.getpgrp() != os.tcgetpgrp(handle):
        yield
        return
    before = termios.tcgetattr(handle)
    tty.setcbreak(handle)
    try:
        yield
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)


def _pressed() -> str:
    import select

    handle = sys.stdin.fileno()
    if os.getpgrp() != os.tcgetpgrp(handle) or not select.select([handle], [], [], 0)[0]:
        return ""
    return os.read(handle, 64).decode("utf-8", "ignore")


def _pressed_on_windows() -> str:
    import msvcrt

    pressed = ""
    while getattr(msvcrt, "kbhit")():  # noqa: B009  (absent from non-Windows stubs)
        pressed += getattr(msvcrt, "getwch")()  # noqa: B009
    return pressed
