"""A plain detector to compare with: NumPy, a k-d tree per tick, pandas group-by.

It gives the same encounters by the same rule, without anything that tells a transfer
from a neighbour: no company, no headings, no age of the reports, no hull.
"""

from itertools import pairwise

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Numbers = NDArray[np.float64]

EARTH_M, KN = 6_371_008.8, 1852 / 3600
STEP_MS, MINUTE_MS = 300_000, 60_000
KEEP_M, OPEN_M, MAX_KN = 750.0, 500.0, 3.0


def find_encounters(positions: pl.DataFrame) -> pd.DataFrame:
    """Give pair, start and end of the encounters in POSITIONS sorted by vessel."""
    ticks = find_ticks(positions)
    return merge_contacts(find_contacts(find_pairs(ticks)))


def find_ticks(positions: pl.DataFrame) -> pd.DataFrame:
    """Put each vessel on the ticks, one after the other."""
    mmsi = positions["mmsi"].to_numpy()
    time = positions["timestamp"].dt.epoch("ms").to_numpy()
    places = unit_vectors(positions["lat"].to_numpy(), positions["lon"].to_numpy())
    metres = EARTH_M * np.linalg.norm(np.diff(places, axis=0), axis=1)
    elapsed = np.diff(time)
    cut = (np.diff(mmsi) != 0) | (elapsed > 480 * MINUTE_MS)
    cut |= metres > 50 * KN / 1000 * elapsed + 500
    edges = np.concatenate([[0], np.flatnonzero(cut) + 1, [len(mmsi)]])
    parts = [
        _resample(mmsi[first], time[first:stop], places[first:stop])
        for first, stop in pairwise(edges)
    ]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return pd.DataFrame(
        dict(zip(("mmsi", "tick", "x", "y", "z", "kn"), columns, strict=True))
    )


def find_pairs(ticks: pd.DataFrame) -> pd.DataFrame:
    """Find the pairs within 750 m with a k-d tree per tick."""
    order = np.argsort(ticks["tick"].to_numpy(), kind="stable")
    ticks = ticks.iloc[order]
    tick = ticks["tick"].to_numpy()
    places = ticks[["x", "y", "z"]].to_numpy()
    edges = np.concatenate([[0], np.flatnonzero(np.diff(tick)) + 1, [len(tick)]])
    chord = 2 * np.sin(KEEP_M / EARTH_M / 2)
    found = [
        first + cKDTree(places[first:stop]).query_pairs(chord, output_type="ndarray")
        for first, stop in pairwise(edges)
    ]
    a, b = np.concatenate(found).T
    mmsi, kn = ticks["mmsi"].to_numpy(), ticks["kn"].to_numpy()
    a, b = np.where(mmsi[a] < mmsi[b], a, b), np.where(mmsi[a] < mmsi[b], b, a)
    half = np.linalg.norm(places[a] - places[b], axis=1) / 2
    middle = places[a] + places[b]
    pairs = pd.DataFrame(
        {
            "mmsi_a": mmsi[a],
            "mmsi_b": mmsi[b],
            "tick": tick[a],
            "distance_m": 2 * EARTH_M * np.arcsin(half),
            "kn_a": kn[a],
            "kn_b": kn[b],
            **dict(zip("xyz", middle.T / np.linalg.norm(middle, axis=1), strict=True)),
        }
    )
    pairs = pairs[pairs["mmsi_a"] != pairs["mmsi_b"]]
    return pairs.sort_values(["mmsi_a", "mmsi_b", "tick"], ignore_index=True)


