"""Factors: a fitted table as a file that can be read, and refused where it is old."""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from stsdetect.data import FOLDER
from stsdetect.errors import ConfigError
from stsdetect.scoring.evidence import CAPS, EVIDENCE
from stsdetect.scoring.weighting import Weighting

__all__ = [
    "FITTED",
    "evidence_digest",
    "no_table",
    "read_factors",
    "read_kinds",
    "read_made_from",
]

FITTED: Final = FOLDER / "weights" / "fitted.json"
"""The fitted table that ships."""


def read_factors(path: str | Path) -> dict[str, Weighting]:
    """Read a fitted table: how the evidence of each kind counts.

    Parameters
    ----------
    path : str or Path
        A file that ``stsdetect train`` wrote.

    Returns
    -------
    dict of str to Weighting
        Of the kinds that the table names.

    Raises
    ------
    ConfigError
        There is no such table, it is none, or it was made for other evidence.
    """
    kinds = read_kinds(path)
    try:
        return {
            kind: Weighting(
                offset=float(one["offset"]),
                slope=float(one["slope"]),
                factors={row["item"]: float(row["factor"]) for row in one["factors"]},
            )
            for kind, one in kinds.items()
        }
    except (ValueError, KeyError, TypeError) as error:
        raise no_table(path) from error


def evidence_digest() -> str:
    """First 16 hexadecimal digits of the SHA-256 of all evidence and its caps.

    It changes with the name, group, kinds or weights of any item.
    """
    said = [[one.name, one.group, list(one.kinds), one.weighed] for one in EVIDENCE]
    text = json.dumps([said, CAPS], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_made_from(path: str | Path) -> dict[str, Any]:
    """Read what a table was learned from; raises as :func:`read_factors`."""
    made_from: dict[str, Any] = _read(path)["made_from"]
    return made_from


def read_kinds(path: str | Path) -> dict[str, Any]:
    """Read what a table says of each kind; raises as :func:`read_factors`."""
    table = _read(path)
    if table["evidence"] != evidence_digest():
        raise ConfigError(
            f"{path}: made for evidence {table['evidence']!s:.60}, this version has "
            f"{evidence_digest()}; make it again with stsdetect train"
        )
    kinds: dict[str, Any] = table["kinds"]
    return kinds


def no_table(path: str | Path) -> ConfigError:
    """Say that a file is no table of what was learned."""
    return ConfigError(f"{path}: no table of fitted factors")


def _read(path: str | Path) -> dict[str, Any]:
    try:
        table = json.loads(Path(path).read_text(encoding="utf-8"))
        whole = {name: table[name] for name in ("evidence", "made_from", "kinds")}
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise no_table(path) from error
    if not isinstance(whole["kinds"], dict) or not isinstance(whole["made_from"], dict):
        raise no_table(path)
    return whole
