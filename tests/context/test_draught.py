"""Draught of both vessels: before against after, the one that held longest."""

import polars as pl
import pytest
from builders_dossier import DAY, HOUR, bare_lead
from builders_events import NOBODY, A, B, vessel

from stsdetect.context.draught import measure_draught


def changes(
    *told: pl.DataFrame, lead: pl.DataFrame | None = None
) -> tuple[object, ...]:
    measured = measure_draught(
        bare_lead() if lead is None else lead, pl.concat([NOBODY, *told])
    )
    return measured.row(0)


def test_measure_draught__one_rises_the_other_sinks() -> None:
    told = [
        vessel(A, -DAY, draught=7.0),
        vessel(A, 12 * HOUR, draught=6.2),
        vessel(B, -2 * DAY, draught=3.0),
        vessel(B, 6 * HOUR, draught=3.9),
    ]

    assert changes(*told) == (-0.8, 0.9)


def test_measure_draught__nothing_new_is_zero_and_nothing_told_is_missing() -> None:
    assert changes(vessel(A, -DAY, draught=7.0)) == (0.0, None)
    assert changes(vessel(A, 6 * HOUR, draught=7.0)) == (None, None)
    assert changes(vessel(A, -DAY)) == (None, None)


@pytest.mark.parametrize("minute", [-0.5 * HOUR, 4.5 * HOUR, 4 * HOUR + 3 * DAY + 1])
def test_measure_draught__what_is_entered_beside_or_long_after_is_left_out(
    minute: float,
) -> None:
    told = [vessel(A, -DAY, draught=7.0), vessel(A, minute, draught=5.0)]
    settled = minute < 5 * HOUR  # an hour after the end the new draught holds

    assert changes(*told)[0] == (-2.0 if settled else 0.0)


def test_measure_draught__a_slip_of_the_crew_does_not_count() -> None:
    told = [
        vessel(A, -2 * DAY, draught=7.0),
        vessel(A, -DAY, draught=70.0 / 4),
        vessel(A, -DAY + 30, draught=7.0),
        vessel(A, 8 * HOUR, draught=6.5),
    ]

    assert changes(*told)[0] == -0.5


def test_measure_draught__a_change_of_name_is_no_change_of_draught() -> None:
    told = [
        vessel(A, -DAY, draught=7.0, shipname="SIM"),
        vessel(A, 8 * HOUR, draught=7.0, shipname="SAMPLE"),
    ]

    assert changes(*told) == (0.0, None)


def test_measure_draught__one_vessel_alone_has_one_change() -> None:
    told = [vessel(A, -DAY, draught=7.0), vessel(A, 8 * HOUR, draught=6.0)]

    assert changes(*told, lead=bare_lead((A, None))) == (-1.0, None)
