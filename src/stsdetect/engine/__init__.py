"""Engines: the same work on each window, here, in processes, or on a Dask cluster."""

from stsdetect.engine.choose import choose_engine
from stsdetect.engine.protocol import Engine, Task
from stsdetect.engine.serial import SERIAL

__all__ = ["SERIAL", "Engine", "Task", "choose_engine"]
