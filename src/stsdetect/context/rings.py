"""Rings: the coast that ships with stsdetect, as lines."""

from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from stsdetect import data

__all__ = ["Rings", "read_rings"]


class Rings(NamedTuple):
    """Rings of coast, end to end.

    Attributes
    ----------
    level : (n,) array
        1 land, 2 lake, 3 island in a lake, 5 Antarctica.
    start : (n + 1,) array
        Ring ``i`` has the vertices ``start[i]`` to ``start[i + 1]``, the last of
        which is joined to the first.
    lat, lon : (m,) array
        Vertices [°], longitudes in −180 … 180. Rings are cut at ±180°.
    """

    level: NDArray[np.int8]
    start: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]


@cache
def read_rings() -> Rings:
    """Read the rings that ship with stsdetect, once for each process."""
    table = pq.read_table(data.FOLDER / "land.parquet")
    steps_per_deg = int(table.schema.metadata[b"steps_per_deg"])
    lat, lon = (_whole_list(table, name) for name in ("lat", "lon"))
    return Rings(
        level=table["level"].to_numpy(),
        start=lat.offsets.to_numpy().astype(np.int64),
        lat=lat.values.to_numpy() / steps_per_deg,
        lon=lon.values.to_numpy() / steps_per_deg,
    )


def _whole_list(table: pa.Table, name: str) -> pa.ListArray:
    return table[name].combine_chunks()
