"""Run two commands in turn, each as a process of its own, and print their ratio."""

import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Seconds of each repeat, peak memory [MiB] and what the process said of itself."""

    seconds: tuple[float, ...]
    peak_mib: float
    said: dict[str, Any]

    @property
    def median_s(self) -> float:
        """Median over the repeats [s]."""
        return statistics.median(self.seconds)


def measure_pair(
    script: str, ours: list[str], baseline: list[str], *, repeats: int = 3
) -> tuple[Measure, Measure]:
    """Run both in turn, ours first, so that a noisy machine disturbs both alike.

    Each run is ``python benchmarks/script ARGUMENTS``; its last line of output is a
    JSON object with at least ``seconds``, the time of the measured part alone.
    """
    runs: tuple[list[Measure], list[Measure]] = ([], [])
    for _ in range(repeats):
        for arguments, done in zip((ours, baseline), runs, strict=True):
            done.append(_run([sys.executable, str(HERE / script), *arguments]))
    first, second = (_join(done) for done in runs)
    return first, second


def show(
    label: str, rows: int, pair: tuple[Measure, Measure], *, reach: float | None
) -> None:
    """Print one line: medians, the ratio of speeds against its reach, peak memory."""
    ours, baseline = pair
    ratio = baseline.median_s / ours.median_s
    verdict = "reached" if reach is not None and ratio >= reach else "missed"
    against = "no reach set" if reach is None else f"reach {reach:g}: {verdict}"
    print(
        f"{label:<44} {rows / ours.median_s / 1e3:>9,.0f} k/s"
        f" vs {rows / baseline.median_s / 1e3:>9,.0f} k/s"
        f"   ratio {ratio:5.2f} ({against})"
        f"   peak {ours.peak_mib:,.0f} vs {baseline.peak_mib:,.0f} MiB",
        flush=True,
    )


def _run(command: list[str]) -> Measure:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None  # noqa: S101
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    said = json.loads(output.splitlines()[-1])
    seconds = (float(said["seconds"]),)
    return Measure(seconds=seconds, peak_mib=usage.ru_maxrss / 1024, said=said)


def _join(runs: list[Measure]) -> Measure:
    return Measure(
        seconds=tuple(s for run in runs for s in run.seconds),
        peak_mib=max(run.peak_mib for run in runs),
        said=runs[-1].said,
    )
