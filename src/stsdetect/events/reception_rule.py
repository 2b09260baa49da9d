"""The rule by which reception is learnt, and a silence is suspicious."""

from dataclasses import dataclass
from datetime import timedelta

from stsdetect.errors import ConfigError

__all__ = ["STSDETECT", "ReceptionParams"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionParams:
    """How reception is learnt, and what a silence has to be to be suspicious."""

    slot: timedelta = timedelta(minutes=10)
    """Ours: three reports of an anchored Class A fall into it, five rows of an archive
    that keeps one in two minutes, and a satellite's pass of 8 to 14 min."""
    max_still_kn: float = 3.0
    """Where the interval of an anchored vessel ends (ITU-R M.1371-5, table 1)."""
    max_trial: timedelta = timedelta(hours=24)
    """Ours: where a vessel was in a longer silence is not known well enough to say
    that it was not heard there."""
    max_slots: int = 36
    """Ours: of one vessel in one cell, so that a ship at anchor for days does not
    speak for the place alone."""
    prior_slots: float = 12.0
    """Ours: how much a larger area counts, as two hours of one vessel."""
    prior_hour_slots: float = 3.0
    """Ours: the same of the other hours, where it is asked how this hour is."""
    concentration: float = 10.0
    """Ours: what vessels differ in by their antenna and power, as the sum of the
    parameters of a beta distribution; at p = 0.8 a standard deviation of 0.12."""
    mean_under_way: timedelta = timedelta(hours=12)
    """Ours: time for which a vessel is under way before it stops, in these seas from
    port to port; it bounds how often a stop falls just after the last report."""
    min_duration: timedelta = timedelta(hours=3)
    """Of a suspicious gap; ours: shorter ones hide no transfer."""
    min_satellite_duration: timedelta = timedelta(hours=6)
    """The same where satellites alone hear; ours: some passes long."""
    min_expected: float = 5.0
    """Slots in which it would have been heard; ours: five passes, or nearly an hour
    beside a station. In development worlds of seeds 2101 to 2107 61 of 132 silences of
    who met are suspicious by it and 2 of 3,702 of who did not; 66 and 5 by 4."""
    min_witnesses: int = 3
    """Vessels heard there meanwhile; ours."""
    min_witnessed: float = 0.5
    """Share of that expectation in hours in which any was heard there; ours, by
    expectation and not by hours, since between two satellites nobody is heard."""
    max_p_silence: float = 1e-3
    """Of a suspicious gap; ours: one innocent gap in a thousand."""

    def __post_init__(self) -> None:
        """Refuse slots that don't fill an hour, and priors of nothing.

        Raises
        ------
        ConfigError
            A parameter makes no sense.
        """
        if self.slot < timedelta(minutes=1) or timedelta(hours=1) % self.slot:
            raise ConfigError(
                "reception: slot must be a minute or more, and divide an hour"
            )
        positive = (self.prior_slots, self.prior_hour_slots, self.concentration)
        if min(positive) <= 0 or self.max_slots < 1:
            raise ConfigError("reception: priors, concentration, max_slots must be > 0")
        if self.mean_under_way < self.slot:
            raise ConfigError("reception: mean_under_way must be a slot or more")

    @property
    def per_hour(self) -> int:
        """Slots in an hour."""
        return timedelta(hours=1) // self.slot


STSDETECT = ReceptionParams()
"""Our own parameters, each with its source beside it."""
