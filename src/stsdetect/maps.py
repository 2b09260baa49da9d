"""Maps on disk: regions over the land that ships with stsdetect."""

from pathlib import Path
from typing import Final

import geopandas as gpd
from matplotlib.figure import Figure

from stsdetect.context.land import read_land
from stsdetect.disk.files import written_whole
from stsdetect.errors import InputError
from stsdetect.plot.picture import picture
from stsdetect.plot.regions import plot_regions

__all__ = ["draw_regions"]

FORMS: Final = ("png", "svg")


def draw_regions(regions: gpd.GeoDataFrame, path: Path) -> None:
    """Draw regions to a file, in the form that its suffix says.

    Raises
    ------
    InputError
        The form is not one that can be drawn.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise InputError(f"{path}: draw as .png or .svg")
    west, south, east, north = regions.total_bounds
    land = read_land((west - 1.0, south - 1.0, east + 1.0, north + 1.0))
    figure = Figure(figsize=(11, 9), layout="constrained")
    plot_regions(regions, ax=figure.add_subplot(), land=land)
    with written_whole(path) as target:
        target.write_bytes(picture(figure, form))
