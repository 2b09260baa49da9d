"""Distance to the shore, exact for the coast that ships with stsdetect."""

from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from stsdetect.context.land import on_land
from stsdetect.context.rings import Rings, read_rings
from stsdetect.context.vectors import chord_km, unit_vectors
from stsdetect.units import EARTH_RADIUS_M

__all__ = ["coast_edges", "distance_to_coast_km", "distance_to_shore_km"]

_PIECE_KM: Final = 5.0  # ours: longer means more candidates, shorter a larger tree
_BATCH: Final = 20_000  # ours: places whose candidates are held at once

Vectors = NDArray[np.float64]


def distance_to_shore_km(lat: ArrayLike, lon: ArrayLike) -> NDArray[np.float64]:
    """Measure the distance from places to the nearest shore [km].

    The distance is along the sphere to the nearest edge of the coast, not to its
    nearest vertex. On land it is 0, and so it is in estuaries and basins that the
    source draws as land; on a lake it is the distance to the shore of the lake. The
    coast itself is off by 0.1 to 0.25 km (median) in the area of care, and thinned
    outside East Asia: see the README of the data.

    Parameters
    ----------
    lat, lon : (n,) array
        Places [°], longitudes in −180 … 180.

    Returns
    -------
    (n,) array
        At least 0; NaN where a coordinate is missing.
    """
    distance = distance_to_coast_km(lat, lon)
    known = np.isfinite(distance)
    lat, lon = (np.atleast_1d(np.asarray(column))[known] for column in (lat, lon))
    distance[known] = np.where(on_land(lat, lon), 0.0, distance[known])
    return distance


def distance_to_coast_km(lat: ArrayLike, lon: ArrayLike) -> NDArray[np.float64]:
    """Measure the distance from places to the line of the coast [km], on land too.

    Parameters and missing values as in :func:`distance_to_shore_km`.
    """
    places = unit_vectors(lat, lon)
    known = np.flatnonzero(np.isfinite(places).all(axis=1))
    distance = np.full(len(places), np.nan)
    for batch in np.array_split(known, 1 + known.size // _BATCH):
        distance[batch] = _to_coast_km(places[batch])
    return distance


def coast_edges(rings: Rings) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the first and last vertex of each edge that is coast.

    The edges where rings are cut, along ±180° and, in Antarctica, along 0° and at the
    pole, are not.
    """
    first = np.arange(rings.lat.size)
    last = first + 1
    last[rings.start[1:] - 1] = rings.start[:-1]
    antarctic = np.repeat(rings.level == 5, np.diff(rings.start))
    cut = (np.abs(rings.lon) == 180) | (antarctic & (rings.lon == 0))
    cut |= rings.lat == -90
    coast = ~(cut[first] & cut[last])
    return first[coast], last[coast]


class _Coast(NamedTuple):
    """Pieces of coast from ``start`` to ``end``, and a tree of the starts."""

    start: Vectors
    end: Vectors
    tree: cKDTree
    longest: float


def _to_coast_km(places: Vectors) -> NDArray[np.float64]:
    """Measure to every piece that could be the nearest.

    Let d be the distance to the nearest start of a piece. A piece at most d away, of
    length at most s, starts within √(d² + s²): where the foot of the perpendicular is
    no start, it is at most s along the piece from it.
    """
    if places.size == 0:
        return np.empty(0)
    coast = _coast()
    nearest, _ = coast.tree.query(places)
    reach = np.hypot(nearest, coast.longest) * (1 + 1e-9)
    found = coast.tree.query_ball_point(places, reach)
    n_found = np.array([len(vertices) for vertices in found])
    piece = np.concatenate(found).astype(np.int64)
    place = np.repeat(np.arange(len(places)), n_found)
    chord = _chord_to_piece(places[place], coast.start[piece], coast.end[piece])
    first = np.concatenate([[0], np.cumsum(n_found)[:-1]])
    return chord_km(np.minimum.reduceat(chord, first))


def _chord_to_piece(places: Vectors, start: Vectors, end: Vectors) -> Vectors:
    along = end - start
    length2 = np.einsum("ij,ij->i", along, along)
    share = np.einsum("ij,ij->i", places - start, along) / length2
    foot = start + np.clip(share, 0, 1)[:, None] * along
    foot /= np.linalg.norm(foot, axis=1)[:, None]
    return np.asarray(np.linalg.norm(places - foot, axis=1))


@cache
def _coast() -> _Coast:
    rings = read_rings()
    vertices = unit_vectors(rings.lat, rings.lon)
    first, last = coast_edges(rings)
    start, end = _cut(vertices[first], vertices[last])
    tree = cKDTree(start, balanced_tree=False, compact_nodes=False)
    return _Coast(start, end, tree, float(np.linalg.norm(end - start, axis=1).max()))


def _cut(start: Vectors, end: Vectors) -> tuple[Vectors, Vectors]:
    """Cut long edges into pieces of equal length; the order of edges is lost."""
    length_km = np.linalg.norm(end - start, axis=1) * EARTH_RADIUS_M / 1_000
    n_pieces = np.ceil(length_km / _PIECE_KM).astype(np.int64)
    short = n_pieces <= 1
    n_cut = n_pieces[~short]
    step = np.repeat((end[~short] - start[~short]) / n_cut[:, None], n_cut, axis=0)
    number = np.arange(len(step)) - np.repeat(np.cumsum(n_cut) - n_cut, n_cut)
    cuts = np.repeat(start[~short], n_cut, axis=0) + number[:, None] * step
    return (
        np.concatenate([start[short], _on_sphere(cuts)]),
        np.concatenate([end[short], _on_sphere(cuts + step)]),
    )


def _on_sphere(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1)[:, None])
