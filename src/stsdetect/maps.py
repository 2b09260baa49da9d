"""Maps on disk: regions over the land that ships with stsdetect."""

from pathlib import Path
from typing import Final

import geopandas as gpd
import shapely
from matplotlib.figure import Figure

from stsdetect.context.land import read_land
from stsdetect.disk.files import written_whole
from stsdetect.errors import InputError
from stsdetect.plot.picture import picture
from stsdetect.plot.regions import plot_regions

__all__ = ["draw_regions"]

FORMS: Final = ("png", "svg")


APART: Final = 20.0
"""Degrees between regions that are drawn on maps of their own; ours: those around Korea
touch each other."""


def draw_regions(regions: gpd.GeoDataFrame, path: Path) -> None:
    """Draw regions to a file, in the form that its suffix says, far ones by themselves.

    Raises
    ------
    InputError
        The form is not one that can be drawn.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise InputError(f"{path}: draw as .png or .svg")
    seas = _seas(regions)
    figure = Figure(figsize=(11, 9 * len(seas)), layout="constrained")
    for number, sea in enumerate(seas, start=1):
        west, south, east, north = sea.total_bounds
        land = read_land((west - 1.0, south - 1.0, east + 1.0, north + 1.0))
        plot_regions(sea, ax=figure.add_subplot(len(seas), 1, number), land=land)
    with written_whole(path) as target:
        target.write_bytes(picture(figure, form))


def _seas(regions: gpd.GeoDataFrame) -> list[gpd.GeoDataFrame]:
    """Part regions that lie far from each other, the largest first."""
    boxes = shapely.box(*regions.bounds.to_numpy().T)
    around = shapely.union_all(shapely.buffer(boxes, APART / 2, join_style="mitre"))
    parts = sorted(shapely.get_parts(around), key=lambda part: (-part.area, part.wkt))
    return [regions[shapely.intersects(part, boxes)] for part in parts]
