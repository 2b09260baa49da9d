"""Overview: where candidates are, by kind, with no vessel named."""

from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from stsdetect.plot.map import draw_land
from stsdetect.schema import CANDIDATES, KINDS, LIKELY

__all__ = ["plot_overview"]

_MARKS: Final = dict(zip(KINDS, "osD^", strict=True))
_COLOURS: Final = dict(
    zip(KINDS, ("#0072B2", "#D55E00", "#009E73", "#999999"), strict=True)
)
"""Okabe and Ito (2008), Color Universal Design; the shape tells kinds apart too."""


def plot_overview(
    candidates: pd.DataFrame,
    *,
    ax: Axes,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
) -> Axes:
    """Draw the place of each candidate, filled where it is likely or more.

    A degree of longitude is drawn as long as it is half-way up the map. Places across
    ±180° go on beyond it.

    Parameters
    ----------
    candidates : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table of one row or more.
    ax : Axes
        Drawn on.
    land : GeoDataFrame or GeoSeries, optional
        Polygons below the places.

    Returns
    -------
    Axes
        The one given.
    """
    CANDIDATES.check(candidates)
    middle = float(candidates["lon"].iloc[0])
    lon = middle + (candidates["lon"] - middle + 180) % 360 - 180
    likely = candidates["likelihood"] >= LIKELY
    for kind in KINDS:
        own = candidates["kind"] == kind
        colour = _COLOURS[kind]
        look: dict[str, Any] = {"marker": _MARKS[kind], "ls": "", "color": colour}
        if own.any():
            name = f"{kind.replace('_', ' ')} ({own.sum():,})"
            ax.plot([], [], **look, label=name)
        for filled in (False, True):
            shown = own & (likely == filled)
            face = colour if filled else "none"
            ax.plot(
                lon[shown],
                candidates["lat"][shown],
                **look,
                ms=6 if filled else 4,
                mfc=face,
                alpha=0.85 if filled else 0.6,
            )
    ax.margins(0.1)
    draw_land(land, ax)
    lat = float(candidates["lat"].mean())
    ax.set_aspect(1 / max(0.05, np.cos(np.radians(lat))), adjustable="datalim")
    ax.set_xlabel("Longitude [°]")
    ax.set_ylabel("Latitude [°]")
    ax.legend(loc="best", fontsize="small")
    return ax
