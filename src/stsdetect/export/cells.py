"""Values as text: fixed decimals per column, ISO times, nothing that can run."""

import math
import re
from datetime import datetime
from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd

__all__ = [
    "DECIMALS",
    "decimals",
    "disarm",
    "format_time",
    "format_value",
    "plain",
    "rearm",
    "rounded",
]

DECIMALS: Final = {
    "lat": 5,
    "lon": 5,
    "duration_h": 3,
    "likelihood": 4,
    "relevance": 1,
    "priority": 2,
    "p_chance": 4,
    "support": 3,
}
"""Decimals of columns by name: a position to 1.1 m, a duration to 4 s."""

_DECIMALS_BY_UNIT: Final = {
    "_m": 1,
    "_km": 2,
    "_nm": 2,
    "_kn": 2,
    "_deg": 1,
    "_h": 3,
    "_min": 1,
    "_s": 1,
}
_OTHER_DECIMALS: Final = 3

_UNSEEN: Final = (
    r"[\s\"'\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u2069\ufeff\ufffe\uffff]*"
)
"""Blanks, quotes, and what shows nothing and another program leaves out."""

_BEFORE: Final = r"(^|[;,|\t\r\n])"
_STARTS: Final = r"(?=[=+\-@\t\r＝＋－＠])"
_FORMULA: Final = re.compile(f"{_BEFORE}({_UNSEEN}){_STARTS}")
_DISARMED: Final = re.compile(f"{_BEFORE}'({_UNSEEN}){_STARTS}")


@cache
def decimals(name: str) -> int:
    """Tell to how many decimals a column of numbers is written.

    Examples
    --------
    >>> decimals("lat"), decimals("median_distance_m"), decimals("n_near")
    (5, 1, 3)
    """
    if name in DECIMALS:
        return DECIMALS[name]
    unit = name[name.rfind("_") :]
    return _DECIMALS_BY_UNIT.get(unit, _OTHER_DECIMALS)


def format_value(name: str, value: Any) -> str:
    """Write one value of a column as text; missing is the empty text.

    Examples
    --------
    >>> format_value("lon", -124.5), format_value("drift_nm", -0.001)
    ('-124.50000', '0.00')
    >>> format_value("alongside", True), format_value("sog", None)
    ('true', '')
    """
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        number = rounded(name, value)
        return "" if number is None else f"{number:.{decimals(name)}f}"
    if isinstance(value, datetime):
        return format_time(value)
    if isinstance(value, str):
        return disarm(value)
    return str(value)


def plain(value: Any) -> Any:
    """Take a value out of numpy and pandas; None where it is missing."""
    # The last of these holds for NaN and NaT alone; pandas' own test is slow.
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124
        return None
    return value.item() if isinstance(value, np.generic) else value


def rounded(name: str, value: float) -> float | None:
    """Round a number as its column is written; None unless it is finite."""
    # Adding 0 turns −0.0 into 0.0.
    return round(value, decimals(name)) + 0.0 if math.isfinite(value) else None


def format_time(time: datetime) -> str:
    """Write a UTC time in ISO 8601 with ``Z``, with milliseconds if it has any.

    Examples
    --------
    >>> from datetime import UTC
    >>> format_time(datetime(2024, 3, 1, 7, 40, tzinfo=UTC))
    '2024-03-01T07:40:00Z'
    """
    text = f"{time:%Y-%m-%dT%H:%M:%S}"
    milliseconds = time.microsecond // 1000
    return f"{text}.{milliseconds:03d}Z" if milliseconds else f"{text}Z"


def disarm(text: str) -> str:
    """Keep text from starting a formula in a spreadsheet.

    An apostrophe goes before ``= + - @``, a tab or a carriage return, and before their
    full-width twins, where they begin the text or follow a separator, quotes, blanks
    and what nobody sees passed over: a spreadsheet of another locale cuts cells at
    other separators.
    OWASP, CSV Injection; the separators are ours.

    Examples
    --------
    >>> disarm("=1+1"), disarm("X;-1"), disarm("SEA-STAR"), disarm("")
    ("'=1+1", "X;'-1", 'SEA-STAR', '')
    """
    return _FORMULA.sub(r"\1'\2", text)


def rearm(text: str) -> str:
    """Give back the text that :func:`disarm` was given.

    Examples
    --------
    >>> rearm("'=1+1"), rearm("X;'-1"), rearm("SEA-STAR")
    ('=1+1', 'X;-1', 'SEA-STAR')
    """
    return _DISARMED.sub(r"\1\2", text)
