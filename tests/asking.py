"""Ask an ASGI application as a browser would, without a socket."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


def ask(
    app: ASGIApp,
    method: str,
    path: str,
    *,
    headers: Mapping[str, str],
    body: Iterable[bytes] = (),
) -> Answer:
    """Ask once; the body comes in the parts given."""
    parts = list(body) or [b""]
    sent: list[Message] = []
    n_asked = 0

    async def receive() -> Message:
        nonlocal n_asked
        n_asked += 1
        more = n_asked < len(parts)
        return {"type": "http.request", "body": parts[n_asked - 1], "more_body": more}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
        "server": ("127.0.0.1", 8765),
    }
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    start, *rest = sent
    told = {k.decode(): v.decode() for k, v in start["headers"]}
    return Answer(start["status"], told, b"".join(one["body"] for one in rest).decode())
