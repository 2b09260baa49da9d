"""Bounds of replays: what is a turn, and what a copy of a track."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from stsdetect.units import M_PER_NM

__all__ = ["STSDETECT", "ReplayParams"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayParams:
    """What is a copy of a track, and no vessel on the same way."""

    step: timedelta = timedelta(minutes=2)
    half: timedelta = timedelta(hours=1)
    """Ours: two hours are compared, in which real ways bend."""
    turn: timedelta = timedelta(minutes=10)
    apart: timedelta = timedelta(minutes=30)
    max_hole: timedelta = timedelta(minutes=10)
    """Ours: between reports farther apart a track is a guess."""
    min_turn_m: float = 150.0
    """Ours: half a knot more or less within ten minutes."""
    min_speed_kn: float = 2.0
    min_moving: float = 0.8
    """Ours: vessels that lie still are all alike."""
    min_bend_m: float = 150.0
    min_bends: float = 5.0
    """Ours: how far the shape is from a straight way at one speed, in metres and in
    what the two differ by; straight ways are all alike."""
    similar_m: float = 500.0
    """Ours: of five places of the shape, so that few pairs need to be fitted."""
    max_off_m: float = 50.0
    """Ours: twice the noise of positions."""
    share: float = 0.8
    """Ours: of the points; reports some minutes apart cut the corners of turns. Real
    vessels in the Suez canal, one behind the other, differ by 160 m and more."""
    min_lag: timedelta = timedelta(minutes=30)
    """Ours: tows and pair trawlers sail beside each other at the same time."""
    max_lag: timedelta = timedelta(days=14)
    """Ours: so far back one looks, so that the work grows with the days and no faster;
    a voyage there and back in these seas takes less."""
    min_offset_m: float = M_PER_NM
    min_offset_of_others_m: float = 3 * M_PER_NM
    """Ours: vessels come the same way again, and follow each other in lanes."""
    same_lag: timedelta = timedelta(minutes=3)
    same_offset_m: float = 300.0
    min_turns: int = 2
    """Ours: so many turns with one lag and one offset."""
    min_stretch: timedelta = timedelta(hours=3)
    max_stretch: timedelta = timedelta(hours=12)
    """Ours: of what follows a jump; in less a way has hardly any shape."""
    min_stretch_bends: float = 10.0
    """Ours: twice that of turns, since all lags are tried."""
    max_jumps: int = 50
    """Ours: a number that jumps more often is sent by several vessels."""


STSDETECT: Final = ReplayParams()
"""Our own bounds, each with its reason beside it."""
