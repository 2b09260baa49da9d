"""Ports: the list that ships with stsdetect, and the one nearest to a place."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from stsdetect import data
from stsdetect.context.port_files import read_port_file
from stsdetect.context.unchanged import kept_while_unchanged
from stsdetect.context.vectors import chord_km, unit_vectors
from stsdetect.kernels.nearest import Sites, nearest_site, order_sites

__all__ = ["leave_out_ports", "nearest_port", "port_near", "read_ports"]

IN_PORT_KM: Final = 3.0
"""A vessel so near to a port has entered it (Global Fishing Watch, pipe-anchorages)."""


def nearest_port(
    lat: ArrayLike, lon: ArrayLike, files: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Find the nearest port of each place.

    A port is one point, right to about a mile: its roads may lie ten miles off.

    Parameters
    ----------
    lat, lon : (n,) array
        Places [°].
    files : tuple of str
        Lists of the user, beside the one that ships.

    Returns
    -------
    DataFrame
        One row per place: ``name``, ``country`` (ISO 3166-1 alpha-3) and
        ``distance_km``; missing where a coordinate is.

    Examples
    --------
    >>> nearest_port([38.68], [125.1]).round(1)
        name country  distance_km
    0  Nampo     PRK         26.4
    """
    places = unit_vectors(lat, lon)
    known = np.isfinite(places).all(axis=1)
    chord = np.full(known.size, np.nan)
    port = np.full(known.size, -1)
    chord[known], port[known] = _tree(files).query(places[known])
    ports = read_ports(files)
    return pd.DataFrame(
        {
            name: ports[name].reindex(port).reset_index(drop=True)
            for name in ("name", "country")
        }
        | {"distance_km": chord_km(chord)}
    )


def port_near(
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    reach_km: float,
    files: tuple[str, ...] = (),
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Find the nearest port of each of many positions, if one is near.

    Parameters
    ----------
    lat, lon : (n,) array
        Positions [°]; none may be missing.
    reach_km : float
        How far one looks.
    files : tuple of str
        Lists of the user, beside the one that ships.

    Returns
    -------
    port : (n,) array
        Row of :func:`read_ports`, −1 where none is within reach.
    distance_m : (n,) array
        To it, NaN where there is none.
    """
    return nearest_site(lat, lon, _sites(float(reach_km), files))


def leave_out_ports(events: pd.DataFrame) -> pd.DataFrame:
    """Leave out the events with a place, ``lat`` and ``lon``, that is in a port.

    Ports that ship count, and not those of a user: many of them are anchorages, where
    vessels that wait are what is looked for.
    """
    lat, lon = (events[name].to_numpy(dtype="float64") for name in ("lat", "lon"))
    outside = nearest_port(lat, lon)["distance_km"].to_numpy() > IN_PORT_KM
    return events[outside].reset_index(drop=True)


@kept_while_unchanged
def read_ports(files: tuple[str, ...] = ()) -> pd.DataFrame:
    """Read the ports that ship with stsdetect: ``name``, ``country``, ``lat``, ``lon``.

    Further columns are ``unlocode``, where there is one, and ``source``, as the README
    of the data names it. Those of the user's files come after them.
    """
    shipped = pd.read_csv(data.FOLDER / "ports.csv", keep_default_na=False)
    if not files:
        return shipped
    return pd.concat([shipped, *map(read_port_file, files)], ignore_index=True)


@kept_while_unchanged
def _sites(reach_km: float, files: tuple[str, ...]) -> Sites:
    ports = read_ports(files)
    lat, lon = (ports[name].to_numpy(np.float64) for name in ("lat", "lon"))
    return order_sites(lat, lon, 1_000.0 * reach_km)


@kept_while_unchanged
def _tree(files: tuple[str, ...]) -> cKDTree:
    ports = read_ports(files)
    return cKDTree(unit_vectors(ports["lat"], ports["lon"]))
