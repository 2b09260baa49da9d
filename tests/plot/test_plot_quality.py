"""Calibration and recall: shares in the right cells, nothing drawn of nothing."""

from collections.abc import Iterator

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from stsdetect.errors import InputError
from stsdetect.plot import plot_calibration, plot_recall


@pytest.fixture
def ax() -> Iterator[Axes]:
    mpl.use("Agg")
    figure, axes = plt.subplots(layout="constrained")
    yield axes
    figure.canvas.draw()
    plt.close(figure)


def test_plot_calibration__draws_a_point_for_each_bin_that_has_any(ax: Axes) -> None:
    judged = pd.DataFrame(
        {"likelihood": [0.1, 0.1, 0.9, 1.0], "is_transfer": [True, False, True, True]}
    )

    assert plot_calibration(judged, ax=ax) is ax

    said, was = ax.lines[1].get_data()
    assert said == pytest.approx([0.1, 0.95])
    assert was == pytest.approx([0.5, 1.0])
    low, high = ax.collections[0].get_segments()[0][:, 1]  # type: ignore[attr-defined]
    assert 0 < low < 0.5 < high < 1


def test_plot_calibration__of_other_columns_is_told(ax: Axes) -> None:
    with pytest.raises(InputError, match="'is_transfer'"):
        plot_calibration(pd.DataFrame({"likelihood": [0.1]}), ax=ax)


def test_plot_recall__has_the_share_found_in_each_cell(ax: Axes) -> None:
    told = pd.DataFrame(
        {
            "interval_min": [1.0, 2.0, 2.0, 40.0, 500.0],
            "duration_h": [1.0, 1.0, 5.0, 5.0, 5.0],
            "found": [True, False, True, False, True],
        }
    )

    plot_recall(
        told,
        "interval_min",
        "duration_h",
        ax=ax,
        x_edges=[0, 10, 60],
        y_edges=[0, 3, 6],
    )

    drawn = ax.collections[0].get_array()
    assert drawn is not None
    mesh = np.ma.filled(drawn, np.nan)
    assert mesh.reshape(2, 2) == pytest.approx(
        np.array([[0.5, np.nan], [1.0, 0.0]]), nan_ok=True
    )
    assert sorted(text.get_text() for text in ax.texts) == ["1", "1", "2"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("Interval [min]", "Duration [h]")
