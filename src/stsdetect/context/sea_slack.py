"""Slack by sea: meetings that land forbids are left out, and others are cut short.

Slack is found offshore, as if there were no land. Where a way between an end of a
silence and the place crosses it, slack is found anew over the cells of a grid, with
ways by sea and with straight ones; what land takes is the difference of the two.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect.context.sea_ways import land_between, land_grid
from stsdetect.kernels.sea_ways import N_LON, NODES_PER_DEG, node_of, way_to, ways_from
from stsdetect.kernels.sphere import haversine_m
from stsdetect.units import MS_PER_KN, S_PER_H

__all__ = ["respect_land"]

Numbers = NDArray[np.float64]

N_FIELDS: Final = 16
"""Ours: ways from so many places are kept for the next meetings, which share an end
with those before; a field of the longest silence takes 14 MB."""


class _Meeting(NamedTuple):
    """What land is asked about: a row of the table."""

    kind: str
    lat: float
    lon: float
    max_speed_a_kn: float
    max_speed_b_kn: float


def respect_land(
    rendezvous: pd.DataFrame,
    gaps: pd.DataFrame,
    loiterings: pd.DataFrame,
    least_h: Mapping[str, float],
) -> pd.DataFrame:
    """Let no way to a meeting cross land.

    Parameters
    ----------
    rendezvous : DataFrame
        A :data:`~stsdetect.schema.RENDEZVOUS` table.
    gaps, loiterings : DataFrame
        The tables that its events are in.
    least_h : mapping
        Least slack of each kind [h].

    Returns
    -------
    DataFrame
        The rows of which enough slack is left, with ``slack_h`` by sea and, where the
        place can't be reached in time, the place of most slack.
    """
    if rendezvous.empty:
        return rendezvous
    ends = _ends(rendezvous, gaps, loiterings)
    # as lists: to read and write a table cell by cell takes longer than the ways
    left = {name: rendezvous[name].tolist() for name in ("slack_h", "lat", "lon")}
    kept = np.ones(len(rendezvous), dtype=np.bool_)
    field = lru_cache(N_FIELDS)(_Field)
    blocked = _blocked(rendezvous, ends)
    meetings = rendezvous[list(_Meeting._fields)].iloc[blocked].itertuples(index=False)
    for number, told in zip(blocked.tolist(), meetings, strict=True):
        meeting = _Meeting(*told)
        lost_h, lat, lon = _lost_to_land(ends[number], meeting, field)
        left["slack_h"][number] -= lost_h
        if lost_h > 0.0 and meeting.kind == "both_dark":
            left["lat"][number], left["lon"][number] = lat, lon
        kept[number] = left["slack_h"][number] >= least_h[meeting.kind]
    dtypes = rendezvous.dtypes[list(left)].to_dict()
    met = rendezvous.assign(**left).astype(dtypes)
    return met[kept].reset_index(drop=True)


def _ends(
    rendezvous: pd.DataFrame, gaps: pd.DataFrame, loiterings: pd.DataFrame
) -> Numbers:
    """Give (n, 4, 3): time [s], latitude, longitude at both ends of a, then of b."""
    silent = {
        side: gaps.set_index("gap_id")[
            [f"{side}_time", f"{side}_lat", f"{side}_lon"]
        ].set_axis(["time", "lat", "lon"], axis=1)
        for side in ("start", "end")
    }
    waits = loiterings.set_index("loitering_id")
    parts = []
    for event in ("event_a", "event_b"):
        for side in ("start", "end"):
            stays = waits[[f"{side}_time", "lat", "lon"]].set_axis(
                ["time", "lat", "lon"], axis=1
            )
            known = pd.concat([silent[side], stays]).loc[rendezvous[event]]
            seconds = known["time"].astype("int64") / 1_000.0
            parts.append(
                np.column_stack([seconds, known["lat"], known["lon"]]).astype(float)
            )
    ends = np.stack(parts, axis=1)
    # who is not heard again has no way back from the place, up to the end of the data
    gone = rendezvous["goes_on_b"].fillna(value=False).to_numpy(dtype=bool)
    lasted = gaps.set_index("gap_id")["duration_h"].reindex(rendezvous["event_b"])
    ends[gone, 3, 0] = ends[gone, 2, 0] + S_PER_H * lasted.to_numpy(float)[gone]
    ends[gone, 3, 1:] = rendezvous.loc[gone, ["lat", "lon"]].to_numpy(float)
    return ends


def _blocked(met: pd.DataFrame, ends: Numbers) -> NDArray[np.int64]:
    """Find the meetings of which a way from or to an end crosses land."""
    place = np.repeat(met[["lat", "lon"]].to_numpy(float)[:, None], 4, axis=1)
    legs = np.concatenate([ends[:, :, 1:], place], axis=2).reshape(-1, 4)
    crossed = land_between(legs).reshape(-1, 4)
    crossed[met["kind"].eq("one_dark").to_numpy(), :2] = False
    return np.flatnonzero(crossed.any(axis=1))


class _Field:
    """Ways by sea from one place to the cells around it."""

    def __init__(self, lat: float, lon: float, reach_m: float) -> None:
        self.row, self.column = node_of(lat, lon)
        self.ways = ways_from(land_grid(), lat, lon, reach_m)
        self.half = self.ways.shape[0] // 2

    def ways_to(self, lat: Numbers, lon: Numbers) -> Numbers:
        """Ways to the cells of some places, infinite beyond reach [m]."""
        rows = ((lat + 90.0) * NODES_PER_DEG).astype(np.int64)
        columns = ((lon + 180.0) * NODES_PER_DEG).astype(np.int64)
        i = rows - self.row + self.half
        east = (columns - self.column + N_LON // 2) % N_LON - N_LON // 2
        j = east + self.half
        size = self.ways.shape[0]
        inside = (i >= 0) & (i < size) & (j >= 0) & (j < size)
        ways = np.full(lat.shape, np.inf)
        ways[inside] = self.ways[i[inside], j[inside]]
        return ways


def _lost_to_land(
    ends: Numbers, row: _Meeting, field_of: Callable[[float, float, float], _Field]
) -> tuple[float, float, float]:
    """Give how much slack land takes [h], and the place where most is left."""
    heard = row.kind == "one_dark"
    first = 2 if heard else 0
    speeds = np.array([row.max_speed_a_kn, row.max_speed_b_kn]) * MS_PER_KN
    speed = np.repeat(speeds, 2)
    reach = speed * np.repeat(ends[1::2, 0] - ends[::2, 0], 2)
    sides = np.column_stack([ends[:, 1:], reach])[first:].tolist()
    lat, lon, ways = _ways_by_sea(sides, row, field_of)
    straights = [haversine_m(ends[k, 1], ends[k, 2], lat, lon) for k in range(first, 4)]
    slack = []
    for by_sea in (False, True):
        arrive, leave = np.full(lat.shape, -np.inf), np.full(lat.shape, np.inf)
        if heard:
            arrive, leave = arrive.clip(ends[0, 0]), leave.clip(None, ends[1, 0])
        for k, (around, straight) in enumerate(
            zip(ways, straights, strict=True), start=first
        ):
            way = np.maximum(around, straight) if by_sea else straight
            if k % 2 == 0:
                arrive = np.maximum(arrive, ends[k, 0] + way / speed[k])
            else:
                leave = np.minimum(leave, ends[k, 0] - way / speed[k])
        slack.append((leave - arrive) / S_PER_H)
    at = np.unravel_index(int(np.argmax(slack[1])), lat.shape)
    lost = max(float(slack[0].max() - slack[1][at]), 0.0)
    return lost, float(lat[at]), float(lon[at])


def _ways_by_sea(
    sides: list[list[float]],
    row: _Meeting,
    field_of: Callable[[float, float, float], _Field],
) -> tuple[Numbers, Numbers, list[Numbers]]:
    """Where the two may have met, and the ways there from each end [m].

    Ways to a vessel that waited end there; others lead to all cells in reach.
    """
    if row.kind == "one_dark":
        place, land = (row.lat, row.lon), land_grid()
        ways = [way_to(land, (lat, lon), place, far_m, 0) for lat, lon, far_m in sides]
        return (
            np.array([[row.lat]]),
            np.array([[row.lon]]),
            [np.array([[w]]) for w in ways],
        )
    fields = [field_of(*side) for side in sides]
    lat, lon = _cells(fields)
    return lat, lon, [field.ways_to(lat, lon) for field in fields]


def _cells(fields: list[_Field]) -> tuple[Numbers, Numbers]:
    """Give the middles of the cells of the smallest field."""
    least = min(fields, key=lambda field: field.half)
    steps = np.arange(-least.half, least.half + 1)
    lat = (least.row + steps + 0.5) / NODES_PER_DEG - 90.0
    lon = ((least.column + steps) % N_LON + 0.5) / NODES_PER_DEG - 180.0
    inside = np.abs(lat) < 90.0
    grid_lat, grid_lon = np.meshgrid(lat[inside], lon, indexing="ij")
    return grid_lat, grid_lon
