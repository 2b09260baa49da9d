"""Worlds: the simulated seas on which figures are made, and those for developing.

Development seeds are open: thresholds and weights may be set on them. Test seeds come
from a hash, so that nobody has typed one into a script, and no code outside this
package may name one; a test looks for them.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

__all__ = [
    "FORMS",
    "LEVELS",
    "Form",
    "World",
    "hidden_seed",
    "list_worlds",
    "list_worsened",
    "tell_seeds",
]

LEVELS: Final = ("coastal", "silences", "satellite")
"""How well a sea is heard, best first; every figure is given for each."""

_FIRST_DEVELOPMENT_SEED: Final = 101
_HIDDEN: Final = "stsdetect test world, set 3, number {}"
"""The first set was looked at while decisions 0009, 0016 and 0017 were made, the second
for 0022."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How much is simulated.

    Attributes
    ----------
    name : str
        ``quick``, ``slow`` or ``tiny``.
    n_worlds : int
        Worlds of each level.
    n_vessels : int
        In each, about; 334 have room for every scenario once.
    n_days : float
        Of each.
    n_compared : int
        Worlds of each level that are looked at by published rules, and with less
        evidence, as well.
    n_worsened : int
        Worlds of the best level that are told once more under each condition that
        makes data worse.
    """

    name: str
    n_worlds: int
    n_vessels: int
    n_days: float
    n_compared: int = 0
    n_worsened: int = 0


FORMS: Final = {
    form.name: form
    for form in (
        Form(name="tiny", n_worlds=1, n_vessels=160, n_days=2.0, n_compared=0),
        Form(name="quick", n_worlds=1, n_vessels=200, n_days=3.0, n_compared=1),
        Form(
            name="slow",
            n_worlds=17,
            n_vessels=334,
            n_days=4.0,
            n_compared=3,
            n_worsened=2,
        ),
    )
}
"""``slow`` holds at least 400 transfers, 2,000 hard negatives and 50,000 vessel-days,
ours, so that a share of 0.9 is known to ±0.03; ``quick`` is done in two minutes;
``tiny`` is for the test suite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One simulated sea: how well it is heard, its seed, how large it is.

    Attributes
    ----------
    level : str
        One of :data:`LEVELS`.
    seed : int
        Of everything random in it.
    is_test : bool
        Made by the generator with the other motion and the shifted ranges.
    n_vessels : int
        About.
    n_days : float
        Length.
    compare : bool
        Look at it by published rules and with less evidence as well.
    worse : str
        The condition under which it is told; none when empty.
    """

    level: str
    seed: int
    is_test: bool
    n_vessels: int
    n_days: float
    compare: bool = True
    worse: str = ""

    @property
    def name(self) -> str:
        """Name of its folder."""
        words = re.findall(r"\w+", self.worse)
        return "-".join([self.level, str(self.seed), *words])


def list_worlds(form: Form, *, development: bool = False) -> list[World]:
    """List the worlds of a form, one of each level after the other.

    Examples
    --------
    >>> [w.name for w in list_worlds(FORMS["tiny"], development=True)]
    ['coastal-101', 'silences-1101', 'satellite-2101']
    """
    return [
        World(
            level=level,
            seed=_seed(number, 1_000 * place, development=development),
            is_test=not development,
            n_vessels=form.n_vessels,
            n_days=form.n_days,
            compare=number < form.n_compared,
        )
        for number in range(form.n_worlds)
        for place, level in enumerate(LEVELS)
    ]


def list_worsened(
    form: Form, conditions: Iterable[str], *, development: bool = False
) -> list[World]:
    """List the first worlds of the best level once more, under each condition.

    Examples
    --------
    >>> form = Form(name="x", n_worlds=1, n_vessels=9, n_days=1.0, n_worsened=1)
    >>> [w.name for w in list_worsened(form, ["no headings"], development=True)]
    ['coastal-101-no-headings']
    """
    best = [
        replace(world, compare=False)
        for world in list_worlds(form, development=development)
        if world.level == LEVELS[0]
    ]
    return [
        replace(world, worse=condition)
        for condition in conditions
        for world in best[: form.n_worsened]
    ]


def tell_seeds(form: Form, *, development: bool = False) -> str:
    """Say in words which seeds a form takes, the test seeds by what they are made of.

    Examples
    --------
    >>> tell_seeds(FORMS["tiny"], development=True)
    'development, from 101, 1101, 2101 on, 1 of each level'
    """
    first = [1_000 * place for place in range(len(LEVELS))]
    if development:
        seeds = ", ".join(str(_FIRST_DEVELOPMENT_SEED + offset) for offset in first)
        return f"development, from {seeds} on, {form.n_worlds} of each level"
    numbers = ", ".join(str(offset) for offset in first)
    return (
        f"test, SHA-256 of '{_HIDDEN.format('N')}', N from {numbers} on, "
        f"{form.n_worlds} of each level"
    )


def hidden_seed(number: int) -> int:
    """Give the n-th test seed, nine digits.

    Examples
    --------
    >>> hidden_seed(0) == hidden_seed(0), hidden_seed(0) == hidden_seed(1)
    (True, False)
    """
    digest = hashlib.sha256(_HIDDEN.format(number).encode()).digest()
    return 100_000_000 + int.from_bytes(digest[:4]) % 900_000_000


def _seed(number: int, offset: int, *, development: bool) -> int:
    if development:
        return _FIRST_DEVELOPMENT_SEED + offset + number
    return hidden_seed(offset + number)
