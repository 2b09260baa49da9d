"""The body frame: b as seen from a, whatever way a points and whoever is first."""

from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import numpy as np
import polars as pl
import pytest
from builders_events import vessel
from builders_leads import RAFTED, candidates
from builders_pairs import pair_proximities
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from stsdetect.plot import plot_body_frame


@pytest.fixture
def ax() -> Iterator[Axes]:
    mpl.use("Agg")
    figure, axes = plt.subplots(layout="constrained")
    yield axes
    figure.canvas.draw()
    plt.close(figure)


def at_heading(heading: float, east: float, north: float) -> pl.DataFrame:
    return pair_proximities().with_columns(
        heading_a=pl.lit(heading, dtype=pl.Float32),
        heading_b=pl.lit(heading, dtype=pl.Float32),
        east_m=pl.lit(east),
        north_m=pl.lit(north),
    )


def spot(ax: Axes) -> tuple[float, float]:
    x, y = (np.asarray(axis, dtype=float) for axis in ax.lines[0].get_data())
    return float(x.mean()), float(y.mean())


@pytest.mark.parametrize(
    ("heading", "east", "north"),
    [(0.0, 30.0, 20.0), (90.0, 20.0, -30.0), (180.0, -30.0, -20.0)],
)
def test_plot_body_frame__turns_with_the_vessel(
    ax: Axes, heading: float, east: float, north: float
) -> None:
    assert plot_body_frame(at_heading(heading, east, north), candidates(), ax=ax) is ax

    assert spot(ax) == pytest.approx((30.0, 20.0))


def test_plot_body_frame__a_may_have_the_larger_number(ax: Axes) -> None:
    swapped: dict[str, Any] = {
        "kind": "one_dark", "mmsi_a": RAFTED["mmsi_b"], "mmsi_b": RAFTED["mmsi_a"],
    }  # fmt: skip

    plot_body_frame(at_heading(0.0, 30.0, 20.0), candidates(swapped), ax=ax)

    assert spot(ax) == pytest.approx((-30.0, -20.0))


def test_plot_body_frame__draws_the_hull_that_was_told(ax: Axes) -> None:
    hull = {"to_bow_m": 80.0, "to_stern_m": 20.0, "to_port_m": 5.0}
    told = vessel(RAFTED["mmsi_a"], 0, **hull, to_starboard_m=9.0)

    plot_body_frame(at_heading(0.0, 30.0, 20.0), candidates(), ax=ax, vessels=told)

    (outline,) = ax.patches
    x, y = outline.get_xy()[:-1].T  # type: ignore[attr-defined]
    assert (x.min(), x.max(), y.min(), y.max()) == (-5.0, 9.0, -20.0, 80.0)


def test_plot_body_frame__without_a_heading_nothing_is_placed(ax: Axes) -> None:
    plot_body_frame(pair_proximities(), candidates(), ax=ax, vessels=None)

    assert len(ax.lines[0].get_xdata()) == 0  # type: ignore[arg-type]
