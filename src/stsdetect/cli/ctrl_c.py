"""Ctrl-C, wherever it falls."""

import signal
from types import FrameType

__all__ = ["CtrlC"]


class CtrlC:
    """Remembers that Ctrl-C was pressed.

    Where it falls into a library that was called from Rust or C, what comes out may be
    a fault of that library (a ``TypeError`` of polars, seen in one run of twelve) and
    no ``KeyboardInterrupt``: only the signal itself is sure.
    """

    def __init__(self) -> None:
        self.pressed = False
        signal.signal(signal.SIGINT, self._press)

    def _press(self, number: int, frame: FrameType | None) -> None:
        self.pressed = True
        signal.default_int_handler(number, frame)
