"""Pieces of a block: no more lines than may be, none lost, wherever one looks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.ingest import message_tables
from stsdetect.ingest.message_tables import cut_lines


@given(
    st.text(alphabet="\n\na", max_size=60).map(lambda text: f"{text}\n".encode()),
    st.integers(1, 7),
    st.integers(1, 9),
)
def test_cut_lines__gives_whole_lines_so_many_at_most(
    block: bytes, most: int, size: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(message_tables, "MAX_LINES", most)
        patch.setattr(message_tables, "_SLICE", size)
        pieces = list(cut_lines(block))

    lines = block.splitlines(keepends=True)
    wanted = [
        b"".join(lines[first : first + most]) for first in range(0, len(lines), most)
    ]
    assert pieces == wanted
