"""The sound of one device as it comes, from a capture process that starts again when it ends."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable

from slmsum.audio import CAPTURE_ARGUMENT
from slmsum.audio.devices import Source, Wanted
from slmsum.audio.messages import Failed, Found, Message
from slmsum.engine import pipes
from slmsum.engine.messages import transmit
from slmsum.errors import DeviceFailed, DeviceLost

# How long a look for devices may take, in seconds: a sound server that hangs must not hang us.
_PATIENCE = 8.0
# Seconds until a lost device is looked for again: soon at first, then at a pace that costs little.
_SOON, _LATER, _SOON_TRIES = 0.4, 2.0, 12
_GRACE = 0.5

Deliver = Callable[[Message], None]


class Feed:
    """Records what is wanted until `stop`, and looks for the device again whenever it is lost.

    `deliver` is called in a thread of this feed: Opened, then Blocks, Failed for each loss.
    """

    def __init__(self, wanted: Wanted, deliver: Deliver) -> None:
        self.wanted = wanted
        self._deliver = deliver
        self._stopped = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the capture process, and with it the messages."""
        self._stopped.set()
        with self._lock:
            if self._process is not None:
                self._process.kill()
        self._thread.join()

    def _run(self) -> None:
        tries = 0
        while not self._stopped.is_set():
            heard = self._capture()
            tries = 1 if heard else tries + 1
            self._stopped.wait(_SOON if tries < _SOON_TRIES else _LATER)

    def _capture(self) -> bool:
        """One capture process from start to end; returns whether it gave any sound."""
        with self._lock:
            if self._stopped.is_set():
                return False
            process = self._process = _start(self.wanted)
        count = 0
        try:
            assert process.stdout is not None
            last: Message | None = None
            for last in pipes.unpickled(process.stdout):
                self._deliver(last)
                count += 1
            if not isinstance(last, Failed) and not self._stopped.is_set():
                self._deliver(Failed(DeviceLost(self.wanted.name or self.wanted.kind)))
        finally:
            pipes.end(process, _GRACE)
        return count > 1


def look_for_sources() -> list[Source]:
    """What a capture process finds; raises SoundError."""
    process = _start(None)
    timer = threading.Timer(_PATIENCE, process.kill)
    timer.start()
    try:
        assert process.stdout is not None
        for message in pipes.unpickled(process.stdout):
            if isinstance(message, Found):
                return list(message.sources)
            if isinstance(message, Failed):
                raise message.error
    finally:
        timer.cancel()
        pipes.end(process, _GRACE)
    raise DeviceFailed("sound server", "it does not answer")


def _start(wanted: Wanted | None) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        pipes.command("slmsum.audio.capture", CAPTURE_ARGUMENT),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Sound libraries print what is told by a message anyway.
        stderr=subprocess.DEVNULL,
        env=pipes.with_package(os.environ),
        # Ctrl-C is for the parent, which then ends this process in good order.
        process_group=None if sys.platform == "win32" else 0,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        transmit(process.stdin, pickle.dumps(wanted))
    return process
