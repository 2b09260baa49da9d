"""Telling: what images say of each lead."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any, Final

import numpy as np
import pandas as pd
import polars as pl
import shapely
from numpy.typing import NDArray

from stsdetect.context.imagery.scene import View
from stsdetect.kernels.sphere import haversine_m
from stsdetect.schema import LEADS

__all__ = ["add_imagery"]

NEAR_M: Final = 1_000.0
"""Ours: a hull without AIS so near to a vessel that waits."""
AROUND: Final = timedelta(minutes=30)
"""Ours: so long before and after."""
BESIDE_M: Final = 50.0
"""Ours: two hulls so near lie side by side."""
ABSENT_M: Final = 2_000.0
"""Ours: no hull so near to a place that a vessel claims."""
MIN_LENGTH_M: Final = 50.0
"""Ours: shorter hulls are missed in images (Paolo et al., 2024)."""
SURE_M: Final = 300.0
"""Ours: spread of the place expected, five minutes from a report."""
BROAD: Final = 0.6
"""Ours: 1.6 times the breadth expected is two hulls that an image shows as
one."""
MIN_BROAD_M: Final = 8.0
"""Ours: the beam of the smallest vessels in question."""
SLENDER: Final = 6.0
"""Ours: length to beam where an image tells no width."""


def add_imagery(leads: pd.DataFrame, views: Sequence[View]) -> pd.DataFrame:
    """Add what images of its time show at the place of each lead.

    Parameters
    ----------
    leads : DataFrame
        A :data:`~stsdetect.schema.LEADS` table, in any order.
    views : sequence of View
        Images beside AIS.

    Returns
    -------
    DataFrame
        The leads in the order given; where no image covers one nothing is told.
    """
    LEADS.check(leads)
    if not views:
        return leads
    told: dict[int, dict[str, Any]] = {}
    for view in views:
        for row, vessels in _in_time(leads, view.scene.time):
            seen = _look(view, vessels)
            if not _during(leads, row, view.scene.time):
                seen.pop("alone", None)
            for name, value in seen.items():
                _fold(told.setdefault(row, {}), name, value)
    names = (
        "n_scenes",
        "unmatched_m",
        "side_by_side_m",
        "n_absent",
        "merged_m",
        "alone",
        "imagery",
    )
    columns = {
        name: [told.get(row, {}).get(name) for row in range(len(leads))]
        for name in names
    }
    table = LEADS.from_pandas(leads).with_columns(
        **{
            name: pl.Series(values, dtype=LEADS.polars_schema[name])
            for name, values in columns.items()
        }
    )
    frame = LEADS.to_pandas(table)
    LEADS.check(frame)
    return frame


def _in_time(leads: pd.DataFrame, time: datetime) -> Iterator[tuple[int, list[int]]]:
    """Give the row and the vessels of each lead that an image may show."""
    now = leads["start_time"].le(time + AROUND) & leads["end_time"].ge(time - AROUND)
    for row in np.flatnonzero(now.to_numpy()):
        pair = leads.iloc[row][["mmsi_a", "mmsi_b"]]
        yield int(row), [int(mmsi) for mmsi in pair if pd.notna(mmsi)]


def _during(leads: pd.DataFrame, row: int, time: datetime) -> bool:
    """Tell whether an image was taken between start and end of a lead."""
    start, end = leads["start_time"].iloc[row], leads["end_time"].iloc[row]
    return bool(start <= time <= end)


def _look(view: View, vessels: list[int]) -> dict[str, Any]:
    """Tell what an image shows around the vessels of a lead, nothing if not covered."""
    places = view.places.filter(
        pl.col("mmsi").is_in(vessels), pl.col("spread_m") <= SURE_M
    )
    seen: dict[str, Any] = {}
    for place in places.iter_rows(named=True):
        for name, value in _look_around(view, place).items():
            _fold(seen, name, value)
    if seen:
        seen["n_scenes"] = 1
        if "n_absent" in seen:
            seen["n_absent"] = 1
        stamp = f"{view.scene.time:%Y-%m-%d %H:%M} UTC"
        seen["imagery"] = f"{view.scene.name} at {stamp}"
    return seen


def _look_around(view: View, place: dict[str, Any]) -> dict[str, Any]:
    """Tell what an image shows around one vessel, nothing if it does not cover it."""
    away, covered = _distances(view, place), _covers(view, place)
    near = np.flatnonzero(away <= NEAR_M)
    if not covered and near.size == 0:
        return {}
    shown = place["mmsi"] in view.matched
    strange = [row for row in near if view.matched[row] < 0]
    merged = _merged(view, place)
    beside = _clear_water(view, near)
    long_enough = (place["length_m"] or 0.0) >= MIN_LENGTH_M
    absent = covered and long_enough and not (away <= ABSENT_M).any()
    told = {
        "n_scenes": 1,
        "unmatched_m": float(away[strange].min()) if strange and shown else None,
        "side_by_side_m": beside,
        "n_absent": 1 if absent else None,
        "merged_m": merged,
        "alone": near.size == 1 and merged is None if covered and shown else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _fold(told: dict[str, Any], name: str, value: Any) -> None:
    """Fold what one image says into what others said."""
    if name not in told:
        told[name] = value
    elif name in ("n_scenes", "n_absent"):
        told[name] += value
    elif name == "imagery":
        told[name] += f", {value}"
    elif name == "alone":
        told[name] = told[name] and value
    else:
        told[name] = min(told[name], value)


def _distances(view: View, place: dict[str, Any]) -> NDArray[np.float64]:
    hulls = view.scene.hulls
    return np.asarray(
        haversine_m(
            hulls["lat"].to_numpy(), hulls["lon"].to_numpy(), place["lat"], place["lon"]
        )
    )


def _covers(view: View, place: dict[str, Any]) -> bool:
    area = view.scene.footprint
    return area is not None and bool(
        shapely.intersects_xy(area, place["lon"], place["lat"])
    )


def _merged(view: View, place: dict[str, Any]) -> float | None:
    """By what the hull of a vessel is broader than it, None where that is no second."""
    over = view.broad_m[view.matched == place["mmsi"]]
    least = max(BROAD * (place["beam_m"] or np.inf), MIN_BROAD_M)
    return float(over[0]) if over.size and over[0] >= least else None


def _clear_water(view: View, near: NDArray[np.int64]) -> float | None:
    """Clear water between the two nearest hulls, None beyond 50 m."""
    hulls = view.scene.hulls
    lat, lon = hulls["lat"].to_numpy(), hulls["lon"].to_numpy()
    beam = hulls["width_m"].fill_null(hulls["length_m"] / SLENDER).fill_null(0.0)
    least = min(
        (
            float(haversine_m(lat[i], lon[i], lat[j], lon[j]))
            - (beam[int(i)] + beam[int(j)]) / 2
            for i, j in combinations(near, 2)
        ),
        default=np.inf,
    )
    return max(least, 0.0) if least <= BESIDE_M else None
