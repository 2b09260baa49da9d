"""Matching: which vessels broadcast what a watch list says.

By IMO number first, then by MMSI with the name, then by the name with the call sign
or the length. A name alone never decides: of the 549 names on a list of 2019 many are
common words. Two vessels with different IMO numbers are never the same one.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

import polars as pl

from stsdetect.context.watchlists.names import find_similar, name_key, name_similarity
from stsdetect.schema import VESSELS, WATCHLIST, WATCHLIST_HITS

__all__ = ["MATCHING", "MatchParams", "match_watchlist"]

_PER_VESSEL: Final = ("mmsi", "list_name", "entry")
_TOLD: Final = ("imo", "shipname", "callsign", "length_m")


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchParams:
    """How alike is alike."""

    min_similarity: float = 0.85
    """Of names, by Damerau and Levenshtein; ours: one letter of seven may be wrong."""
    max_length_difference_m: float = 5.0
    """Ours: antenna offsets are whole metres, and lists give length over all or
    between perpendiculars."""


MATCHING: Final = MatchParams()
"""Our own bounds, each with its reason beside it."""


def match_watchlist(
    vessels: pl.DataFrame, watchlist: pl.DataFrame, params: MatchParams = MATCHING
) -> pl.DataFrame:
    """Match vessels to the entries of watch lists.

    Parameters
    ----------
    vessels : DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order: all that a vessel ever
        broadcast counts, also what it changed later.
    watchlist : DataFrame
        A :data:`~stsdetect.schema.WATCHLIST` table, in any order.
    params : MatchParams
        How alike is alike.

    Returns
    -------
    DataFrame
        A :data:`~stsdetect.schema.WATCHLIST_HITS` table, by vessel, list and entry;
        of several ways to match the same entry the strongest.
    """
    VESSELS.check(vessels)
    WATCHLIST.check(watchlist)
    told, named = _told(vessels), _by_name(watchlist)
    ways = [
        _by_imo(told, named),
        _by_mmsi(told, named, params),
        _by_callsign(told, named, params),
        _by_length(told, named, params),
    ]
    hits = pl.concat(ways).sort(
        *_PER_VESSEL,
        "rank",
        "name_similarity",
        descending=[False, False, False, False, True],
        nulls_last=True,
    )
    return _conform(hits.unique(list(_PER_VESSEL), keep="first", maintain_order=True))


def _told(vessels: pl.DataFrame) -> pl.DataFrame:
    """Give each set of particulars once, its name as a key."""
    filled = vessels.select("mmsi", *_TOLD).unique()
    return filled.with_columns(
        _keys(filled["shipname"]).alias("key"), pl.col("callsign").str.to_uppercase()
    )


def _by_name(watchlist: pl.DataFrame) -> pl.DataFrame:
    """Give a row for each name of each entry, the name as a key."""
    names = pl.concat_list("name", pl.col("aliases").str.split("; "))
    exploded = watchlist.with_columns(
        pl.when(pl.col("aliases").is_null())
        .then(pl.concat_list("name"))
        .otherwise(names)
        .alias("listed_name")
    ).explode("listed_name")
    keys = _keys(exploded["listed_name"]).alias("listed_key")
    return exploded.with_columns(keys, pl.col("callsign").str.to_uppercase()).select(
        "list_name",
        "entry",
        "listed_name",
        "listed_key",
        "programme",
        "listed",
        "delisted",
        *(pl.col(name).alias(f"listed_{name}") for name in ("imo", "mmsi", "callsign")),
        pl.col("length_m").alias("listed_length_m"),
    )


def _keys(names: pl.Series) -> pl.Series:
    keys = [None if name is None else name_key(name) for name in names]
    return pl.Series(names.name, keys, dtype=pl.String)


def _by_imo(told: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    pairs = told.join(named, left_on="imo", right_on="listed_imo", how="inner")
    return _rate(pairs, "imo", "exact", 0)


def _by_mmsi(
    told: pl.DataFrame, named: pl.DataFrame, params: MatchParams
) -> pl.DataFrame:
    """Match by MMSI: with another name it says little, it may have a new owner."""
    pairs = told.join(
        named, left_on="mmsi", right_on="listed_mmsi", how="inner", coalesce=False
    )
    rated = _rate(_not_two_hulls(pairs), "mmsi", "weak", 3)
    alike = pl.col("name_similarity") >= params.min_similarity
    return pl.concat(
        [
            rated.filter(alike).with_columns(
                basis=pl.lit("mmsi_and_name"),
                strength=pl.lit("strong"),
                rank=pl.lit(1, pl.Int32),
            ),
            rated.filter(~alike.fill_null(value=False)),
        ]
    )


def _by_callsign(
    told: pl.DataFrame, named: pl.DataFrame, params: MatchParams
) -> pl.DataFrame:
    pairs = told.join(
        named,
        left_on="callsign",
        right_on="listed_callsign",
        how="inner",
        coalesce=False,
    )
    rated = _rate(_not_two_hulls(pairs), "name_and_callsign", "strong", 2)
    return rated.filter(pl.col("name_similarity") >= params.min_similarity)


def _by_length(
    told: pl.DataFrame, named: pl.DataFrame, params: MatchParams
) -> pl.DataFrame:
    known = told.filter(pl.col("key").is_not_null(), pl.col("length_m").is_not_null())
    listed = named.filter(
        pl.col("listed_key").is_not_null(), pl.col("listed_length_m").is_not_null()
    )
    ours, theirs = (
        table[key].unique().sort().to_list()
        for table, key in ((known, "key"), (listed, "listed_key"))
    )
    alike = find_similar(ours, theirs, params.min_similarity)
    pairs = (
        pl.DataFrame(
            {
                "key": [ours[i] for i in alike[:, 0]],
                "listed_key": [theirs[j] for j in alike[:, 1]],
            },
            schema={"key": pl.String, "listed_key": pl.String},
        )
        .join(known, on="key")
        .join(listed, on="listed_key")
    )
    off = (pl.col("length_m") - pl.col("listed_length_m")).abs()
    near = pairs.filter(off <= params.max_length_difference_m)
    return _rate(_not_two_hulls(near), "name_and_length", "weak", 4)


def _not_two_hulls(pairs: pl.DataFrame) -> pl.DataFrame:
    differs = pl.col("imo") != pl.col("listed_imo")
    return pairs.filter(~differs.fill_null(value=False))


def _rate(pairs: pl.DataFrame, basis: str, strength: str, rank: int) -> pl.DataFrame:
    names = pairs.select("key", "listed_key").iter_rows()
    alike = [name_similarity(a, b) if a and b else None for a, b in names]
    return pairs.select(
        "mmsi",
        "list_name",
        "entry",
        "listed_name",
        pl.lit(basis).alias("basis"),
        pl.lit(strength).alias("strength"),
        pl.Series("name_similarity", alike, dtype=pl.Float64),
        "programme",
        "listed",
        "delisted",
        pl.lit(rank, pl.Int32).alias("rank"),
    )


def _conform(hits: pl.DataFrame) -> pl.DataFrame:
    keys = hits.select("mmsi", "list_name", "entry", "basis").iter_rows()
    ids = [
        hashlib.sha256(" ".join(map(str, key)).encode()).hexdigest()[:16]
        for key in keys
    ]
    named = hits.with_columns(pl.Series("hit_id", ids, dtype=pl.String)).drop("rank")
    conformed = WATCHLIST_HITS.conform(named)
    WATCHLIST_HITS.check(conformed)
    return conformed
