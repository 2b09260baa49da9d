"""Pieces of silences: the slots of each, on the way supposed."""

from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import numbers, whole
from stsdetect.events.cells import block_of
from stsdetect.events.rates import Totals, rates_for
from stsdetect.events.slots import ReceptionParams, slots_of
from stsdetect.kernels.slots import Ways

__all__ = ["Pieces", "find_pieces", "go_on", "stay"]

MAX_SLOTS: Final = 1_008
"""Ours: a week of slots; more silence says no more."""
REACH_H: Final = 24.0
"""Ours: where a vessel is that sailed on for longer is not known."""
TOP_KN: Final = 25.0
NM_PER_DEGREE: Final = 60.0


class Pieces(NamedTuple):
    """Slots of silences; (m,) arrays, by silence and time."""

    row: NDArray[np.int64]
    """Of the silence."""
    slot: NDArray[np.int64]
    """Since 1970."""
    hour: NDArray[np.int64]
    cell: NDArray[np.int64]
    block: NDArray[np.int64]
    p: NDArray[np.float64]
    """(m, 4) array: of each kind of vessel, to be heard in it."""
    weight: NDArray[np.float64]
    """(m, 4) array: slots of other vessels behind it, prior included."""

    def keys(self) -> pl.DataFrame:
        """Give ``row, block, hour, slot``, to look up what is known of them."""
        names = ("row", "block", "hour", "slot")
        return pl.DataFrame({name: getattr(self, name) for name in names})


def go_on(gaps: pl.DataFrame) -> tuple[Ways, NDArray[np.bool_]]:
    """Give the ways of vessels that go on, and whether each can be told.

    A vessel that is heard again went there; one that is not kept course and speed for
    a day at most.
    """
    hours = np.minimum(numbers(gaps["duration_h"]), REACH_H)
    is_open = gaps["open"].to_numpy()
    course = np.radians(numbers(gaps["start_course_deg"]))
    way_nm = np.minimum(numbers(gaps["start_speed_kn"]), TOP_KN) * hours
    lat, lon = numbers(gaps["start_lat"]), numbers(gaps["start_lon"])
    north = way_nm * np.cos(course) / NM_PER_DEGREE
    east = way_nm * np.sin(course) / NM_PER_DEGREE
    east /= np.maximum(np.cos(np.radians(lat)), 0.1)
    reckoned = np.clip(lat + north, -90.0, 90.0), (lon + east + 180.0) % 360.0 - 180.0
    known = ~is_open | np.isfinite(way_nm + course)
    ends = [
        np.where(is_open, far, numbers(gaps[name]))
        for far, name in zip(reckoned, ("end_lat", "end_lon"), strict=True)
    ]
    ends = [
        np.where(known, end, here) for end, here in zip(ends, (lat, lon), strict=True)
    ]
    start = whole(gaps["start_time"])
    until = start + np.round(hours * 3_600_000).astype(np.int64)
    stop = np.where(is_open, until, start + _length_ms(gaps))
    return Ways(start, stop, lat, lon, *ends), known


def stay(gaps: pl.DataFrame, max_still_kn: float) -> tuple[Ways, NDArray[np.bool_]]:
    """Give the ways of vessels that stay, and whether each may have stayed.

    One may that was slow when it was last heard, or so slow over the silence, or that
    is not heard again.
    """
    speed, implied = numbers(gaps["start_speed_kn"]), numbers(gaps["implied_speed_kn"])
    still = ~(speed > max_still_kn) | (implied <= max_still_kn)
    lat, lon = numbers(gaps["start_lat"]), numbers(gaps["start_lon"])
    start = whole(gaps["start_time"])
    ways = Ways(start, start + _length_ms(gaps), lat, lon, lat, lon)
    return ways, still | gaps["open"].to_numpy()


def find_pieces(
    ways: Ways, mmsi: pl.Series, totals: Totals, params: ReceptionParams
) -> Pieces:
    """Cut silences into slots, and tell how well a vessel is heard there.

    Parameters
    ----------
    ways : Ways
        Silences.
    mmsi : pl.Series
        Of each: its own reports do not count.
    totals : Totals
        Of all vessels.
    params : ReceptionParams
        Weight of the priors.
    """
    row, slot, cell = slots_of(ways, params, MAX_SLOTS).T
    pieces = pl.DataFrame({"mmsi": mmsi.gather(row), "cell": cell})
    asked = pieces.unique(maintain_order=True)
    rates = rates_for(asked, totals, params)
    place = pieces.join(
        asked.with_row_index("place"),
        on=["mmsi", "cell"],
        how="left",
        maintain_order="left",
    )["place"].to_numpy()
    p, weight = rates.p[place], rates.weight[place]
    return Pieces(row, slot, slot // params.per_hour, cell, block_of(cell), p, weight)


def _length_ms(gaps: pl.DataFrame) -> NDArray[np.int64]:
    return np.round(numbers(gaps["duration_h"]) * 3_600_000).astype(np.int64)
