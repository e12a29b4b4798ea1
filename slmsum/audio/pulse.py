"""PulseAudio, and PipeWire where it serves in its place: what there is, and what becomes of it.

Sound itself comes through PortAudio's ALSA "pulse" device, which heeds PULSE_SOURCE. The server
moves a stream whose source goes away to another source without a word; `watch` sees that.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator

import pulsectl

from slmsum.audio.devices import Kind, Source
from slmsum.errors import DeviceDenied, DeviceLost

_NAME = "slmsum"
# How long to wait for news before looking again, in seconds.
_LOOK_AGAIN = 1.0
# PulseAudio's PA_ERR_ACCESS and PA_ERR_AUTHKEY, as libpulse words them.
_DENIED = ("access denied", "authentication key")


def sources() -> list[Source]:
    """The server's sources; none where no server answers. Raises DeviceDenied."""
    try:
        with pulsectl.Pulse(_NAME) as server:
            return _list(server)
    except pulsectl.PulseError as error:
        if any(words in str(error).casefold() for words in _DENIED):
            raise DeviceDenied("PulseAudio") from error
        return []


def _list(server: pulsectl.Pulse) -> list[Source]:
    info = server.server_info()
    found = []
    for source in server.source_list():
        played_on = source.monitor_of_sink_name
        kind = Kind.SYSTEM if played_on else Kind.MICROPHONE
        default = (
            played_on == info.default_sink_name
            if played_on
            else source.name == info.default_source_name
        )
        found.append(Source(kind, "pulse", source.name, source.description, default))
    return found


def watch(source: Source, follow: bool, opened: Callable[[], bool]) -> None:
    """Wait until this process no longer records what it should, then raise DeviceLost.

    `follow` ends the wait, too, when another source has become the default of its kind.
    `opened` tells whether the stream is still open. Returns when it is not.
    """
    try:
        with pulsectl.Pulse(f"{_NAME} watch") as server:
            for _news in _changes(server):
                if not opened():
                    return
                if not _is_recording(server, source.key):
                    raise DeviceLost(source.name)
                if follow and not _is_default(server, source):
                    raise DeviceLost(source.name)
    except pulsectl.PulseError as error:
        raise DeviceLost(source.name) from error


def _changes(server: pulsectl.Pulse) -> Iterator[None]:
    """One item now, one after each change on the server, one each second at least."""

    def stop_listening(_event: object) -> None:
        raise pulsectl.PulseLoopStop

    server.event_mask_set("source", "source_output", "server")
    server.event_callback_set(stop_listening)
    while True:
        yield
        with contextlib.suppress(pulsectl.PulseLoopStop):
            server.event_listen(timeout=_LOOK_AGAIN)


def _is_recording(server: pulsectl.Pulse, key: str) -> bool:
    """Whether a stream of this process is fed by the source `key`."""
    wanted = {source.index for source in server.source_list() if source.name == key}
    own = str(os.getpid())
    return any(
        output.source in wanted
        for output in server.source_output_list()
        if output.proplist.get("application.process.id") == own
    )


def _is_default(server: pulsectl.Pulse, source: Source) -> bool:
    return any(found.default for found in _list(server) if found.key == source.key)
