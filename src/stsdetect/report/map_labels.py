"""Map labels: ranks of candidates and names of regions, where there is room."""

from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from bokeh.models import ColumnDataSource
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from stsdetect.report.canvas import Bounds, largest_part, mercator
from stsdetect.report.room import Labels, find_scales

__all__ = ["BORDER", "label_map"]

BORDER: Final = "#7a8794"

_KINDS: Final = ("sea", "reported")
"""Kinds of regions that are named, the most important first. Waters of a state follow
its coast inside a sea: their name would cover others."""

_N_RANKS: Final = 10

_RANK_PX: Final = (9.0, 14.0)
"""Width of a digit of a rank and its height, 13 px bold."""
_NAME_PX: Final = (5.5, 13.0)
"""Mean width of a letter of a name and its height, 10 px italic."""
_RANK_X, _RANK_Y = 8.0, 6.0
"""From the point of a candidate to the left lower corner of its rank [px]."""
_POINT_PX: Final = 9.0
"""Half the size of a candidate or a rank, and some air."""
_INNER_SHARE: Final = 0.8
"""Of the height of a figure, what its axes and tools leave to the map."""
_NEEDED_SHARE: Final = 0.5
"""Ours: a name that is twice as wide as its region says nothing of where that is."""
_SMALLER: Final = 4.0
"""Ours: a map is made so many times smaller than at first, on a small screen."""

_N_TRIED: Final = 20
"""Places for a name that are tried in a region, along each side of it."""

_Parts = tuple[NDArray[np.float64], ...]


def label_map(
    canvas: Any, ranked: pd.DataFrame, regions: gpd.GeoDataFrame | None, frame: Bounds
) -> None:
    """Write ranks and names on a map; those without room stay hidden.

    The sources ``ranks`` and ``region_names`` have in ``least`` the scale [px/m] from
    which on each has room, in ``text`` what it says, and in ``shown`` what is shown of
    that at first; a page shows more as it is enlarged.

    Parameters
    ----------
    canvas : bokeh figure
        As :func:`~stsdetect.report.canvas.map_figure` makes it.
    ranked : DataFrame
        All candidates by rank; that of the first ten is written.
    regions : GeoDataFrame, optional
        With ``name`` and, for what is named before others, ``kind``.
    frame : tuple
        What the map shows at first.
    """
    _, heights = mercator([frame[1], frame[3]], [frame[0], frame[2]])
    scale = _INNER_SHARE * canvas.height / float(np.ptp(heights))
    first, named = ranked.head(_N_RANKS), _named(regions)
    ranks = [str(rank) for rank in first["rank"]]
    names = named["name"].astype(str).tolist()
    boxes = _rank_boxes(first, ranks)
    taken = np.vstack(
        [
            np.column_stack(mercator(ranked["lat"], ranked["lon"])),
            np.column_stack(_middles(boxes, scale)),
        ]
    )
    parts = [boxes, _name_boxes(named, names, taken, scale)]
    least = find_scales(
        Labels(*(np.concatenate(pair) for pair in zip(*parts, strict=True))),
        scale / _SMALLER,
    )
    n_ranks = len(ranks)
    source = _source("ranks", parts[0], ranks, least[:n_ranks], scale)
    source.add(first["rank"].tolist(), "rank")
    canvas.text(
        "x",
        "y",
        text="shown",
        source=source,
        x_offset=_RANK_X,
        y_offset=-_RANK_Y,
        text_font_size="13px",
        text_font_style="bold",
        text_color="black",
        level="overlay",
    )
    canvas.text(
        "x",
        "y",
        text="shown",
        source=_source("region_names", parts[1], names, least[n_ranks:], scale),
        text_color=BORDER,
        text_font_size="10px",
        text_font_style="italic",
        text_align="center",
        text_baseline="middle",
    )


