"""What a meeting in silence is: the bounds, each with its source."""

from dataclasses import dataclass
from datetime import timedelta

from stsdetect.errors import ConfigError

__all__ = ["STSDETECT", "RendezvousParams"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RendezvousParams:
    """What a meeting in silence is; every bound is ours.

    Parameters
    ----------
    min_meeting : timedelta
        Least slack of two silences: mooring, and a small parcel pumped.
    min_visit : timedelta
        Least slack of a silence and a vessel that waited: less, as one end is known.
    max_gap : timedelta
        A longer silence could have met nearly anybody. Above 72 h it is the
        chance alone that tells how little a silence says.
    max_open : timedelta
        Ours: of a vessel that is not heard again, which after three days can have
        come from, and gone, anywhere.
    n_pairs, n_visitors : int
        Partners that are kept of each silence, and of each wait.
    min_fit : float
        Log-odds below which two silences are explained better without a meeting;
        such pairs are counted, and not listed.
    n_draws : int
        Random silences for each side, so that a chance of one in a hundred shows.
    n_decoys : int
        Ours: times that all silences are moved to count what chance finds.
    """

    min_meeting: timedelta = timedelta(hours=2)
    min_visit: timedelta = timedelta(hours=1.5)
    max_gap: timedelta = timedelta(days=14)
    max_open: timedelta = timedelta(hours=72)
    n_pairs: int = 3
    n_visitors: int = 5
    min_fit: float = 0.0
    n_draws: int = 199
    n_decoys: int = 5

    def __post_init__(self) -> None:
        """Refuse bounds under which nothing or everything is a meeting.

        Raises
        ------
        ConfigError
            A time is not above zero, or a number below 1.
        """
        times = (self.min_meeting, self.min_visit, self.max_gap, self.max_open)
        if min(times) <= timedelta(0):
            raise ConfigError("rendezvous: every time must be above zero")
        numbers = (self.n_pairs, self.n_visitors, self.n_draws, self.n_decoys)
        if min(numbers) < 1:
            raise ConfigError(
                "rendezvous: n_pairs, n_visitors, n_draws, n_decoys >= 1 must hold"
            )

    @property
    def least_h(self) -> dict[str, float]:
        """Least slack of each kind [h]."""
        hour = timedelta(hours=1)
        return {
            "one_dark": self.min_visit / hour,
            "both_dark": self.min_meeting / hour,
        }


STSDETECT = RendezvousParams()
