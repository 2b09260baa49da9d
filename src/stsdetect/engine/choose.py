"""Which engine a run works with."""

import os
from typing import Final

from stsdetect.engine.cluster import Cluster
from stsdetect.engine.processes import Processes
from stsdetect.engine.protocol import Engine
from stsdetect.engine.serial import SERIAL, Serial
from stsdetect.errors import InputError

__all__ = ["choose_engine"]


_HERE_MIB: Final = 500.0
"""Of this process beside its workers: it joins what they give."""


def choose_engine(
    n_workers: int | None = None,
    scheduler: str | None = None,
    memory_mib: float | None = None,
) -> Engine:
    """Choose where windows are worked on; what is found is the same everywhere.

    Parameters
    ----------
    n_workers : int, optional
        Worker processes on this machine; 0 means one for each processor, one or none
        this process alone.
    scheduler : str, optional
        Address of a Dask scheduler, as ``tcp://host:8786``.
    memory_mib : float, optional
        Memory that the run may take on this machine, or each worker of a scheduler.

    Raises
    ------
    InputError
        Both are given, the number is negative, or no scheduler answers.
    """
    if scheduler is not None:
        if n_workers is not None:
            raise InputError("give --workers or --scheduler, not both")
        return Cluster(scheduler, memory_mib)
    if n_workers is not None and n_workers < 0:
        raise InputError(f"--workers {n_workers}: no number of workers")
    wanted = (os.cpu_count() or 1) if n_workers == 0 else n_workers or 1
    if memory_mib is None:
        return SERIAL if wanted == 1 else Processes(wanted)
    if wanted == 1:
        return Serial(memory_mib)
    return Processes(wanted, (memory_mib - _HERE_MIB) / wanted)
