"""Pictures: a figure as bytes that are the same each time."""

from io import BytesIO
from typing import Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure

__all__ = ["picture"]

_NO_DATE: Final[dict[str, dict[str, Any]]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
}


def picture(figure: Figure, form: str) -> bytes:
    """Draw a figure as PNG or SVG; the same figure gives the same bytes.

    Parameters
    ----------
    figure : Figure
        Left as it is.
    form : str
        ``png`` or ``svg``.
    """
    target = BytesIO()
    with mpl.rc_context({"svg.hashsalt": "stsdetect", "svg.fonttype": "path"}):
        figure.savefig(target, format=form, dpi=110, metadata=_NO_DATE[form])
    return target.getvalue()
