"""Codes of AIS in text: status, type of message, class, receiver, by number or word."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from stsdetect.ingest.words import CLASSES, NAV_STATUS, NO_VESSEL, RECEIVER
from stsdetect.schema.ais import AIS_CLASSES, RECEIVERS

__all__ = ["CODES", "read_codes"]

CODES: Final = {
    "nav_status": "nav_status",
    "msg_type": "msg_type",
    "receiver": "receiver",
    "ais_class": "ais_class",
    "mobile_class": "mobile",
    "is_no_vessel": "mobile",
}
"""What is told by a code, and the field that holds it."""


def read_codes(name: str, texts: pl.Series) -> pl.Series:
    """Read codes, null where one is not known.

    Parameters
    ----------
    name : str
        One of :data:`CODES`.
    texts : polars.Series
        What stands in the file, best each once.

    Examples
    --------
    >>> read_codes("nav_status", pl.Series(["5", "At anchor", "?"])).to_list()
    [5, 1, None]
    >>> read_codes("msg_type", pl.Series(["AIS.27", "18"])).to_list()
    [27, 18]
    """
    words = texts.cast(pl.String).str.strip_chars().str.to_lowercase()
    if name == "is_no_vessel":
        return words.is_in(NO_VESSEL)
    if name == "receiver":
        return _choices(words, RECEIVER, RECEIVERS)
    if name in ("ais_class", "mobile_class"):
        return _choices(words, CLASSES, AIS_CLASSES)
    numbers = words.str.replace("^ais[.]", "").cast(pl.Float64, strict=False)
    whole = numbers.cast(pl.Int64, strict=False)
    if name == "msg_type":
        return whole
    named = words.replace_strict(NAV_STATUS, default=None, return_dtype=pl.Int64)
    return whole.zip_with(whole.is_not_null(), named)


def _choices(
    words: pl.Series, meanings: Mapping[str, str], choices: tuple[str, ...]
) -> pl.Series:
    dtype = pl.Enum(choices)
    return words.replace_strict(meanings, default=None, return_dtype=dtype)
