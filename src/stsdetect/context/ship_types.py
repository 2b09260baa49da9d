"""Ship types: the code of AIS in words."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from stsdetect import data

__all__ = ["ship_type_name"]


def ship_type_name(code: ArrayLike | Sequence[float | None]) -> NDArray[np.object_]:
    """Name the type of ship and cargo (ITU-R M.1371-5, annex 8, table 53).

    The second digit, cargo by hazard, is left out: the words tell one kind of vessel
    from another. 31 and 32, the long tow, share a word, so do the spares 56 and 57.

    Parameters
    ----------
    code : (n,) array
        Codes as broadcast; any may be missing.

    Returns
    -------
    (n,) array
        Words; None for a missing code, a reserved one, and one outside 1 … 99.

    Examples
    --------
    >>> ship_type_name([70, 84, 52, 0, None]).tolist()
    ['cargo', 'tanker', 'tug', None, None]
    """
    codes = pd.array(np.atleast_1d(np.asarray(code, dtype=np.float64)), dtype="Float64")
    whole = codes.to_numpy(dtype=np.float64, na_value=-1.0)
    index = np.where((whole >= 0) & (whole <= 99), whole, 0).astype(np.int64)
    return _words()[index]


@cache
def _words() -> NDArray[np.object_]:
    table = pd.read_csv(data.FOLDER / "ship_types.csv")
    words = np.full(100, None, dtype=np.object_)
    for first, last, name in table.itertuples(index=False):
        words[first : last + 1] = name
    return words
