"""Scenes: which hull of an image is which vessel of AIS, if any."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from stsdetect.context.imagery.radar import Radar, shift_places
from stsdetect.kernels.sphere import bearing_deg, haversine_m, unit_vectors
from stsdetect.units import MS_PER_KN

__all__ = ["Scene", "View", "expect_places", "match_scene"]

Numbers = NDArray[np.float64]

FIX_M: Final = 100.0
"""Ours: errors of an image's place, of an antenna's, and of a radar's moving hull at
4 kn (237 m at 10 kn in Sentinel-1's geometry) [m]."""
STRAY_M_S: Final = 1.0
"""Ours: a vessel strays by 2 kn from the way between two reports, or from its place
after one."""
STRANGERS_PER_M2: Final = 1e-8
"""Ours: one hull without AIS in 100 km²."""
LENGTH_SPREAD: Final = 0.3
"""Ours: lengths from images are off by a third."""
MIN_MATCHED: Final = 5
"""Ours: hulls of an image that tell how much broader it shows them."""
MAX_STRAY_M: Final = 5_000.0
"""Ours: of a vessel whose place is less sure nothing can be told."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One image: when it was taken, what it covers if told, and its hulls."""

    name: str
    time: datetime
    footprint: shapely.Geometry | None
    hulls: pl.DataFrame
    """``lat, lon, length_m, width_m``."""
    radar: Radar | None = None
    """How it was taken, if by radar and told."""


@dataclass(frozen=True, slots=True)
class View:
    """A scene beside AIS."""

    scene: Scene
    matched: NDArray[np.int64]
    """(n,) array: MMSI of each hull, −1 where none fits better than a stranger."""
    probability: Numbers
    """(n,) array: that the match is right, NaN without one."""
    places: pl.DataFrame
    """``mmsi, lat, lon, spread_m, age_s``: where vessels are expected in it."""
    broad_m: Numbers
    """(n,) array: by what each hull is broader than its vessel, NaN where unknown."""


def match_scene(scene: Scene, positions: pl.DataFrame, lengths: pl.DataFrame) -> View:
    """Match the hulls of a scene to vessels, each to one at most.

    The likelihood of a hull where it is, a normal spread around the place expected
    times the agreement of lengths, is compared with that of a stranger; of all ways to
    give each hull a vessel or none the likeliest is taken.

    Parameters
    ----------
    scene : Scene
        What the image shows.
    positions : DataFrame
        A :data:`~stsdetect.schema.POSITIONS` table of the hours around it.
    lengths : DataFrame
        ``mmsi``, ``length_m`` and ``beam_m`` of vessels that told them.

    Returns
    -------
    View
        The matches, and where each vessel was expected.
    """
    expected = shift_places(expect_places(positions, scene.time), scene.radar)
    places = expected.join(lengths, on="mmsi", how="left", maintain_order="left")
    n_hulls, n_vessels = scene.hulls.height, places.height
    matched = np.full(n_hulls, -1, dtype=np.int64)
    probability = np.full(n_hulls, np.nan)
    if n_hulls and n_vessels:
        gain = _gains(scene.hulls, places)
        free = np.zeros((n_hulls, n_hulls))
        hull, vessel = linear_sum_assignment(np.hstack([gain, free]), maximize=True)
        real = (vessel < n_vessels) & (
            gain[hull, np.minimum(vessel, n_vessels - 1)] > 0
        )
        hull, vessel = hull[real], vessel[real]
        matched[hull] = places["mmsi"].to_numpy()[vessel]
        ratio = np.exp(np.minimum(gain[hull], 300.0))
        chosen = ratio[np.arange(hull.size), vessel]
        probability[hull] = chosen / (1.0 + ratio.sum(axis=1))
    return View(
        scene, matched, probability, places, measure_breadth(scene, matched, places)
    )


def measure_breadth(
    scene: Scene, matched: NDArray[np.int64], places: pl.DataFrame
) -> Numbers:
    """Measure by what the hulls of an image are broader than the vessels they are.

    Images show hulls broader than they are, radar by some pixels: the median over the
    matched hulls is taken off. With fewer than five of them nothing is known, and
    nothing is said of a hull that is longer than its vessel by a third as well.

    Returns
    -------
    (n,) array
        Beyond beam and median [m], NaN where that isn't known.
    """
    of_hull = pl.DataFrame({"mmsi": matched}).join(
        places.select("mmsi", "length_m", "beam_m").unique("mmsi"),
        on="mmsi",
        how="left",
        maintain_order="left",
    )
    told = {
        name: of_hull[name].cast(pl.Float64).to_numpy()
        for name in ("length_m", "beam_m")
    }
    shown = {
        name: scene.hulls[name].cast(pl.Float64).to_numpy()
        for name in ("length_m", "width_m")
    }
    over = shown["width_m"] - told["beam_m"]
    known = np.isfinite(over)
    if known.sum() < MIN_MATCHED:
        return np.full(over.size, np.nan)
    with np.errstate(invalid="ignore"):
        longer = shown["length_m"] > (1.0 + LENGTH_SPREAD) * told["length_m"]
    return np.where(longer, np.nan, over - np.median(over[known]))


def expect_places(positions: pl.DataFrame, time: datetime) -> pl.DataFrame:
    """Tell where vessels are at a time, from the reports before and after.

    Returns
    -------
    DataFrame
        ``mmsi, lat, lon, spread_m, age_s`` by MMSI: half-way along the chord by time,
        or the only report; without those whose place is too unsure. ``east_m_s,
        north_m_s``: velocity between the reports, or as told in the only one.
    """
    before = positions.filter(pl.col("timestamp") <= time).sort("mmsi", "timestamp")
    after = positions.filter(pl.col("timestamp") > time).sort("mmsi", "timestamp")
    columns = ("timestamp", "lat", "lon", "sog", "cog")
    both = (
        before.group_by("mmsi", maintain_order=True)
        .agg(pl.col(columns).last())
        .join(
            after.group_by("mmsi", maintain_order=True).agg(pl.col(columns).first()),
            on="mmsi",
            how="full",
            coalesce=True,
            suffix="_after",
        )
        .sort("mmsi")
    )
    ages = [
        ((pl.lit(time) - pl.col(name)).dt.total_milliseconds().abs() / 1_000.0)
        for name in ("timestamp", "timestamp_after")
    ]
    age, age_after = both.select(a=ages[0], b=ages[1]).to_numpy().T
    share = np.where(np.isnan(age), 1.0, np.where(np.isnan(age_after), 0.0, age))
    known = ~np.isnan(age) & ~np.isnan(age_after)
    total = np.where(known, age + age_after, 1.0)
    share = np.where(known, age / np.maximum(total, 1e-3), share)
    lat, lon = _between(both, share)
    stray = np.where(known, age * age_after / np.maximum(total, 1e-3),
                     np.fmin(age, age_after))  # fmt: skip
    spread_m = np.hypot(FIX_M, STRAY_M_S * stray)
    places = pl.DataFrame(
        {
            "mmsi": both["mmsi"],
            "lat": lat,
            "lon": lon,
            "spread_m": spread_m,
            "age_s": np.fmin(age, age_after),
            **_velocities(both, np.where(known, total, np.nan)),
        }
    )
    return places.filter(pl.col("spread_m") <= MAX_STRAY_M)


def _velocities(both: pl.DataFrame, seconds: Numbers) -> dict[str, Numbers]:
    """Give the velocity of each vessel by both reports, else by what one tells."""
    names = ("lat", "lon", "lat_after", "lon_after")
    ends = [both[name].cast(pl.Float64).to_numpy() for name in names]
    told = both.select(
        pl.coalesce(f"{name}", f"{name}_after").cast(pl.Float64)
        for name in ("sog", "cog")
    )
    apart = np.isfinite(seconds)
    speed = np.where(
        apart, haversine_m(*ends) / seconds, told["sog"].to_numpy() * MS_PER_KN
    )
    course = np.radians(np.where(apart, bearing_deg(*ends), told["cog"].to_numpy()))
    return {"east_m_s": speed * np.sin(course), "north_m_s": speed * np.cos(course)}


def _between(both: pl.DataFrame, share: Numbers) -> tuple[Numbers, Numbers]:
    ends = [
        np.nan_to_num(
            unit_vectors(*(both[f"{name}{end}"].to_numpy() for name in ("lat", "lon")))
        )
        for end in ("", "_after")
    ]
    x, y, z = ends[0] * (1.0 - share) + ends[1] * share
    return np.degrees(np.arctan2(z, np.hypot(x, y))), np.degrees(np.arctan2(y, x))


def _gains(hulls: pl.DataFrame, places: pl.DataFrame) -> Numbers:
    """Log-likelihood ratio of each hull being each vessel, against a stranger."""
    lat, lon, length = (
        hulls[n].to_numpy()[:, None] for n in ("lat", "lon", "length_m")
    )
    away = haversine_m(lat, lon, places["lat"].to_numpy(), places["lon"].to_numpy())
    spread = places["spread_m"].to_numpy()
    gain = -0.5 * (away / spread) ** 2 - np.log(
        2 * np.pi * spread**2 * STRANGERS_PER_M2
    )
    told = places["length_m"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        off = np.log(length.astype(np.float64) / told) / LENGTH_SPREAD
    gain -= 0.5 * np.where(np.isfinite(off), off, 0.0) ** 2
    return np.asarray(gain)
