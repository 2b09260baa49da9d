"""Floods: what is sent to hide a meeting or to stop the run, as much as it takes.

Each is written as a file, run by the command in a process of its own, and judged by
what it cost, where the meeting stands in the list, and what it is told as.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import polars as pl
from test_hostile_vessels import A, B, flooding, invented, meeting
from torture.told import Told

__all__ = ["FLOODS", "tell"]

_COMMAND = "from stsdetect.cli.main import main; main()"

FLOODS: dict[str, Callable[[], list[pl.DataFrame]]] = {
    "nothing but the meeting": list,
    "1,000,000 reports of one vessel in a minute": lambda: [flooding(1_000_000)],
    "100,000 invented vessels within 250 m": lambda: invented(100_000, 250.0),
    "100,000 invented vessels within 4 km": lambda: invented(100_000, 4_000.0),
}
"""What is sent beside the meeting."""


def tell(asked: argparse.Namespace) -> Told:
    """Run each flood once; nothing of it is left to chance but the load of the day."""
    rows, findings = [], []
    for name, send in FLOODS.items():
        with tempfile.TemporaryDirectory(prefix="flood-") as folder:
            row, fault = _flooded(Path(folder), send())
        rows.append([name, *row])
        findings += [f"{name}: {fault}"] if fault else []
    del asked
    return Told(
        command="python benchmarks/torture/run.py floods", rows=rows, findings=findings
    )


def _flooded(folder: Path, sent: list[pl.DataFrame]) -> tuple[list[str], str]:
    """Run one; give what it cost and told, and what is wrong with that."""
    table = pl.concat([*meeting(), *sent]).with_columns(
        pl.col("timestamp").dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ"),
        pl.col("lat", "lon").round(6),
    )
    table.write_csv(folder / "ais.csv")
    command = [sys.executable, "-c", _COMMAND, "run", str(folder / "ais.csv")]
    started = time.monotonic()
    running = subprocess.Popen(
        [*command, "--out", str(folder / "out"), "--quiet"], stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(running.pid, 0)
    spent = time.monotonic() - started
    cost = [f"{table.height:,}", f"{spent:,.0f}", f"{used.ru_maxrss / 1_024:,.0f}"]
    if status:
        return [*cost, "–", "–"], f"ends with {os.waitstatus_to_exitcode(status)}"
    listed = pd.read_csv(folder / "out" / "candidates.csv")
    pair = (listed["mmsi_a"] == A) & (listed["mmsi_b"] == B)
    ranks = listed.loc[pair & (listed["kind"] == "encounter"), "rank"]
    told = pd.read_parquet(folder / "out" / "events" / "anomalies.parquet")["kind"]
    kinds = {f"{kind}" for kind in told} & {"flood", "crowd"}
    fault = "" if ranks.eq(1).any() else "the meeting is not the first"
    fault = fault or ("not told" if sent and not kinds else "")
    rank = f"{ranks.min()} of {len(listed)}" if len(ranks) else "not listed"
    return [*cost, rank, ", ".join(sorted(kinds)) or "–"], fault
