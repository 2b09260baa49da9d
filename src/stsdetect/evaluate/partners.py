"""Partners: where the true partner of a vessel that waited stands in the list."""

import polars as pl

from stsdetect.evaluate.match import STSDETECT, MatchParams, find_agreements

__all__ = ["rank_partners"]


def rank_partners(
    truth: pl.DataFrame, candidates: pl.DataFrame, params: MatchParams = STSDETECT
) -> pl.DataFrame:
    """Rank the true partner among those named for the same stay.

    Parameters
    ----------
    truth : DataFrame
        A :data:`~stsdetect.evaluate.truth.TRUTH` table.
    candidates : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table.
    params : MatchParams
        What agreement is.

    Returns
    -------
    DataFrame
        ``event_id, partner_rank, n_named`` of every transfer that is ``one_dark``: the
        true partner's place among the partners that candidates of this kind name, by
        their rank in the whole list, missing when it is not among them; and how many
        are named.
    """
    hidden = truth.filter(
        pl.col("is_transfer") & (pl.col("observability") == "one_dark")
    )
    suspected = candidates.filter(pl.col("kind") == "one_dark")
    order = candidates.select("candidate_id", "rank")
    by_partner = (
        find_agreements(hidden, suspected, params)
        .join(order, on="candidate_id")
        .group_by("event_id", "mmsi_a_c", "mmsi_b_c")
        .agg(pl.col("rank").min(), pl.col("named").first())
        .with_columns(place=pl.col("rank").rank("ordinal").over("event_id"))
    )
    ranked = by_partner.group_by("event_id").agg(
        partner_rank=pl.col("place").filter(pl.col("named")).min(),
        n_named=pl.len(),
    )
    return (
        hidden.select("event_id")
        .join(ranked, on="event_id", how="left", maintain_order="left")
        .with_columns(pl.col("n_named").fill_null(0))
    )
