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
from collections.abc import Callable
from typing import BinaryIO, NoReturn

from slmsum import offline
from slmsum.audio import portaudio
from slmsum.audio.devices import Source, Wanted, choose, look_here
from slmsum.audio.messages import Block, Failed, Found, Message, Opened
from slmsum.audio.portaudio import Stream
from slmsum.engine.messages import receive, transmit
from slmsum.engine.pipes import take_over_output
from slmsum.errors import DeviceLost, SlmsumError, WorkerFailed

# How often blocks are passed on, in seconds, and how many wait at most (a minute of them).
_PACE = 0.05
_WAITING = 2400

# A block with its time, or news of the device, in the order they came.
_Heard = tuple[float, bytes] | Opened


def main() -> None:
    """Serve one request: a Wanted to record it, None to list what there is."""
    offline.install()
    incoming = sys.stdin.buffer
    outgoing = take_over_output()
    wanted: Wanted | None = pickle.loads(receive(incoming))
    threading.Thread(target=_end_with_parent, args=(incoming,), daemon=True).start()
    _send(outgoing, _serve(outgoing, wanted))
    # A stream that hangs must not keep the process alive.
    os._exit(0)


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
    waiting: deque[_Heard] = deque(maxlen=_WAITING)
    ended = threading.Event()

    def heard(samples: bytes) -> None:
        waiting.append((time.monotonic(), samples))

    stream = _open(source, heard, ended.set)

    def tell(current: Source) -> None:
        waiting.append(Opened(current, stream.rate, stream.channels))

    def watch() -> None:
        from slmsum.audio import pulse

        try:
            pulse.watch(source, follow, stream.active, tell)
        except SlmsumError as error:
            lost.append(error)
        ended.set()

    tell(source)
    lost: list[SlmsumError] = []
    if source.backend == "pulse":
        threading.Thread(target=watch, daemon=True).start()
    while not ended.wait(_PACE):
        _pass_on(outgoing, waiting)
        if not stream.active():
            break
    raise lost[0] if lost else DeviceLost(source.name)


def _open(source: Source, heard: Callable[[bytes], None], ended: Callable[[], None]) -> Stream:
    if source.backend == "wasapi":
        from slmsum.audio import wasapi

        return wasapi.open_stream(source, heard)
    return portaudio.open_stream(source, heard, ended)


def _pass_on(outgoing: BinaryIO, waiting: deque[_Heard]) -> None:
    """All that waits: blocks in a row as one."""
    at = 0.0
    blocks: list[bytes] = []
    while waiting:
        first = waiting.popleft()
        if isinstance(first, Opened):
            _send_block(outgoing, at, blocks)
            _send(outgoing, first)
        else:
            at = first[0]
            blocks.append(first[1])
    _send_block(outgoing, at, blocks)


def _send_block(outgoing: BinaryIO, at: float, blocks: list[bytes]) -> None:
    if blocks:
        _send(outgoing, Block(at, b"".join(blocks)))
        blocks.clear()


if __name__ == "__main__":
    main()
