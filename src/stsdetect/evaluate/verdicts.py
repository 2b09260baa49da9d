"""Verdicts: what each candidate truly is, and the family of what is none."""

from typing import Final

import polars as pl

from stsdetect.evaluate.match import STSDETECT, MatchParams, find_agreements

__all__ = ["VERDICTS", "judge_candidates"]

VERDICTS: Final = ("transfer", "repeat", "wrong_partner", "false")
"""A transfer; one that another candidate tells already; a vessel of a transfer with
another than its partner; nothing of the kind."""

_FAMILY: Final = "hardneg_"


def judge_candidates(
    candidates: pl.DataFrame,
    truth: pl.DataFrame,
    matches: pl.DataFrame,
    params: MatchParams = STSDETECT,
) -> pl.DataFrame:
    """Say of each candidate what it truly is.

    Parameters
    ----------
    candidates : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table.
    truth : DataFrame
        A :data:`~stsdetect.evaluate.truth.TRUTH` table.
    matches : DataFrame
        As :func:`~stsdetect.evaluate.match.match_transfers` gives it.
    params : MatchParams
        What agreement is.

    Returns
    -------
    DataFrame
        The candidates in the order given, with ``verdict`` (one of
        :data:`VERDICTS`) and ``family``: of a false one the hard negative of the same
        vessels at the same time, else ``no story``; missing for the others.
    """
    agreeing = find_agreements(truth.filter(pl.col("is_transfer")), candidates, params)
    matched = matches.filter(pl.col("named"))["candidate_id"].implode()
    named = agreeing.filter(pl.col("named"))["candidate_id"].implode()
    involved = agreeing["candidate_id"].implode()
    identity = pl.col("candidate_id")
    verdict = (
        pl.when(identity.is_in(matched))
        .then(pl.lit("transfer"))
        .when(identity.is_in(named))
        .then(pl.lit("repeat"))
        .when(identity.is_in(involved))
        .then(pl.lit("wrong_partner"))
        .otherwise(pl.lit("false"))
    )
    families = _families(candidates, truth.filter(~pl.col("is_transfer")))
    return (
        candidates.with_columns(verdict=verdict)
        .join(families, on="candidate_id", how="left", maintain_order="left")
        .with_columns(
            family=pl.when(pl.col("verdict") == "false").then(
                pl.col("family").fill_null("no story")
            )
        )
    )


def _families(candidates: pl.DataFrame, negatives: pl.DataFrame) -> pl.DataFrame:
    """Name the hard negative whose vessels and time a candidate shares, if any.

    A pair is asked for its pair; a negative of one vessel for that vessel in either
    place. The first in the truth wins.
    """
    timed = candidates.select(
        "candidate_id", "mmsi_a", "mmsi_b", "start_time", "end_time"
    )
    whole = negatives.filter(pl.col("mmsi_b").is_not_null())
    single = negatives.filter(pl.col("mmsi_b").is_null()).drop("mmsi_b")
    turned = whole.rename({"mmsi_a": "mmsi_b", "mmsi_b": "mmsi_a"})
    joined = [
        *(timed.join(one, on=["mmsi_a", "mmsi_b"]) for one in (whole, turned)),
        timed.join(single, on="mmsi_a"),
        timed.join(single, left_on="mmsi_b", right_on="mmsi_a"),
    ]
    together = (pl.col("start_time") <= pl.col("end_time_right")) & (
        pl.col("end_time") >= pl.col("start_time_right")
    )
    return (
        pl.concat(
            one.filter(together).select("candidate_id", "kind", "event_id")
            for one in joined
        )
        .sort("event_id")
        .unique("candidate_id", keep="first", maintain_order=True)
        .select("candidate_id", family=pl.col("kind").str.strip_prefix(_FAMILY))
    )
