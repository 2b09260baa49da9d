"""Hearing: reports during an event, and the silence about it."""

from datetime import timedelta

import polars as pl
from builders_truth import START, events

from stsdetect.evaluate.hearing import describe_hearing


def heard(mmsi: int, *hours: float) -> pl.DataFrame:
    times = [START + timedelta(hours=hour) for hour in hours]
    table = pl.DataFrame({"mmsi": [mmsi] * len(times), "timestamp": times})
    return table.cast({"timestamp": pl.Datetime("ms", "UTC")})


def test_describe_hearing__goes_by_the_vessel_that_is_heard_less() -> None:
    often = heard(1, *(8 + i / 10 for i in range(100)))
    seldom = heard(2, 9, 10, 12, 14, 19)

    told = describe_hearing(events({}), pl.concat([often, seldom]))

    # 10, 12 and 14 o'clock of a meeting of four hours
    assert told["interval_min"].item() == 80
    # from the last report of the meeting to the first after it
    assert told["silence_h"].item() == 5


def test_describe_hearing__a_silence_around_it_all_leaves_no_report() -> None:
    told = describe_hearing(
        events({}), pl.concat([heard(1, 9, 10, 14, 15), heard(2, 7, 20)])
    )

    assert told["interval_min"].item() == float("inf")
    assert told["silence_h"].item() == 13


def test_describe_hearing__a_silence_without_end_is_not_measured() -> None:
    told = describe_hearing(events({}), pl.concat([heard(1, 5, 6), heard(2, 5, 6)]))

    assert told["silence_h"].item() is None
