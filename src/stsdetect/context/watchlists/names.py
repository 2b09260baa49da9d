"""Names: how far two names of vessels agree, however they are written."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

__all__ = ["find_similar", "name_key", "name_similarity"]

_PREFIX: Final = re.compile(r"^(?:M\s*[/.]?\s*[TV]|MOTOR VESSEL|F\s*/\s*V)[\s.]+")
_OTHER: Final = re.compile(r"[^0-9A-Z]+")
BLOCK: Final = 2_000
"""Names compared at a time with all of a list; ours: 2 MB for a list of a thousand."""


def name_key(name: str) -> str:
    """Write a name in capitals and digits, without ``M/V`` and the like before it.

    Examples
    --------
    >>> name_key("M/T Sim-Alpha  No.8"), name_key("MV SIM"), name_key("MTWARA")
    ('SIM ALPHA NO 8', 'SIM', 'MTWARA')
    """
    bare = _PREFIX.sub("", name.upper().strip())
    return _OTHER.sub(" ", bare).strip()


def name_similarity(one: str, other: str) -> float:
    """Give 1 for the same name, 0 for nothing in common, 0 where one is empty.

    Names that differ in a number are two vessels of a fleet: 0.

    References
    ----------
    Damerau, F. J. (1964). A technique for computer detection and correction of
    spelling errors. Communications of the ACM 7(3), 171–176,
    https://doi.org/10.1145/363958.363994; here as a share of the longer name.

    Examples
    --------
    >>> name_similarity("SIM ALPHA", "SIM ALHPA") > 0.8
    True
    >>> name_similarity("SIM 1", "SIM 2"), name_similarity("", "")
    (0.0, 0.0)
    """
    if not one or not other or _digits(one) != _digits(other):
        return 0.0
    return DamerauLevenshtein.normalized_similarity(one, other)


def find_similar(
    names: Sequence[str], others: Sequence[str], least: float
) -> NDArray[np.int64]:
    """Find pairs of similar names, all against all.

    Parameters
    ----------
    names, others : sequence of str
        As :func:`name_key` gives them.
    least : float
        Least :func:`name_similarity`, above 0.

    Returns
    -------
    (m, 2) array
        Places in `names` and in `others`.

    Examples
    --------
    >>> find_similar(["SIM ALPHA", "SIM 1"], ["SIM 2", "SIM ALPHAA"], 0.85).tolist()
    [[0, 1]]
    """
    found = []
    for start in range(0, len(names), BLOCK):
        scores = process.cdist(
            names[start : start + BLOCK],
            others,
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=least,
        )
        near = np.argwhere(scores >= least)
        found += [
            (start + i, j)
            for i, j in near.tolist()
            if name_similarity(names[start + i], others[j]) >= least
        ]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _digits(name: str) -> list[str]:
    return re.findall(r"\d+", name)
