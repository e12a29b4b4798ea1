"""One window for each user's data: a second start hands its files to the first."""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 1000
_MOST_BYTES = 1 << 20


class SingleInstance(QObject):
    """`handed` carries the paths that a second start was given; it may be none."""

    handed = QtSignal(list)

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        told = f"{getpass.getuser()} {home}"
        self._name = "slmsum-" + hashlib.sha256(told.encode()).hexdigest()[:16]
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._receive)

    def hand_over(self, paths: Sequence[Path]) -> bool:
        """Give the paths to a window that is open; False where there is none."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_WAIT_MS):
            return False
        socket.write(json.dumps([str(path.absolute()) for path in paths]).encode() + b"\n")
        taken = socket.waitForBytesWritten(_WAIT_MS) and socket.waitForReadyRead(_WAIT_MS)
        socket.disconnectFromServer()
        return bool(taken)

    def listen(self) -> None:
        """Be the one that others hand over to; a name left by a crash is taken."""
        if not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)

    def close(self) -> None:
        """Take nothing more."""
        self._server.close()

    def _receive(self) -> None:
        socket = self._server.nextPendingConnection()
        received = bytearray()

        def read() -> None:
            received.extend(bytes(socket.readAll().data()))
            if len(received) > _MOST_BYTES:
                socket.abort()
            elif received.endswith(b"\n"):
                socket.write(b"taken\n")
                self.handed.emit(_paths(bytes(received)))

        # The server owns the socket, and frees it with itself.
        socket.readyRead.connect(read)
        if socket.bytesAvailable():
            read()


def _paths(data: bytes) -> list[Path]:
    try:
        told = json.loads(data)
    except ValueError:
        return []
    return [Path(one) for one in told if isinstance(one, str)] if isinstance(told, list) else []
