"""Light: elevation of the sun against another formula, and the share of night."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.context.light import night_share, solar_elevation_deg

SOLSTICE = datetime(2024, 6, 20, 20, 51, tzinfo=UTC)
"""Northern solstice of 2024, by the almanac."""


def elevation(time: datetime, lat: float, lon: float) -> float:
    ms = round(time.timestamp() * 1000)
    return float(solar_elevation_deg([ms], [lat], [lon])[0])


def spencer_elevation_deg(time: datetime, lat: float, lon: float) -> float:
    """Slow and apart: Fourier series of Spencer (1971), Search 2(5), 172."""
    year_start = datetime(time.year, 1, 1, tzinfo=UTC)
    gamma = 2 * math.pi * ((time - year_start) / timedelta(days=365.24))
    declination = (
        0.006918
        - 0.399912 * math.cos(gamma)
        + 0.070257 * math.sin(gamma)
        - 0.006758 * math.cos(2 * gamma)
        + 0.000907 * math.sin(2 * gamma)
        - 0.002697 * math.cos(3 * gamma)
        + 0.00148 * math.sin(3 * gamma)
    )
    equation_min = 229.18 * (
        0.000075
        + 0.001868 * math.cos(gamma)
        - 0.032077 * math.sin(gamma)
        - 0.014615 * math.cos(2 * gamma)
        - 0.040849 * math.sin(2 * gamma)
    )
    minutes = time.hour * 60 + time.minute + time.second / 60
    angle = math.radians((minutes + equation_min) / 4 + lon - 180)
    phi = math.radians(lat)
    sine = math.sin(phi) * math.sin(declination) + math.cos(phi) * math.cos(
        declination
    ) * math.cos(angle)
    return math.degrees(math.asin(max(-1.0, min(1.0, sine))))


@given(
    st.datetimes(datetime(2010, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001
    st.floats(-80, 80),
    st.floats(-180, 180),
)
def test_solar_elevation_deg__agrees_with_another_formula(
    time: datetime, lat: float, lon: float
) -> None:
    time = time.replace(tzinfo=UTC, microsecond=0)

    assert elevation(time, lat, lon) == pytest.approx(
        spencer_elevation_deg(time, lat, lon), abs=1.0
    )


def test_solar_elevation_deg__stands_at_the_tropic_on_the_solstice() -> None:
    noon = SOLSTICE.replace(hour=12, minute=2)

    assert elevation(noon, 23.44, 0.0) == pytest.approx(90, abs=0.2)


def events(start: datetime, hours: float, lat: float, lon: float) -> pd.DataFrame:
    times = pd.to_datetime([start, start + timedelta(hours=hours)]).as_unit("ms")
    return pd.DataFrame(
        {
            "start_time": times[:1],
            "end_time": times[1:],
            "lat": [lat],
            "lon": [lon],
        }
    )


def test_night_share__of_a_night_and_of_a_day_off_korea() -> None:
    midnight = datetime(2024, 3, 20, 13, tzinfo=UTC)  # 21:20 by the sun at 125° E
    noon = datetime(2024, 3, 20, 1, tzinfo=UTC)

    assert night_share(events(midnight, 4, 38.5, 125.0)).tolist() == [1.0]
    assert night_share(events(noon, 4, 38.5, 125.0)).tolist() == [0.0]


def test_night_share__of_a_day_is_the_length_of_the_night() -> None:
    day = events(datetime(2024, 3, 20, tzinfo=UTC), 24, 0.0, 125.0)

    # 12 h between sunset and sunrise, less 24 min of civil twilight on both sides.
    assert night_share(day)[0] == pytest.approx(11.2 / 24, abs=0.03)


def test_night_share__without_a_place_is_missing() -> None:
    assert np.isnan(night_share(events(SOLSTICE, 2, np.nan, 125.0))).all()


def test_night_share__of_no_event_is_empty() -> None:
    assert night_share(events(SOLSTICE, 2, 0.0, 0.0).iloc[:0]).shape == (0,)
