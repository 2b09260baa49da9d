"""What several processes of tests need is made by the first of them, for all."""

import fcntl
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import stsdetect as sts

__all__ = ["as_run", "kept_run", "made_once", "run_into"]


def made_once(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]
) -> Path:
    """Give a folder of this process with what ``make`` puts into one.

    With workers the first makes it where all find it, the others wait, and each takes a
    copy: who writes into it changes nothing for the others. A maker that failed leaves
    nothing that the next would take for whole.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = factory.mktemp(name)
        make(folder)
        return folder
    shared = factory.getbasetemp().parent / name
    with (shared.parent / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            aside = factory.mktemp(f"{name}-aside")
            make(aside)
            aside.rename(shared)
    return shutil.copytree(shared, factory.mktemp(name) / name)


def run_into(folder: Path, sources: Path) -> None:
    """Run sources into a folder from which :func:`as_run` gives what came back."""
    made = sts.run(sources, folder / "run")
    made.candidates.to_pickle(folder / "candidates.pickle")


def as_run(folder: Path, out: Path | None = None) -> "sts.Run":
    """Give what a run came back with; with ``out`` as if it had been run into that."""
    kept = folder / "run"
    where = shutil.copytree(kept, out, dirs_exist_ok=True) if out else kept
    candidates = pd.read_pickle(folder / "candidates.pickle")  # noqa: S301  ours
    return sts.Run(
        where, candidates, json.loads((where / "run.json").read_text(encoding="utf-8"))
    )


def kept_run(kept: Path, sources: str, run: Callable[..., Any]) -> Callable[..., Any]:
    """Give a ``run`` that copies what sources gave, and does any other itself."""

    def copied(asked: str, out: str, *more: Any, **options: Any) -> Any:
        if (asked, more, options) == (sources, (), {}):
            return as_run(kept, Path(out))
        return run(asked, out, *more, **options)

    return copied
