"""Scratch: where copies lie of runs whose home is an object store."""

import hashlib
import os
import re
from pathlib import Path
from typing import Final

__all__ = ["SCRATCH", "scratch_of"]

SCRATCH: Final = "STSDETECT_SCRATCH"
"""Names the folder in the environment; workers of a cluster have to share it."""

_UNUSUAL: Final = re.compile(r"[^\w.-]")


def scratch_of(root: str) -> Path:
    """Give the folder of copies of what lies at an address, without its last slash."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(os.environ.get(SCRATCH) or Path(cache) / "stsdetect")
    name = _UNUSUAL.sub("_", root.rpartition("/")[2])
    # Names may be equal in two places.
    return folder / f"{name}-{hashlib.sha256(root.encode()).hexdigest()[:8]}"
