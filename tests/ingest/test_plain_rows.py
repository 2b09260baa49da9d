"""Plain rows are read by kernels, all others as text: the values are the same."""

from dataclasses import replace

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from stsdetect.ingest.delimited import TextDecoder, tabulate
from stsdetect.ingest.identity import gather
from stsdetect.ingest.layout import Layout, find_layout
from stsdetect.ingest.plain_rows import can_be_plain, read_plain_rows
from stsdetect.ingest.text_rows import Decoded, tabulate_text

HEADER = (
    "mmsi,timestamp,lat,lon,sog,cog,heading,status,msgtype,class,mobiletype,"
    "receivertype,name,length\n"
)


def either(*texts: str) -> st.SearchStrategy[str]:
    return st.sampled_from(texts)


ROW = st.tuples(
    either("412000001", "412000002", "0", "4.5", "1e8", "", "x", " 412000001"),
    either(
        *("2024-03-01T00:00:00", "2024-03-01 00:00:00.5Z", "2024-03-01 09:00:00+09:00"),
        *("2024-03-01T00:00:00 UTC", "2024-02-30T00:00:00", "soon", "2024-03-01 00:00"),
    ),
    either("35", "-35.123456", "91", "90", "nan", "", " 35 ", "-0.0", "3.5e1"),
    either("123", "181", "-180.0", "180.00001", "None", "123.12345678901234567"),
    either("", "0", "102.2", "102.3", "102.20001", "-1", "4.15", "fast"),
    either("", "0", "359.9", "360", "-109.6", "-49.6", "204.75"),
    either("", "511", "359", "90.5"),
    either("", "0", "15", "At anchor", "moored", "7.0", "?"),
    either("", "1", "AIS.27", "5", "4", "24", "99", "0", "18"),
    either("", "A", "b", "Class A"),
    either("", "Class B", "Base Station", "AtoN"),
    either("", "sat", "TERRESTRIAL"),
    either("", "STAR", "B\u00f8RGE", '"STAR, THE"', "MV 12"),
    either("", "180", "0"),
).map(",".join)


def layout_of(**changes: object) -> Layout:
    row = "1,2024-03-01T00:00:00" + "," * 12
    layout = find_layout((HEADER + row).encode(), "a.csv")
    assert layout is not None
    return replace(layout, **changes)  # type: ignore[arg-type]


def as_text(block: bytes, layout: Layout) -> Decoded:
    numbers = pl.int_range(2, 2 + block.count(b"\n"), eager=True).to_numpy()
    return tabulate_text(block, numbers, layout)


@settings(max_examples=150)
@given(
    st.lists(ROW, min_size=1, max_size=5),
    st.sampled_from([{}, {"wrapped_cog": True, "factors": {"sog": 0.1}}]),
)
def test_tabulate__both_ways_of_reading_give_the_same(
    rows: list[str], changes: dict[str, object]
) -> None:
    layout = layout_of(**changes)
    block = "".join(f"{row}\n" for row in rows).encode()

    found = tabulate(block, 2, layout)

    slow = as_text(block, layout)
    assert found.tables.n_rows == {k: n for k, n in slow.tables.n_rows.items() if n} | {
        k: n for k, n in found.tables.n_rows.items() if not n
    }
    for name in ("positions", "rejects"):
        ours, theirs = getattr(found.tables, name), getattr(slow.tables, name)
        assert ours.sort("source_row").equals(theirs.sort("source_row"))
    said = gather(found.said).sort("source_row")
    assert said.equals(slow.said.sort("source_row"))


def test_read_plain_rows__a_usual_row_is_plain() -> None:
    rows = "412000001,2024-03-01T00:00:00,35.5,123.25,4.1,90,91,0,1,A,,,STAR,180\n"

    plain = read_plain_rows((rows * 3 + "ragged\n").encode(), layout_of())

    assert plain.lines.tolist() == [0, 1, 2]
    assert plain.rest.tolist() == [3]
    assert plain.rows["said"].n_unique() == 1


def test_can_be_plain__not_what_only_text_can_tell() -> None:
    assert can_be_plain(layout_of())
    for changes in (
        {"time_zone": "Asia/Seoul"},
        {"ids": "text"},
        {"decimal_comma": True},
        {"time_format": "%d.%m.%Y"},
    ):
        assert not can_be_plain(layout_of(**changes))


def test_text_decoder__numbers_of_lines_go_on_behind_short_lines() -> None:
    text = (HEADER + "\n" * 300_000 + "ragged\n").encode()
    layout = find_layout(text[:1000] + b"1,2024-03-01T00:00:00" + b"," * 12, "a.csv")
    assert layout is not None

    tables = TextDecoder(layout).feed(text)

    assert tables.rejects["source_row"].to_list() == [300_002]
