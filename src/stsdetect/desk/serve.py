"""Serve: the desk of a run folder opens, and closes when it is told to."""

import ipaddress
import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from stsdetect.config import config_from_json
from stsdetect.desk.app import make_app
from stsdetect.desk.guard import Guard
from stsdetect.desk.patience import Patience
from stsdetect.errors import InputError
from stsdetect.export.geo import read_candidates
from stsdetect.ingest.store import open_store
from stsdetect.pages import make_review_page
from stsdetect.record import require_record
from stsdetect.run_folder import read_events

__all__ = ["HOST", "PORT", "listen", "make_desk", "make_server", "open_desk"]

HOST: Final = "127.0.0.1"
PORT: Final = 8765

_PATIENCE_S: Final = 2
"""An answer under way has so long when the desk closes [s]."""


_MAX_HEAD: Final = 16_384
"""Bytes of the head of a request; ours: a browser sends some hundreds."""
_MAX_AT_ONCE: Final = 100
"""Connections; ours: ten analysts with a browser each."""


def open_desk(
    out: Path | str,
    *,
    port: int = PORT,
    host: str = HOST,
    announce: Callable[[str], None],
) -> None:
    """Show the report of a run with buttons for verdicts, until Ctrl-C.

    Parameters
    ----------
    out : path
        The run folder; verdicts go to its ``labels.sqlite``.
    port : int
        0 takes any that is free.
    host : str
        Address or name of one interface. On any but the default, who can reach it and
        has the address can read and label; nothing is encrypted.
    announce : callable
        Told the address once it answers.

    Raises
    ------
    InputError
        There is no run, the port is taken, or the host is none of this machine's.
    """
    with listen(host, port) as door:
        at = f"{_in_address(host)}:{door.getsockname()[1]}"
        token = secrets.token_urlsafe(24)
        desk = make_desk(Path(out), at, token)
        announce(f"http://{at}/{token}/")
        make_server(desk).run(sockets=[door])


def make_server(desk: ASGIApp) -> uvicorn.Server:
    """Make what serves an application to clients that may be slow, many or hostile."""
    return uvicorn.Server(
        uvicorn.Config(
            desk,
            access_log=False,  # it would write the token
            h11_max_incomplete_event_size=_MAX_HEAD,
            http=Patience,
            lifespan="off",
            limit_concurrency=_MAX_AT_ONCE,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=_PATIENCE_S,
            ws="none",
        )
    )


def make_desk(folder: Path, at: str, token: str) -> ASGIApp:
    """Make the guarded application of a run folder, reached at ``name:port``."""
    record = require_record(folder)
    store = open_store(folder / record["store"])
    config = config_from_json(record["config"])
    candidates, events = read_candidates(folder), read_events(folder)
    page = make_review_page(candidates, events, store, config, record)
    hosts = {at, at.replace(HOST, "localhost")}
    app = make_app(folder, page.text)
    return Guard(app, hosts=hosts, token=token, policy=page.policy)


def listen(host: str, port: int) -> socket.socket:
    """Take a port of one interface.

    Raises
    ------
    InputError
        The host stands for every interface, or the port can't be taken.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, _, _, _, address = found[0]
        if ipaddress.ip_address(address[0]).is_unspecified:
            raise InputError(
                f"{host!r} is every interface; give the address by which colleagues "
                "reach this machine"
            )
        return socket.create_server(address, family=family)
    except OSError as error:
        raise InputError(
            f"can't listen on {host!r} port {port}: {error.strerror}"
        ) from error
    except UnicodeError as error:
        raise InputError(f"can't listen on {host!r}: no name of a host") from error


def _in_address(host: str) -> str:
    """Write a host as browsers do, whose ``Host`` the guard compares."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host.lower()
    return f"[{address.compressed}]" if address.version == 6 else address.compressed
