"""PulseAudio, and PipeWire where it serves in its place: what there is, and what becomes of it.

Sound itself comes through PortAudio's ALSA "pulse" device, which heeds PULSE_SOURCE. The server
moves a stream whose source goes away, or stops being the default, to another source without a
word; `watch` sees that.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import Any

import pulsectl

from slmsum.audio.devices import Kind, Source, Wanted, choose
from slmsum.errors import DeviceDenied, DeviceLost, SoundError

_NAME = "slmsum"
# How long to wait for news before looking again, in seconds.
_LOOK_AGAIN = 1.0
# PulseAudio's PA_ERR_ACCESS and PA_ERR_AUTHKEY.
_DENIED = (1, 9)


def sources() -> list[Source]:
    """The server's sources; none where no server answers. Raises DeviceDenied."""
    server = pulsectl.Pulse(_NAME, connect=False)
    try:
        server.connect()
        return _list(server)
    except pulsectl.PulseError as error:
        if _error_code(server) in _DENIED:
            raise DeviceDenied("sound server") from error
        return []
    finally:
        server.close()


def _error_code(server: pulsectl.Pulse) -> int:
    """Why the connection failed, which the library's own error does not tell."""
    from pulsectl import _pulsectl

    return int(_pulsectl.pa.context_errno(server._ctx))


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


def watch(
    source: Source, follow: bool, active: Callable[[], bool], moved: Callable[[Source], None]
) -> None:
    """Keep the stream of this process on its source for as long as it is active.

    With `follow` that is whatever is the default of its kind, and `moved` is told of each new
    one. Raises DeviceLost when there is none or the stream has ended.
    """
    seen = False
    try:
        with pulsectl.Pulse(f"{_NAME} watch") as server:
            for _news in _changes(server):
                if not active():
                    return
                target = _target(_list(server), source, follow)
                # Servers that do not tell whose stream is whose cannot be watched.
                streams = _own_streams(server)
                if target is None or (seen and not streams):
                    raise DeviceLost(source.name)
                seen = seen or bool(streams)
                _hold(server, streams, target)
                if target.key != source.key:
                    source = target
                    moved(target)
    except pulsectl.PulseError as error:
        raise DeviceLost(source.name) from error


def _target(sources: list[Source], source: Source, follow: bool) -> Source | None:
    if not follow:
        return next((found for found in sources if found.key == source.key), None)
    try:
        return choose(sources, Wanted(source.kind))
    except SoundError:
        return None


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


def _own_streams(server: pulsectl.Pulse) -> list[Any]:
    own = str(os.getpid())
    return [
        stream
        for stream in server.source_output_list()
        if stream.proplist.get("application.process.id") == own
    ]


def _hold(server: pulsectl.Pulse, streams: list[Any], target: Source) -> None:
    """Move streams back that the server has moved, or on to a new default."""
    index = server.get_source_by_name(target.key).index
    for stream in streams:
        if stream.source != index:
            server.source_output_move(stream.index, index)
