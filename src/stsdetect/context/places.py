"""Places: what is known of where something happened."""

import pandas as pd

from stsdetect.context.ports import nearest_port
from stsdetect.context.regions import region_kind, region_of
from stsdetect.context.shore import distance_to_shore_km

__all__ = ["measure_places"]


def measure_places(
    points: pd.DataFrame,
    port_files: tuple[str, ...] = (),
    region_files: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Measure the place of each point.

    Parameters
    ----------
    points : DataFrame
        Columns ``lat`` and ``lon`` [°]; others are not looked at.
    port_files : tuple of str
        Ports and anchorages of the user, beside those that ship.
    region_files : tuple of str
        Regions of the user, beside those that ship.

    Returns
    -------
    DataFrame
        The same index: ``region`` and ``region_kind`` (missing outside all),
        ``distance_to_shore_km`` (0 on land), ``distance_to_port_km`` and ``port``, the
        nearest, with its country.
    """
    lat, lon = (points[name].to_numpy(dtype="float64") for name in ("lat", "lon"))
    region = region_of(lat, lon, region_files)
    port = nearest_port(lat, lon, port_files)
    return pd.DataFrame(
        {
            "region": pd.array(region, dtype="str"),
            "region_kind": pd.array(region_kind(region, region_files), dtype="str"),
            "distance_to_shore_km": distance_to_shore_km(lat, lon),
            "distance_to_port_km": port["distance_km"].to_numpy(),
            "port": (port["name"] + ", " + port["country"]).array,
        },
        index=points.index,
    )
