"""The map of reception: cells with what is known of them, and no others."""

from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import polars as pl
import pytest
from builders import at
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from stsdetect.errors import InputError
from stsdetect.plot import plot_reception
from stsdetect.schema import RECEPTION


@pytest.fixture
def ax() -> Iterator[Axes]:
    mpl.use("Agg")
    figure, axes = plt.subplots(layout="constrained")
    yield axes
    figure.canvas.draw()
    plt.close(figure)


def cell(lat: float, lon: float, p: float, **columns: Any) -> dict[str, Any]:
    counts = {"n_slots": 6, "n_heard": 3, "n_satellite": 0, "n_vessels": 1}
    row = {"start_time": at(0), "lat": lat, "lon": lon, "p_heard": p}
    kind = {"ais_class": "A", "still": False, "p_heard_sd": 0.1, "condition": 1.0}
    return row | kind | counts | columns


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    return RECEPTION.to_pandas(RECEPTION.conform(pl.DataFrame(rows)))


def test_plot_reception__draws_cells_that_are_known_alone(ax: Axes) -> None:
    reception = table(
        cell(38.125, 124.125, 0.5),
        cell(38.125, 124.625, 0.9),
        cell(38.125, 124.375, 0.1, still=True),
    )

    assert plot_reception(reception, ax=ax) is ax

    values = ax.collections[0].get_array()
    assert values is not None
    np.testing.assert_allclose(np.ma.filled(values, np.nan), [[0.5, np.nan, 0.9]])
    assert ax.get_xlabel() == "Longitude [°]"


def test_plot_reception__says_when_no_such_vessel_was(ax: Axes) -> None:
    with pytest.raises(InputError, match="no vessel of Class B still"):
        plot_reception(table(cell(38.1, 124.1, 0.5)), ax=ax, ais_class="B", still=True)
