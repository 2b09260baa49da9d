"""Which engine a run works with."""

import os

from stsdetect.engine.cluster import Cluster
from stsdetect.engine.processes import Processes
from stsdetect.engine.protocol import Engine
from stsdetect.engine.serial import SERIAL
from stsdetect.errors import InputError

__all__ = ["choose_engine"]


def choose_engine(n_workers: int | None = None, scheduler: str | None = None) -> Engine:
    """Choose where windows are worked on; what is found is the same everywhere.

    Parameters
    ----------
    n_workers : int, optional
        Worker processes on this machine; 0 means one for each processor, one or none
        this process alone.
    scheduler : str, optional
        Address of a Dask scheduler, as ``tcp://host:8786``.

    Raises
    ------
    InputError
        Both are given, the number is negative, or no scheduler answers.
    """
    if scheduler is not None:
        if n_workers is not None:
            raise InputError("give --workers or --scheduler, not both")
        return Cluster(scheduler)
    if n_workers is not None and n_workers < 0:
        raise InputError(f"--workers {n_workers}: no number of workers")
    wanted = (os.cpu_count() or 1) if n_workers == 0 else n_workers or 1
    return SERIAL if wanted == 1 else Processes(wanted)
