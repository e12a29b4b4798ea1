"""Refuse network connections: an audit hook that every slmsum process installs at its start.

It sees what goes through Python's socket module, in libraries too. Only `allow_network()`, which
fetching models uses, lets the code in its block through, and `allow_address()` lets the whole
process connect to the one scheduler that the user named for a batch.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_WITH_SOCKET = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"})
_LOOK_UP = frozenset(
    {
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.gethostbyaddr",
        "socket.getnameinfo",
    }
)
# The same number on every system; sockets of this family never leave the machine.
_AF_UNIX = 1

_allowed: ContextVar[bool] = ContextVar("network_allowed", default=False)
# Addresses (number, port) that may be connected to, and names that may be looked up.
_addresses: set[tuple[str, int]] = set()
_names: set[str] = set()
_state = {"installed": 0, "refused": 0}


def install() -> None:
    """Refuse network use in this process from now on; a second call does nothing."""
    if not _state["installed"]:
        _state["installed"] = 1
        sys.addaudithook(_hook)


def installed() -> bool:
    """Whether the hook watches this process."""
    return bool(_state["installed"])


def refused_count() -> int:
    """How many attempts were refused in this process."""
    return _state["refused"]


@contextmanager
def allow_network() -> Iterator[None]:
    """Let the code of this block, in this thread only, use the network."""
    token = _allowed.set(True)
    try:
        yield
    finally:
        _allowed.reset(token)


def allow_address(host: str, port: int) -> None:
    """Let this process connect to `port` of `host`, and to nothing else, from now on.

    Raises OSError where the host is not known.
    """
    import socket

    with allow_network():
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    _names.add(host)
    for _family, _kind, _protocol, _name, address in found:
        _addresses.add((str(address[0]), port))
        _names.add(str(address[0]))


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if not event.startswith("socket.") or _allowed.get():
        return
    if event in _LOOK_UP:
        if args[0] not in _names:
            _refuse(args[0])
    elif event in _WITH_SOCKET and int(args[0].family) != _AF_UNIX:
        if event == "socket.connect" and args[1][:2] in _addresses:
            return
        _refuse(args[1])


def _refuse(target: Any) -> None:
    from slmsum.errors import NetworkRefused

    _state["refused"] += 1
    if isinstance(target, tuple):
        target = ":".join(str(part) for part in target[:2])
    raise NetworkRefused(str(target))
