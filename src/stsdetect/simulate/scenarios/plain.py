"""Plain: the transfers of every sea, each under its code."""

import numpy as np

from stsdetect.simulate.dark import GAP_HOURS, both_dark, one_dark
from stsdetect.simulate.lanes import SITES
from stsdetect.simulate.roads import road
from stsdetect.simulate.stories import Sea, Story
from stsdetect.simulate.transfers import plan_transfer, plant_transfer

__all__ = [
    "anchored_transfer",
    "both_dark_long",
    "both_dark_short",
    "crowded_transfer",
    "drifting_transfer",
    "one_dark_transfer",
]


def drifting_transfer(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S1: two tankers adrift in the open sea, both broadcasting. Must be found."""
    plan = plan_transfer(rng, sea, 0)
    sites = [site for site in SITES if not site.anchored]
    return plant_transfer(rng, sea, plan._replace(site=sites[number % len(sites)]))


def anchored_transfer(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S2: two tankers at one anchor, both broadcasting. Must be found."""
    plan = plan_transfer(rng, sea, 0)
    sites = [site for site in SITES if site.anchored]
    return plant_transfer(rng, sea, plan._replace(site=sites[number % len(sites)]))


def crowded_transfer(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S18: two tankers hull to hull among dozens at anchor. Must be found, hard."""
    plan = plan_transfer(rng, sea, 0)
    site = road(number, sea.crowd, sea.manner.spacing)
    return plant_transfer(rng, sea, plan._replace(site=site))


def one_dark_transfer(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S3: see :func:`stsdetect.simulate.dark.one_dark`."""
    return one_dark(rng, sea, number)


def both_dark_short(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S4: both silent for up to 24 h. Must be found above chance."""
    return both_dark(rng, sea, _nth(number, long=False))


def both_dark_long(rng: np.random.Generator, sea: Sea, number: int) -> Story:
    """S5: both silent for two days.  May be told with its chance, and no more."""
    return both_dark(rng, sea, _nth(number, long=True))


def _nth(number: int, *, long: bool) -> int:
    """Give the n-th number whose gap is the longest one, or is not."""
    n = len(GAP_HOURS)
    if long:
        return n * number + n - 1
    return n * (number // (n - 1)) + number % (n - 1)
