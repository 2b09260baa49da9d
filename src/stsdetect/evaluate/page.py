"""Page: ``docs/evaluation.md``, made of what was measured and of nothing else."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import polars as pl

from stsdetect.evaluate.leaks import LEAK_COLUMNS, Leak
from stsdetect.evaluate.markdown import cell
from stsdetect.evaluate.outcomes import Outcome
from stsdetect.evaluate.reaches import Reach
from stsdetect.evaluate.sections import (
    baseline_section,
    calibration_section,
    error_section,
    false_section,
    found_section,
    loss_section,
    partner_section,
    reach_section,
    reception_section,
    size_section,
    story_section,
)

__all__ = ["Measured", "Variants", "write_page_text"]


class Variants(NamedTuple):
    """Names of the variants: the one judged, and those beside it."""

    judged: str
    baselines: Sequence[str]


class Measured(NamedTuple):
    """All that the page tells.

    Attributes
    ----------
    figures : DataFrame
        Ours, as :func:`~stsdetect.evaluate.summary.summarise` gives them.
    compared : DataFrame
        The same of every variant, of the worlds that all of them looked at.
    outcome : Outcome
        Of the variant that is judged.
    counts : DataFrame
        Sizes by world.
    losses : DataFrame
        As :func:`~stsdetect.evaluate.summary.measure_losses` gives them.
    reaches : sequence of Reach
        Promises.
    calibrations : DataFrame
        Calibration with ``level`` and ``kind``.
    leak : Leak
        Of all vessels.
    is_simulated : bool
        The worlds are made; else they are a user's own.
    """

    figures: pl.DataFrame
    compared: pl.DataFrame
    outcome: Outcome
    counts: pl.DataFrame
    losses: pl.DataFrame
    reaches: Sequence[Reach]
    calibrations: pl.DataFrame
    leak: Leak
    is_simulated: bool


def write_page_text(
    measured: Measured,
    variants: Variants,
    made_by: Mapping[str, str],
    pictures: Mapping[str, str],
) -> str:
    """Write the page; of a user's own data without what only a simulator can know.

    Parameters
    ----------
    measured : Measured
        What it tells.
    variants : Variants
        What is compared.
    made_by : mapping
        What made it: command, version and so on, in words.
    pictures : mapping
        File of each picture by its caption.
    """
    figures, ours = measured.figures, variants.judged
    parts = [
        _HEAD if measured.is_simulated else _OWN_HEAD,
        "\n".join(f"- {name}: {value}" for name, value in made_by.items()),
        size_section(measured.counts),
        _size(measured.counts) if measured.is_simulated else "",
        _REACHES,
        reach_section(measured.reaches),
        _missed(measured.reaches),
        _FOUND,
        found_section(figures, ours),
        *(f"![{caption}]({file})" for caption, file in pictures.items()),
        _PARTNERS,
        partner_section(figures, ours),
        _RECEPTION,
        reception_section(measured.outcome.told),
        _ERRORS,
        error_section(figures, ours),
        _BASELINES,
        *_compared(measured.compared, [ours, *variants.baselines]),
        _ABLATIONS,
        loss_section(measured.losses),
        _FALSE,
        false_section(figures, ours),
        _CALIBRATION,
        calibration_section(measured.calibrations),
        *(_of_simulator(measured) if measured.is_simulated else ()),
    ]
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def _of_simulator(measured: Measured) -> tuple[str, ...]:
    stories = story_section(measured.outcome.told)
    return _STORIES, stories, _LEAKS, _leak(measured.leak), _READ


_KINDS: Final = ("encounter", "one_dark", "both_dark")

_HEAD: Final = """# How good is it?

Made by `stsdetect evaluate`; nothing here is typed by hand. Every vessel is
simulated: the worlds that judge are made by another motion model and other ranges
than those on which thresholds and weights may be set, and no code outside `evaluate/`
names their seeds. *coastal*: every place is heard as well as one close to a station.
*silences*: as coastal; a third of the vessels fall silent for 3 to 14 h for no
reason, and half of the transfers lie among vessels at anchor. *satellite*: satellites
only. Intervals are 95 %: Wilson for shares, bootstrap over pairs of vessels for
ranks. A missed reach is printed as missed.
"""

_OWN_HEAD: Final = """# How good is it on this data?

Made by `stsdetect evaluate` from a store or a run and a truth file. What the truth
leaves out counts as false here, so that precision is the least it can be. Intervals
are 95 %: Wilson for shares, bootstrap over pairs of vessels for ranks.
"""

_REACHES: Final = "## Was promised, was measured"

_FOUND: Final = """## What is found

