"""Where the project lies, and the type of the command line as tests call it."""

from collections.abc import Callable
from pathlib import Path

__all__ = ["ROOT", "Command"]

Command = Callable[..., tuple[int, str, str]]

ROOT = Path(__file__).parents[1]
