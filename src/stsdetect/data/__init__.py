"""Data that ships with stsdetect; sources and licences are in the README beside it."""

from pathlib import Path
from typing import Final

__all__ = ["FOLDER"]

FOLDER: Final = Path(__file__).parent
"""Folder of the files."""
