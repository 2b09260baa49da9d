"""Write docs/sensitivity.md: what each threshold does when it is moved by a fifth.

``python benchmarks/sensitivity.py [LEVEL]...``: one development world of each level
(``coastal, silences, satellite``) is made, then looked at once with every setting as it
is and twice for each setting, 20 % lower and 20 % higher. A quarter of an hour on two
cores that are free.
"""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

from stsdetect import runs
from stsdetect.config import Config
from stsdetect.errors import ConfigError
from stsdetect.evaluate.outcomes import measure_outcome
from stsdetect.evaluate.truth import read_truth
from stsdetect.evaluate.worlds import FORMS, World, list_worlds
from stsdetect.ingest.store import Store, open_store
from stsdetect.pipeline import Events, find_events, find_leads, rank_leads
from stsdetect.settings import Setting, list_settings
from stsdetect.simulate.world import simulate
from stsdetect.software import code_sha256
from stsdetect.trials.trial import AIS_SUFFIXES, hear_truth, sea_of
from stsdetect.trials.variants import list_found

PAGE: Final = Path(__file__).parents[1] / "docs" / "sensitivity.md"
WORK: Final = Path("bench_out") / "sensitivity"
MOVES: Final = (0.8, 1.2)
BESIDE: Final = {
    *("window", "max_reasons", "tick_step", "n_draws", "n_decoys"),
    *("n_back", "max_length", "max_duration"),
}
"""Settings that change no candidate, only how surely chance is known, or that bound
time and memory far beyond what a world of two days holds."""
SAME_AS_TICKS: Final = {
    ("encounters", "step"),
    ("loitering", "step"),
    ("loitering", "max_still_hole"),
    ("loitering", "max_still_shift_nm"),
}
"""Taken from ``ticks`` in every run."""

Key = tuple[str, int, int | None]


class Sea(NamedTuple):
    """A world that is looked at again and again."""

    store: Store
    truth: pl.DataFrame
    parts: Path
    name: str


class Look(NamedTuple):
    """What one look at a world gave."""

    found: int
    """Transfers of the truth that a candidate tells."""
    on_top: int
    """True ones among the first N of each kind, N its transfers in the truth."""
    listed: frozenset[Key]
    """Kind and vessels of each candidate."""


class Row(NamedTuple):
    """One setting, and what each move did: words, or the look."""

    setting: Setting
    moves: tuple[tuple[Any, str], ...]


def main(levels: list[str]) -> None:
    """Move every setting on the worlds of these levels, and write the page."""
    worlds = [
        world
        for world in list_worlds(FORMS["tiny"], development=True)
        if world.level in levels
    ]
    seas = [make(world) for world in worlds]
    plain = Config()
    base = [look(sea, plain, keep=True) for sea in seas]
    rows = []
    for setting in movable(plain):
        moves = tuple(effect(setting, share, seas, base) for share in MOVES)
        rows.append(Row(setting, moves))
        print(setting.section, setting.name, *moves, flush=True)
    PAGE.write_text(page(seas, base, rows), encoding="utf-8")
    shutil.rmtree(WORK)


def make(world: World) -> Sea:
    """Simulate a world into a store."""
    folder = WORK / world.name
    shutil.rmtree(folder, ignore_errors=True)
    made = simulate(folder / "ais", sea_of(world))
    runs.ingest(
        [file for file in made if file.suffix in AIS_SUFFIXES], folder / "store"
    )
    store = open_store(folder / "store")
    truth = hear_truth(store, read_truth(folder / "ais" / "truth.csv"))
    return Sea(store, truth, folder / "parts", world.name)


def movable(config: Config) -> Iterator[Setting]:
    """List the settings that are numbers or times and can be moved, each once."""
    for one in list_settings(config):
        number = isinstance(one.value, int | float | timedelta)
        if (
            number
            and not isinstance(one.value, bool)
            and one.value
            and one.name not in BESIDE
            and (one.section, one.name) not in SAME_AS_TICKS
        ):
            yield one


def moved(value: Any, share: float) -> Any:
    """Move a value by a share of itself, a whole number by one at least."""
    if isinstance(value, int):
        change = max(1, round(abs(share - 1.0) * value))
        return value + (change if share > 1.0 else -change)
    if isinstance(value, timedelta):
        return timedelta(seconds=round(value.total_seconds() * share))
    return value * share


