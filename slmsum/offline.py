"""Refuse network connections: an audit hook that every slmsum process installs at its start.

It sees what goes through Python's socket module, in libraries too. Only `allow_network()`, which
fetching models uses, lets the code in its block through.
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


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if not event.startswith("socket.") or _allowed.get():
        return
    if event in _LOOK_UP:
        _refuse(args[0])
    elif event in _WITH_SOCKET and int(args[0].family) != _AF_UNIX:
        _refuse(args[1])


def _refuse(target: Any) -> None:
    from slmsum.errors import NetworkRefused

    _state["refused"] += 1
    if isinstance(target, tuple):
        target = ":".join(str(part) for part in target[:2])
    raise NetworkRefused(str(target))
