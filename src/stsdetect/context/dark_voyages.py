"""Dark voyages: silences in which a vessel could have called in North Korean waters.

They are listed as what they are. That a vessel could have been there says nothing of
what it did; where no receiver reaches, every passage is silent.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from stsdetect.context.ports import read_ports
from stsdetect.context.regions import read_regions
from stsdetect.context.vectors import chord_km, unit_vectors
from stsdetect.errors import ConfigError
from stsdetect.schema import DARK_VOYAGES, GAPS
from stsdetect.units import KM_PER_NM

__all__ = ["STSDETECT", "VoyageParams", "find_dark_voyages"]

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

STEP_DEG: Final = 0.05
"""Ours: points along the edge of a zone, every 3 nm."""
BATCH: Final = 5_000
"""Ours: gaps whose ways to all points are held at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoyageParams:
    """Which silences could hide a call."""

    min_stay: timedelta = timedelta(hours=2)
    """In the zone; ours: the shortest parcel that is pumped."""
    max_duration: timedelta = timedelta(days=30)
    """Ours: of a longer silence nothing can be said."""
    max_speed_kn: float = 14.0
    """Of a tanker, the fastest of the types in question; ours."""
    own_speed_share: float = 1.15
    """Of the vessel's own fast speed; ours."""

    def __post_init__(self) -> None:
        """Refuse vessels that don't move.

        Raises
        ------
        ConfigError
            A bound is not above zero.
        """
        if min(self.max_speed_kn, self.own_speed_share) <= 0:
            raise ConfigError("voyages: max_speed_kn, own_speed_share must be above 0")
        if self.min_stay < timedelta(0) or self.max_duration <= timedelta(0):
            raise ConfigError("voyages: min_stay >= 0 and max_duration > 0 must hold")


STSDETECT = VoyageParams()
"""Our own bounds, each with its source beside it."""


STRAIT: Final = (34.0, 127.5)
"""Ours: off the south of Korea, where the way from one sea to the other leads."""


EAST: Final = ("Sea of Japan", "North Korean waters, east (approximate)")


class _Zone(NamedTuple):
    name: str
    on_east: bool
    """It lies in the Sea of Japan."""
    area: shapely.Geometry
    points: Numbers
    """(n, 3) array of unit vectors: its edge and its ports."""
    lat: Numbers
    lon: Numbers


def find_dark_voyages(
    gaps: pd.DataFrame, params: VoyageParams = STSDETECT
) -> pd.DataFrame:
    """Find the silences in which a vessel could have called in North Korean waters.

    Ways are great circles, between the Yellow Sea and the Sea of Japan round the south
    of Korea; land on the way else makes them longer than told here, never shorter.

    Parameters
    ----------
    gaps : DataFrame
        A :data:`~stsdetect.schema.GAPS` table, in any order.
    params : VoyageParams
        Speeds and the time for a call.

    Returns
    -------
    DataFrame
        A :data:`~stsdetect.schema.DARK_VOYAGES` table by start and id: one row for
        each gap and zone. ``kind`` is ``entered`` or ``left`` where one end lies in
        the zone, ``inside`` where both do, ``round_trip`` where neither does, and
        ``open`` where the vessel is not heard again.
    """
    GAPS.check(gaps)
    short = gaps["duration_h"] <= params.max_duration / timedelta(hours=1)
    chosen = gaps[short].reset_index(drop=True)
    speed_kn = np.fmin(
        params.max_speed_kn,
        params.own_speed_share * chosen["own_speed_kn"].to_numpy(dtype=np.float64),
    )
    parts = [_reach(chosen, speed_kn, zone, params) for zone in _zones()]
    found = pd.concat(parts, ignore_index=True)
    order = ["start_time", "mmsi", "voyage_id"]
    found = found.sort_values(order, ignore_index=True)[DARK_VOYAGES.names]
    voyages = DARK_VOYAGES.to_pandas(DARK_VOYAGES.from_pandas(found))
    DARK_VOYAGES.check(voyages)
    return voyages


def _reach(
    gaps: pd.DataFrame, speed_kn: Numbers, zone: _Zone, params: VoyageParams
) -> pd.DataFrame:
    """Give the gaps that reach one zone with time for a call."""
    is_open = gaps["open"].to_numpy(dtype=bool)
    starts_in, ends_in = (_within(gaps, side, zone) for side in ("start", "end"))
    way_nm, at = _ways(gaps, is_open, zone)
    way_nm[(starts_in & (ends_in | is_open))] = 0.0
    stay_h = gaps["duration_h"].to_numpy(dtype=np.float64) - way_nm / speed_kn
    reaches = stay_h >= params.min_stay / timedelta(hours=1)
    share = _share_alike(gaps["duration_h"].to_numpy(dtype=np.float64), reaches)
    rows = np.flatnonzero(reaches)
    one = gaps.iloc[rows]
    kind = np.select(
        [is_open, starts_in & ends_in, ends_in, starts_in],
        ["open", "inside", "entered", "left"],
        "round_trip",
    )[rows]
    return one[["gap_id", "mmsi", "start_time", "end_time", "duration_h"]].assign(
        voyage_id=[_voyage_id(gap, zone.name) for gap in one["gap_id"]],
        kind=kind,
        zone=zone.name,
        lat=zone.lat[at[rows]],
        lon=zone.lon[at[rows]],
        way_nm=way_nm[rows],
        stay_h=stay_h[rows],
        share_alike=share[rows],
        p_silence=one["p_silence"],
        suspicious=one["suspicious"],
    )


