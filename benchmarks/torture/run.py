"""Torture: runs are stopped and parsers are fed rubbish; what came of it as a page."""

import argparse
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "tests")]

from torture.kills import Outcome, torture_runs  # noqa: E402  found by the path above

from stsdetect.disk.files import written_whole  # noqa: E402

if TYPE_CHECKING:
    from torture.fuzz import Fuzzed

_BY_HAND = Path(__file__).with_name("by_hand.md")


def main() -> int:
    """Do so much, write the page, and end with 1 where anything was found."""
    wish = argparse.ArgumentParser(description=__doc__)
    wish.add_argument("--kills", type=int, default=200)
    wish.add_argument("--faults", type=int, default=40, help="full disks, and doubles")
    wish.add_argument("--stories", type=int, default=5, help="so many of the five")
    wish.add_argument("--seconds", type=float, default=20.0, help="for each parser")
    wish.add_argument("--seed", type=int, default=1)
    wish.add_argument("--page", type=Path, required=True)
    asked = wish.parse_args()
    logging.getLogger("stsdetect").setLevel(logging.CRITICAL)
    runs = torture_runs(asked.kills, asked.faults, asked.seed, asked.stories)
    # Loaded after the forks, since it starts threads.
    from torture.fuzz import fuzz  # noqa: PLC0415

    parsers = fuzz(asked.seconds, asked.seed)
    findings = [finding for run in runs for finding in run.findings]
    findings += [finding for parser in parsers for finding in parser.findings]
    with written_whole(asked.page) as aside:
        lines = _page(runs, parsers, findings, asked)
        aside.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for one in findings:
        print(one)
    n_kills = sum(one.n_stopped for one in runs if one.what.startswith("SIGKILL"))
    n_inputs = sum(one.n_inputs for one in parsers)
    print(f"{n_kills} kills, {n_inputs:,} wrong inputs, {len(findings)} findings")
    return bool(findings)


def _page(
    runs: Sequence[Outcome],
    parsers: "Sequence[Fuzzed]",
    findings: Sequence[str],
    asked: argparse.Namespace,
) -> Iterator[str]:
    yield "# What happens when things go wrong?"
    yield ""
    yield (
        f"Written by `python benchmarks/torture/run.py --kills {asked.kills} "
        f"--faults {asked.faults} --stories {asked.stories} --seconds "
        f"{asked.seconds:g} --seed {asked.seed}`, on {os.cpu_count()} processors; "
        "`make torture` does 200 kills, 40 faults, all five stories and 20 s for each "
        "parser. A short form is among the tests."
    )
    yield ""
    yield "## Work that is stopped"
    yield ""
    yield (
        "Work on a small world of eight vessels and two days is stopped, three times "
        "in a row where it is killed, and then done to its end. Every file of store "
        "and run folder then has to be the same, byte for byte, as without the stop; "
        "nothing may be left behind, all sums, counts and seals have to hold. "
        "`run.json`, the log of runs and the manifests of windows are left out, since "
        "they tell times, and `changes.csv`, which compares with the list before."
    )
    yield ""
    yield "| what | tried | stopped by it | findings |"
    yield "|---|---|---|---|"
    for run in runs:
        yield f"| {run.what} | {run.n_tried} | {run.n_stopped} | {len(run.findings)} |"
    yield ""
    yield "## Inputs that are wrong"
    yield ""
    yield (
        "A sound input is changed in one to four places: bits, bytes, values, lines, "
        "length, and texts that hurt. A parser has to refuse it in one line or to tell "
        "every row; anything else is a finding. No coverage guides the changes."
    )
    yield ""
    yield "| parser | inputs | refused in one line | findings |"
    yield "|---|---|---|---|"
    for one in parsers:
        yield (
            f"| {one.parser} | {one.n_inputs:,} | {one.n_refused:,} | "
            f"{len(one.findings)} |"
        )
    yield ""
    if findings:
        yield "## Findings that are open"
        yield ""
        yield from (f"- `{one}`" for one in findings)
        yield ""
    yield _BY_HAND.read_text(encoding="utf-8").rstrip()


if __name__ == "__main__":
    sys.exit(main())
