"""Target: a parser of files with a sound input."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

__all__ = ["MOST_WHOLE", "Maker", "Parse", "Target"]

MOST_WHOLE = 1_000
"""Of what is opened as a whole, with all that lies beside the file that was changed, or
found again, which takes as long as a small run; the file alone is tried by the million.
"""

Parse = Callable[[Path], object]


class Target(NamedTuple):
    """A parser with a sound input, and the end of the name that its files have.

    ``n_most`` bounds how many wrong inputs one is given where each takes long,
    ``place`` is where its file has to lie, if not anywhere.
    """

    name: str
    parse: Parse
    seed: bytes
    suffix: str = ".csv"
    n_most: int = 1 << 62
    place: Path | None = None

    def file(self, folder: Path) -> Path:
        """Give the file to write inputs to: its own place, or one in the folder."""
        return self.place or folder / f"input{self.suffix}"


Maker = Callable[[Path], Target]
"""Makes a target below an empty folder, with what lies beside its file."""
