"""Wrong inputs that coverage leads to: libFuzzer by way of atheris, for each parser.

What reaches a branch that nothing reached before is kept and changed further. Branches
of stsdetect count, those of libraries do not. Kernels run as plain Python, so that they
count too, and so that a place beyond the end of an array raises. atheris lies in an
environment of its own, which ``make fuzz`` makes.
"""

import argparse
import os
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from torture.targets import targets
from torture.told import Told, chosen_of, renewed

__all__ = ["tell"]

_PYTHON = Path(__file__).parents[2] / ".fuzz" / "bin" / "python"
_FEED = Path(__file__).with_name("feed.py")
_TRIED = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_REACHED = re.compile(r"cov: (\d+) .*?corp: (\d+)")
_RAISED = re.compile(r"=== Uncaught Python exception: ===\n(.*)")


def tell(asked: argparse.Namespace) -> Told | None:
    """Feed every parser for so many seconds; None where there is no atheris."""
    if not _PYTHON.exists():
        print("guided: not done, since there is no atheris; make fuzz brings it")
        return None
    names = list(targets())
    chosen = chosen_of(names, asked.parsers)
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        found = list(workers.map(partial(_feed_apart, asked=asked), chosen))
    command = "python benchmarks/torture/run.py guided"
    return renewed(
        "guided",
        f"{command} --guided-seconds {asked.guided_seconds} --seed {asked.seed}",
        names,
        dict(zip(chosen, found, strict=True)),
    )


def _feed_apart(name: str, asked: argparse.Namespace) -> tuple[list[str], list[str]]:
    """Feed one parser in a process; give its row of the table, and what it broke on."""
    with tempfile.TemporaryDirectory(prefix="guided-") as folder:
        words = [name, folder, str(asked.guided_seconds), str(asked.seed)]
        done = subprocess.run(
            [_PYTHON, _FEED, *words],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        )
        told = done.stderr + done.stdout
        tried, reached = _TRIED.search(told), _REACHED.findall(told)
        row = [
            name,
            f"{int(tried[1]) if tried else 0:,}",
            *(f"{int(one):,}" for one in (reached[-1] if reached else (0, 0))),
            f"{asked.guided_seconds}",
            f"{int(done.returncode != 0)}",
        ]
        if done.returncode == 0:
            return row, []
        for left in Path(folder).glob("found-*"):
            left.rename(Path(tempfile.gettempdir()) / left.name)
        raised = _RAISED.search(told)
        return row, [f"{name}: {raised[1] if raised else told[-200:]}"[:300]]
