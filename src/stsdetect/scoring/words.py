"""Numbers in words: each value with its unit, as a sentence of evidence says it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["Facts", "say", "say_duration", "say_likelihood"]

_ACTIVITIES = {
    "transfer_like": "a transfer",
    "tow": "tug and tow",
    "pair_trawl": "a pair of trawlers",
    "pilotage": "a pilot boat and its vessel",
    "convoy": "vessels under way in company",
    "raft": "a raft of boats",
    "anchorage": "neighbours at anchor",
    "bunkering": "a bunker tanker and a client",
    "one_hull": "two transponders on one hull",
}
_LIKELIHOOD_BOUNDS = (0.05, 0.2, 0.45, 0.55, 0.8, 0.95)
_LIKELIHOODS = (
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "likely",
    "very likely",
    "almost certain",
)
_UNITS = ("m", "km", "nm", "kn", "deg")


class Facts(dict[str, str]):
    """Values of one lead in words, made when a sentence asks for them."""

    def __init__(self, lead: Mapping[Any, Any]) -> None:
        super().__init__()
        self._lead = lead

    def __missing__(self, name: str) -> str:
        self[name] = say(name, self._lead.get(name))
        return self[name]


def say(name: str, value: Any) -> str:
    """Put the value of a column into words, its unit by the end of its name.

    Examples
    --------
    >>> say("together_h", 17 / 3), say("body_sd_m", 6.84), say("drift_nm", 1.234)
    ('5 h 40 min', '6.8 m', '1.2 nm')
    >>> say("alongside", True), say("n_near", 12.0), say("support", 0.25)
    ('yes', '12', '25 %')
    >>> say("p_chance", 0.0034), say("p_chance", 0.0), say("n_near", None)
    ('0.3 %', 'less than 0.1 %', 'unknown')
    """
    if isinstance(value, str):
        return _ACTIVITIES.get(value, value).replace(";", ",")
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if pd.isna(value):
        return "unknown"
    if name in ("support", "night_share", "share_explained"):
        return f"{100 * value:.0f} %"
    if name.startswith(("p_chance", "p_silence")):
        return _chance(value)
    return _number(name, value)


def say_duration(minutes: float) -> str:
    """Say a duration to the minute, beyond two days in days.

    Examples
    --------
    >>> say_duration(45.0), say_duration(120.0), say_duration(3 * 1440 + 121)
    ('45 min', '2 h', '3 d 2 h')
    """
    whole = round(minutes)
    if whole >= 2 * 1440:
        return _two(round(whole / 60), 24, "d", "h")
    return _two(whole, 60, "h", "min")


def _chance(value: float) -> str:
    percent = 100 * value
    if percent < 0.1:
        return "less than 0.1 %"
    return f"{percent:.0f} %" if percent >= 9.95 else f"{percent:.1f} %"


def _number(name: str, value: float) -> str:
    unit = name.rpartition("_")[2]
    if unit in ("h", "min"):
        return say_duration(value * 60 if unit == "h" else value)
    if name.startswith("days_"):
        return say_duration(value * 1440)
    if unit not in _UNITS:
        return f"{value:.0f}"
    decimals = 0 if abs(value) >= 9.95 else 1
    number = f"{value:.{decimals}f}"
    return f"{number}°" if unit == "deg" else f"{number} {unit}"


def _two(count: int, per: int, large: str, small: str) -> str:
    n_large, n_small = divmod(count, per)
    parts = [(n_large, large), (n_small, small)]
    said = [f"{n} {unit}" for n, unit in parts if n]
    return " ".join(said) or f"0 {small}"


def say_likelihood(likelihood: float) -> str:
    """Put a likelihood into the words of ICD 203.

    It is never joined with confidence in one sentence, as the directive asks: a reader
    takes one for the other.

    Parameters
    ----------
    likelihood : float
        In [0, 1]; a bound belongs to the upper row, and what lies outside 1 to 99 %
        has the word of the nearest row.

    References
    ----------
    Office of the Director of National Intelligence (2015), Intelligence Community
    Directive 203, Analytic Standards, section D.6.e(2)(a).

    Examples
    --------
    >>> [say_likelihood(p) for p in (0.003, 0.2, 0.5, 0.8, 0.995)]
    ['almost no chance', 'unlikely', 'roughly even chance', 'very likely',
     'almost certain']
    """
    return _LIKELIHOODS[int(np.searchsorted(_LIKELIHOOD_BOUNDS, likelihood, "right"))]