def _named(regions: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    """Give the regions that are named, in order: seas first, the largest first."""
    if regions is None:
        return gpd.GeoDataFrame({"name": []}, geometry=[], crs="EPSG:4326")
    kinds = regions["kind"] if "kind" in regions.columns else [_KINDS[0]] * len(regions)
    order = [_KINDS.index(kind) if kind in _KINDS else -1 for kind in kinds]
    size = shapely.area(np.asarray(regions.geometry.array))
    ordered = regions.assign(order=order, size=size).sort_values(
        ["order", "size"], ascending=[True, False]
    )
    return ordered[ordered["order"] >= 0]


def _rank_boxes(first: pd.DataFrame, ranks: list[str]) -> _Parts:
    x, y = mercator(first["lat"], first["lon"])
    width = _RANK_PX[0] * np.array([len(rank) for rank in ranks], dtype=np.float64)
    left, bottom = np.full(x.size, _RANK_X), np.full(x.size, _RANK_Y)
    none = np.zeros(x.size)
    return x, y, left, left + width, bottom, bottom + _RANK_PX[1], none, none


def _middles(boxes: _Parts, scale: float) -> _Parts:
    """Give the middles of boxes in metres of the map."""
    x, y, left, right, bottom, top, *_ = boxes
    return x + (left + right) / 2 / scale, y + (bottom + top) / 2 / scale


def _name_boxes(
    named: gpd.GeoDataFrame, names: list[str], taken: NDArray[np.float64], scale: float
) -> _Parts:
    """Give places and boxes of names, each where its region has most room."""
    half = _NAME_PX[0] / 2 * np.array([len(name) for name in names], dtype=np.float64)
    parts = [largest_part(area) for area in named.geometry]
    for part, half_px in zip(parts, half, strict=True):
        reach = (np.array([half_px, _NAME_PX[1] / 2]) + _POINT_PX) / scale
        taken = np.vstack([taken, _roomiest(part, taken, reach)])
    x, y = taken[len(taken) - len(parts) :].T
    bounds = shapely.bounds(np.array(parts, dtype=np.object_)).reshape(-1, 4)
    west, east = (mercator(np.zeros(x.size), bounds[:, side])[0] for side in (0, 2))
    high = np.full(x.size, _NAME_PX[1] / 2)
    return x, y, -half, half, -high, high, _NEEDED_SHARE * 2 * half, east - west


def _roomiest(
    part: BaseGeometry, taken: NDArray[np.float64], reach: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the place inside a region that is farthest from all that is taken.

    Beyond its reach, to the east and to the north, nothing is in the way of a name: of
    places that are free the one nearest to the middle is taken.
    """
    west, south, east, north = part.bounds
    steps = (np.arange(_N_TRIED) + 0.5) / _N_TRIED
    lon, lat = (
        side.ravel()
        for side in np.meshgrid(
            west + steps * (east - west), south + steps * (north - south)
        )
    )
    middle = part.representative_point()
    inside = shapely.contains_xy(part, lon, lat)
    lon, lat = np.append(lon[inside], middle.x), np.append(lat[inside], middle.y)
    places = np.column_stack(mercator(lat, lon))
    off_middle = np.hypot(*((places - places[-1]) / reach).T)
    if not len(taken):
        return np.asarray(places[-1])
    # place by place: all at once is a table of candidates by places
    apart = (np.abs(taken - place) / reach for place in places)
    room = np.minimum([np.maximum(*each.T).min() for each in apart], 1.0)
    return np.asarray(places[np.lexsort((off_middle, -room))[0]])


def _source(
    name: str,
    boxes: _Parts,
    texts: list[str],
    least: NDArray[np.float64],
    scale: float,
) -> ColumnDataSource:
    shown = [text if at <= scale else "" for text, at in zip(texts, least, strict=True)]
    # JSON has no infinity.
    finite = np.where(np.isfinite(least), least, 1e9)
    columns: dict[str, Any] = {"x": boxes[0], "y": boxes[1], "text": texts}
    columns |= {"shown": shown, "least": finite.tolist()}
    return ColumnDataSource(columns, name=name)
