"""Survey of a store: what it covers in time and place, and how often vessels report."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.ingest.store import Box, Store
from stsdetect.schema import POSITIONS
from stsdetect.schema.mmsi import mmsi_class

__all__ = ["Coverage", "Survey", "survey_store"]

_STEPS_DEG: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
_MAX_COLUMNS: Final = 72
_MAX_ROWS: Final = 24
"""Size of the map, ours: it stands on a screen of 80 by 30 letters."""

_LONGEST_S: Final = 86_400
"""Longest interval that is told from longer ones [s], ours: a day of silence."""

_INTERVALS: Final = {
    "ais_class": pl.String(),
    "interval_s": pl.Int64(),
    "n": pl.Int64(),
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """Positions counted on a grid over the box.

    Parameters
    ----------
    counts : (n_rows, n_columns) array
        From north to south, and from west to east.
    south, west : float
        Corner of the grid [°].
    width_deg, height_deg : float
        Of a cell [°]; a letter is about twice as high as wide.
    """

    counts: NDArray[np.int64]
    south: float
    west: float
    width_deg: float
    height_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a store holds.

    Parameters
    ----------
    n_positions, n_vessels, n_days : int
        Counts of POSITIONS.
    classes : polars.DataFrame
        ``mmsi_class, n``: how many identities are of each class
        (:data:`~stsdetect.schema.mmsi.MMSI_CLASSES`), most first.
    box : Box, optional
        Of all positions; None when there is none.
    coverage : Coverage, optional
        None when there is no position.
    intervals : polars.DataFrame
        ``ais_class, n, median_s, p90_s``: times between reports of one vessel that
        follow one another, to the second; a class that is not told is null.
    rejects : polars.DataFrame
        ``reason, n_rows``, most first.
    sources : polars.DataFrame
        A :data:`~stsdetect.schema.SOURCES` table.
    """

    n_positions: int
    n_vessels: int
    n_days: int
    classes: pl.DataFrame
    box: Box | None
    coverage: Coverage | None
    intervals: pl.DataFrame
    rejects: pl.DataFrame
    sources: pl.DataFrame


def survey_store(store: Store) -> Survey:
    """Look through a store, file by file; memory does not grow with its days."""
    box = _find_box(store.read_parts(["lat", "lon"]))
    coverage = None if box is None else _empty_grid(box)
    tally = _Tally()
    for part in store.read_parts(["mmsi", "timestamp", "lat", "lon", "ais_class"]):
        tally.add(part)
        if coverage is not None:
            _count_cells(coverage, part)
    return Survey(
        n_positions=tally.n_positions,
        n_vessels=tally.last.height,
        n_days=len(store.days),
        classes=_count_classes(tally.last),
        box=box,
        coverage=coverage,
        intervals=_quantiles(tally.intervals),
        rejects=store.count_rejects(),
        sources=store.read_sources(),
    )


def _count_classes(identities: pl.DataFrame) -> pl.DataFrame:
    classes = identities.group_by(mmsi_class(pl.col("mmsi"))).agg(n=pl.len())
    return classes.sort("n", "mmsi_class", descending=[True, False])


def _find_box(parts: Iterable[pl.DataFrame]) -> Box | None:
    """Find the box, and let it cross 180° where that makes it smaller."""
    lat, lon = pl.col("lat"), pl.when(pl.col("lon") < 180).then("lon").otherwise(-180.0)
    bounds = [
        part.group_by(lon.floor().alias("degree")).agg(
            south=lat.min(), north=lat.max(), west=lon.min(), east=lon.max()
        )
        for part in parts
    ]
    rows = pl.concat(bounds) if bounds else pl.DataFrame()
    if rows.is_empty():
        return None
    strips = rows.group_by("degree").agg(
        pl.col("west").min(), pl.col("east").max(), pl.col("south", "north")
    )
    strips = strips.sort("degree")
    degree = strips["degree"].to_numpy()
    first = int(np.argmax(np.diff(degree, prepend=degree[-1] - 360)))
    return Box(
        rows["south"].to_numpy().min().item(),
        float(strips["west"][first]),
        rows["north"].to_numpy().max().item(),
        float(strips["east"][first - 1]),
    )


