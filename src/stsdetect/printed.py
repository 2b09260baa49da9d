"""Printed text: what would steer a terminal or turn the line is shown, not done."""

import re
from typing import Final

__all__ = ["printed"]

_STEERS: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
"""Control characters but tab and line feed (ISO 6429), what turns the direction of
letters (Unicode Standard Annex 9), and what shows nothing
(``Default_Ignorable_Code_Point`` of Annex 44, the most of it)."""


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
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
