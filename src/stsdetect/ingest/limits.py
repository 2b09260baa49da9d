"""Limits of what a source may ask of the machine that reads it; what is beyond is told.

Each is far beyond every file of AIS that we know, and can be set in ``[limits]``.
"""

from dataclasses import dataclass
from typing import Final

from stsdetect.errors import ConfigError

__all__ = ["LIMITS", "Limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one source may hold."""

    max_members: int = 10_000
    """Files in one archive, ours: a file a day of 27 years."""
    max_ratio: float = 250.0
    """Bytes unpacked by byte packed, ours: AIS shrinks to a fifth, and the most even
    file of one moored vessel that we could make to a hundredth."""
    least_unpacked_mib: float = 1_024.0
    """Ours: what unpacks to less is never refused [MiB]."""

    def __post_init__(self) -> None:
        """Refuse limits under which nothing can be read.

        Raises
        ------
        ConfigError
            A limit is not above zero.
        """
        if self.max_members < 1 or self.max_ratio < 1 or self.least_unpacked_mib <= 0:
            raise ConfigError("limits: each must be above zero, max_ratio at least 1")

    def holds(self, n_unpacked: int, n_packed: int) -> bool:
        """Tell whether so many bytes may come out of so many.

        Examples
        --------
        >>> LIMITS.holds(2**36, 2**30), LIMITS.holds(2**40, 2**20)
        (True, False)
        """
        least = self.least_unpacked_mib * 2**20
        return n_unpacked <= max(least, self.max_ratio * n_packed)


LIMITS: Final = Limits()
"""Our own limits, each with its reason beside it."""
