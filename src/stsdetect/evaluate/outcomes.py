"""Outcomes: what became of every candidate and of every transfer of one run."""

from typing import Final, NamedTuple

import polars as pl

from stsdetect.evaluate.match import match_transfers
from stsdetect.evaluate.partners import rank_partners
from stsdetect.evaluate.verdicts import judge_candidates

__all__ = ["Outcome", "measure_outcome", "pool_outcomes"]

_JUDGED: Final = {
    "candidate_id": pl.String,
    "kind": pl.String,
    "mmsi_a": pl.Int64,
    "mmsi_b": pl.Int64,
    "rank": pl.Int64,
    "likelihood": pl.Float64,
    "rival_odds": pl.Float64,
    "rival_odds_other": pl.Float64,
    "verdict": pl.String,
    "family": pl.String,
}
_TOLD: Final = {
    "event_id": pl.String,
    "kind": pl.String,
    "scenario": pl.String,
    "observability": pl.String,
    "expected": pl.String,
    "mmsi_a": pl.Int64,
    "mmsi_b": pl.Int64,
    "duration_h": pl.Float64,
    "interval_min": pl.Float64,
    "silence_h": pl.Float64,
    "found": pl.Boolean,
    "named": pl.Boolean,
    "start_error_h": pl.Float64,
    "end_error_h": pl.Float64,
    "place_error_nm": pl.Float64,
    "partner_rank": pl.Int64,
    "n_named": pl.Int64,
}


class Outcome(NamedTuple):
    """What became of every candidate and of every transfer.

    Attributes
    ----------
    judged : DataFrame
        Candidates with ``rank``, ``likelihood``, ``verdict`` and ``family``.
    told : DataFrame
        Transfers of the truth, with whether and how well each was found.
    """

    judged: pl.DataFrame
    told: pl.DataFrame

    def labelled(self, **labels: str) -> "Outcome":
        """Add columns that hold the same word in every row."""
        words = {name: pl.lit(word) for name, word in labels.items()}
        return Outcome(*(table.with_columns(**words) for table in self))


def measure_outcome(
    candidates: pl.DataFrame, leads: pl.DataFrame, truth: pl.DataFrame
) -> Outcome:
    """Hold candidates against the truth.

    Parameters
    ----------
    candidates : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table with its ranks, in any order.
    leads : DataFrame
        The same, not gathered: of a vessel that waited every possible partner.
    truth : DataFrame
        A :data:`~stsdetect.evaluate.truth.TRUTH` table with what
        :func:`~stsdetect.evaluate.hearing.describe_hearing` adds.
    """
    matches = match_transfers(truth, candidates)
    judged = judge_candidates(candidates, truth, matches)
    lasted = (pl.col("end_time") - pl.col("start_time")).dt.total_milliseconds()
    told = (
        truth.filter("is_transfer")
        .with_columns(duration_h=lasted / 3_600_000)
        .join(matches, on="event_id", how="left", maintain_order="left")
        .join(rank_partners(truth, leads), on="event_id", how="left")
        .with_columns(
            found=pl.col("candidate_id").is_not_null(),
            named=pl.col("named").fill_null(value=False),
        )
    )
    return Outcome(_shaped(judged, _JUDGED), _shaped(told, _TOLD))


def pool_outcomes(outcomes: list[Outcome]) -> Outcome:
    """Stack the outcomes of many runs."""
    judged, told = zip(*outcomes, strict=True)
    return Outcome(pl.concat(judged), pl.concat(told))


def _shaped(table: pl.DataFrame, types: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    return table.select(pl.col(name).cast(dtype) for name, dtype in types.items())
