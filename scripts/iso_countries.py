"""Country codes: two letters to three, as ISO 3166-1 of the package iso3166."""

import runpy
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from scripts.fetch_package import fetch_package

__all__ = ["read_countries"]

PACKAGE: Final = "iso3166==3.0.0"
SHA256: Final = "990b1e6a433ffd89d67da8ca16f40a2af107aba1660b255a38dbd36ad221090b"
BESIDE: Final = {"UK": "GBR"}
"""Codes that lists use beside the standard."""


def read_countries() -> dict[str, str]:
    """Give each two-letter code its three letters."""
    with tempfile.TemporaryDirectory() as folder:
        archive = fetch_package(PACKAGE, SHA256, Path(folder))
        with zipfile.ZipFile(archive) as package:
            path = package.extract("iso3166/__init__.py", folder)
            module = runpy.run_path(path)
    return BESIDE | {
        code: row.alpha3 for code, row in module["countries_by_alpha2"].items()
    }
