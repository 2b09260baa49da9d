"""Progress: how long work tells whoever waits how far it is."""

from typing import Protocol

__all__ = ["SILENT", "Progress", "Silent"]


class Progress(Protocol):
    """What a long stage reports to; the command line shows it as a bar or a line."""

    def start(self, stage: str, total: int) -> None:
        """Begin a stage of so many steps, bytes or ticks."""

    def advance(self, amount: int) -> None:
        """Report that so much more of the stage is done."""

    def finish(self, outcome: str) -> None:
        """End the stage with one line of what came out."""


class Silent:
    """Progress that nobody watches."""

    def start(self, stage: str, total: int) -> None:
        """Say nothing."""

    def advance(self, amount: int) -> None:
        """Say nothing."""

    def finish(self, outcome: str) -> None:
        """Say nothing."""


SILENT = Silent()
