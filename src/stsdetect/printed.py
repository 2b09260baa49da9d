"""Printed text: what would steer a terminal or turn the line is shown, not done."""

import re
from typing import Final

__all__ = ["printed"]

_STEERS: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
"""Control characters but tab and line feed (ISO 6429), and what hides letters or turns
their direction (Unicode Standard Annex 9)."""


def printed(text: str) -> str:
    r"""Write out characters that a terminal would act on.

    Examples
    --------
    >>> print(printed("SEA\x1b[31m STAR\u202e"))
    SEA\x1b[31m STAR\u202e
    """
    return _STEERS.sub(_told, text)


def _told(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