A transfer is found when a candidate of its kind has the same vessels (of the dark
kinds: the one that was seen), shares 30 % of its time or has its middle within it, an
hour more or less, and lies within 3 nm; one candidate is one transfer. N is the
number of transfers of the kind in a world: *precision at N* is the share of true ones
among the first N of the kind, *precision of all* among all that are listed.
"""

_PARTNERS: Final = """## Who was the partner?

*partners named*: how many silent vessels are listed for the same stay. *by chance*:
what a shuffled list of the same candidates would have in its first 3 N.
"""

_RECEPTION: Final = """## How it goes with reception

All levels together; the interval is that of the vessel that is heard less, the
silence the longest of either about the event.
"""

_ERRORS: Final = """## How far off are times and places?

Of those found: half are closer than the first number, nine in ten closer than the
second. Dark candidates bound a meeting, so that their start is early and their end
late by design.
"""

_BASELINES: Final = """## Beside published rules, luck and place

The rules name no order: theirs is the longest first. They call a transfer whatever
they list; ours is called one at a likelihood of 0.5. *zone only* puts what lies in a
reported transfer area first. All see the same ticks, and the same worlds: a part of
those above, where there are many.
"""

_ABLATIONS: Final = """## What each group of evidence is worth

Average precision that our list loses when it is ranked without it, with the paired
interval; a negative number means that the list is better without. Groups that change
no rank of a kind are not listed for it.
"""

_FALSE: Final = """## Who is taken for a transfer that is none

Candidates that are no transfer, at a likelihood of 0.5 or more. *no story*: vessels
that no scenario put there. The high end of nothing is 3.7 in all vessel-days.
"""

_CALIBRATION: Final = """## Is a likelihood of 0.7 true in 70 %?

Ten bins that hold equally many; *first 2 N*: only the likeliest, as many as twice the
transfers among the candidates. *shifted*: the likelihood carried from the share of
transfers that it takes for granted to the one shown (logit p′ = logit p + logit π′ −
logit π). In a real sea transfers are far rarer than here.
"""

_STORIES: Final = """## Story by story, evasions among them

Codes are those of `stsdetect.simulate.scenarios`. Of what is expected *found*, the
figures above are made. A *lead* may be told, but chance explains it as well; what is
expected *missed* AIS does not show: hulls 150 m apart with long hoses, contacts below
half an hour, both positions spoofed, deep inside a crowded anchorage. Recall is as it
is.
"""

_LEAKS: Final = """## Does the simulator give its transfers away?"""

_READ: Final = """## How not to read this

These seas are ours. They hold what we thought of; a real one holds more, and hardly
ever a transfer. Recall here is recall of stories that we know, precision here is at a
prevalence that no sea has. Compare rows of one table, not this page with a real
month. Your own store and truth are measured by the same command: `stsdetect evaluate
--store DIR --truth FILE.csv`.
"""


def _compared(figures: pl.DataFrame, variants: Sequence[str]) -> list[str]:
    """Set the variants beside each other, level by level and kind by kind."""
    levels = figures["level"].unique(maintain_order=True).to_list()
    recalled = figures.filter(pl.col("name") == "recall").select("level", "kind")
    there = set(recalled.iter_rows())
    return [
        baseline_section(figures, variants, level, kind)
        for kind in _KINDS
        for level in levels
        if (level, kind) in there
    ]


def _size(counts: pl.DataFrame) -> str:
    """Say by how much the worlds are smaller than methods 8.4 asks, if they are."""
    asked = {"transfers": 400, "hard_negatives": 2_000, "vessel_days": 50_000}
    short = [
        f"{counts[name].sum():,} of {n:,} {name.replace('_', ' ')}"
        for name, n in asked.items()
        if counts[name].sum() < n
    ]
    return f"Smaller than a full evaluation: {', '.join(short)}." if short else ""


def _missed(reaches: Sequence[Reach]) -> str:
    """Say in one line how many promises were not kept."""
    missed = [one for one in reaches if one.met is False]
    judged = [one for one in reaches if one.met is not None]
    return f"{len(missed)} of {len(judged)} were missed."


def _leak(leak: Leak) -> str:
    return (
        f"A classifier that sees only {', '.join(LEAK_COLUMNS)} tells the "
        f"{leak.n_planted:,} vessels of transfers from {leak.n_ordinary:,} others of "
        f"the same ship types with an AUC of {cell(leak.auc, leak.low, leak.high)}; "
        "0.5 is not at all."
    )
