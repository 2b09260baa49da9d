"""Lines of a block, against a slow look at each line by itself."""

import csv

from hypothesis import given
from hypothesis import strategies as st

from stsdetect.ingest.lines import RAGGED, STRAY_QUOTE, pick_lines, sort_lines

LINES = st.lists(
    st.text(alphabet='ab,"\r ', max_size=8).filter(lambda line: "\r" not in line[:-1]),
    max_size=8,
)


def values_of(line: str) -> list[str] | None:
    """Parse a line whose quotes are around values, or all of them inside."""
    edges = [
        piece for piece in line.split(",") if piece[:1] == '"' or piece[-1:] == '"'
    ]
    if '"' in line and not edges:
        return line.split(",")
    try:
        (values,) = csv.reader([line], strict=True)
    except (csv.Error, ValueError):
        return None
    return values


@given(LINES)
def test_sort_lines__each_line_is_a_row_or_a_fault_or_blank(lines: list[str]) -> None:
    block = "".join(line + "\n" for line in lines).encode()

    found = sort_lines(block, ",", 3)

    numbers = sorted(
        [int(i) for group in found.groups for i in group.numbers] + list(found.faults)
    )
    filled = [i for i, line in enumerate(lines) if line.strip()]
    assert [i for i in numbers if lines[i].strip()] == filled
    assert len(set(numbers)) == len(numbers)


@given(LINES)
def test_sort_lines__a_row_has_its_values_by_the_rules_of_csv(lines: list[str]) -> None:
    block = "".join(line + "\n" for line in lines).encode()

    found = sort_lines(block, ",", 3)

    for group in found.groups:
        texts = group.text.decode().split("\n")[:-1]
        assert texts == [lines[i] for i in group.numbers]
        for text in texts:
            values = values_of(text.rstrip("\r"))
            assert values is not None
            assert len(values) == 3


def test_sort_lines__one_short_and_one_long_line_are_two_faults() -> None:
    found = sort_lines(b"1,2,3\n1,2\n1,2,3,4\n", ",", 3)

    assert found.faults == {1: RAGGED, 2: RAGGED}
    assert [group.text for group in found.groups] == [b"1,2,3\n"]


def test_sort_lines__a_stray_quote_is_a_fault_of_its_line() -> None:
    found = sort_lines(b'1,"2,3\n1,"2",3\n', ",", 3)

    assert found.faults == {0: STRAY_QUOTE}
    assert [group.text for group in found.groups] == [b'1,"2",3\n']


def test_sort_lines__a_quote_inside_a_value_is_a_letter() -> None:
    (group,) = sort_lines(b'1,MV 12" PIPE,3\n', ",", 3).groups

    assert not group.quoted


def test_pick_lines__gives_them_without_their_end() -> None:
    assert pick_lines(b"a\r\nb\nc\n", [0, 2]) == [b"a", b"c"]
