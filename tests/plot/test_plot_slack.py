"""Slack as a map: its top is the meeting's, and nothing is drawn beyond reach."""

from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from builders_meetings import gap, gaps
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from stsdetect.errors import InputError
from stsdetect.plot.slack import _slack_h, plot_slack

MIDDLE = (32.0, 124.0)


def silences(lon: float) -> pd.DataFrame:
    """Two that come from 30 nm west and east, and go back there."""
    away = 30 / 60 / np.cos(np.radians(MIDDLE[0]))
    west, east = (MIDDLE[0], lon - away), (MIDDLE[0], lon + away)
    return gaps(
        gap(200000001, (0, 10), west, west),
        gap(200000002, (1, 11), _turned(east), _turned(east)),
    )


def _turned(place: tuple[float, float]) -> tuple[float, float]:
    return place[0], (place[1] + 180) % 360 - 180


def meeting(table: pd.DataFrame, lon: float, **columns: Any) -> "pd.Series[Any]":
    first, second = table["gap_id"]
    place = {"lat": MIDDLE[0], "lon": lon, "feasible_area_km2": 100.0}
    bounds = {"max_speed_a_kn": 10.0, "max_speed_b_kn": 10.0}
    return pd.Series({"event_a": first, "event_b": second} | place | bounds | columns)


@pytest.fixture
def ax() -> Iterator[Axes]:
    mpl.use("Agg")
    figure, axes = plt.subplots(layout="constrained")
    yield axes
    figure.canvas.draw()
    plt.close(figure)


@pytest.mark.parametrize("lon", [124.0, 179.9])
def test_plot_slack__draws_both_silences_and_where_they_could_meet(
    ax: Axes, lon: float
) -> None:
    table = silences(lon)

    assert plot_slack(table, meeting(table, lon), ax=ax) is ax

    labels = [text.get_text() for text in ax.get_legend().get_texts()]  # type: ignore[union-attr]
    west, east = ax.get_xlim()
    assert labels == [
        "MMSI 200000001, silent 10.0 h",
        "MMSI 200000002, silent 10.0 h",
    ]
    assert west < lon - 0.5 < lon + 0.5 < east
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("Longitude [°]", "Latitude [°]")


def test_plot_slack__half_way_both_lose_three_hours_each_way() -> None:
    table = silences(124.0)
    rows = [table.iloc[0], table.iloc[1]]
    here = np.array([124.0]), np.array([32.0])
    far = np.array([129.0]), np.array([32.0])

    half_way, beyond = (_slack_h(rows, [10.0, 10.0], *one)[0, 0] for one in (here, far))

    # a is there from 3 to 7, b from 4 to 8
    assert half_way == pytest.approx(3.0, abs=0.02)
    assert beyond < 0


def test_plot_slack__a_meeting_with_one_that_was_heard_has_no_such_map(
    ax: Axes,
) -> None:
    table = silences(124.0)

    with pytest.raises(InputError, match="no gap wait 1"):
        plot_slack(table, meeting(table, 124.0, event_a="wait 1"), ax=ax)
