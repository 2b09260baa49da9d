"""Wording: values of a candidate as an analyst reads them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import pandas as pd

from stsdetect.schema.last_heard import LastHeard

__all__ = [
    "KIND_WORDS",
    "NOT_KNOWN",
    "last_heard_words",
    "local_words",
    "pair_words",
    "pairs_words",
    "period_words",
    "place_words",
    "vessel_words",
]

KIND_WORDS: Final = {
    "encounter": "both broadcast",
    "one_dark": "one silent",
    "both_dark": "both silent",
    "loitering": "one waits, no partner",
}
"""What AIS shows, for each kind."""

_OF_VESSEL: Final = (
    "mmsi_{}",
    "shipname_{}",
    "imo_{}",
    "length_{}_m",
    "flag_{}",
    "ship_type_{}",
)
"""Columns that tell of the one and the other vessel."""

NOT_KNOWN: Final = {
    "encounter": "not known: whether anything passed between them",
    "one_dark": "not known: whether the silent vessel was there, since nobody heard it",
    "both_dark": "not known: whether they met, since nobody heard either",
    "loitering": "not known: whether anybody came",
}
"""What AIS can not show, for each kind; it stands below whatever speaks against."""


def place_words(lat: float, lon: float) -> str:
    """Write a place in degrees and decimal minutes.

    Examples
    --------
    >>> place_words(31.25, 124.5), place_words(-0.99999, -179.5)
    ('31°15.0′ N 124°30.0′ E', '1°00.0′ S 179°30.0′ W')
    """
    return f"{_minutes(lat, 'N', 'S')} {_minutes(lon, 'E', 'W')}"


def last_heard_words(last: LastHeard) -> str:
    """Say where b was last heard, and what its silence leaves open.

    Examples
    --------
    >>> from datetime import UTC
    >>> when = datetime(2024, 3, 1, 2, tzinfo=UTC)
    >>> last_heard_words(LastHeard(when, 31.25, 124.5, 84.2)).split(" and ")[0]
    'b was last heard 2024-03-01 02:00 UTC at 31°15.0′ N 124°30.0′ E'
    """
    return (
        f"b was last heard {last.timestamp:%Y-%m-%d %H:%M} UTC at "
        f"{place_words(last.lat, last.lon)} and not again in the data: it could be "
        f"anywhere within {last.reach_nm:.0f} nm of there at the earliest time of a "
        "meeting, and farther off later"
    )


def period_words(start: datetime, end: datetime) -> str:
    """Write a period in UTC; the day of the end is told where it is another.

    Examples
    --------
    >>> from datetime import UTC
    >>> period_words(datetime(2024, 3, 1, 2, tzinfo=UTC),
    ...              datetime(2024, 3, 2, 7, 40, tzinfo=UTC))
    '2024-03-01 02:00 – 2024-03-02 07:40'
    """
    same_day = start.date() == end.date()
    return f"{start:%Y-%m-%d %H:%M} – {end:{'%H:%M' if same_day else '%Y-%m-%d %H:%M'}}"


def duration_words(hours: float) -> str:
    """Write a duration in hours and minutes.

    Examples
    --------
    >>> duration_words(17 / 3), duration_words(0.5)
    ('5 h 40 min', '30 min')
    """
    whole = round(timedelta(hours=hours) / timedelta(minutes=1))
    n_hours, n_minutes = divmod(whole, 60)
    return f"{n_hours} h {n_minutes} min" if n_hours else f"{n_minutes} min"


def vessel_words(candidate: Mapping[Any, Any], side: str) -> dict[str, str] | None:
    """Give name and particulars of one vessel, None where there is no such vessel."""
    mmsi = candidate[f"mmsi_{side}"]
    if pd.isna(mmsi):
        return None
    name, imo = candidate[f"shipname_{side}"], candidate[f"imo_{side}"]
    length = candidate[f"length_{side}_m"]
    number = f"MMSI\N{NO-BREAK SPACE}{mmsi}"
    particulars = [
        number if pd.notna(name) else "no name broadcast",
        f"IMO\N{NO-BREAK SPACE}{imo}" if pd.notna(imo) else "",
        *(_text(candidate[f"{what}_{side}"]) for what in ("flag", "ship_type")),
        f"{length:.0f}\N{NO-BREAK SPACE}m" if pd.notna(length) else "",
    ]
    return {
        "name": str(name) if pd.notna(name) else number,
        "particulars": ", ".join(part for part in particulars if part),
    }


def pair_words(candidate: Mapping[Any, Any]) -> str:
    """Name the one or two vessels of a candidate."""
    vessels = [vessel_words(candidate, side) for side in "ab"]
    return " and ".join(vessel["name"] for vessel in vessels if vessel is not None)


def pairs_words(candidates: pd.DataFrame) -> list[str]:
    """Name the vessels of each candidate, reading the columns that tell of them."""
    told = [name.format(side) for side in "ab" for name in _OF_VESSEL]
    return [pair_words(row) for row in candidates[told].to_dict("records")]


def local_words(start: datetime, end: datetime, lon: float) -> str:
    """Write a period in the zone time of a longitude.

    Zones are those of the high seas, 15° wide (International Hydrographic
    Organization); a state may keep another time in its ports.

    Examples
    --------
    >>> from datetime import UTC
    >>> local_words(datetime(2024, 3, 1, 2, tzinfo=UTC),
    ...             datetime(2024, 3, 1, 7, 40, tzinfo=UTC), 124.5)
    '10:00 – 15:40 (UTC+8)'
    """
    hours = round(lon / 15)
    shifted = [time + timedelta(hours=hours) for time in (start, end)]
    return f"{shifted[0]:%H:%M} – {shifted[1]:%H:%M} (UTC{hours:+d})"


def _minutes(angle: float, positive: str, negative: str) -> str:
    tenths = round(abs(angle) * 600)
    degrees, rest = divmod(tenths, 600)
    return f"{degrees}°{rest / 10:04.1f}′ {positive if angle >= 0 else negative}"


def _text(value: Any) -> str:
    return str(value) if pd.notna(value) else ""
