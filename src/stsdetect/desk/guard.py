"""Guard: who may ask the desk, and what the browser is told with each answer.

The address holds a token that nobody can guess, so there is no cookie that another site
could make the browser send. Should the token leak, another site still can't ask: its
``Origin``, its ``Sec-Fetch-Site`` or, by a name that it made point here, its ``Host``
betrays it.
"""

import secrets
from collections.abc import Collection, Mapping
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guard"]

_WRITES: Final = "POST"

_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Guard:
    """Refuse all but the desk's own page, and add what keeps that page to itself.

    Parameters
    ----------
    app : ASGI application
        Asked when nothing speaks against it.
    hosts : collection of str
        ``name:port`` under which the desk is reached.
    token : str
        First part of every path.
    policy : str
        Content security policy of the page.

    References
    ----------
    W3C, Fetch Metadata Request Headers; OWASP, Cross-Site Request Forgery Prevention
    Cheat Sheet, "Verifying Origin With Standard Headers".
    """

    def __init__(
        self, app: ASGIApp, *, hosts: Collection[str], token: str, policy: str
    ) -> None:
        self._app, self._hosts, self._token = app, frozenset(hosts), token
        self._headers = _HEADERS | {
            "Content-Security-Policy": f"{policy}; frame-ancestors 'none'"
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        status, words = self._refusal(Request(scope))
        app = PlainTextResponse(words, status) if words else self._app
        await app(scope, receive, send_guarded)

    def _refusal(self, request: Request) -> tuple[int, str]:
        headers = request.headers
        if headers.get("host") not in self._hosts:
            return 421, "asked by another name than the desk's"
        if not self._is_own(request.method, headers):
            return 403, "asked by another site"
        token = request.url.path.removeprefix("/").partition("/")[0]
        if not secrets.compare_digest(token.encode(), self._token.encode()):
            return 404, "nothing here; the address was printed when the desk was opened"
        return 200, ""

    def _is_own(self, method: str, headers: Mapping[str, str]) -> bool:
        """Tell whether the desk's page asks, or an analyst who opens it."""
        origin = headers.get("origin")
        if origin is None:
            own = method != _WRITES
        else:
            own = origin in {f"http://{host}" for host in self._hosts}
        opened = headers.get("sec-fetch-mode") == "navigate" and method == "GET"
        site = headers.get("sec-fetch-site", "none")
        return own and (opened or site in ("same-origin", "none"))
