"""Time lines: events of the vessels of a case, in order, and of nobody else."""

import pandas as pd
from builders import at
from builders_meetings import gap, gaps, wait, waits

from stsdetect.export.timeline import list_timeline

NEAR = gap(200000001, (2, 5), (33.0, 124.0), (33.2, 124.5), suspicious=True)
LATE = gap(200000001, (200, 205), (33.0, 124.0), (33.2, 124.5))
OTHER = gap(300000003, (2, 5), (33.0, 124.0), (33.2, 124.5))


def timeline(**events: pd.DataFrame) -> list[tuple[object, ...]]:
    return list_timeline(events, [200000001, 300000002], at(0), at(60 * 72)).rows()


def test_list_timeline__tells_the_events_of_the_vessels_in_order() -> None:
    lines = timeline(
        gaps=gaps(NEAR, LATE, OTHER),
        loiterings=waits(wait(300000002, (1, 9), (33, 124))),
    )

    assert [line[2:6] for line in lines] == [
        ("loitering", 300000002, None, "drifting"),
        ("gap", 200000001, None, "suspicious"),
    ]
    assert lines[0][0] == at(60)


def test_list_timeline__an_event_that_goes_on_is_told() -> None:
    still_silent = NEAR | {"end_time": None, "open": True}

    assert len(timeline(gaps=gaps(still_silent))) == 1


def test_list_timeline__of_no_event_is_empty() -> None:
    assert timeline(gaps=gaps()) == []
