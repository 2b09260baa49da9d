"""Registry: whether vessels tell of themselves what registers and lists know of them.

A register that a user brings, and the particulars in watch lists, say what hull an IMO
number is. Who tells another name, length, call sign, MMSI or flag under that number may
have been sold, or be another vessel.
"""

import hashlib
from collections.abc import Iterable
from typing import Any, Final

import pandas as pd
import polars as pl

from stsdetect.context.flags import country_code, flag_of
from stsdetect.context.watchlists.names import name_key, name_similarity
from stsdetect.schema import IDENTITY_EVENTS, LEADS, VESSELS, WATCHLIST

__all__ = ["REGISTRY_KINDS", "add_ages", "find_mismatches"]

REGISTRY_KINDS: Final = ("registry_mismatch", "flag_mismatch")
"""Kinds of identity event that registers and lists tell of."""
MIN_SHARE: Final = 0.10
MIN_CHANGE_M: Final = 8.0
"""Ours: a length that differs more is another hull."""
ALIKE: Final = 0.6
"""Ours: names that agree less are two names, and no slip of the keyboard."""

_OWN: Final = ("name", "mmsi", "callsign", "length_m")
_TOLD: Final = ("mmsi", "imo", "shipname", "callsign", "length_m")


def find_mismatches(vessels: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Find vessels that tell something else than is known of their IMO number.

    Parameters
    ----------
    vessels : DataFrame
        A :data:`~stsdetect.schema.VESSELS` table, in any order.
    known : DataFrame
        A :data:`~stsdetect.schema.WATCHLIST` table of registers and lists, in any
        order; entries without an IMO number are not looked at.

    Returns
    -------
    DataFrame
        An :data:`~stsdetect.schema.IDENTITY_EVENTS` table by time and id, one row for
        each vessel, entry and kind, when it was first told. ``registry_mismatch``:
        name (former ones count as its own), length, call sign or MMSI, or the IMO
        number where the MMSI is one of the entries.
        ``flag_mismatch``: the flag by the first digits of the MMSI. What one of the
        two does not tell is no mismatch.
    """
    VESSELS.check(vessels)
    WATCHLIST.check(known)
    told = _first_told(vessels)
    entries = known.drop_nulls("imo").rename({name: f"known_{name}" for name in _OWN})
    of_number = told.join(entries, on="imo")
    of_mmsi = told.join(
        entries.rename({"imo": "known_imo"}).with_columns(mmsi="known_mmsi"), on="mmsi"
    ).filter(pl.col("imo") != pl.col("known_imo"))
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for pair in _in_order(of_number).iter_rows(named=True):
        for kind, said in _compare(pair):
            key = (kind, pair["mmsi"], pair["list_name"], pair["entry"])
            found.setdefault(key, _event(key, pair, said))
    for pair in _in_order(of_mmsi).iter_rows(named=True):
        key = (REGISTRY_KINDS[0], pair["mmsi"], pair["list_name"], pair["entry"])
        said = f"this MMSI is there of IMO {pair['known_imo']}"
        found.setdefault(key, _event(key, pair, said))
    table = pl.DataFrame(list(found.values()), schema=IDENTITY_EVENTS.polars_schema)
    return table.sort("time", "event_id")


def add_ages(leads: pd.DataFrame, known: pl.DataFrame) -> pd.DataFrame:
    """Add how old the older vessel of each lead is, by the year in which it was built.

    Parameters
    ----------
    leads : DataFrame
        A :data:`~stsdetect.schema.LEADS` table, in any order.
    known : DataFrame
        A :data:`~stsdetect.schema.WATCHLIST` table, in any order; of two years for one
        IMO number the later counts.

    Returns
    -------
    DataFrame
        The leads in their order, with ``age_years``; missing where no year is known.
    """
    told = known.drop_nulls(["imo", "built"])
    built = dict(told.group_by("imo").agg(pl.col("built").max()).iter_rows())
    if not built or leads.empty:
        return leads
    table = LEADS.from_pandas(leads)
    ages = [
        pl.col("start_time").dt.year().cast(pl.Int64)
        - pl.col(f"imo_{side}").replace_strict(
            built, default=None, return_dtype=pl.Int64
        )
        for side in ("a", "b")
    ]
    aged = table.with_columns(pl.max_horizontal(ages).cast(float).alias("age_years"))
    return LEADS.to_pandas(LEADS.conform(aged).select(LEADS.names))


def _first_told(vessels: pl.DataFrame) -> pl.DataFrame:
    """Give when each vessel first told each set of particulars that are compared.

    VESSELS have a row for each change, of draught and destination mostly.
    """
    told = vessels.drop_nulls("imo").group_by(_TOLD)
    return told.agg(pl.col("valid_from").min())


def _in_order(pairs: pl.DataFrame) -> pl.DataFrame:
    return pairs.sort("mmsi", "list_name", "entry", "row", "valid_from", *_TOLD[1:])


def _compare(pair: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """Give the kinds of mismatch of one set of particulars and one entry."""
    differs = [
        f"{what} {told}, there {known}"
        for what, told, known in (
            ("name", pair["shipname"], _other_name(pair)),
            ("length", _metres(pair["length_m"]), _other_length(pair)),
            ("call sign", pair["callsign"], _other_callsign(pair)),
            ("MMSI", pair["mmsi"], _other_mmsi(pair)),
        )
        if known is not None
    ]
    if differs:
        yield "registry_mismatch", ", ".join(differs)
    flag = country_code(pair["flag"])
    own = flag_of([pair["mmsi"]])[0]
    if flag is not None and own is not None and flag != own:
        yield "flag_mismatch", f"flag {own} by the MMSI, there {flag}"


def _other_name(pair: dict[str, Any]) -> str | None:
    """Give the known name where the one told is like none of those known."""
    key = name_key(pair["shipname"] or "")
    names = [pair["known_name"] or "", *(pair["aliases"] or "").split(";")]
    keys = [one for one in map(name_key, names) if one]
    if not key or not keys or max(name_similarity(key, one) for one in keys) >= ALIKE:
        return None
    return pair["known_name"] or keys[0]


def _other_length(pair: dict[str, Any]) -> str | None:
    told, known = pair["length_m"], pair["known_length_m"]
    if not told or not known:
        return None
    change = abs(told - known)
    other = change > MIN_CHANGE_M and change > MIN_SHARE * max(told, known)
    return _metres(known) if other else None


def _other_callsign(pair: dict[str, Any]) -> str | None:
    told, known = pair["callsign"], pair["known_callsign"]
    if not told or not known:
        return None
    return None if told.strip().upper() == known.strip().upper() else str(known)


def _other_mmsi(pair: dict[str, Any]) -> int | None:
    known: int | None = pair["known_mmsi"]
    return known if known is not None and known != pair["mmsi"] else None


def _metres(length_m: float | None) -> str | None:
    return None if length_m is None else f"{length_m:.0f} m"


def _event(key: tuple[Any, ...], pair: dict[str, Any], said: str) -> dict[str, Any]:
    digest = hashlib.sha256(" ".join(map(str, key)).encode()).hexdigest()[:16]
    where = f"{pair['list_name']} {pair['entry']}"
    return {
        "event_id": digest,
        "kind": key[0],
        "mmsi": pair["mmsi"],
        "other_mmsi": None,
        "time": pair["valid_from"],
        "detail": f"tells IMO {pair['imo']}, {where}: {said}",
    }
