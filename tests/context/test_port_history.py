"""Where the vessels of a lead had been, and where they went."""

from typing import Any

import pandas as pd
import polars as pl
import pytest
from builders import at
from builders_leads import lead, leads
from builders_voyages import DAY, MEETING, A, B, silence, visit

from stsdetect.context.port_history import add_port_history
from stsdetect.schema import DARK_VOYAGES, PORT_VISITS


def told(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The lead of A and B on day 10, with what is known of ports and silences."""
    visits = [row for row in rows if "visit_id" in row]
    voyages = [row for row in rows if "voyage_id" in row]

    def table(schema: Any, found: list[dict[str, Any]]) -> pd.DataFrame:
        if not found:
            empty: pd.DataFrame = schema.empty()
            return empty
        frame: pd.DataFrame = schema.to_pandas(schema.conform(pl.DataFrame(found)))
        return frame

    one = leads(lead(1, start_min=MEETING, duration_h=24.0, **changes))
    out = add_port_history(
        one, table(PORT_VISITS, visits), table(DARK_VOYAGES, voyages)
    )
    return {str(name): value for name, value in out.iloc[0].items()}


def test_add_port_history__tells_the_port_before_and_the_one_after() -> None:
    row = told(
        visit(A, 1, "Nampo, PRK"),
        visit(A, 5, "Dalian, CHN"),
        visit(A, 12, "Wonsan, PRK"),
        visit(A, 20, "Rajin, PRK"),
        visit(B, 14, "Busan, KOR"),
    )

    assert (row["prev_port_a"], row["next_port_a"]) == ("Dalian, CHN", "Wonsan, PRK")
    assert pd.isna(row["prev_port_b"])
    assert row["next_port_b"] == "Busan, KOR"
    assert row["days_since_dprk_a"] == pytest.approx(8)
    assert row["days_to_north_korea"] == pytest.approx(1)


def test_add_port_history__passing_through_is_no_call() -> None:
    row = told(visit(A, 5, "Nampo, PRK", confidence=0.25))

    assert pd.isna(row["prev_port_a"])
    assert pd.isna(row["days_since_dprk_a"])


def test_add_port_history__in_port_meanwhile_is_no_day_away() -> None:
    row = told(visit(B, 9, "Nampo, PRK", end_time=at(20 * DAY)))

    assert row["days_since_dprk_b"] == 0
    assert row["days_to_north_korea"] == 0
    assert row["prev_port_b"] == "Nampo, PRK"


def test_add_port_history__a_long_stay_covers_a_short_one_in_it() -> None:
    row = told(
        visit(A, 1, "Nampo, PRK", end_time=at(8 * DAY)),
        silence(A, "inside", 2, 3),
    )

    assert row["days_since_dprk_a"] == pytest.approx(2)


@pytest.mark.parametrize(
    ("kind", "changes", "days"),
    [
        ("entered", {}, 3.0),
        ("left", {}, 5.0),
        ("inside", {}, 3.0),
        ("round_trip", {"suspicious": True}, 3.0),
        ("round_trip", {}, None),
        ("open", {"suspicious": True}, None),
    ],
)
def test_add_port_history__a_silence_counts_by_the_end_that_is_known(
    kind: str, changes: dict[str, Any], days: float | None
) -> None:
    row = told(silence(A, kind, 5, 7, **changes))

    if days is None:
        assert pd.isna(row["days_since_dprk_a"])
    else:
        assert row["days_since_dprk_a"] == pytest.approx(days)


def test_add_port_history__the_silence_of_the_meeting_is_no_call_as_well() -> None:
    own = silence(B, "round_trip", 9, 12, suspicious=True)
    later = silence(B, "round_trip", 13, 15, suspicious=True)

    assert pd.isna(told(own)["days_to_north_korea"])
    assert told(own, later)["days_to_north_korea"] == pytest.approx(4)


def test_add_port_history__of_one_vessel_the_other_is_missing() -> None:
    row = told(visit(A, 1, "Nampo, PRK"), mmsi_b=None, kind="loitering")

    assert row["prev_port_a"] == "Nampo, PRK"
    assert pd.isna(row["prev_port_b"])
    assert pd.isna(row["days_since_dprk_b"])


def test_add_port_history__keeps_the_order_of_leads() -> None:
    rows = leads(*(lead(n, start_min=1_000 - n, mmsi_a=A - n) for n in range(5)))

    out = add_port_history(rows, PORT_VISITS.empty(), DARK_VOYAGES.empty())

    pd.testing.assert_frame_equal(out, rows)
