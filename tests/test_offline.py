"""Connections are refused in a process that installed the hook (here always a fresh one)."""

import subprocess
import sys

import pytest

PRELUDE = """
import socket, sys
from slmsum import offline
from slmsum.errors import NetworkRefused
offline.install()
offline.install()

def refused(action):
    try:
        action()
    except NetworkRefused as error:
        print(error.message)
        return
    sys.exit("not refused")
"""


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + code], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "action, target",
    [
        ("socket.create_connection(('127.0.0.1', 9))", "127.0.0.1"),
        ("socket.socket().connect(('127.0.0.1', 9))", "127.0.0.1:9"),
        ("socket.socket().connect_ex(('127.0.0.1', 9))", "127.0.0.1:9"),
        ("socket.socket(socket.AF_INET6).connect(('::1', 9))", "::1:9"),
        ("socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))", "127.0.0.1:9"),
        ("socket.socket().bind(('127.0.0.1', 0))", "127.0.0.1:0"),
        ("socket.getaddrinfo('example.org', 443)", "example.org"),
        ("socket.gethostbyname('example.org')", "example.org"),
    ],
)
def test_refuses(action: str, target: str) -> None:
    code = f"refused(lambda: {action})\nprint(offline.refused_count())"
    message, count = run(code).splitlines()
    assert target in message
    assert count == "1"


def test_refuses_libraries_too() -> None:
    code = """
import urllib.request
refused(lambda: urllib.request.urlopen("http://127.0.0.1:9/"))
"""
    assert "127.0.0.1" in run(code)


def test_unix_sockets_pass() -> None:
    code = """
import os, tempfile
if hasattr(socket, "AF_UNIX"):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "s")
        with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
            server.bind(path)
            server.listen()
            client.connect(path)
one, other = socket.socketpair()
one.sendall(b"x")
assert other.recv(1) == b"x"
one.close(), other.close()
print(offline.refused_count())
"""
    assert run(code).strip() == "0"


def test_allow_network_lets_its_block_through_and_no_other_thread() -> None:
    code = """
import threading
with offline.allow_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
        thread = threading.Thread(
            target=lambda: refused(lambda: socket.create_connection(server.getsockname()))
        )
        thread.start()
        thread.join()
refused(lambda: socket.create_connection(("127.0.0.1", 9)))
print(offline.refused_count())
"""
    assert run(code).splitlines()[-1] == "2"


def test_the_module_is_cheap_to_import() -> None:
    code = "import sys; import slmsum.offline; print('socket' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
