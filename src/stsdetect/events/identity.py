"""Identity events: names, numbers and hulls that change hands, are shared or copied.

What particulars show alone is in :mod:`~stsdetect.events.identity_forms` and
:mod:`~stsdetect.events.static_identity`, what needs
the times and places at which MMSIs are heard in :mod:`~stsdetect.events.handovers`.
"""

import hashlib
import logging
from collections.abc import Sequence
from typing import Final

import pandas as pd
import polars as pl

from stsdetect.events.handovers import find_handovers
from stsdetect.events.identity_forms import (
    NOBODY,
    find_bad_forms,
    find_callsign_mismatches,
    find_missing_imo,
)
from stsdetect.events.one_hulls import find_one_hulls
from stsdetect.events.overlaps import find_overlaps
from stsdetect.events.presence import find_spells
from stsdetect.events.static_identity import find_churn, find_clones, find_shells
from stsdetect.schema import IDENTITY_EVENTS

__all__ = ["find_identity_events"]

log = logging.getLogger(__name__)

NO_CALLSIGNS: Final = pl.DataFrame(schema={"callsign": pl.String, "series": pl.String})
"""Of which nothing is known."""


def find_identity_events(
    vessels: pl.DataFrame,
    edges: Sequence[pl.DataFrame],
    encounters: pd.DataFrame,
    flags: pl.DataFrame,
    rigid: Sequence[pl.DataFrame] = (),
    callsigns: pl.DataFrame = NO_CALLSIGNS,
) -> pd.DataFrame:
    """Find the identity events of a whole period.

    Parameters
    ----------
    vessels : pl.DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order.
    edges : sequence of pl.DataFrame
        :data:`~stsdetect.schema.EDGES` tables of windows that together are the period.
    encounters : pd.DataFrame
        An :data:`~stsdetect.schema.ENCOUNTERS` table with its activities.
    flags : pl.DataFrame
        ``mmsi`` and ``flag`` by its first digits, missing where they are no country's.
    callsigns : pl.DataFrame
        ``callsign`` and ``series``: of whose series of call signs it is.
    rigid : sequence of pl.DataFrame
        As :func:`~stsdetect.events.one_hulls.count_rigid` gives them, of the windows.

    Returns
    -------
    pd.DataFrame
        An :data:`~stsdetect.schema.IDENTITY_EVENTS` table, by time and id. Kinds:
        ``handover``, ``simultaneous`` (one MMSI in two places, at once or
        by turns),
        ``static_clone``, ``one_hull`` (two MMSIs of one vessel), ``churn``, ``shell``,
        ``callsign_mismatch``, ``format``
        and ``no_imo``.
    """
    spells = find_spells(edges)
    heard = spells.group_by("mmsi").agg(pl.col("start_time").min().alias("time"))
    kinds = {
        "handover": _tell_handovers(find_handovers(spells, vessels)),
        "simultaneous": _tell_overlaps(find_overlaps(edges)),
        "static_clone": find_clones(vessels, spells),
        "one_hull": _one_hulls(encounters, vessels, rigid),
        "churn": find_churn(vessels, flags),
        "shell": find_shells(vessels),
        "callsign_mismatch": find_callsign_mismatches(vessels, flags, callsigns),
        "format": find_bad_forms(heard, flags),
        "no_imo": find_missing_imo(vessels),
    }
    events = [
        IDENTITY_EVENTS.empty_polars(),
        *(_conform(found, kind) for kind, found in kinds.items()),
    ]
    found = IDENTITY_EVENTS.to_pandas(pl.concat(events).sort("time", "event_id"))
    IDENTITY_EVENTS.check(found)
    log.info("%d identity events", len(found))
    return found


def _tell_handovers(handovers: pl.DataFrame) -> pl.DataFrame:
    return handovers.with_columns(
        pl.format(
            "same hull, heard {} h later and {} nm away",
            pl.col("gap_h").round(1),
            (pl.col("distance_m") / 1852.0).round(1),
        ).alias("detail")
    )


def _tell_overlaps(overlaps: pl.DataFrame) -> pl.DataFrame:
    """Give the longest time for which an MMSI is heard in two places.

    By turns is less than at once, and is told as that.
    """
    how = pl.when("by_turns").then(pl.lit("by turns")).otherwise(pl.lit("at once"))
    length = pl.col("end_time") - pl.col("start_time")
    return (
        overlaps.with_columns(length.alias("length"))
        .sort(
            *("length", "start_time", "start_lat", "by_turns"),
            descending=[True, False, False, False],
        )
        .group_by("mmsi", maintain_order=True)
        .first()
        .select(
            "mmsi",
            NOBODY,
            pl.col("start_time").alias("time"),
            pl.format(
                "in two places {} for {} h, {} nm apart",
                how,
                (pl.col("length").dt.total_minutes() / 60).round(1),
                (pl.col("apart_m") / 1852.0).round(0),
            ).alias("detail"),
        )
    )


def _one_hulls(
    encounters: pd.DataFrame, vessels: pl.DataFrame, rigid: Sequence[pl.DataFrame]
) -> pl.DataFrame:
    """Give the pairs that never part, also under way, and tell no two IMO numbers."""
    alike = encounters.loc[encounters["activity"] == "one_hull"]
    pairs = pl.from_pandas(alike[["mmsi_a", "mmsi_b", "start_time"]]).with_columns(
        pl.col("mmsi_a", "mmsi_b").cast(pl.Int64),
        pl.col("start_time").cast(pl.Datetime("ms", "UTC")),
    )
    told = vessels.group_by("mmsi").agg(pl.col("imo").drop_nulls().last())
    both = (
        pairs.join(told, left_on="mmsi_a", right_on="mmsi", how="left")
        .join(told, left_on="mmsi_b", right_on="mmsi", how="left", suffix="_b")
        .filter(~(pl.col("imo") != pl.col("imo_b")).fill_null(value=False))
    )
    parted = both.group_by(
        pl.col("mmsi_a").alias("mmsi"), pl.col("mmsi_b").alias("other_mmsi")
    ).agg(
        pl.col("start_time").min().alias("time"),
        pl.lit("the two stay within 20 m, also under way").alias("detail"),
    )
    found = pl.concat([find_one_hulls(rigid, vessels), parted])
    return found.unique(["mmsi", "other_mmsi"], keep="first", maintain_order=True)


def _conform(found: pl.DataFrame, kind: str) -> pl.DataFrame:
    keys = found.select("mmsi", "other_mmsi", pl.col("time").dt.epoch("ms")).iter_rows()
    ids = [
        hashlib.sha256(f"{kind} {mmsi} {other} {time}".encode()).hexdigest()[:16]
        for mmsi, other, time in keys
    ]
    return IDENTITY_EVENTS.conform(
        found.with_columns(
            pl.lit(kind).alias("kind"), pl.Series("event_id", ids, dtype=pl.String)
        )
    ).select(IDENTITY_EVENTS.names)
