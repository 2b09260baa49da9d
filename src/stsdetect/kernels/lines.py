"""Lines of delimited text: whether every one of them is as it should be."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["count_even_lines"]

_FEED: Final = ord("\n")
_QUOTE: Final = ord('"')


@njit(cache=True, nogil=True)
def count_even_lines(
    buffer: NDArray[np.uint8], separator: int, n_separators: int
) -> int:
    r"""Count the lines of a text in which each has its separators and none a quote.

    Parameters
    ----------
    buffer : (n,) array
        Bytes that end in a line feed.
    separator : int
        Byte between values.
    n_separators : int
        Wanted on each line.

    Returns
    -------
    int
        Lines, or −1 when a line has more or fewer separators, or a quote.

    Examples
    --------
    >>> count_even_lines(np.frombuffer(b"1,2\n3,4\n", np.uint8), ord(","), 1)
    2
    >>> count_even_lines(np.frombuffer(b"1,2,3\n4\n", np.uint8), ord(","), 1)
    -1
    >>> count_even_lines(np.frombuffer(b"", np.uint8), ord(","), 1)
    0
    """
    n_lines, n_found = 0, 0
    for byte in buffer:
        if byte == separator:
            n_found += 1
        elif byte == _FEED:
            if n_found != n_separators:
                return -1
            n_lines += 1
            n_found = 0
        elif byte == _QUOTE:
            return -1
    return n_lines
