"""Files to candidates, against polars' own CSV to Parquet sink on the same file.

The sink copies what it reads; the run stores it, finds encounters, ranks them and
writes the report. A short and a longer file show whether memory grows with the days.
``python benchmarks/whole.py 14`` takes 14 days, 20 million rows, for the longer one.
"""

import json
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import polars as pl
from side_by_side import measure_pair, show
from traffic import make_traffic

import stsdetect as sts

N_VESSELS = 2_000
SHORT_DAYS, LONG_DAYS = 1, 4


def main(long_days: int) -> None:
    """Write both files, and run both programs on each in turn."""
    with tempfile.TemporaryDirectory() as folder:
        for days in (SHORT_DAYS, long_days):
            text = Path(folder) / "ais.csv"
            write = [sys.executable, __file__, "write", str(text), str(days)]
            subprocess.run(write, check=True)  # apart: memory of a parent shows
            arguments = (["stsdetect", str(text)], ["polars", str(text)])
            pair = measure_pair(Path(__file__).name, *arguments, repeats=1)
            rows = pair[1].said["rows"]
            label = f"files to candidates, {days} days, {rows / 1e6:.1f} M rows"
            show(label, rows, pair, reach=None)


def write_days(text: Path, n_days: int) -> None:
    """Write days of traffic in the shape of MarineCadastre, a new sea each day."""
    with text.open("wb") as file:
        for day in range(n_days):
            positions = make_traffic(N_VESSELS, seed=day + 1)
            at = pl.col("timestamp") + timedelta(days=day)
            positions.sort("timestamp").select(
                MMSI="mmsi",
                BaseDateTime=at.dt.strftime("%Y-%m-%dT%H:%M:%S"),
                LAT=pl.col("lat").round(5),
                LON=pl.col("lon").round(5),
                SOG="sog",
                COG="cog",
                Heading="heading",
            ).write_csv(file, include_header=day == 0)


def _measure(who: str, text: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        if who == "stsdetect":
            rows = sts.run(text, folder).record["counts"]["rows_read"]
            seconds = time.perf_counter() - start
        else:
            copy = Path(folder) / "copy.parquet"
            pl.scan_csv(text).sink_parquet(copy, compression="zstd")
            seconds = time.perf_counter() - start
            rows = pl.scan_parquet(copy).select(pl.len()).collect().item()
    print(json.dumps({"seconds": seconds, "rows": rows}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write_days(Path(sys.argv[2]), int(sys.argv[3]))
    elif len(sys.argv) > 2:
        _measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else LONG_DAYS)
