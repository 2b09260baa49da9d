"""CSV to store, against polars' own CSV to Parquet sink on the same file.

The store has its rows checked, without duplicates, sorted and by day, with what each
vessel says of itself and with counts that add up; the sink copies what it reads.
``python benchmarks/ingest.py 20000000`` takes as many rows instead of 1.44 million, and
once only; peak memory is the same from some 8 million rows on.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl
from side_by_side import measure_pair, show

from stsdetect.ingest.files import ingest_files

N_ROWS = 1_440_000
N_VESSELS = 1_000
MINUTES = 1_440
ROWS_AT_ONCE = 2_880_000
FEW_ROWS = 5_000_000
START_MS = 1_709_251_200_000
"""2024-03-01."""


def main(n_rows: int) -> None:
    """Write a file in the shape of MarineCadastre, then read it with both in turn."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "ais.csv"
        write = [sys.executable, __file__, "write", str(text), str(n_rows)]
        subprocess.run(write, check=True)  # apart: memory of a parent shows in a child
        arguments = (["stsdetect", str(text)], ["polars", str(text)])
        repeats = 3 if n_rows <= FEW_ROWS else 1
        pair = measure_pair(Path(__file__).name, *arguments, repeats=repeats)
    kept, there = (one.said["rows"] for one in pair)
    if kept != there:
        raise SystemExit(f"{kept} rows kept of {there}")
    show("CSV to store, rows (polars' sink)", kept, pair, reach=0.4)


def write_rows(text: Path, n_rows: int) -> None:
    """Write so many rows, sorted by time: a report a minute of each vessel."""
    vessels = _vessels(max(N_VESSELS, n_rows // (MINUTES * 30)))
    per_vessel = n_rows // vessels.height
    at_once = max(1, ROWS_AT_ONCE // vessels.height)
    with text.open("wb") as file:
        for first in range(0, per_vessel, at_once):
            minutes = np.arange(first, min(first + at_once, per_vessel))
            rows = _rows(vessels, minutes)
            rows.write_csv(file, include_header=first == 0)


def _vessels(n: int) -> pl.DataFrame:
    i = pl.int_range(n, eager=True)
    sixth = i % 90_000 + 910_000
    weights = (7, 6, 5, 4, 3, 2)
    digits = [sixth // 10 ** (5 - place) % 10 for place in range(6)]
    check = sum(d * w for d, w in zip(digits, weights, strict=True)) % 10
    return pl.DataFrame({"i": i, "imo": sixth * 10 + check}).select(
        MMSI=201_000_000 + pl.col("i") * 499,
        VesselName=pl.format("FICTITIOUS {}", "i"),
        IMO=pl.when(pl.col("i") % 3 > 0).then(pl.format("IMO{}", "imo")),
        CallSign=pl.format("V{}", pl.col("i") + 10_000),
        VesselType=30 + pl.col("i") % 6 * 10,
        Length=20 + pl.col("i") % 300,
        Width=5 + pl.col("i") % 50,
        Draft=(2 + pl.col("i") % 150 / 10).round(1),
        Cargo=30 + pl.col("i") % 6 * 10,
        TransceiverClass=pl.when(pl.col("i") % 4 > 0)
        .then(pl.lit("A"))
        .otherwise(pl.lit("B")),
        second=pl.col("i") % 60,
    )


def _rows(vessels: pl.DataFrame, minutes: np.ndarray) -> pl.DataFrame:
    draw = np.random.default_rng(int(minutes[0]))
    rows = pl.concat([vessels] * len(minutes))
    n = rows.height
    milliseconds = START_MS + pl.Series(np.repeat(minutes, vessels.height)) * 60_000
    return (
        rows.with_columns(
            at=milliseconds + rows["second"] * 1_000,
            LAT=pl.Series(draw.uniform(32, 41, n)).round(5),
            LON=pl.Series(draw.uniform(117, 127, n)).round(5),
            SOG=pl.Series(draw.uniform(0, 20, n)).round(1),
            COG=pl.Series(draw.uniform(0, 359.9, n)).round(1),
            Heading=pl.Series(draw.integers(0, 360, n).astype(float)),
            Status=pl.Series(draw.integers(0, 9, n)),
        )
        .sort("at")
        .select(
            pl.col("MMSI"),
            pl.from_epoch("at", time_unit="ms")
            .dt.strftime("%Y-%m-%dT%H:%M:%S")
            .alias("BaseDateTime"),
            *("LAT", "LON", "SOG", "COG", "Heading", "VesselName", "IMO", "CallSign"),
            *("VesselType", "Status", "Length", "Width", "Draft", "Cargo"),
            pl.col("TransceiverClass"),
        )
    )


def _measure(who: str, text: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if who == "stsdetect":
            _load_kernels(Path(folder))
        start = time.perf_counter()
        if who == "stsdetect":
            rows = int(ingest_files([text], Path(folder) / "store")["rows_kept"].sum())
            seconds = time.perf_counter() - start
        else:
            copy = Path(folder) / "copy.parquet"
            pl.scan_csv(text).sink_parquet(copy, compression="zstd")
            seconds = time.perf_counter() - start
            rows = pl.scan_parquet(copy).select(pl.len()).collect().item()
    print(json.dumps({"seconds": seconds, "rows": rows}))


def _load_kernels(folder: Path) -> None:
    """Read a row, so that kernels are compiled before the clock starts."""
    row = folder / "row.csv"
    row.write_text("mmsi,timestamp,lat,lon\n412000001,2024-03-01T00:00:00,35,123\n")
    ingest_files([row], folder / "first")


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write_rows(Path(sys.argv[2]), int(sys.argv[3]))
    elif len(sys.argv) > 2:
        _measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) == 2 else N_ROWS)
