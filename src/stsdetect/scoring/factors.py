"""Factors: a fitted table as a file that can be read, and refused where it is old."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from stsdetect.errors import ConfigError
from stsdetect.scoring.evidence import CAPS, EVIDENCE

__all__ = ["evidence_digest", "factors_text", "read_factors"]


def read_factors(path: str | Path) -> dict[str, float]:
    """Read the factors of a fitted table, item by item.

    Parameters
    ----------
    path : str or Path
        A file that ``stsdetect train`` wrote.

    Raises
    ------
    ConfigError
        There is no such table, it is none, or it was made for other evidence.
    """
    try:
        table = json.loads(Path(path).read_text(encoding="utf-8"))
        made_for = table["evidence"]
        factors = {row["item"]: float(row["factor"]) for row in table["factors"]}
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{path}: no table of fitted factors") from error
    if made_for != evidence_digest():
        raise ConfigError(
            f"{path}: made for evidence {made_for}, this version has "
            f"{evidence_digest()}; make it again with stsdetect train"
        )
    return factors


def factors_text(fitted: pd.DataFrame, made_from: Mapping[str, Any]) -> str:
    """Write a fitted table as JSON, one item to a line.

    Parameters
    ----------
    fitted : DataFrame
        As :func:`~stsdetect.scoring.fit.fit_factors` gives it.
    made_from : mapping
        What it was learned from: seeds, counts, config hash, version.
    """
    rows = ",\n".join(
        f"    {json.dumps(row, ensure_ascii=False)}"
        for row in fitted.to_dict("records")
    )
    about = json.dumps(dict(made_from), ensure_ascii=False, sort_keys=True)
    return (
        f'{{\n  "evidence": "{evidence_digest()}",\n  "made_from": {about},\n'
        f'  "factors": [\n{rows}\n  ]\n}}\n'
    )


def evidence_digest() -> str:
    """First 16 hexadecimal digits of the SHA-256 of all evidence and its caps.

    It changes with the name, group, kinds or weights of any item.
    """
    said = [[one.name, one.group, list(one.kinds), one.weighed] for one in EVIDENCE]
    text = json.dumps([said, CAPS], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
