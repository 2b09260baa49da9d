"""Regions on a map: seas, waters, and where transfers were reported."""

from typing import Final

import geopandas as gpd
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from stsdetect.plot.map import draw_land

__all__ = ["plot_regions"]

_COLOURS: Final = {
    "sea": "#56B4E9",
    "eez": "#999999",
    "waters": "#D55E00",
    "reported": "#CC79A7",
    "licensed": "#009E73",
    "own": "#E69F00",
}
_OTHER: Final = "#E69F00"
_MARGIN: Final = 0.5


def plot_regions(
    regions: gpd.GeoDataFrame,
    *,
    ax: Axes,
    land: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
) -> Axes:
    """Draw regions with their numbers, coloured by kind; beside them their names.

    Parameters
    ----------
    regions : GeoDataFrame
        ``name``, ``kind`` and areas in EPSG:4326.
    ax : Axes
        Drawn on; a degree of longitude is as long as it is in the middle.
    land : GeoDataFrame or GeoSeries, optional
        Polygons below.

    Returns
    -------
    Axes
        The one given.
    """
    draw_land(land, ax)
    handles = []
    for number, (name, kind, area) in enumerate(
        zip(regions["name"], regions["kind"], regions.geometry, strict=True), start=1
    ):
        colour = _COLOURS.get(kind, _OTHER)
        shape = gpd.GeoSeries([area])
        shape.plot(ax=ax, facecolor=colour, edgecolor=colour, alpha=0.2, aspect=None)
        shape.boundary.plot(ax=ax, color=colour, lw=0.8, aspect=None)
        at = area.representative_point()
        ax.annotate(str(number), (at.x, at.y), ha="center", fontsize=7, clip_on=True)
        plain = name.replace("$", r"\$")
        handles.append(
            Patch(color=colour, alpha=0.5, label=f"{number} {plain}, {kind}")
        )
    west, south, east, north = regions.total_bounds
    ax.set_xlim(west - _MARGIN, east + _MARGIN)
    ax.set_ylim(south - _MARGIN, north + _MARGIN)
    middle = np.radians((south + north) / 2)
    ax.set_aspect(1 / max(0.05, float(np.cos(middle))), adjustable="box")
    ax.set_xlabel("Longitude [°]")
    ax.set_ylabel("Latitude [°]")
    ax.legend(
        handles=handles, loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=6
    )
    return ax
