"""An object store with faults: passes requests on to a real one, or refuses them."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

__all__ = ["Faulty", "faulty_server", "nothing"]

Rule = Callable[[str, str], bool]
"""Given method and path of a request: whether it is refused."""


def nothing(_method: str, _path: str) -> bool:
    """Refuse nothing."""
    return False


_BUSY = b"<Error><Code>ServiceUnavailable</Code><Message>try later</Message></Error>"
_HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "host", "expect"}


@dataclass
class Faulty:
    """What the server was asked, and what it refuses, with which status."""

    url: str = ""
    refuses: Rule = nothing
    status: int = 503
    asked: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


@contextmanager
def faulty_server(behind: str) -> Iterator[Faulty]:
    """Start a server in front of another one, and stop it at the end."""
    faulty = Faulty()
    own = {"faulty": faulty, "behind": urlsplit(behind).netloc}
    handler = type("_Own", (_Handler,), own)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    faulty.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield faulty
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Passes a request on, or refuses it."""

    protocol_version = "HTTP/1.1"
    faulty: Faulty
    behind: str

    def _pass_on(self) -> None:
        with suppress(ConnectionError):  # who asked is no more
            self._serve()

    def _serve(self) -> None:
        content = self._read()
        request = (self.command, self.path)
        self.faulty.asked.append(request)
        if self.faulty.refuses(*request):
            self.faulty.refused.append(request)
            self._answer(self.faulty.status, {}, _BUSY)
            return
        behind = http.client.HTTPConnection(self.behind)
        headers = {"Host": self.behind, **_end_to_end(self.headers)}
        behind.request(self.command, self.path, content, headers)
        answer = behind.getresponse()
        self._answer(answer.status, _end_to_end(answer.headers), answer.read(), answer)
        behind.close()

    def _read(self) -> bytes:
        """Read what is sent, in chunks or at once."""
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        content = b""
        while size := int(self.rfile.readline(), 16):
            content += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return content

    def _answer(
        self, status: int, headers: dict[str, str], content: bytes, answer: Any = None
    ) -> None:
        told = answer.headers.get("Content-Length") if answer else None
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        length = told if self.command == "HEAD" and told else str(len(content))
        self.send_header("Content-Length", length)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


for _method in ("GET", "PUT", "POST", "HEAD", "DELETE"):
    setattr(_Handler, f"do_{_method}", _Handler._pass_on)


def _end_to_end(headers: Any) -> dict[str, str]:
    return {k: v for k, v in headers.items() if k.lower() not in _HOP_BY_HOP}
