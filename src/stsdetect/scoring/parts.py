"""Parts: several leads that see one event become one candidate."""

import logging
from typing import Any, Final

import numpy as np
import pandas as pd
import polars as pl

from stsdetect.schema import CANDIDATES

__all__ = ["gather_parts"]

log = logging.getLogger(__name__)

MAX_TOLD: Final = 10
"""Parts told by name; a vessel that waits may have had dozens of partners."""

_TOLD: Final = ("kind", "mmsi_a", "mmsi_b", "likelihood", "candidate_id")
_LEAD: Final = (
    *("rank", "kind", "mmsi_a", "mmsi_b", "start_time", "end_time", "goes_on_b"),
)


def gather_parts(candidates: pd.DataFrame) -> pd.DataFrame:
    """Let the first of several candidates that see one event stand for all of them.

    One event is seen twice where times overlap and

    * the same two vessels are in both, but for two encounters: those were told apart;
    * the same vessel waits in both, and its partner was silent: the likeliest partner
      leads, the others are parts;
    * a vessel that waits alone in one is in the other, the likelier, with a partner;
    * the same vessel is not heard again in both: it could have come to many that wait,
      and nothing tells to which.

    A candidate that is a part takes no parts itself, so that a vessel that lies for
    days with two partners one after the other makes two candidates, not one. What
    names a partner is never part of a loitering: that a vessel met somebody may be
    likelier than that it met this one, and does not say whom.

    Parameters
    ----------
    candidates : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table, every lead a candidate.

    Returns
    -------
    DataFrame
        A CANDIDATES table, ranked again, with ``n_parts`` and ``parts`` of each.
    """
    CANDIDATES.check(candidates)
    ranked = candidates.sort_values("rank", ignore_index=True)
    parts: dict[int, list[int]] = {}
    taken: set[int] = set()
    for first, second in _links(pl.from_pandas(ranked[list(_LEAD)])):
        if first not in taken and second not in taken:
            parts.setdefault(first, []).append(second)
            taken.add(second)
    leads = list(ranked[list(_TOLD)].itertuples(index=False, name=None))
    words = [_words(leads, parts.get(row, [])) for row in range(len(ranked))]
    n_parts = [len(parts.get(row, [])) for row in range(len(ranked))]
    gathered = ranked.assign(n_parts=n_parts, parts=words).drop(index=sorted(taken))
    gathered["rank"] = np.arange(1, len(gathered) + 1)
    log.info("%d candidates, %d leads are parts of them", len(gathered), len(taken))
    return gathered.reset_index(drop=True)


def _links(leads: pl.DataFrame) -> list[tuple[int, int]]:
    """Give pairs of rows that see one event, the higher in rank first, in order."""
    pairs = leads.with_columns(
        pl.int_range(pl.len()).alias("row"),
        pl.min_horizontal("mmsi_a", "mmsi_b").alias("low"),
        pl.max_horizontal("mmsi_a", "mmsi_b").alias("high"),
    )
    of_kind = {
        kind: pairs.filter(pl.col("kind") == kind)
        for kind in ("encounter", "one_dark", "loitering")
    }
    with_partner = pairs.filter(pl.col("mmsi_b").is_not_null())
    two_seen = (pl.col("kind") == "encounter") & (pl.col("kind_right") == "encounter")
    same_pair = _overlaps(with_partner, with_partner, ["low", "high"]).filter(~two_seen)
    same_waiting = _overlaps(of_kind["one_dark"], of_kind["one_dark"], ["mmsi_a"])
    gone = of_kind["one_dark"].filter("goes_on_b")
    same_gone = _overlaps(gone, gone, ["mmsi_b"])
    met = pl.concat(
        [
            of_kind["one_dark"],
            of_kind["encounter"],
            of_kind["encounter"].with_columns(mmsi_a="mmsi_b"),
        ]
    )
    alone = _overlaps(met, of_kind["loitering"], ["mmsi_a"])
    not_alone = alone.filter(pl.col("row") < pl.col("row_right"))
    both = pl.concat(
        one.select("row", "row_right")
        for one in (same_pair, same_waiting, same_gone, not_alone)
    )
    ordered = both.select(
        pl.min_horizontal("row", "row_right").alias("first"),
        pl.max_horizontal("row", "row_right").alias("second"),
    )
    return list(ordered.unique().sort("first", "second").iter_rows())


def _overlaps(one: pl.DataFrame, other: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Join what shares a key and overlaps in time, no row with itself."""
    return one.join(other, on=on, suffix="_right").filter(
        (pl.col("row") != pl.col("row_right"))
        & (pl.col("start_time") <= pl.col("end_time_right"))
        & (pl.col("start_time_right") <= pl.col("end_time"))
    )


def _words(leads: list[tuple[Any, ...]], rows: list[int]) -> str:
    told = [_part(*leads[row]) for row in rows[:MAX_TOLD]]
    more = len(rows) - len(told)
    return "; ".join([*told, f"and {more} more"] if more else told)


def _part(
    kind: str, mmsi_a: int, mmsi_b: int, likelihood: float, candidate_id: str
) -> str:
    vessels = [str(one) for one in (mmsi_a, mmsi_b) if not pd.isna(one)]
    return (
        f"{kind} of {' and '.join(vessels)}, likelihood {likelihood:.4f}, id "
        f"{candidate_id}"
    )
