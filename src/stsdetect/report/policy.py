"""Policy: what a browser lets a page do, so that a name in AIS can do nothing."""

import base64
import hashlib
from collections.abc import Sequence
from typing import Final

__all__ = ["content_policy"]

_NONE: Final = "'none'"
_ALWAYS: Final = (
    "style-src 'unsafe-inline'",  # bokeh sets styles on its elements
    "img-src data: blob:",
    "font-src data:",
    "base-uri 'none'",
    "form-action 'none'",
)


def content_policy(scripts: Sequence[str], *, asks: bool = False) -> str:
    """Write a policy that lets the given scripts run, and no other.

    Parameters
    ----------
    scripts : sequence of str
        Text of each script element, to the last character.
    asks : bool
        The page may ask the server that it came from; else it asks nobody.

    References
    ----------
    W3C, Content Security Policy Level 3, section 6.7.3, "Does element match source
    list for type and source?".

    Examples
    --------
    >>> content_policy([]).split("; ")[:2]
    ["default-src 'none'", "script-src 'none'"]
    """
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    own = ["connect-src 'self'"] if asks else []
    runs = f"script-src {allowed or _NONE}"
    return "; ".join(["default-src 'none'", runs, *own, *_ALWAYS])


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
