"""Part tables: the columns of each table that a window gives, as its part holds them.

Who can write to a part can make its hash good: what joins parts relies on these columns
and on no others.
"""

from typing import Any, Final

import polars as pl

from stsdetect.events.replay_params import STSDETECT
from stsdetect.events.slots import SMALL
from stsdetect.schema import EDGES, PORT_SPELLS, PROXIMITIES
from stsdetect.tracks.floods import FLOODS

__all__ = ["are_columns_of"]

_UTC: Final = pl.Datetime("ms", "UTC")
_LARGE: Final = pl.Int64()
_SQUARE: Final = ("hour", "block", "n_vessels")


def _numbers(names: str, dtype: Any = _LARGE) -> dict[str, Any]:
    return dict.fromkeys(names.split(), dtype)


_N_POINTS: Final = 2 * (STSDETECT.half // STSDETECT.step) + 1
_WAY: Final = pl.Array(pl.Float32(), _N_POINTS)
_PLACES: Final = ("start_lat", "start_lon", "end_lat", "end_lon")
_SPAN: Final = {"start_time": _UTC, "end_time": _UTC}

_COLUMNS: Final[dict[str, dict[str, Any]]] = {
    "near": PROXIMITIES.polars_schema,
    "edges": EDGES.polars_schema,
    "calls": PORT_SPELLS.polars_schema,
    "floods": dict(FLOODS),
    "speeds": _numbers("mmsi bin n"),
    "spells": {
        "mmsi": _LARGE,
        **_SPAN,
        **dict.fromkeys(_PLACES, pl.Float64()),
        **_numbers("n_ticks n_unheard speed_sum x_sum y_sum z_sum"),
    },
    "hours": {
        **_numbers("mmsi hour"),
        **_SPAN,
        "kind": pl.String(),
        "measure": pl.Float64(),
        "n_moving": _LARGE,
    },
    "turns": {
        "mmsi": _LARGE,
        "timestamp": _UTC,
        **dict.fromkeys(("lat", "lon"), pl.Float64()),
        **dict.fromkeys(("east", "north"), _WAY),
        "bend_m": pl.Float64(),
    },
    "receivers": {
        **_numbers("row column"),
        "receiver": pl.String(),
        **_numbers("mmsi n"),
        **dict.fromkeys(("first", "last"), _UTC),
    },
    "inland": {
        **_numbers("cell mmsi"),
        "day": _UTC,
        **_SPAN,
        "n": _LARGE,
    },
    "heard_by_vessel": {
        "mmsi": _LARGE,
        **_numbers("cell kind n_slots n_heard n_space n_land", SMALL),
    },
    "heard_by_hour": _numbers(
        "cell hour kind n_slots n_heard n_space n_land n_vessels", SMALL
    ),
}


def are_columns_of(name: str, columns: dict[str, Any]) -> bool:
    """Tell whether a table of a part has the columns that a window gives it.

    Squares have as many parts of an hour as slots are in it, at least one.
    """
    if name != "heard_squares":
        return list(columns.items()) == list(_COLUMNS[name].items())
    n_parts = len(columns) - len(_SQUARE)
    wanted = (*_SQUARE, *(f"part_{number}" for number in range(n_parts)))
    return n_parts > 0 and columns == dict.fromkeys(wanted, SMALL)
