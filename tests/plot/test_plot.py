"""Plots: drawn on the axes given, labelled with units, nothing but the pair."""

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import pytest
import shapely
from builders import at
from builders_leads import UNKNOWN, candidates
from builders_pairs import pair_proximities, pair_tracks
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from stsdetect.errors import InputError
from stsdetect.plot.map import plot_tracks
from stsdetect.plot.pair import COLOURS
from stsdetect.plot.timeline import plot_distance, plot_speed
from stsdetect.schema import PROXIMITIES, TRACKS
from stsdetect.schema.last_heard import LastHeard

ONE = candidates()
TIMELINES = (plot_distance, plot_speed)


@pytest.fixture
def ax() -> Iterator[Axes]:
    mpl.use("Agg")
    figure, axes = plt.subplots(layout="constrained")
    yield axes
    figure.canvas.draw()
    plt.close(figure)


def test_plot_tracks__draws_both_vessels_and_the_place(ax: Axes) -> None:
    assert plot_tracks(pair_tracks(), ONE, ax=ax) is ax

    labels = [text.get_text() for text in ax.get_legend().get_texts()]  # type: ignore[union-attr]
    assert labels == ["SIM ALPHA", "SIM BRAVO", "place"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("Longitude [°]", "Latitude [°]")
    assert max(len(np.atleast_1d(line.get_xdata())) for line in ax.lines) == 61


@pytest.mark.parametrize("plot", [plot_tracks, plot_speed])
def test_plot__a_name_is_in_the_legend_whatever_it_is(plot: Any, ax: Axes) -> None:
    names = {"shipname_a": "_SIM $x^2$", "shipname_b": "_"}
    shown = pair_tracks() if plot is plot_tracks else pair_proximities()

    legend = plot(shown, candidates(names), ax=ax).get_legend()

    labels = [text.get_text().strip() for text in legend.get_texts()[:2]]
    assert labels == [r"_SIM \$x^2\$", "_"]


def test_plot_tracks__takes_positions_and_pandas(ax: Axes) -> None:
    positions = pair_tracks().drop("segment_id", "jump")

    plot_tracks(positions.to_pandas(), ONE.iloc[0], ax=ax)

    assert len(ax.lines) == 7


def test_plot_tracks__keeps_its_window_over_land(ax: Axes) -> None:
    land = gpd.GeoSeries([shapely.box(100, 0, 123, 60)], crs="EPSG:4326")

    plot_tracks(pair_tracks(), ONE, ax=ax, land=land)

    assert ax.get_xlim()[0] > 120


def test_plot_tracks__goes_on_across_180(ax: Axes) -> None:
    at_180 = candidates({"lon": 179.995})

    plot_tracks(pair_tracks(lon=179.995), at_180, ax=ax)

    west, east = ax.get_xlim()
    assert 179 < west < 180 < east < 181


def test_plot_tracks__of_no_position_is_the_place_alone(ax: Axes) -> None:
    plot_tracks(TRACKS.empty_polars(), ONE, ax=ax)

    assert ax.lines[-1].get_xdata() == [124.5]


def test_plot_tracks__draws_the_last_track_of_one_not_heard_again(ax: Axes) -> None:
    late = {"start_time": at(3_000), "end_time": at(3_300)}
    one = candidates(late).iloc[0]
    last = LastHeard(at(600), 31.4, 124.6, 300.0)

    plot_tracks(pair_tracks(), one, ax=ax, last_heard=last)

    assert "last heard 03-01 10:00, not again" in [
        line.get_label() for line in ax.get_lines()
    ]
    n_points = [
        max(
            len(np.atleast_1d(line.get_xdata()))
            for line in ax.lines
            if line.get_color() == colour
        )
        for colour in COLOURS
    ]
    assert n_points[0] == 1 < n_points[1]


def test_plot_distance__breaks_the_line_where_nothing_is_known(ax: Axes) -> None:
    assert plot_distance(pair_proximities(), ONE, ax=ax) is ax

    drawn = np.asarray(ax.lines[0].get_ydata(), dtype=float)
    assert np.isnan(drawn).sum() == 1
    assert np.nanmax(drawn) == 700
    assert ax.get_ylabel() == "Distance of antennas [m]"
    assert ax.get_xlabel() == "Time [UTC]"


def test_plot_speed__draws_a_and_b(ax: Axes) -> None:
    plot_speed(pair_proximities(), ONE, ax=ax)

    assert len(ax.lines) == 2
    assert ax.get_ylabel() == "Speed [kn]"


@pytest.mark.parametrize("plot", TIMELINES)
def test_timeline__of_no_proximity_is_empty_but_labelled(plot: Any, ax: Axes) -> None:
    plot(PROXIMITIES.empty_polars(), ONE, ax=ax)

    assert ax.get_xlabel() == "Time [UTC]"


@pytest.mark.parametrize("plot", TIMELINES)
def test_timeline__an_unnamed_vessel_is_its_mmsi(plot: Any, ax: Axes) -> None:
    unnamed = candidates(UNKNOWN | {"mmsi_b": 300000002})

    plot(pair_proximities(), unnamed, ax=ax)

    legend = ax.get_legend()
    if legend is not None:
        assert legend.get_texts()[1].get_text() == "MMSI 300000002"


def test_plot_tracks__a_name_is_text_and_no_formula(ax: Axes) -> None:
    plot_tracks(pair_tracks(), candidates({"shipname_a": r"$\frac{"}), ax=ax)


def test_plot_tracks__one_candidate_is_drawn(ax: Axes) -> None:
    with pytest.raises(InputError, match="2 candidates where one is drawn"):
        plot_tracks(pair_tracks(), candidates({}, {}), ax=ax)
