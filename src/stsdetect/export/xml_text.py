"""Text that XML can hold: control and other forbidden characters left out."""

import re
from typing import Final

__all__ = ["xml_text"]

_FORBIDDEN: Final = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
"""All but the production ``Char`` of XML 1.0, fifth edition, section 2.2."""


def xml_text(text: str) -> str:
    r"""Leave out what no XML document may hold, as a workbook and KML are.

    Examples
    --------
    >>> xml_text("SEA\x1b[31m <STAR>")
    'SEA[31m <STAR>'
    """
    return _FORBIDDEN.sub("", text)
