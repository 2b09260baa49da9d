"""Pieces of silences: the slots of each, on the way supposed."""

from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stsdetect.events.arrays import numbers, whole
from stsdetect.events.cells import block_of
from stsdetect.events.rates import Rates, Totals, rates_for
from stsdetect.events.slots import SMALL, ReceptionParams, slots_of
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
    place: NDArray[np.int64]
    """Row of ``rates``."""
    rates: Rates
    """Of the vessel in the cell."""
    stretch: NDArray[np.int64]
    """Slots one after the other that share silence, degree square and hour."""

    def p(self, kind: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the chance of being heard in each, by the kind of each silence."""
        return self.rates.p[self.place, kind[self.row]]

    def weight(self, kind: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the slots of other vessels behind that chance, prior included."""
        return self.rates.weight[self.place, kind[self.row]]

    def firsts(self) -> NDArray[np.int64]:
        """Give the first slot of each stretch."""
        return np.flatnonzero(np.diff(self.stretch, prepend=-1))

    def keys(self) -> pl.DataFrame:
        """Give ``row, block, hour`` of each stretch, to look up what is known of it."""
        first = self.firsts()
        names = ("row", "block", "hour")
        keys = pl.DataFrame({name: getattr(self, name)[first] for name in names})
        return keys.with_columns(pl.col("block", "hour").cast(SMALL))


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
    hour, block = slot // params.per_hour, block_of(cell)
    stay = _runs(row, cell)
    first = np.flatnonzero(np.diff(stay, prepend=-1))
    stays = pl.DataFrame({"mmsi": mmsi.gather(row[first]), "cell": cell[first]})
    asked = stays.unique(maintain_order=True)
    place = stays.join(
        asked.with_row_index("place"),
        on=["mmsi", "cell"],
        how="left",
        maintain_order="left",
    )["place"].to_numpy()
    return Pieces(
        row,
        slot,
        hour,
        cell,
        block,
        place.astype(np.int64)[stay],
        rates_for(asked, totals, params),
        _runs(row, hour, block),
    )


def _runs(*keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give each row the number of its run, in which all keys stay the same."""
    new = np.zeros(keys[0].size, dtype=np.bool_)
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return np.cumsum(new)


def _length_ms(gaps: pl.DataFrame) -> NDArray[np.int64]:
    return np.round(numbers(gaps["duration_h"]) * 3_600_000).astype(np.int64)
