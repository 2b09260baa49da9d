"""Suez: the real traffic that benchmarks and tests look at, and how it is read.

``python benchmarks/suez.py FOLDER STORE`` writes it as a store, into which
``stsdetect train --worlds --traffic STORE`` leads transfers.
"""

import sys
import tempfile
from pathlib import Path
from typing import Final

import polars as pl

import stsdetect as sts
from stsdetect.ingest.columns import ColumnMap

__all__ = ["COLUMNS", "NAME", "read_traffic"]

NAME: Final = "movingpandas_suez_2021-03.csv"

COLUMNS: Final = ColumnMap(
    columns={
        "mmsi": "ID",
        "timestamp": "ais_pos_timestamp",
        "lat": "latitude",
        "lon": "longitude",
    },
    time_format="day_first",
    ids="number",
)
"""The file tells no MMSIs: vessels have numbers in their place."""


def read_traffic(real_ais: Path) -> pl.DataFrame:
    """Give all positions of the file in the folder of real AIS."""
    with tempfile.TemporaryDirectory() as folder:
        sts.ingest(real_ais / NAME, folder, columns=COLUMNS)
        return sts.open_store(folder).read_positions()


if __name__ == "__main__":
    sts.ingest(Path(sys.argv[1]) / NAME, sys.argv[2], columns=COLUMNS)
