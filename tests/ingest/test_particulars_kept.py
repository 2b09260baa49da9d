from datetime import datetime
from typing import Any

import polars as pl
import pytest
from builders import at
from hypothesis import given, settings
from hypothesis import strategies as st

from stsdetect.ingest.identity import HEARD_SCHEMA, find_changes, first_heard, gather
from stsdetect.ingest.particulars import clean_text_particulars
from stsdetect.schema import VESSELS


def said(minute: float, mmsi: int = 412000001, **particulars: Any) -> dict[str, Any]:
    return {
        "mmsi": mmsi,
        "timestamp": at(minute),
        "source_id": "test",
        "source_row": int(minute) + 2,
        **particulars,
    }


def heard(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=HEARD_SCHEMA)


def changes(*rows: dict[str, Any]) -> pl.DataFrame:
    return find_changes(first_heard(heard(*rows)), VESSELS.empty_polars())


def text(**particulars: str) -> dict[str, Any]:
    row = {"mmsi": [1], "timestamp": [at(0)], "source_row": [2]}
    clean = clean_text_particulars(
        pl.DataFrame(row | {name: [value] for name, value in particulars.items()})
    )
    return clean.row(0, named=True) if clean.height else {}


def times(frame: pl.DataFrame) -> list[datetime]:
    return frame["valid_from"].to_list()


def test_find_changes__a_new_name_is_a_row() -> None:
    found = changes(
        said(0, shipname="A"), said(60, shipname="A"), said(120, shipname="B")
    )

    assert times(found) == [at(0), at(120)]
    VESSELS.check(found)
    VESSELS.check_key(found)


def test_find_changes__a_missing_value_says_nothing() -> None:
    found = changes(
        said(0, shipname="A", imo=9074729),
        said(60, imo=9074729),
        said(120, shipname="A"),
    )

    assert times(found) == [at(0)]


def test_find_changes__parts_of_one_instant_are_joined() -> None:
    found = changes(said(0, shipname="A"), said(0, callsign="V7AB"))

    assert found.select("shipname", "callsign").rows() == [("A", "V7AB")]


def test_find_changes__particulars_of_another_vessel_do_not_flow_over() -> None:
    found = changes(said(0, 1, shipname="A"), said(60, 2, callsign="V7AB"))

    assert found["shipname"].to_list() == ["A", None]


ROWS = st.lists(
    st.builds(
        said,
        st.integers(0, 240),
        st.sampled_from([1, 2]),
        shipname=st.sampled_from(["A", "B", None]),
        draught=st.sampled_from([7.0, 8.0, None]),
    ),
    max_size=12,
)


@settings(max_examples=40)
@given(ROWS, st.randoms(use_true_random=False), st.integers(0, 12))
def test_find_changes__order_and_parts_do_not_matter(
    rows: list[dict[str, Any]], random: Any, cut: int
) -> None:
    at_once = changes(*rows)
    random.shuffle(rows)

    parts = [first_heard(heard(*part)) for part in (rows[:cut], rows[cut:])]

    joined = first_heard(pl.concat(parts))
    assert find_changes(joined, VESSELS.empty_polars()).equals(at_once)


@settings(max_examples=40)
@given(ROWS, st.integers(0, 241))
def test_find_changes__goes_on_from_what_was_known(
    rows: list[dict[str, Any]], minute: int
) -> None:
    early = [row for row in rows if row["timestamp"] < at(minute)]
    late = [row for row in rows if row["timestamp"] >= at(minute)]

    before = changes(*early)
    after = find_changes(
        first_heard(heard(*late)),
        before.unique("mmsi", keep="last", maintain_order=True),
    )

    assert pl.concat([before, after]).sort(VESSELS.key).equals(changes(*rows))


def test_gather__keeps_the_first_of_each_hour() -> None:
    rows = heard(
        said(70, shipname="A"), said(5, shipname="A"), said(1, shipname="A")
    ).select("mmsi", "timestamp", "shipname", "source_row")

    assert sorted(gather(rows)["timestamp"].to_list()) == [at(1), at(70)]


@pytest.mark.parametrize(
    ("written", "number"),
    [("IMO9074729", 9074729), ("9074729.0", 9074729), ("9074720", None), ("0", None)],
)
def test_clean_text_particulars__an_imo_number_has_its_check_digit(
    written: str, number: int | None
) -> None:
    assert text(imo=written, shipname="A")["imo"] == number


def test_clean_text_particulars__text_loses_padding_and_control_characters() -> None:
    clean = text(shipname=" MV\x00\tSTAR  @@@@", callsign="@@@@@@@", destination="None")

    assert (clean["shipname"], clean["callsign"]) == ("MV STAR", None)
    assert clean["destination"] is None


@pytest.mark.parametrize(
    ("written", "code"),
    [("80", 80), ("80.0", 80), ("Tanker", 80), ("0", None), ("Undefined", None)],
)
def test_clean_text_particulars__a_type_is_a_code_or_a_word(
    written: str, code: int | None
) -> None:
    assert text(ship_type=written, shipname="A")["ship_type"] == code


def test_clean_text_particulars__zeros_are_not_available() -> None:
    clean = text(
        to_bow_m="0", to_stern_m="0", to_port_m="0", to_starboard_m="9", draught="0"
    )

    assert (clean["to_bow_m"], clean["length_m"], clean["draught"]) == (None,) * 3
    assert (clean["to_port_m"], clean["beam_m"]) == (0.0, 9.0)


@pytest.mark.parametrize(
    "written",
    ["2024-03-04T05:06:00", "04/03/2024 05:06:00", "03-04 05:06", "3/4 5:06"],
)
def test_clean_text_particulars__an_arrival_has_no_year(written: str) -> None:
    assert text(eta=written)["eta"] == "03-04T05:06"


def test_clean_text_particulars__a_row_that_says_nothing_is_dropped() -> None:
    assert text(shipname="@@@", imo="0") == {}
