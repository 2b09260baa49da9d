"""Write docs/silenced.md: real vessels made silent, and which of them are told.

Takes the folder of real AIS files. Every fourth of the vessels heard for half a day at
Suez is cut for some hours, all others are left as they are.
"""

import sys
from datetime import timedelta
from pathlib import Path

import pandas as pd
import polars as pl
from suez import NAME, read_traffic

from stsdetect.events.all_slots import add_silences
from stsdetect.events.edges import find_edges
from stsdetect.events.gaps import find_gaps
from stsdetect.events.hearing import judge_gaps
from stsdetect.events.reception import learn_reception
from stsdetect.events.reports import order_reports
from stsdetect.events.slots import count_heard
from stsdetect.events.speeds import count_speeds, join_speeds
from stsdetect.tracks.segment import find_segments

TARGET = Path(__file__).parents[1] / "docs" / "silenced.md"
LENGTHS_H = (2, 3, 4, 6, 8, 12)
BEGIN_H = 3
HEAD = """# Are real vessels told that are made silent?

Made by `python benchmarks/silence_real.py FOLDER`, from {n} vessels of the file
`{name}`, heard at Suez in March 2021 every quarter of an hour
or so by receivers on land. Each length is tried on every fourth of the vessels that
are heard for half a day without a hole of 90 minutes: their reports are cut from the
third hour on, all others stay. A silence below 3 h is never called suspicious, by the
rule. *False* is the share of the closed silences of that length and more that nobody
made, in the file as it is. Nobody knows the truth of these: some may be silences
indeed.

| cut [h] | vessels cut | called suspicious | median p of the silence | false |
|---|---:|---:|---:|---:|
"""


def main() -> None:
    """Read the file, cut it by each length, and write the table."""
    vessels = read_traffic(Path(sys.argv[1]))
    untouched, chosen = judge(vessels), steady(vessels)
    rows = [_row(vessels, chosen, untouched, hours) for hours in LENGTHS_H]
    head = HEAD.format(n=vessels["mmsi"].n_unique(), name=NAME)
    TARGET.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


def _row(
    vessels: pl.DataFrame, chosen: list[int], untouched: pd.DataFrame, hours: int
) -> str:
    since = pl.col("timestamp") - pl.col("timestamp").min().over("mmsi")
    begin, end = timedelta(hours=BEGIN_H), timedelta(hours=BEGIN_H + hours)
    cut = pl.col("mmsi").is_in(chosen) & since.is_between(begin, end)
    gaps = judge(vessels.filter(~cut))
    own = gaps[gaps["mmsi"].isin(chosen) & (gaps["duration_h"] >= hours)]
    first = own.sort_values("start_time").groupby("mmsi").first()
    false = untouched[~untouched["open"] & (untouched["duration_h"] >= hours)]
    return (
        f"| {hours} | {len(first)} | {first['suspicious'].mean():.0%} "
        f"| {first['p_silence'].median():.2g} "
        f"| {false['suspicious'].mean():.0%} of {len(false)} |"
    )


def judge(vessels: pl.DataFrame) -> pd.DataFrame:
    """Find the gaps of some positions, and what reception says of each."""
    time = vessels["timestamp"].sort()
    period = (time[0], time[-1] + timedelta(milliseconds=1))
    reports = order_reports(find_segments(vessels))
    speeds = join_speeds([count_speeds(reports, period)])
    gaps = find_gaps([find_edges(reports, period, period)], speeds, period[1])
    slots = add_silences(
        [count_heard(reports, period, period)], gaps, timedelta(hours=8)
    )
    return judge_gaps(gaps, learn_reception(slots))


def steady(vessels: pl.DataFrame) -> list[int]:
    """Every fourth vessel that is heard for half a day, every 90 minutes."""
    time = pl.col("timestamp")
    spans = vessels.group_by("mmsi", maintain_order=True).agg(
        span=time.max() - time.min(), hole=time.diff().max()
    )
    kept = spans.filter(
        pl.col("span") > timedelta(hours=12), pl.col("hole") < timedelta(minutes=90)
    )
    return kept["mmsi"].to_list()[::4]


if __name__ == "__main__":
    main()
