"""A kernel that runs one notebook after another, each as if it were the first."""

from pathlib import Path
from typing import Any, Final

from made_once import kept_run

from stsdetect import runs

__all__ = ["begin"]

_KERNELS_OWN: Final = {"In", "Out", "exit", "get_ipython", "open", "quit"}
_RUN: Final = runs.run


def begin(names: dict[str, Any], kept: str) -> None:
    """Forget the names of the notebook before; take a kept run of the sample, if any.

    What stays is what was imported, which takes seconds in each new kernel.
    """
    for name in [one for one in names if not one.startswith("_")]:
        if name not in _KERNELS_OWN:
            del names[name]
    runs.run = kept_run(Path(kept), "../sample_ais", _RUN) if kept else _RUN
