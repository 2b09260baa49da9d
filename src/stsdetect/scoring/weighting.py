"""Weightings: how much the evidence of each kind of candidate counts in all.

Judged weights say which way an item moves a lead and how far beside others; what they
add up to is too much, since items see the same from several sides and since the leads
of a kind have evidence for them to begin with. Two numbers per kind put that right.
"""

from dataclasses import dataclass, field
from typing import Final

from stsdetect.errors import ConfigError
from stsdetect.scoring.evidence import EVIDENCE

__all__ = ["EXPERT", "Weighting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighting:
    """How the evidence of one kind counts.

    Attributes
    ----------
    offset : float
        Log-odds that every lead of the kind gets, so that among as many transfers as
        its base rate says the likelihood is true.
    slope : float
        Factor on what all evidence adds up to, after the caps of its groups; above 0.
    factors : dict of str to float
        Factor on the judged weight of an item, by its name, at least 0; 1 where it is
        not named.
    """

    offset: float = 0.0
    slope: float = 1.0
    factors: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what turns evidence round.

        Raises
        ------
        ConfigError
            The slope is not above 0, or a factor is negative or of no item.
        """
        known = {item.name for item in EVIDENCE}
        faults = [
            f"factors: {name} = {factor} is negative or of no item of evidence"
            for name, factor in self.factors.items()
            if name not in known or not factor >= 0
        ]
        if not self.slope > 0:
            faults.append(f"slope: {self.slope} is not above 0")
        if faults:
            raise ConfigError("; ".join(faults))


EXPERT: Final = {
    "encounter": Weighting(offset=-2.29, slope=0.86),
    "one_dark": Weighting(offset=-8.15, slope=1.32),
    "both_dark": Weighting(offset=-6.8, slope=1.15),
    "loitering": Weighting(offset=-5.65, slope=3.57),
}
"""Of judged weights: what ``stsdetect train --worlds`` tells of seven development
worlds of each level, seeds from 101, 1101 and 2101 on, by 566, 155, 170 and 56
transfers in 3,567, 7,293, 2,004 and 3,444 listed candidates, kind by kind. Who is
listed hangs on these numbers in turn: they were learned again until they moved by less
than a twentieth, to these from −2.29 and 0.87, −8.03 and 1.33, −6.70 and 1.14, −5.62
and 3.56."""
