"""Quality: how far likelihood can be read as a probability, and what was found."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from stsdetect.errors import InputError

__all__ = ["plot_calibration", "plot_recall"]

Numbers = NDArray[np.float64]

_Z: Final = 1.96
"""Of an interval of 95 %."""


def plot_calibration(
    judged: pd.DataFrame, *, ax: Axes, n_bins: int = 5, label: str = "candidates"
) -> Axes:
    """Draw what share of candidates of about one likelihood were transfers.

    On the line likelihood is a probability; below it, too much was promised.

    Parameters
    ----------
    judged : DataFrame
        ``likelihood`` from 0 to 1, and ``is_transfer``, whether it was one.
    ax : Axes
        Drawn on.
    n_bins : int
        Bins of equal width; an empty one is left out.
    label : str
        Name in the legend.

    Returns
    -------
    Axes
        The one given.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
    inference. Journal of the American Statistical Association 22, 209-212: the bars.
    """
    _require(judged, ("likelihood", "is_transfer"))
    number = (judged["likelihood"] * n_bins).astype(int).clip(0, n_bins - 1)
    points = judged.groupby(number).agg(
        said=("likelihood", "mean"),
        was=("is_transfer", "mean"),
        n=("likelihood", "size"),
    )
    was, n = points["was"].to_numpy(float), points["n"].to_numpy(float)
    low, high = _wilson(was, n)
    ax.plot([0, 1], [0, 1], color="#999999", lw=0.8)
    ax.errorbar(points["said"], was, yerr=[was - low, high - was], fmt="o", capsize=3,
                color="#0072B2", label=f"{label} ({len(judged):,})")  # fmt: skip
    ax.set_xlim(-0.03, 1.03)
    ax.set_ylim(-0.03, 1.03)
    ax.set_xlabel("Likelihood, as said")
    ax.set_ylabel("Share of transfers")
    ax.legend(loc="upper left", fontsize="small")
    return ax


def plot_recall(
    told: pd.DataFrame,
    x: str,
    y: str,
    *,
    ax: Axes,
    x_edges: Sequence[float],
    y_edges: Sequence[float],
) -> Axes:
    """Draw what share of known transfers was found, over two of their properties.

    In each cell stands how many there were; a cell of none is left empty: nothing is
    known of it.

    Parameters
    ----------
    told : DataFrame
        Transfers with ``found`` and the columns named, as ``measured.outcome.told`` of
        an evaluation has them: ``interval_min``, ``duration_h``, ``silence_h``.
    x, y : str
        Columns.
    ax : Axes
        Drawn on.
    x_edges, y_edges : sequence of float
        Edges of the cells, rising; what lies outside is left out.

    Returns
    -------
    Axes
        The one given.
    """
    _require(told, (x, y, "found"))
    cuts = [pd.cut(told[name], list(edges), include_lowest=True, labels=False)
            for name, edges in ((x, x_edges), (y, y_edges))]  # fmt: skip
    shape = len(y_edges) - 1, len(x_edges) - 1
    n, hits = np.zeros(shape), np.zeros(shape)
    inside = cuts[0].notna() & cuts[1].notna()
    place = cuts[1][inside].astype(int), cuts[0][inside].astype(int)
    np.add.at(n, place, 1)
    np.add.at(hits, place, told.loc[inside, "found"].to_numpy(dtype=float))
    share = np.divide(hits, n, out=np.full(shape, np.nan), where=n > 0)
    drawn = ax.pcolormesh(share, vmin=0, vmax=1, cmap="viridis", edgecolor="white")
    for (row, column), count in np.ndenumerate(n):
        if count:
            dark = share[row, column] < 0.6
            ax.text(column + 0.5, row + 0.5, f"{count:.0f}", ha="center", va="center",
                    color="white" if dark else "black", fontsize="small")  # fmt: skip
    ax.figure.colorbar(drawn, ax=ax, label="Share found")
    ax.set_xticks(range(len(x_edges)), [f"{edge:g}" for edge in x_edges])
    ax.set_yticks(range(len(y_edges)), [f"{edge:g}" for edge in y_edges])
    ax.set_xlabel(_named(x))
    ax.set_ylabel(_named(y))
    return ax


def _require(table: pd.DataFrame, names: Sequence[str]) -> None:
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise InputError(f"no column {', '.join(map(repr, missing))} to draw")


def _wilson(share: Numbers, n: Numbers) -> tuple[Numbers, Numbers]:
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * np.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    return np.minimum(middle - half, share), np.maximum(middle + half, share)


def _named(column: str) -> str:
    """Say a column with its unit: ``duration_h`` is ``duration [h]``."""
    name, _, unit = column.rpartition("_")
    return f"{name.replace('_', ' ').capitalize()} [{unit}]" if name else column
