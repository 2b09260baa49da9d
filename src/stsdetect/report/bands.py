"""Bands of likelihood: how they are named and coloured, on the map and in tables."""

from typing import Final, NamedTuple

__all__ = ["RAMP", "Band", "band_of"]


class Band(NamedTuple):
    """A band of likelihood: its least, its colour, its label."""

    least: float
    colour: str
    label: str


RAMP: Final = (
    Band(0.0, "#8d99a6", "below 20 %"),
    Band(0.2, "#e9a33b", "20 to 50 %"),
    Band(0.5, "#d1480a", "50 to 80 %"),
    Band(0.8, "#7a0403", "80 % and more"),
)
"""From low to high: dark is likely, in grey and to the colour-blind as well."""


def band_of(likelihood: float) -> int:
    """Give the number of the band, the lowest where likelihood is missing.

    Examples
    --------
    >>> band_of(0.8), band_of(0.0), band_of(float("nan"))
    (3, 0, 0)
    """
    return max(0, sum(likelihood >= band.least for band in RAMP) - 1)