def _empty_grid(box: Box) -> Coverage:
    """Choose the finest cells with which the map is small enough."""
    for step in _STEPS_DEG:
        south = np.floor(box.south / (2 * step)) * 2 * step
        west = np.floor(box.west / step) * step
        n_rows = int((box.north - south) // (2 * step)) + 1
        n_columns = int((box.east - west) % 360 // step) + 1
        if n_rows <= _MAX_ROWS and n_columns <= _MAX_COLUMNS:
            break
    counts = np.zeros((n_rows, n_columns), np.int64)
    return Coverage(counts, float(south), float(west), step, 2 * step)


def _count_cells(coverage: Coverage, part: pl.DataFrame) -> None:
    lat, lon = part["lat"].to_numpy(), part["lon"].to_numpy()
    n_rows, n_columns = coverage.counts.shape
    row = ((lat - coverage.south) // coverage.height_deg).astype(np.int64)
    column = ((lon - coverage.west) % 360 // coverage.width_deg).astype(np.int64)
    # A position on the edge of the box can fall a rounding beyond it.
    cell = (n_rows - 1 - row.clip(0, n_rows - 1)) * n_columns
    cell += column.clip(0, n_columns - 1)
    found = np.bincount(cell, minlength=coverage.counts.size)
    np.add(coverage.counts, found.reshape(n_rows, n_columns), out=coverage.counts)


class _Tally:
    """Intervals between reports, counted; the last report of each vessel is kept."""

    def __init__(self) -> None:
        schema = POSITIONS.polars_schema
        self.last = pl.DataFrame(schema={k: schema[k] for k in ("mmsi", "timestamp")})
        self.intervals = pl.DataFrame(schema=_INTERVALS)
        self.n_positions = 0

    def add(self, part: pl.DataFrame) -> None:
        """Take the next part: of each vessel, times after all those before."""
        self.n_positions += part.height
        before = self.last.rename({"timestamp": "before"})
        timed = part.join(before, on="mmsi", how="left", maintain_order="left")
        previous = pl.col("timestamp").shift().over("mmsi")
        interval = pl.col("timestamp") - pl.coalesce(previous, "before")
        counts = (
            timed.select(
                pl.col("ais_class").cast(pl.String),
                (interval.dt.total_milliseconds() / 1000)
                .round()
                .clip(upper_bound=_LONGEST_S)
                .cast(pl.Int64)
                .alias("interval_s"),
            )
            .drop_nulls("interval_s")
            .group_by("ais_class", "interval_s")
            .agg(n=pl.len().cast(pl.Int64))
        )
        self.intervals = (
            pl.concat([self.intervals, counts])
            .group_by("ais_class", "interval_s")
            .agg(pl.col("n").sum())
        )
        latest = part.group_by("mmsi").agg(pl.col("timestamp").max())
        self.last = (
            pl.concat([self.last, latest]).group_by("mmsi").agg(pl.max("timestamp"))
        )


def _quantiles(intervals: pl.DataFrame) -> pl.DataFrame:
    """Give median and 9th decile of each class: the first that so many are within."""
    share = pl.col("n").cum_sum() / pl.col("n").sum()
    at_least = [
        pl.col("interval_s").filter(share >= part).first().alias(name)
        for name, part in (("median_s", 0.5), ("p90_s", 0.9))
    ]
    return (
        intervals.sort("interval_s")
        .group_by("ais_class")
        .agg(*at_least, n=pl.col("n").sum())
        .select("ais_class", "n", "median_s", "p90_s")
        .sort("ais_class", nulls_last=True)
    )
