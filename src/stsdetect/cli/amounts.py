"""Amounts as people write them: memory as ``4G``, times as ``10min``."""

import re
from datetime import timedelta
from typing import Final

import typer

__all__ = ["duration", "memory_mib"]

_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def memory_mib(text: str) -> float:
    """Read an amount of memory [MiB].

    Examples
    --------
    >>> memory_mib("1.5G"), memory_mib("800 MiB")
    (1536.0, 800.0)
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?) *([MGT])(?:I?B)?", text.strip().upper())
    if found is None:
        raise typer.BadParameter(f"{text!r} is no amount of memory; give one as 4G")
    return float(found[1]) * 1024.0 ** "MGT".index(found[2])


def duration(text: str) -> timedelta:
    """Read a length of time.

    Examples
    --------
    >>> duration("10min"), duration("1.5 h")
    (datetime.timedelta(seconds=600), datetime.timedelta(seconds=5400))
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?) *(s|sec|m|min|h|d)", text.strip())
    if found is None:
        raise typer.BadParameter(f"{text!r} is no length of time; give one as 10min")
    return timedelta(**{_UNITS[found[2][0]]: float(found[1])})
