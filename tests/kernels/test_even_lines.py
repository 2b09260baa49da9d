"""Even lines, against a slow count."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.kernels.lines import count_even_lines

texts = st.lists(st.text(alphabet='a,"', max_size=6), max_size=6).map(
    lambda lines: "".join(line + "\n" for line in lines).encode()
)


@given(texts, st.integers(0, 3))
def test_count_even_lines__counts_as_a_slow_loop_does(
    text: bytes, n_separators: int
) -> None:
    lines = text.split(b"\n")[:-1]
    even = all(b'"' not in one and one.count(b",") == n_separators for one in lines)

    found = count_even_lines(np.frombuffer(text, np.uint8), ord(","), n_separators)

    assert found == (len(lines) if even else -1)
