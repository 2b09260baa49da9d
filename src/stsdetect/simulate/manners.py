"""Manners: how vessels of a sea behave; one for development, another to be judged by.

Thresholds and weights may be set on worlds of the first. Worlds of the second have
other ranges and move by another model, so that a detector which has learned the
simulator rather than the sea is found out.
"""

from typing import Final, NamedTuple

from stsdetect.errors import ConfigError

__all__ = ["DEVELOPMENT", "MANNERS", "TEST", "Manner", "manner_named"]

Range = tuple[float, float]


class Manner(NamedTuple):
    """Ranges to draw from, least and most, and the model of motion.

    Attributes
    ----------
    smooth : bool
        What wanders has a velocity that wanders (critically damped, second order);
        else it has none (Ornstein–Uhlenbeck).
    rotary : float
        Least current of a tide beside its most: 0 runs to and fro, 1 is a circle.
    tide : float
        Times the strength of the tide.
    wind_ms : Range
        Mean wind [m/s].
    leeway : Range
        Drift of a vessel beside the wind.
    scope_m : Range
        Anchor to the middle of the hull [m].
    spacing : float
        Times the distance between vessels at anchor.
    noise_m : Range
        Standard deviation of a position, each way [m].
    noise_s : Range
        Time in which its error forgets [s].
    duration_h : Range
        Hull to hull [h].
    wait_h, linger_h : Range
        The host is there before, and after [h].
    approach_h, leave_h : Range
        Half a mile to the fender, and back [h].
    stand_off : float
        Times half a mile, from where the guest begins.
    fender_m : Range
        Between the hulls [m].
    work_m : float
        Standard deviation with which hulls work along each other [m].
    opposite : float
        Share that lies bow to stern, beyond the one in four of every sea.
    """

    smooth: bool = False
    rotary: float = 0.8
    tide: float = 1.0
    wind_ms: Range = (4.0, 8.0)
    leeway: Range = (0.02, 0.03)
    scope_m: Range = (150.0, 250.0)
    spacing: float = 1.0
    noise_m: Range = (2.0, 4.0)
    noise_s: Range = (300.0, 900.0)
    duration_h: Range = (2.0, 9.0)
    wait_h: Range = (1.5, 4.0)
    linger_h: Range = (0.6, 2.0)
    approach_h: Range = (0.5, 1.0)
    leave_h: Range = (0.25, 0.5)
    stand_off: float = 1.0
    fender_m: Range = (2.0, 4.0)
    work_m: float = 0.8
    opposite: float = 0.0


DEVELOPMENT: Final = Manner()
"""Ours, by what is reported of vessels and seas there."""

TEST: Final = Manner(
    smooth=True,
    rotary=0.15,
    tide=1.4,
    wind_ms=(2.0, 11.0),
    leeway=(0.015, 0.045),
    scope_m=(120.0, 320.0),
    spacing=0.8,
    noise_m=(1.5, 6.0),
    noise_s=(120.0, 1800.0),
    duration_h=(1.0, 13.0),
    wait_h=(0.5, 6.0),
    linger_h=(0.6, 4.0),
    approach_h=(0.3, 1.4),
    leave_h=(0.2, 0.8),
    stand_off=1.5,
    fender_m=(1.0, 6.0),
    work_m=1.5,
    opposite=0.25,
)
"""Wider and shifted ranges, a tide that runs to and fro, smooth motion: ours."""

MANNERS: Final = {"development": DEVELOPMENT, "test": TEST}


def manner_named(name: str) -> Manner:
    """Give the manner of that name.

    Raises
    ------
    ConfigError
        There is none; those known are listed.
    """
    if name not in MANNERS:
        raise ConfigError(f"motion {name!r}: unknown; known are {', '.join(MANNERS)}")
    return MANNERS[name]
