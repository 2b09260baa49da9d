"""App: the page, what was said so far, and what an analyst says now."""

import asyncio
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
)
from starlette.routing import Route

from stsdetect import labelling
from stsdetect.errors import InputError, StsdetectError

__all__ = ["MAX_BODY", "make_app"]

MAX_BODY: Final = 16_384
"""Bytes of a request; ours: a note of 2,000 letters, four bytes each, and the rest."""

MAX_WAIT_S: Final = 10.0
"""Ours: a verdict is one packet; who sends it byte by byte wants the place [s]."""

_PRINTED: Final = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"
"""Text without what would steer the terminal in which labels are listed."""

Words = Annotated[str, StringConstraints(pattern=_PRINTED, max_length=2_000)]
Name = Annotated[str, StringConstraints(pattern=_PRINTED, min_length=1, max_length=80)]


class Said(BaseModel):
    """What an analyst says of a candidate."""

    model_config = ConfigDict(extra="forbid", strict=True)

    candidate_id: Name
    verdict: Name
    analyst: Name
    note: Words = ""


def make_app(folder: Path, page: str) -> Starlette:
    """Make the application that shows a page and keeps verdicts of a run folder.

    Only the :class:`~stsdetect.desk.guard.Guard` in front of it looks at the token.
    """

    async def show_page(_request: Request) -> Response:
        return HTMLResponse(page)

    async def tell_labels(_request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(_told, folder))

    async def keep_label(request: Request) -> Response:
        said = _parsed(request, await _read_body(request))
        await run_in_threadpool(_keep, folder, said)
        return JSONResponse(await run_in_threadpool(_told, folder))

    return Starlette(
        routes=[
            Route("/{token}/", show_page, methods=["GET"]),
            Route("/{token}/labels", tell_labels, methods=["GET"]),
            Route("/{token}/labels", keep_label, methods=["POST"]),
        ],
        exception_handlers={StsdetectError: _tell_fault},
    )


async def _tell_fault(_request: Request, error: Exception) -> Response:
    """Answer that the run folder, or its ledger, was damaged meanwhile."""
    return PlainTextResponse(str(error), 503)


async def _read_body(request: Request) -> bytes:
    body = b""
    try:
        async with asyncio.timeout(MAX_WAIT_S):
            async for part in request.stream():
                body += part
                if len(body) > MAX_BODY:
                    raise HTTPException(413, f"more than {MAX_BODY:,} bytes")
    except TimeoutError as error:
        raise HTTPException(408, f"not sent within {MAX_WAIT_S:g} s") from error
    return body


def _parsed(request: Request, body: bytes) -> Said:
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind != "application/json":
        raise HTTPException(415, "a verdict comes as application/json")
    try:
        return Said.model_validate_json(body)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "verdict"
        raise HTTPException(400, f"{where:.60}: {first['msg']}") from error


def _keep(folder: Path, said: Said) -> None:
    try:
        labelling.label(
            folder, said.candidate_id, said.verdict, by=said.analyst, note=said.note
        )
    except InputError as error:
        raise HTTPException(400, str(error)) from error


def _told(folder: Path) -> dict[str, Any]:
    """Give all labels, the oldest first, and the verdict that each candidate has."""
    labels = labelling.read_labels(folder)
    verdicts = labelling.read_verdicts(folder)
    told = labels[["candidate_id", "verdict", "analyst", "note"]].assign(
        labelled_at=labels["labelled_at"].dt.strftime("%Y-%m-%d %H:%M")
    )
    return {
        "labels": told.fillna("").to_dict("records"),
        "verdicts": dict(
            zip(verdicts["candidate_id"], verdicts["verdict"], strict=True)
        ),
    }
