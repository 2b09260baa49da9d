"""Builders of damage: Parquet that was changed by who knows what hurts."""

import re
from pathlib import Path

_PAGE = re.compile(rb"\x15\x00\x15.{1,2}?\x15.{1,2}?,\x15(.)", re.DOTALL)
"""A page begins so: its kind, both sizes, and then how many values it has."""


def have_less_than_no_values(file: Path) -> int:
    """Let each page of a file have less than no values; give how many there are."""
    content = bytearray(file.read_bytes())
    pages = list(_PAGE.finditer(bytes(content)))
    for page in pages:
        content[page.start(1)] |= 1  # the sign of a number in Thrift's compact form
    file.write_bytes(content)
    return len(pages)
