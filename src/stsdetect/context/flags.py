"""Flags: the administration that an MMSI says it comes from."""

import re
import string
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from stsdetect import data

__all__ = ["callsign_flag", "country_code", "flag_of"]

_SHAPES = (
    (200_000_000, 799_999_999, 1_000_000),  # ship: MIDxxxxxx
    (800_000_000, 899_999_999, 100_000),  # handheld radio: 8MIDxxxxx
    (980_000_000, 999_999_999, 10_000),  # auxiliary craft, aid to navigation
    (111_000_000, 111_999_999, 1_000),  # aircraft of search and rescue: 111MIDxxx
    (20_000_000, 79_999_999, 100_000),  # group of ships: 0MIDxxxxx
    (2_000_000, 7_999_999, 10_000),  # coast station: 00MIDxxxx
)
"""First and last MMSI of each shape, and what stands below its MID (ITU-R M.585-9)."""


_OWN_WORDS: Final = {
    "north korea": "PRK",
    "korea, north": "PRK",
    "dprk": "PRK",
    "democratic people's republic of korea": "PRK",
    "south korea": "KOR",
    "korea, south": "KOR",
    "burma": "MMR",
    "united states": "USA",
    "united kingdom": "GBR",
    "russia": "RUS",
    "vietnam": "VNM",
    "tanzania": "TZA",
    "hong kong": "HKG",
    "taiwan": "TWN",
}
"""Names in the World Port Index and in watch lists that are none in the table of the
ITU."""


def country_code(name: str | None) -> str | None:
    """Give the ISO 3166-1 alpha-3 code of a country by its name; None if not known.

    Examples
    --------
    >>> country_code("Korea, North"), country_code("pan"), country_code("Atlantis")
    ('PRK', 'PAN', None)
    """
    word = (name or "").strip().casefold()
    if word.upper() in _codes().values():
        return word.upper()
    return _codes().get(word)


@cache
def _codes() -> dict[str, str]:
    table = pd.read_csv(data.FOLDER / "mid.csv", keep_default_na=False)
    named = zip(table["administration"].str.casefold(), table["flag"], strict=True)
    return dict(named) | _OWN_WORDS


_FORM: Final = re.compile(r"[A-Z0-9]{2}(?:[A-Z]{2}\d?|[A-Z]\d{3,4})")
"""Of a ship: two characters and two letters, one digit more perhaps, or two characters,
a letter and up to four digits (ITU Radio Regulations, 19.55 to 19.56). Names of yachts
and numbers of boats that are typed in instead have other forms, mostly."""


def callsign_flag(callsign: str | None) -> str | None:
    """Name the state whose series an international call sign of a ship belongs to.

    Examples
    --------
    >>> callsign_flag("3FAB7"), callsign_flag("WDH8229"), callsign_flag("FREEDOM")
    ('PAN', 'USA', None)
    """
    told = (callsign or "").strip().upper()
    if not _FORM.fullmatch(told) or len(set(told)) == 1:
        return None
    return _series().get(told[:2])


@cache
def _series() -> dict[str, str]:
    signs = string.digits + string.ascii_uppercase
    table = pd.read_csv(data.FOLDER / "callsigns.csv", dtype=str, keep_default_na=False)
    return {
        f"{first[0]}{sign}": flag
        for first, last, flag in table.itertuples(index=False)
        for sign in signs[signs.index(first[1]) : signs.index(last[1]) + 1]
    }


def flag_of(mmsi: ArrayLike | Sequence[int | None]) -> NDArray[np.object_]:
    """Name the flag by the Maritime Identification Digits within each MMSI.

    The flag is what the transponder says: a spoofed MMSI names a flag as well. The
    digits stand in front for a ship, after 8 for a handheld radio, after 98 for the
    craft of a ship, after 99 for an aid to navigation, after 111 for an aircraft of
    search and rescue, after 0 for a group and after 00 for a coast station.

    Parameters
    ----------
    mmsi : (n,) array
        Whole numbers; any may be missing.

    Returns
    -------
    (n,) array
        ISO 3166-1 alpha-3; None where the digits are no MID in use, for beacons (970,
        972, 974), for pseudo-identities above 10⁹ and for a missing number.

    Examples
    --------
    >>> flag_of([445123456, 994401234, 100000000, 5445000000]).tolist()
    ['PRK', 'KOR', None, None]
    """
    numbers = pd.array(np.atleast_1d(np.asarray(mmsi, dtype=np.object_)), dtype="Int64")
    whole = numbers.to_numpy(dtype=np.int64, na_value=0)
    mid = np.zeros(whole.size, dtype=np.int64)
    for first, last, below in _SHAPES:
        fits = (whole >= first) & (whole <= last)
        mid[fits] = whole[fits] // below % 1_000
    return _flags()[mid]


@cache
def _flags() -> NDArray[np.object_]:
    table = pd.read_csv(data.FOLDER / "mid.csv", keep_default_na=False)
    flags = np.full(1_000, None, dtype=np.object_)
    flags[table["mid"].to_numpy()] = table["flag"].to_numpy(dtype=np.object_)
    return flags
