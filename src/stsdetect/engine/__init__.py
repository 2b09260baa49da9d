"""Engines: the same work on each window, here, in processes, or on a Dask cluster."""

from stsdetect.engine.choose import choose_engine
from stsdetect.engine.protocol import MAX_TRIES, Engine, Lost, Task, none_lost
from stsdetect.engine.serial import SERIAL

__all__ = [
    "MAX_TRIES",
    "SERIAL",
    "Engine",
    "Lost",
    "Task",
    "choose_engine",
    "none_lost",
]
