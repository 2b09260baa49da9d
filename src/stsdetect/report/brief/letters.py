"""Letters: which of them can be drawn with the font that comes with matplotlib."""

from functools import cache
from typing import Final

from matplotlib.font_manager import findfont, get_font

__all__ = ["FONT", "drawable"]

FONT: Final = "DejaVu Sans"
"""Comes with matplotlib, so that a PDF looks the same on every machine."""


def drawable(text: str) -> str:
    r"""Put ``\N{REPLACEMENT CHARACTER}`` for every letter that the font does not have.

    Examples
    --------
    >>> ascii(drawable("SEA \u9b5a"))
    "'SEA \\ufffd'"
    """
    known = _letters()
    return "".join(one if ord(one) in known else "\ufffd" for one in text)


@cache
def _letters() -> frozenset[int]:
    return frozenset(get_font(findfont(FONT)).get_charmap())
