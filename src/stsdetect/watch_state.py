"""What a watch remembers from round to round: files seen, and whether all is well."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from stsdetect.disk.files import written_whole
from stsdetect.ingest.store_files import SOURCES_FILE

__all__ = [
    "HEALTH",
    "Health",
    "Seen",
    "Stamp",
    "read_seen",
    "write_health",
    "write_seen",
]

HEALTH: Final = "health.json"
"""How the watch is, for whoever asks: a person, or a monitor that reads its time."""

_SEEN: Final = "watch.json"

_NO_STATE: Final = (
    *(OSError, ValueError, LookupError, TypeError, AttributeError),
    *(OverflowError, RecursionError),
)
"""What the reading of a file raises that no watch wrote."""

Stamp = tuple[int, int]
"""Size of a file, and when it changed [ns]: what differs is another file."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Files that good rounds have read, by path, for one set of parameters."""

    parameters: str = ""
    files: Mapping[str, Stamp] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a watch is.

    Attributes
    ----------
    state : str
        ``waiting``, ``working`` or ``stopped``.
    process : int
        Whose file this is.
    n_rounds : int
        Rounds since the start.
    last_round, last_good_round : str, optional
        When they ended, ISO 8601.
    last_words : str
        The line of the last round.
    every_s : float
        From the start of a round to the next.
    """

    state: str
    every_s: float
    process: int = field(default_factory=os.getpid)
    n_rounds: int = 0
    last_round: str | None = None
    last_good_round: str | None = None
    last_words: str = ""

    def after(self, words: str, *, good: bool) -> "Health":
        """Give the health after a round."""
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return replace(
            self,
            state="waiting",
            n_rounds=self.n_rounds + 1,
            last_round=now,
            last_good_round=now if good else self.last_good_round,
            last_words=words,
        )


def write_health(out: Path, health: Health) -> None:
    """Write how the watch is."""
    with written_whole(out / HEALTH) as path:
        path.write_text(json.dumps(asdict(health), indent=2) + "\n", encoding="utf-8")


def read_seen(out: Path, parameters: str) -> Seen:
    """Read which files are known; none where the store or the parameters are others."""
    none = Seen(parameters)
    if not (out / "store" / SOURCES_FILE).is_file():
        return none
    try:
        said = json.loads((out / _SEEN).read_text(encoding="utf-8"))
        files = {
            name: (int(one[0]), int(one[1])) for name, one in said["files"].items()
        }
    except _NO_STATE:
        return none
    return Seen(parameters, files) if said.get("parameters") == parameters else none


def write_seen(out: Path, seen: Seen) -> None:
    """Write which files are known."""
    with written_whole(out / _SEEN) as path:
        path.write_text(json.dumps(asdict(seen), indent=1) + "\n", encoding="utf-8")
