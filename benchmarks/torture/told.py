"""Told: what a part of the torture found, kept so that the page can be written anew."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from stsdetect.software import code_sha256

__all__ = ["Told", "chosen_of", "keep_told", "read_told", "renewed"]

Found = Mapping[str, tuple[Sequence[str], Sequence[str]]]
_FOLDER = Path(__file__).with_name("told")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a part found, as rows of a table.

    Attributes
    ----------
    command : str
        By which it can be had again.
    rows : sequence of sequences of str
        Of the table that the page has for this part.
    words : sequence of str
        What is to be said below the table.
    findings : sequence of str
        What is not as it has to be.
    day, code : str
        When it was found, and a hash of the code that it was found with.
    """

    command: str
    rows: Sequence[Sequence[str]]
    words: Sequence[str] = ()
    findings: Sequence[str] = ()
    day: str = field(default_factory=lambda: f"{datetime.now(UTC):%Y-%m-%d}")
    code: str = field(default_factory=lambda: code_sha256()[:16])


def keep_told(part: str, told: Told) -> None:
    """Keep what a part found in place of what it had found before."""
    _FOLDER.mkdir(exist_ok=True)
    text = json.dumps(asdict(told), indent=1, ensure_ascii=False)
    (_FOLDER / f"{part}.json").write_text(f"{text}\n", encoding="utf-8")


def chosen_of(names: Iterable[str], parsers: str) -> list[str]:
    """Give the names that have one of the words asked for, parted by commas."""
    words = parsers.split(",")
    return [name for name in names if any(word in name for word in words)]


def renewed(part: str, command: str, names: Iterable[str], found: Found) -> Told:
    """Put what was found of some parsers in place of what a part told of them.

    What it told of the others stays; each row ends with the code that it was found
    with.

    Parameters
    ----------
    part, command : str
        Which part, and how all of it can be had.
    names : iterable of str
        Of all parsers, in the order of the table.
    found : mapping of str to pair of sequences
        Row and findings by the name of the parser; findings begin with it.
    """
    before = read_told(part) or Told(command="", rows=[])
    code = code_sha256()[:8]
    rows = {row[0]: row for row in before.rows}
    rows |= {name: [*row, code] for name, (row, _) in found.items()}
    old = [one for one in before.findings if one.partition(": ")[0] not in found]
    new = [one for _, findings in found.values() for one in findings]
    return Told(
        command=command,
        rows=[rows[name] for name in names if name in rows],
        words=before.words,
        findings=[*old, *new],
    )


def read_told(part: str) -> Told | None:
    """Read what a part found when it was last run, None where it never was."""
    try:
        text = (_FOLDER / f"{part}.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return Told(**json.loads(text))
