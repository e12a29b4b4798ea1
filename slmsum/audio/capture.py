"""The capture process: open one device and pass its sound on, block by block, with the time.

A process for each device: a sound library that hangs or dies takes nothing with it, PULSE_SOURCE
holds for one stream, and a device that comes back is found, for the library starts afresh. The
parent starts it as `python -m slmsum.audio.capture`, or in a frozen app as `slmsum` with
`CAPTURE_ARGUMENT`. Standard input brings what to do and ends when the parent does.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
import time
import traceback
from collections import deque
from typing import BinaryIO, NoReturn

from slmsum import offline
from slmsum.audio import portaudio
from slmsum.audio.devices import Source, Wanted, choose, look_here
from slmsum.audio.messages import Block, Failed, Found, Message, Opened
from slmsum.engine.messages import receive, transmit
from slmsum.errors import DeviceLost, SlmsumError, WorkerFailed

# How often blocks are passed on, in seconds, and how many wait at most (a minute of them).
_PACE = 0.05
_WAITING = 2400


def main() -> None:
    """Serve one request: a Wanted to record it, None to list what there is."""
    offline.install()
    incoming = sys.stdin.buffer
    outgoing = _take_over_output()
    wanted: Wanted | None = pickle.loads(receive(incoming))
    threading.Thread(target=_end_with_parent, args=(incoming,), daemon=True).start()
    _send(outgoing, _serve(outgoing, wanted))
    # A stream that hangs must not keep the process alive.
    os._exit(0)


def _take_over_output() -> BinaryIO:
    """Keep the pipe to the parent for messages, whatever libraries print."""
    pipe = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(pipe, "wb")


def _end_with_parent(incoming: BinaryIO) -> None:
    incoming.read()
    os._exit(1)


def _send(outgoing: BinaryIO, message: Message) -> None:
    try:
        transmit(outgoing, pickle.dumps(message))
    except BrokenPipeError:
        os._exit(1)


def _serve(outgoing: BinaryIO, wanted: Wanted | None) -> Message:
    try:
        sources = look_here()
        if wanted is None:
            return Found(tuple(sources))
        _record(outgoing, choose(sources, wanted), follow=not wanted.name)
    except SlmsumError as error:
        return Failed(error)
    except Exception as error:  # whatever it is, the parent must hear of it
        reason = f"{type(error).__name__}: {error}"
        return Failed(WorkerFailed(reason, traceback.format_exc()))


def _record(outgoing: BinaryIO, source: Source, follow: bool) -> NoReturn:
    """Pass sound on until the device is gone; never returns, raises SoundError."""
    waiting: deque[tuple[float, bytes]] = deque(maxlen=_WAITING)
    ended = threading.Event()

    def heard(samples: bytes) -> None:
        waiting.append((time.monotonic(), samples))

    if source.backend == "wasapi":
        from slmsum.audio import wasapi

        stream = wasapi.open_stream(source, heard)
    else:
        stream = portaudio.open_stream(source, heard, ended.set)
    _send(outgoing, Opened(source, stream.rate, stream.channels))
    lost: list[SlmsumError] = []
    if source.backend == "pulse":
        threading.Thread(
            target=_watch, args=(source, follow, stream, ended, lost), daemon=True
        ).start()
    while not ended.wait(_PACE):
        _pass_on(outgoing, waiting)
        if not stream.active():
            break
    raise lost[0] if lost else DeviceLost(source.name)


def _watch(
    source: Source,
    follow: bool,
    stream: portaudio.Stream,
    ended: threading.Event,
    lost: list[SlmsumError],
) -> None:
    from slmsum.audio import pulse

    try:
        pulse.watch(source, follow, stream.active)
    except SlmsumError as error:
        lost.append(error)
    ended.set()


def _pass_on(outgoing: BinaryIO, waiting: deque[tuple[float, bytes]]) -> None:
    """All blocks that wait, as one."""
    at, blocks = 0.0, []
    while waiting:
        at, samples = waiting.popleft()
        blocks.append(samples)
    if blocks:
        _send(outgoing, Block(at, b"".join(blocks)))


if __name__ == "__main__":
    main()
