"""Anchored: how many other vessels lay at anchor where something happened."""

from typing import Final

import numpy as np
import pandas as pd
import polars as pl
from scipy.spatial import cKDTree

from stsdetect.context.vectors import unit_vectors
from stsdetect.schema import LEADS, LOITERINGS
from stsdetect.units import EARTH_RADIUS_M

__all__ = ["add_anchored"]

REACH_M: Final = 1_500.0
"""Ours: as far as the squares of an anchorage and those beside them reach."""


def add_anchored(leads: pd.DataFrame, loiterings: pd.DataFrame) -> pd.DataFrame:
    """Add to each lead how many others lay at anchor there, in the whole period.

    Parameters
    ----------
    leads : DataFrame
        A :data:`~stsdetect.schema.LEADS` table, in any order.
    loiterings : DataFrame
        A :data:`~stsdetect.schema.LOITERINGS` table outside ports, in any order.

    Returns
    -------
    DataFrame
        The leads in the order given, with ``n_anchored``: vessels but those of the
        lead, at any time, within 1.5 km.
    """
    LEADS.check(leads)
    if leads.empty:
        return leads
    table = LEADS.from_pandas(leads)
    waits = LOITERINGS.from_pandas(loiterings).filter(pl.col("mode") == "anchored")
    counts = np.zeros(table.height, dtype=np.int64)
    if not waits.is_empty():
        tree = cKDTree(unit_vectors(waits["lat"], waits["lon"]))
        chord = 2.0 * np.sin(REACH_M / EARTH_RADIUS_M / 2.0)
        near = tree.query_ball_point(unit_vectors(table["lat"], table["lon"]), chord)
        mmsi = waits["mmsi"].to_list()
        pairs = table.select("mmsi_a", "mmsi_b").rows()
        for row, (rows, pair) in enumerate(zip(near, pairs, strict=True)):
            counts[row] = len({mmsi[k] for k in rows} - set(pair))
    told = table.with_columns(pl.Series("n_anchored", counts))
    return LEADS.to_pandas(LEADS.conform(told).select(LEADS.names))
