"""Patience: slow clients are let go, and everybody else is served."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp

from stsdetect.desk import patience
from stsdetect.desk.patience import Patience
from stsdetect.desk.serve import make_server

HALF = b"GET / HTTP/1.1\r\nHost: desk\r\nX-Slow: "
WHOLE = b"GET / HTTP/1.1\r\nHost: desk\r\n\r\n"
AT_MOST_S = 300.0
"""Only a test that fails waits so long."""


@contextmanager
def served(app: ASGIApp) -> Iterator[int]:
    """Serve on a free port from a thread; give the port."""
    server = make_server(app)
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(
            target=lambda: asyncio.run(server.serve(sockets=[door]))
        )
        thread.start()
        try:
            yield door.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def client(port: int, said: bytes) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=AT_MOST_S) as line:
        line.sendall(said)
        yield line


def heard(line: socket.socket) -> bytes:
    """Give all that comes until the desk closes the line."""
    parts = []
    try:
        while part := line.recv(1 << 16):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


@pytest.mark.parametrize("said", [b"", b"G", HALF, WHOLE + HALF])
def test_patience__half_a_head_is_waited_for_so_long_and_no_longer(
    said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "HEAD_S", 0.05)

    with served(PlainTextResponse("page")) as port, client(port, said) as line:
        answer = heard(line)

    assert answer.endswith(b"page") == said.startswith(WHOLE)


def test_patience__more_slow_clients_than_places_leave_room_for_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patience, "HEAD_S", 0.05)

    with served(PlainTextResponse("page")) as port:
        lines = [
            socket.create_connection(("127.0.0.1", port), timeout=AT_MOST_S)
            for _ in range(150)
        ]
        for line in lines:
            line.sendall(HALF[:-9])
        for line in lines:  # each is closed by the desk
            heard(line)
            line.close()
        with client(port, WHOLE) as line:
            answer = line.recv(1 << 16)

    assert answer.startswith(b"HTTP/1.1 200")


def test_patience__an_answer_that_nobody_takes_is_broken_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patience, "ANSWER_S", 0.05)
    let_go = threading.Event()
    lost = Patience.connection_lost

    def noted(self: Patience, exc: Exception | None) -> None:
        lost(self, exc)
        let_go.set()

    monkeypatch.setattr(Patience, "connection_lost", noted)
    page = "x" * (16 << 20)

    with served(PlainTextResponse(page)) as port, client(port, WHOLE) as line:
        assert let_go.wait(AT_MOST_S)
        answer = heard(line)

    assert len(answer) < len(page)


def test_patience__who_is_quick_is_served_again_on_the_same_line() -> None:
    with served(PlainTextResponse("page")) as port, client(port, WHOLE) as line:
        first = line.recv(1 << 16)
        while not first.endswith(b"page"):
            first += line.recv(1 << 16)
        line.sendall(WHOLE)
        second = line.recv(1 << 16)

    assert first.startswith(b"HTTP/1.1 200")
    assert second.startswith(b"HTTP/1.1 200")
