"""Network: who met whom, how far a vessel is from a listed one, and chains."""

from datetime import timedelta
from typing import Final

import polars as pl

from stsdetect.context.chains import Meeting, longest_chains

__all__ = ["measure_network"]

MAX_AGE: Final = timedelta(days=180)
"""Of a meeting that counts as a hop; ours."""
HUB_TIME: Final = timedelta(days=30)
"""In which the partners of a hub are counted; ours."""

_NO_TRANSFER: Final = ("tow", "pair_trawl", "raft", "pilotage", "convoy", "anchorage")


def measure_network(
    leads: pl.DataFrame, encounters: pl.DataFrame, listed: pl.DataFrame
) -> pl.DataFrame:
    """Measure where each lead stands in the network of encounters.

    Meetings are the encounters that lay alongside or look like a transfer. The lead's
    own encounter is one of them.

    Parameters
    ----------
    leads : pl.DataFrame
        ``candidate_id, mmsi_a, mmsi_b, start_time, end_time``.
    encounters : pl.DataFrame
        An :data:`~stsdetect.schema.ENCOUNTERS` table, in any order.
    listed : pl.DataFrame
        ``mmsi, listed, delisted`` of the vessels on a watch list.

    Returns
    -------
    pl.DataFrame
        Row by row ``hops_to_listed`` (0 where one of the two is listed, 1 where one
        met a listed vessel within 180 days, 2 where one met such a one; missing
        beyond), ``n_hub_partners`` (different partners in the 30 days up to its end,
        of the one that has more) and ``chain`` (MMSIs in the order in which cargo could
        have gone through this encounter; missing below three vessels).
    """
    meetings = _meetings(encounters)
    ends = _ends(leads)
    hops = _hops(ends, meetings, listed)
    hubs = _count_partners(ends, meetings)
    rows = leads.select(pl.int_range(pl.len()).alias("row"), "candidate_id")
    return (
        rows.join(hops, on="row", how="left", maintain_order="left")
        .join(hubs, on="row", how="left", maintain_order="left")
        .join(_chains(meetings), on="candidate_id", how="left", maintain_order="left")
        .select("hops_to_listed", "n_hub_partners", "chain")
    )


def _meetings(encounters: pl.DataFrame) -> pl.DataFrame:
    """Give the encounters in which something could have been handed over."""
    alongside = pl.col("alongside").fill_null(value=False)
    activity = pl.col("activity").cast(pl.String)
    other = activity.is_in(_NO_TRANSFER)
    return encounters.filter((alongside & ~other) | (activity == "transfer_like"))


def _ends(leads: pl.DataFrame) -> pl.DataFrame:
    """Give a row for each vessel of each lead."""
    rows = leads.with_columns(pl.int_range(pl.len()).alias("row"))
    sides = [
        rows.select("row", pl.col(f"mmsi_{side}").alias("vessel"), "end_time")
        for side in ("a", "b")
    ]
    return pl.concat(sides).drop_nulls("vessel")


def _both_ways(meetings: pl.DataFrame) -> pl.DataFrame:
    ways = [
        meetings.select(
            pl.col(f"mmsi_{own}").alias("vessel"),
            pl.col(f"mmsi_{other}").alias("partner"),
            pl.col("start_time").alias("met"),
        )
        for own, other in (("a", "b"), ("b", "a"))
    ]
    return pl.concat(ways)


def _hops(
    ends: pl.DataFrame, meetings: pl.DataFrame, listed: pl.DataFrame
) -> pl.DataFrame:
    """Give the fewest hops of each lead; the lists are joined first, they are short."""
    met = _both_ways(meetings)
    own = listed.rename({"mmsi": "vessel"})
    first = met.join(own, left_on="partner", right_on="vessel").select(
        "vessel", "met", "listed", "delisted"
    )
    second = (
        met.rename({"met": "met_first"})
        .join(first, left_on="partner", right_on="vessel")
        .select("vessel", "met", "met_first", "listed", "delisted")
    )
    time = pl.col("end_time")
    begun = (pl.col("listed") <= time).fill_null(value=True)
    in_force = begun & (time < pl.col("delisted")).fill_null(value=True)
    found = []
    for n_hops, ways in enumerate((own, first, second)):
        recent = [
            (pl.col("end_time") - pl.col(name)).abs() <= MAX_AGE
            for name in ("met", "met_first")
            if name in ways.columns
        ]
        near = ends.join(ways, on="vessel").filter(in_force, *recent)
        hops = pl.lit(n_hops, pl.Int64).alias("hops_to_listed")
        found.append(near.select("row", hops))
    return pl.concat(found).group_by("row").agg(pl.col("hops_to_listed").min())


def _count_partners(ends: pl.DataFrame, meetings: pl.DataFrame) -> pl.DataFrame:
    before = pl.col("end_time") - pl.col("met")
    partners = (
        ends.join(_both_ways(meetings), on="vessel")
        .filter(before.is_between(timedelta(0), HUB_TIME))
        .group_by("row", "vessel")
        .agg(pl.col("partner").n_unique().cast(pl.Int64).alias("n_hub_partners"))
    )
    return partners.group_by("row").agg(pl.col("n_hub_partners").max())


def _chains(meetings: pl.DataFrame) -> pl.DataFrame:
    rows = meetings.sort("start_time", "encounter_id").select(
        "encounter_id", "mmsi_a", "mmsi_b", "start_time", "end_time"
    )
    chains = longest_chains([Meeting(*row) for row in rows.iter_rows()])
    told = {
        name: " > ".join(map(str, chain))
        for name, chain in chains.items()
        if len(chain) > 2
    }
    return pl.DataFrame(
        {"candidate_id": list(told), "chain": list(told.values())},
        schema={"candidate_id": pl.String, "chain": pl.String},
    )
