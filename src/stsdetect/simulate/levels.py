"""Levels: how well a sea is heard, and how many of its vessels are silent at times.

Every figure of the evaluation is given per level: a detector that is good where all is
heard is a toy.
"""

from typing import Final, NamedTuple

from stsdetect.errors import ConfigError

__all__ = ["LEVELS", "MIXED", "Level", "level_named"]


class Level(NamedTuple):
    """What is heard, by whom, and what is not sent.

    Attributes
    ----------
    name : str
        For ``--level``.
    meaning : str
        In words.
    networks : tuple of str
        Who delivers files.
    everywhere : bool
        Any place is heard as well as one close to a coastal station.
    pass_gap_min : pair of float
        From the start of one satellite pass to the next, least and most.
    clustered : float
        How much closer passes come about 10:00 and 22:00 local time, 0 to 1.
    missed : float
        Share of passes that deliver nothing.
    space_gain : float
        How much better than in crowded slots a satellite hears.
    long_range : float
        Share of the reports from space that are of type 27, to 1/10 minute of arc.
    silent : float
        Share of vessels that fall silent without a reason to be told.
    silence_h : pair of float
        How long, least and most.
    crowded : bool
        Half of the transfers take place among vessels at anchor.
    """

    name: str
    meaning: str
    networks: tuple[str, ...]
    everywhere: bool = False
    pass_gap_min: tuple[float, float] = (18.0, 50.0)
    clustered: float = 0.3
    missed: float = 0.0
    space_gain: float = 1.0
    long_range: float = 0.0
    silent: float = 0.0
    silence_h: tuple[float, float] = (3.0, 14.0)
    crowded: bool = False


MIXED: Final = Level(
    "mixed",
    "stations on the coasts, none on North Korea's, and satellites elsewhere",
    ("north", "south", "satellite"),
)

LEVELS: Final = {
    level.name: level
    for level in (
        MIXED,
        Level(
            "coastal",
            "every place is heard as well as one close to a coastal station",
            ("coast",),
            everywhere=True,
        ),
        Level(
            "silences",
            "as coastal; a third of the vessels fall silent for 3 to 14 h, once or "
            "twice, for no reason; half of the transfers lie among vessels at anchor",
            ("coast",),
            everywhere=True,
            silent=1.0 / 3.0,
            crowded=True,
        ),
        Level(
            "satellite",
            "satellites only: a pass every 35 to 110 min, one in eight missed",
            ("satellite",),
            pass_gap_min=(35.0, 110.0),
            clustered=0.0,
            missed=0.125,
            space_gain=5.0,
            long_range=0.1,
        ),
    )
}
"""Levels by name; the bounds of silences and passes are those of the issue that asked
for them, the rest is ours."""


def level_named(name: str) -> Level:
    """Give the level of that name.

    Raises
    ------
    ConfigError
        There is none; those known are listed.
    """
    if name not in LEVELS:
        raise ConfigError(f"level {name!r}: unknown; known are {', '.join(LEVELS)}")
    return LEVELS[name]
