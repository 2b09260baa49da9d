"""A simulated sea looks like AIS where it is cheap to check."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from scipy.spatial import cKDTree

from stsdetect.simulate.sea import WORLD, sized
from stsdetect.simulate.world import World, make_world


@pytest.fixture(scope="module", params=["development", "test"])
def world(request: pytest.FixtureRequest) -> World:
    asked = replace(sized(50, WORLD), seed=31, level="coastal", motion=request.param)
    return make_world(replace(asked, duration=timedelta(hours=14), thin=timedelta(0)))


def intervals_s(world: World, chosen: pl.Expr) -> pl.Series:
    step = pl.col("timestamp").diff().over("mmsi").dt.total_seconds()
    return world.positions.with_columns(step=step).filter(chosen)["step"].drop_nulls()


@pytest.mark.parametrize(
    ("ais_class", "status", "sog", "nominal_s"),
    [
        ("A", 0, (2.0, 13.0), 10),
        ("A", 1, (0.0, 2.5), 180),
        ("B", None, (3.0, 12.0), 30),
    ],
)
def test_intervals__are_those_of_itu_by_class_status_and_speed(
    world: World,
    ais_class: str,
    status: int | None,
    sog: tuple[float, float],
    nominal_s: int,
) -> None:
    chosen = (pl.col("ais_class") == ais_class) & pl.col("sog").is_between(*sog)
    if status is not None:
        chosen &= pl.col("nav_status") == status

    step = intervals_s(world, chosen).to_numpy()

    assert step.size > 100
    assert np.median(step) == pytest.approx(nominal_s, rel=0.15)


def test_vessels__some_have_no_heading_no_dimensions_or_a_stale_status(
    world: World,
) -> None:
    headings = world.positions.group_by("mmsi").agg(pl.col("heading").is_null().all())
    fast = world.positions.filter((pl.col("sog") > 6) & (pl.col("ais_class") == "A"))
    stale = fast.group_by("mmsi").agg(pl.col("nav_status").is_in([1, 5]).mean())

    assert 0.0 < headings["heading"].mean() < 0.35  # type: ignore[operator]
    assert 0.0 < world.vessels["length_m"].is_null().mean() < 0.2  # type: ignore[operator]
    assert (stale["nav_status"] > 0.9).sum() < 0.3 * stale.height


def test_anchorages__neighbours_lie_100_to_800_m_apart(world: World) -> None:
    still = world.positions.filter((pl.col("nav_status") == 1) & (pl.col("sog") < 1.0))
    place = still.group_by("mmsi").agg(pl.col("lat", "lon").median())
    lat, lon = (place[name].to_numpy() for name in ("lat", "lon"))
    metres = np.column_stack(
        (lat * 111_195.0, lon * 111_195.0 * np.cos(np.radians(31)))
    )

    nearest = cKDTree(metres).query(metres, k=2)[0][:, 1]

    assert 100.0 < np.median(nearest[nearest < 2_000.0]) < 800.0
