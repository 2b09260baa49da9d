"""Tell how many lines and branches the last ``coverage run`` took, by package."""

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from coverage import Coverage

LEAST_PERCENT = 95.0
"""Ours; kernels and schema stand apart, at 100."""


def main() -> None:
    """Print a line for each package; fail where too little was taken."""
    taken, all_there = count_by_package(report())
    for package in sorted(all_there):
        missed = all_there[package] - taken[package]
        share = percent(taken[package], all_there[package])
        print(f"{package:10} {share:6.2f} %  {missed:5} missed")
    whole = percent(taken.total(), all_there.total())
    print(f"{'whole':10} {whole:6.2f} %")
    if whole < LEAST_PERCENT:
        sys.exit(f"less than {LEAST_PERCENT:g} %")


def report() -> dict[str, dict[str, int]]:
    """Give the summary of each file that was measured."""
    measured = Coverage()
    measured.load()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        measured.json_report(outfile=str(path))
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
    return {name: one["summary"] for name, one in files.items()}


def count_by_package(
    files: dict[str, dict[str, int]],
) -> tuple[Counter[str], Counter[str]]:
    """Count lines and branches: those taken, and all."""
    taken, all_there = Counter[str](), Counter[str]()
    for name, one in files.items():
        inside = Path(name.rpartition("stsdetect/")[2]).parts
        package = inside[0] if len(inside) > 1 else "stsdetect"
        taken[package] += one["covered_lines"] + one["covered_branches"]
        all_there[package] += one["num_statements"] + one["num_branches"]
    return taken, all_there


def percent(part: int, whole: int) -> float:
    """Give a share of 100."""
    return 100.0 * part / whole


if __name__ == "__main__":
    main()
