"""Pairs of silences, drawn: amid a sea, at 180°, at high latitude, at a pole."""

import math
from typing import Any

import oracle
from hypothesis import strategies as st
from oracle_slack import Silence

H = 3600.0


def moved(place: oracle.Place, east_deg: float, north_deg: float) -> oracle.Place:
    """Go some degrees along the sphere, over a pole or past 180° if need be."""
    lat, lon = math.radians(place[0]), math.radians(place[1])
    arc = math.radians(math.hypot(east_deg, north_deg))
    turn = math.atan2(east_deg, north_deg)
    sine = math.sin(lat) * math.cos(arc)
    sine += math.cos(lat) * math.sin(arc) * math.cos(turn)
    across = math.sin(turn) * math.sin(arc) * math.cos(lat)
    lon += math.atan2(across, math.cos(arc) - math.sin(lat) * sine)
    return math.degrees(math.asin(max(-1.0, min(1.0, sine)))), math.degrees(lon)


offsets = st.one_of(st.just(0.0), st.floats(-4.0, 4.0))
speeds = st.one_of(st.just(5.0), st.floats(2.0, 9.0))


@st.composite
def silences(draw: Any, middle: oracle.Place) -> Silence:
    """A silence of 1 to 72 h near a place, mostly one that its speed allows."""
    start = draw(st.floats(0.0, 24 * H))
    length = draw(st.floats(1 * H, 72 * H))
    begin = moved(middle, draw(offsets), draw(offsets))
    end = moved(begin, draw(offsets), draw(offsets))
    return start, begin, start + length, end, draw(speeds)


@st.composite
def pairs(draw: Any) -> tuple[Silence, Silence]:
    """Two silences in one sea: amid it, at 180°, at high latitude, at a pole."""
    middle = draw(
        st.sampled_from(
            [(35.0, 123.0), (0.0, 180.0), (52.0, -179.9), (82.0, 30.0), (89.5, 0.0)]
        )
    )
    return draw(silences(middle)), draw(silences(middle))