def effect(
    setting: Setting, share: float, seas: list[Sea], base: list[Look]
) -> tuple[Any, str]:
    """Tell what a setting does when moved: counts beside those of the plain config."""
    value = moved(setting.value, share)
    plain = Config()
    changed: Any = {setting.name: value}
    try:
        if setting.section:
            section = getattr(plain, setting.section)
            changed = {setting.section: replace(section, **changed)}
        config = replace(plain, **changed)
        looks = [look(sea, config) for sea in seas]
    except ConfigError as error:
        return value, f"refused: {error}"
    if looks == base:
        return value, "nothing"
    was, now = total(base), total(looks)
    gained = sum(len(b.listed - a.listed) for a, b in zip(base, looks, strict=True))
    lost = sum(len(a.listed - b.listed) for a, b in zip(base, looks, strict=True))
    words = [
        f"{what} {before} → {after}"
        for what, before, after in (
            ("found", was.found, now.found),
            ("on top", was.on_top, now.on_top),
        )
        if before != after
    ]
    listed = [f"{sign}{n}" for sign, n in (("+", gained), ("−", lost)) if n]
    if listed:
        words.append(f"listed {' '.join(listed)}")
    return value, ", ".join(words) or "order below the top"


def total(looks: list[Look]) -> Look:
    """Add up looks at several worlds; whose candidates are whose does not matter."""
    return Look(
        sum(one.found for one in looks), sum(one.on_top for one in looks), frozenset()
    )


_EVENTS: dict[tuple[str, str], Events] = {}


def look(sea: Sea, config: Config, *, keep: bool = False) -> Look:
    """Look at a world; events of the plain config are kept for moves of the score."""
    key = (sea.name, config.finding_digest)
    events = _EVENTS.get(key)
    if events is None:
        events = find_events(sea.store, config, parts_folder=sea.parts)
    if keep:
        _EVENTS[key] = events
    ranked = rank_leads(find_leads(events, sea.store, config), config)
    found = list_found("ours", ranked)
    outcome = measure_outcome(found.candidates, found.leads, sea.truth)
    judged = outcome.judged
    on_top = 0
    for (kind,), planted in outcome.told.group_by("observability"):
        first = judged.filter(pl.col("kind") == kind).sort("rank").head(planted.height)
        on_top += int((first["verdict"] == "transfer").sum())
    rows = judged.select("kind", "mmsi_a", "mmsi_b").rows()
    return Look(int(outcome.told["found"].sum()), on_top, frozenset(rows))


TEXT: Final = """\
# What does each threshold do when it is moved?

Written by `python benchmarks/sensitivity.py {levels}` with the code of hash {code}
(of the package); nothing here is typed by hand.
Every threshold of `stsdetect config`, its source, and what changes when it alone is
20 % lower or higher (a whole number by one at least).

**On what.** {worlds}, simulated, of {vessels} vessels and {days:g} days each: worlds
for developing, on which thresholds may be set, and no judge of how good any is. They
hold {planted} transfers. With every setting as it is, {found} are told by a candidate
(*found*), {on_top} of those stand among the first N of their kind, N the transfers of
that kind (*on top*), and {listed} candidates are *listed*. That is little: a change by
one or two is chance, and "nothing" says that nothing in these worlds lies within a
fifth of the bound. A sea with other receivers or more vessels at anchor would show
more.

Not here: the weights of evidence ([which](evidence.md); the evaluation says what is
lost [without a group](evaluation.md)), and settings that change no candidate.
"""


def page(seas: list[Sea], base: list[Look], rows: list[Row]) -> str:
    """Write the page."""
    form, sums = FORMS["tiny"], total(base)
    head = TEXT.format(
        levels=" ".join(sea.name.partition("-")[0] for sea in seas),
        worlds=" and ".join(f"`{sea.name}`" for sea in seas),
        code=code_sha256()[:16],
        vessels=form.n_vessels,
        days=form.n_days,
        planted=sum(sea.truth["is_transfer"].sum() for sea in seas),
        found=sums.found,
        on_top=sums.on_top,
        listed=sum(len(one.listed) for one in base),
    )
    lines, section = [head], None
    for row in rows:
        if row.setting.section != section:
            section = row.setting.section
            lines.append(
                f"\n## {section or 'run'}\n\n| threshold | value | source and meaning "
                "| 20 % lower | 20 % higher |\n|---|---|---|---|---|"
            )
        cells = [f"{told}: {words}" for told, words in map(_told, row.moves)]
        words = row.setting.words.replace("|", r"\|")
        name, value = row.setting.name, _value(row.setting.value)
        lines.append(f"| `{name}` | {value} | {words} | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _told(move: tuple[Any, str]) -> tuple[str, str]:
    value, words = move
    return _value(value), words


def _value(value: Any) -> str:
    if isinstance(value, timedelta):
        minutes = value.total_seconds() / 60
        return f"{minutes / 60:.3g} h" if minutes >= 60 else f"{minutes:.3g} min"
    return f"{value:.4g}"


if __name__ == "__main__":
    main(sys.argv[1:] or ["silences"])
