"""Anchored: how many other vessels lay at anchor where something happened."""

from typing import Final

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from stsdetect.context.vectors import unit_vectors
from stsdetect.kernels.others import Seen, count_others
from stsdetect.kernels.sphere import chord_of
from stsdetect.schema import LEADS, LOITERINGS

__all__ = ["add_anchored"]

REACH_M: Final = 1_500.0
"""Ours: as far as the squares of an anchorage and those beside them reach."""

Whole = NDArray[np.int64]


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
    mmsis = waits["mmsi"].unique().sort()
    seen = Seen(unit_vectors(waits["lat"], waits["lon"]), _number(waits["mmsi"], mmsis))
    own = np.column_stack([_number(table[f"mmsi_{side}"], mmsis) for side in "ab"])
    places = unit_vectors(table["lat"], table["lon"])
    order = np.lexsort(places.T)  # leads of one wait share its place
    counts = np.empty(table.height, dtype=np.int64)
    counts[order] = count_others(places[order], own[order], seen, chord_of(REACH_M))
    told = table.with_columns(pl.Series("n_anchored", counts))
    return LEADS.to_pandas(LEADS.conform(told).select(LEADS.names))


def _number(mmsi: pl.Series, mmsis: pl.Series) -> Whole:
    """Give the place of each among MMSIs in order, −1 where it is not there."""
    known = pl.DataFrame({"mmsi": mmsis}).with_row_index("number")
    asked = pl.DataFrame({"mmsi": mmsi.cast(mmsis.dtype)})
    found = asked.join(known, on="mmsi", how="left", maintain_order="left")["number"]
    return np.array(found.cast(pl.Int64).fill_null(-1))