def find_contacts(pairs: pd.DataFrame) -> pd.DataFrame:
    """Find the spells that open at 500 m and last until 45 minutes without a tick."""
    slow = pairs[pairs[["kn_a", "kn_b"]].max(axis=1) <= MAX_KN]
    new = (slow[["mmsi_a", "mmsi_b"]].diff() != 0).any(axis=1)
    new |= slow["tick"].diff() > 9
    spell = new.cumsum()
    opened = (slow["distance_m"] <= OPEN_M).groupby(spell).cummax()
    rows = slow.index.to_series()[opened].groupby(spell[opened])
    first, last = rows.first().to_numpy(), rows.last().to_numpy()
    length = last - first + 1
    inside = np.repeat(first - np.cumsum(length) + length, length)
    inside += np.arange(length.sum())
    contact = np.repeat(np.arange(len(first)), length)
    together = pairs.iloc[inside]
    spells = together.groupby(contact)
    contacts = pd.concat(
        [
            spells[["mmsi_a", "mmsi_b"]].first(),
            spells[["tick", "x", "y", "z"]].first().add_prefix("start_"),
            spells[["tick", "x", "y", "z"]].last().add_prefix("end_"),
            spells[["kn_a", "kn_b"]].median(),
            (together["distance_m"] <= OPEN_M).groupby(contact).sum().rename("n_close"),
        ],
        axis=1,
    )
    return contacts[contacts[["kn_a", "kn_b"]].max(axis=1) <= MAX_KN]


def merge_contacts(contacts: pd.DataFrame) -> pd.DataFrame:
    """Join contacts of a pair less than 4 h and 5 nm apart; keep half an hour."""
    before = contacts.shift()
    same = (contacts[["mmsi_a", "mmsi_b"]] == before[["mmsi_a", "mmsi_b"]]).all(axis=1)
    soon = contacts["start_tick"] - before["end_tick"] < 48
    start = contacts[["start_x", "start_y", "start_z"]].to_numpy()
    end = before[["end_x", "end_y", "end_z"]].to_numpy()
    nearby = EARTH_M * np.linalg.norm(start - end, axis=1) < 5 * 1852
    encounters = contacts.groupby((~(same & soon & nearby)).cumsum()).agg(
        mmsi_a=("mmsi_a", "first"),
        mmsi_b=("mmsi_b", "first"),
        start_tick=("start_tick", "first"),
        end_tick=("end_tick", "last"),
        n_close=("n_close", "sum"),
        n_contacts=("n_close", "size"),
    )
    long = encounters["n_close"] - encounters["n_contacts"] >= 6
    columns = ["mmsi_a", "mmsi_b", "start_tick", "end_tick"]
    return encounters.loc[long, columns].sort_values(columns, ignore_index=True)


def unit_vectors(lat: Numbers, lon: Numbers) -> Numbers:
    """Give places as an (n, 3) array of vectors of length 1."""
    phi, theta = np.radians(lat), np.radians(lon)
    across = np.cos(phi)
    return np.column_stack(
        [across * np.cos(theta), across * np.sin(theta), np.sin(phi)]
    )


def _resample(
    mmsi: int, time: NDArray[np.int64], places: Numbers
) -> tuple[NDArray[np.int64], NDArray[np.int64], Numbers, Numbers, Numbers, Numbers]:
    """Interpolate between reports up to an hour apart; speed by displacement."""
    ticks = np.arange(-(-time[0] // STEP_MS), time[-1] // STEP_MS + 1)
    behind = np.searchsorted(time, ticks * STEP_MS)
    hole = time[behind] - time[np.maximum(behind - 1, 0)]
    ticks = ticks[(hole <= 60 * MINUTE_MS) | (time[behind] == ticks * STEP_MS)]
    at = ticks * STEP_MS
    x, y, z = (np.interp(at, time, places[:, axis]) for axis in range(3))
    size = np.sqrt(x * x + y * y + z * z)
    place = np.column_stack([x / size, y / size, z / size])
    index = np.arange(len(ticks))
    step = np.diff(ticks) == 1
    early = index - np.concatenate([[False], step])
    late = index + np.concatenate([step, [False]])
    metres = EARTH_M * np.linalg.norm(place[late] - place[early], axis=1)
    elapsed_s = np.maximum(ticks[late] - ticks[early], 1) * STEP_MS / 1000
    kn = metres / elapsed_s / KN
    return np.full(len(ticks), mmsi), ticks, *place.T, kn
