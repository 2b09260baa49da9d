"""Gaps and reception of a day of traffic: a silence costs little beside its reports.

Every tenth vessel is silent for some hours. The baseline is the ordering of the same
reports into segments, which every stage needs: finding all gaps, learning reception
from all slots and judging each gap should cost no more than a few times that, and
grow with the reports.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl
from traffic import START, make_traffic

from stsdetect.events.all_slots import add_silences
from stsdetect.events.edges import find_edges
from stsdetect.events.gaps import find_gaps
from stsdetect.events.hearing import judge_gaps
from stsdetect.events.reception import describe_reception, learn_reception
from stsdetect.events.reports import order_reports
from stsdetect.events.slots import count_heard
from stsdetect.events.speeds import count_speeds, join_speeds
from stsdetect.tracks.segment import find_segments

PERIOD = (START - timedelta(hours=1), START + timedelta(hours=25))
SEGMENT = timedelta(hours=8)


def main() -> None:
    """Print seconds of the processor of each part, by reports."""
    _measure(_fallen_silent(50))  # compile
    for n_vessels in (500, 2_000, 8_000):
        positions = _fallen_silent(n_vessels)
        parts, n_gaps = _measure(positions)
        told = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in parts.items())
        beyond = sum(parts.values()) - parts["segments"]
        print(
            f"{positions.height:>10,} reports, {n_gaps:>6,} gaps: {told}; "
            f"{beyond / parts['segments']:.2f} x the segments",
            flush=True,
        )


def _measure(positions: pl.DataFrame) -> tuple[dict[str, float], int]:
    parts: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        found = work()
        parts[name] = time.process_time() - start
        return found

    reports = timed("segments", lambda: order_reports(find_segments(positions)))
    gaps = timed("gaps", lambda: _find_gaps(reports))
    counted = timed("slots", lambda: count_heard(reports, PERIOD, PERIOD))
    slots = add_silences([counted], gaps, SEGMENT)
    reception = timed("reception", lambda: learn_reception(slots))
    judged = timed("judgement", lambda: judge_gaps(gaps, reception))
    timed("map", lambda: describe_reception(reception).read())
    return parts, len(judged)


def _find_gaps(reports: pl.DataFrame) -> Any:
    speeds = join_speeds([count_speeds(reports, PERIOD)])
    return find_gaps([find_edges(reports, PERIOD, PERIOD)], speeds, PERIOD[1])


def _fallen_silent(n_vessels: int) -> pl.DataFrame:
    """Make traffic in which every tenth vessel is silent for 1 to 12 hours."""
    positions = make_traffic(n_vessels)
    draw = np.random.default_rng(n_vessels)
    mmsi = positions["mmsi"].unique().sort()[::10]
    begin = draw.uniform(2.0, 11.0, mmsi.len())
    silent = pl.DataFrame({"mmsi": mmsi, "begin": begin}).with_columns(
        end=pl.col("begin") + draw.uniform(1.0, 12.0, mmsi.len())
    )
    hours = (pl.col("timestamp") - START).dt.total_milliseconds() / 3_600_000
    inside = hours.is_between(pl.col("begin"), pl.col("end")).fill_null(value=False)
    return (
        positions.join(silent, on="mmsi", how="left", maintain_order="left")
        .filter(~inside)
        .drop("begin", "end")
    )


if __name__ == "__main__":
    main()
