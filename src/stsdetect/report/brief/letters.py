"""Letters: which can be drawn with the font of matplotlib, and how wide they are."""

from functools import cache
from typing import Final

from matplotlib.font_manager import findfont
from matplotlib.ft2font import FT2Font

__all__ = ["FONT", "drawable", "wrap"]

FONT: Final = "DejaVu Sans"
"""Comes with matplotlib, so that a PDF looks the same on every machine."""

_POINTS: Final = 100.0
_UNIT: Final = 65_536
"""Advances of FreeType are in 1/65,536 of a pixel; at 72 dpi a pixel is a point."""


def drawable(text: str) -> str:
    r"""Put ``\N{REPLACEMENT CHARACTER}`` for every letter that the font does not have.

    Examples
    --------
    >>> ascii(drawable("SEA \u9b5a"))
    "'SEA \\ufffd'"
    """
    known = _letters()
    return "".join(one if ord(one) in known else "\ufffd" for one in text)


def wrap(text: str, width_em: float) -> list[str]:
    """Cut a text into lines of at most a width [em]; a longer word is cut as well.

    Examples
    --------
    >>> wrap("iiii iiii WWWW", 3.0), wrap("WWWW", 2.0), wrap("", 2.0)
    (['iiii iiii', 'WWW', 'W'], ['WW', 'WW'], [])
    """
    lines = [""]
    for word in drawable(text).split():
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if _width_em(longer) <= width_em:
            lines[-1] = longer
            continue
        lines.append("")
        for letter in word:
            if lines[-1] and _width_em(lines[-1] + letter) > width_em:
                lines.append("")
            lines[-1] += letter
    return [line for line in lines if line]


def _width_em(text: str) -> float:
    return sum(_letter_em(letter) for letter in text)


@cache
def _letter_em(letter: str) -> float:
    font = _font()
    font.set_size(_POINTS, 72)
    return float(font.load_char(ord(letter)).linearHoriAdvance / _UNIT / _POINTS)


@cache
def _letters() -> frozenset[int]:
    return frozenset(_font().get_charmap())


@cache
def _font() -> FT2Font:
    return FT2Font(findfont(FONT))
