"""Reception: where vessels were heard, as a map of cells."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from stsdetect.errors import InputError
from stsdetect.plot.map import draw_land
from stsdetect.schema import RECEPTION

__all__ = ["plot_reception"]

_CELL_DEG: Final = 0.25
_KEYS: Final = ["lat", "lon"]


def plot_reception(
    reception: pd.DataFrame,
    *,
    ax: Axes,
    ais_class: str = "A",
    still: bool = False,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
) -> Axes:
    """Draw how likely one kind of vessel is to be heard within ten minutes.

    Cells in which no such vessel was are left empty: nothing is known of them. A
    degree of longitude is drawn as long as it is half-way up the map.

    Parameters
    ----------
    reception : DataFrame
        A :data:`~stsdetect.schema.RECEPTION` table, as ``events.reception.read()``
        gives that of a run, whole or of some hours or an area.
    ax : Axes
        Drawn on.
    ais_class : str
        ``A`` or ``B``.
    still : bool
        Of vessels at 3 kn or less, which send less often.
    land : GeoDataFrame or GeoSeries, optional
        Polygons below the cells.

    Returns
    -------
    Axes
        The one given.

    Raises
    ------
    InputError
        No such vessel was anywhere.
    """
    RECEPTION.check(reception)
    chosen = reception[
        (reception["ais_class"] == ais_class) & (reception["still"] == still)
    ]
    if chosen.empty:
        state = "still" if still else "under way"
        raise InputError(f"no vessel of Class {ais_class} {state} in this table")
    cells = chosen.groupby(_KEYS)["p_heard"].first()
    lat, lon = (_line(chosen[name]) for name in _KEYS)
    places = pd.MultiIndex.from_product([lat, lon], names=_KEYS)
    values = cells.reindex(places).to_numpy().reshape(lat.size, lon.size)
    drawn = ax.pcolormesh(lon, lat, values, vmin=0, vmax=1, cmap="viridis", zorder=1)
    ax.figure.colorbar(drawn, ax=ax, label="Heard within 10 min [probability]")
    draw_land(land, ax)
    ax.set_aspect(1 / max(0.05, np.cos(np.radians(lat.mean()))), adjustable="datalim")
    ax.set_xlabel("Longitude [°]")
    ax.set_ylabel("Latitude [°]")
    return ax


def _line(values: "pd.Series[float]") -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Give the middles of all cells from the first to the last."""
    n_cells = round((values.max() - values.min()) / _CELL_DEG) + 1
    return np.asarray(values.min() + _CELL_DEG * np.arange(n_cells))