def _share_alike(hours: Numbers, reaches: Flags) -> Numbers:
    """Share of the gaps half to twice as long of which the zone was in reach as well.

    The gap itself is among them, so that it is never 0; of few it says little.
    """
    order = np.argsort(hours, kind="stable")
    ordered = hours[order]
    reached = np.concatenate(([0], np.cumsum(reaches[order])))
    first = np.searchsorted(ordered, hours / 2, side="left")
    last = np.searchsorted(ordered, hours * 2, side="right")
    share: Numbers = (reached[last] - reached[first]) / np.maximum(last - first, 1)
    return share


def _within(gaps: pd.DataFrame, side: str, zone: _Zone) -> Flags:
    """Tell whether one end of each gap lies in a zone; missing ends don't."""
    lat, lon = (gaps[f"{side}_{name}"].to_numpy(np.float64) for name in ("lat", "lon"))
    known = np.isfinite(lat) & np.isfinite(lon)
    inside = shapely.intersects_xy(zone.area, np.where(known, lon, 0.0), lat)
    flags: Flags = known & inside
    return flags


def _ways(
    gaps: pd.DataFrame, is_open: Flags, zone: _Zone
) -> tuple[Numbers, NDArray[np.int64]]:
    """Give the shortest way from start to end through a zone, and through which point.

    An open gap needs the way there alone.
    """
    way_km, at = np.zeros(len(gaps)), np.zeros(len(gaps), dtype=np.int64)
    for first in range(0, len(gaps), BATCH):
        rows = slice(first, first + BATCH)
        there = _to_points(gaps.iloc[rows], "start", zone)
        back = _to_points(gaps.iloc[rows], "end", zone)
        ways = there + np.where(is_open[rows, None], 0.0, back)
        at[rows] = ways.argmin(axis=1)
        way_km[rows] = ways.min(axis=1)
    return way_km / KM_PER_NM, at


def _to_points(gaps: pd.DataFrame, side: str, zone: _Zone) -> Numbers:
    """Ways from one end of each gap to each point of a zone [km]; NaN unknown."""
    lat, lon = (gaps[f"{side}_{name}"].to_numpy(np.float64) for name in ("lat", "lon"))
    strait = unit_vectors(*STRAIT)
    around = _distance_km(unit_vectors(lat, lon), strait) + _distance_km(
        strait, zone.points
    )
    known = np.isfinite(lat) & np.isfinite(lon)
    on_east = known & shapely.intersects_xy(
        _sea_of_japan(), np.where(known, lon, 0.0), np.where(known, lat, 0.0)
    )
    direct = _distance_km(unit_vectors(lat, lon), zone.points)
    return np.where((on_east == zone.on_east)[:, None], direct, around)


def _distance_km(one: Numbers, other: Numbers) -> Numbers:
    """Distances from each of some unit vectors to each of others."""
    return chord_km(np.sqrt(np.maximum(2.0 - 2.0 * one @ other.T, 0.0)))


@cache
def _sea_of_japan() -> shapely.Geometry:
    regions = read_regions().set_index("name").geometry
    sea = shapely.union_all([regions[name] for name in EAST])
    shapely.prepare(sea)
    return sea


@cache
def _zones() -> tuple[_Zone, ...]:
    """Read the waters of North Korea, west and east, with its ports in each."""
    regions = read_regions()
    korean = regions["name"].str.startswith("North Korean waters")
    ports = read_ports()
    ports = ports[ports["country"] == "PRK"]
    zones = []
    for name, area in regions.loc[korean, ["name", "geometry"]].itertuples(index=False):
        edge = shapely.get_coordinates(shapely.segmentize(area.exterior, STEP_DEG))
        near = shapely.dwithin(area, shapely.points(ports["lon"], ports["lat"]), 0.5)
        lon, lat = np.vstack([edge, ports.loc[near, ["lon", "lat"]].to_numpy()]).T
        shapely.prepare(area)
        points = unit_vectors(lat, lon)
        zones.append(_Zone(name, name in EAST, area, points, lat, lon))
    return tuple(zones)


def _voyage_id(gap_id: str, zone: str) -> str:
    return hashlib.sha256(f"voyage {gap_id} {zone}".encode()).hexdigest()[:16]
