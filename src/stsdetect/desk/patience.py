"""Patience: how long the desk waits for a client, so that slow ones hold no place.

Who sends half of a request and then nothing, or never takes an answer, would hold one
of the desk's connections for ever; some hundred of them, and nobody else gets in.
"""

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["ANSWER_S", "HEAD_S", "Patience"]

HEAD_S: Final = 10.0
"""From the opening of a connection, or the last answer, to the whole head of a request
[s]; ours: a browser sends it at once."""

ANSWER_S: Final = 120.0
"""From the head of a request to the end of its answer [s]; ours: a page of 15 MB over
a line of 1 Mbit/s."""


class Patience(H11Protocol):
    """HTTP/1.1 of one connection, which is closed when its client takes too long."""

    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for the first head."""
        super().connection_made(transport)
        self._wait_for_client()

    def data_received(self, data: bytes) -> None:
        """Read on; once the head is there, the answer has its own time."""
        was_answering = self._is_answering
        super().data_received(data)
        if self._is_answering and not was_answering:
            self._wait_for_client()

    def on_response_complete(self) -> None:
        """Wait for the next head, or answer what came meanwhile."""
        super().on_response_complete()
        self._wait_for_client()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        super().connection_lost(exc)
        self._stop_waiting()

    @property
    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait_for_client(self) -> None:
        self._stop_waiting()
        seconds = ANSWER_S if self._is_answering else HEAD_S
        self._patience = self.loop.call_later(seconds, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
