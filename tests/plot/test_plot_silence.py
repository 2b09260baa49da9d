"""A gap over time: the silence shaded, reception where the vessel was."""

from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import polars as pl
import pytest
from builders import at, positions
from builders_meetings import gap, gaps
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from stsdetect.plot import plot_gap
from stsdetect.schema import RECEPTION


@pytest.fixture
def ax() -> Iterator[Axes]:
    mpl.use("Agg")
    figure, axes = plt.subplots(layout="constrained")
    yield axes
    figure.canvas.draw()
    plt.close(figure)


def cell(hour: int, lat: float, p: float, **columns: Any) -> dict[str, Any]:
    counts = {"n_slots": 6, "n_heard": 3, "n_satellite": 0, "n_vessels": 1}
    row = {"start_time": at(60 * hour), "lat": lat, "lon": 124.125, "p_heard": p}
    kind = {"ais_class": "A", "still": False, "p_heard_sd": 0.1, "condition": 1.0}
    return row | kind | counts | columns


def reception(*rows: dict[str, Any]) -> pd.DataFrame:
    return RECEPTION.to_pandas(RECEPTION.conform(pl.DataFrame(list(rows))))


SILENT = gaps(gap(200000001, (2, 6), (33.0, 124.1), (35.0, 124.1), p_silence=0.02))


def test_plot_gap__tells_reception_where_the_vessel_would_have_been(ax: Axes) -> None:
    table = reception(
        cell(2, 33.125, 0.8),
        cell(2, 35.125, 0.1),
        cell(4, 34.125, 0.6, condition=0.5),
        cell(6, 35.125, 0.9, condition=2.0),
        cell(6, 35.125, 0.2, still=True),
    )

    assert plot_gap(SILENT.iloc[0], table, ax=ax) is ax

    p = np.asarray(ax.lines[0].get_ydata(), dtype=float)
    assert p[~np.isnan(p)] == pytest.approx([0.8, 0.3, 1.0])
    labels = [text.get_text() for text in ax.get_legend().get_texts()]  # type: ignore[union-attr]
    assert "silent 4.0 h, by reception alone 0.02" in labels


def test_plot_gap__draws_the_reports_around_it(ax: Axes) -> None:
    heard = positions(200000001, [0, 60, 120, 360, 5_000], 33.0, 124.1)

    plot_gap(SILENT.iloc[0], reception(cell(2, 33.125, 0.8)), ax=ax, positions=heard)

    assert len(ax.lines[1].get_xdata()) == 4  # type: ignore[arg-type]


def test_plot_gap__that_goes_on_stays_where_it_began(ax: Axes) -> None:
    still_silent = SILENT.assign(end_lat=np.nan, end_lon=np.nan, open=True).iloc[0]

    plot_gap(still_silent, reception(cell(6, 33.125, 0.7)), ax=ax)

    p = np.asarray(ax.lines[0].get_ydata(), dtype=float)
    assert p[~np.isnan(p)] == pytest.approx([0.7])
