"""Readme: what lies in a simulated folder, for whoever finds it."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from stsdetect.disk.files import written_whole
from stsdetect.simulate.levels import level_named
from stsdetect.simulate.sea import SeaParams
from stsdetect.simulate.truth import Event, written_kind

__all__ = ["write_readme"]

_TEXT: Final = """# SYNTHETIC: a simulated sea

**Nothing here is real.** These are AIS positions of a simulated Yellow Sea and East
China Sea. Every vessel is fictional: names begin with `SIM`, MMSIs lie in the block
MID 99xxxx, call signs begin with `Q` (allotted to no country), IMO numbers begin with 3
(with a right check digit). Any likeness to a real vessel is chance. The coastal
stations, the transfers and the decoys are invented as well.

Made by `stsdetect simulate` with seed {seed}: {days:g} days from {start:%Y-%m-%d}, UTC.
The same seed gives the same text in every file. Level `{level}`: {meaning}.

## Files

| file | network | format |
|---|---|---|
{files}

Each network delivers at most one row per vessel in {thin_min:g} min. A vessel may be
heard by several. A few rows are repeated, empty or damaged, as in real deliveries. The
files have holes: coastal stations reach 25 to 40 nm, satellites pass every quarter of
an hour to an hour and hear few reports.

## truth.csv

What truly happened, one row per pair of vessels. No detector may read it.

{columns}

## watchlist.csv

A watch list that is as fictional as the vessels, for `--watchlist`: the guest of every
fifth transfer, known by her IMO number, her MMSI or her call sign, and one vessel that
is not here.

## What truly happened, counted

| kind | rows |
|---|---|
{kinds}
"""

_COLUMNS: Final = (
    ("column", "meaning"),
    ("---", "---"),
    ("`event_id`", "number in order of time"),
    (
        "`kind`",
        "`sts_…` and `bunkering` are transfers; `hardneg_…` looks like one",
    ),
    (
        "`mmsi_a`, `mmsi_b`",
        (
            "the pair: of `one_dark` the one that broadcasts first, else the smaller "
            "MMSI; `mmsi_b` is empty where one is alone"
        ),
    ),
    (
        "`start_time`, `end_time`",
        "UTC; of a transfer: while hull lies to hull",
    ),
    ("`lat`, `lon`", "where, half-way in time [°]"),
    ("`is_transfer`", "`true` or `false`"),
    (
        "`observability`",
        (
            "`encounter`: both broadcast; `one_dark`, `both_dark`: silent about it; "
            "`loitering`: one vessel waits; `spoofed`; `none`"
        ),
    ),
    ("`difficulty`", "how and where"),
    ("`injected_by`, `seed`", "what made it"),
    ("`family`", "the kind, without `hardneg_`"),
    (
        "`scenario`",
        (
            "what it stands for: `S1` to `S19` are transfers and evasions, `N1` to "
            "`N22` are none"
        ),
    ),
    (
        "`expected`",
        (
            "what a good detector does: `found`, `lead` (chance explains it as well), "
            "`missed` (AIS can't show it) or `absent` (no candidate)"
        ),
    ),
    (
        "`silence_a_h`, `silence_b_h`",
        "how long each was silent about the event [h]; 0: heard",
    ),
)

_FORMATS: Final = {
    "north": "coast of Korea and north China; NMEA 0183 with tag blocks",
    "south": "coast from Shanghai to Taiwan; Danish Maritime Authority CSV",
    "satellite": "satellites; MarineCadastre CSV, old names",
    "detections.csv": "images; hulls and footprints as `--detections` reads them",
    "coast": "a station near every place; MarineCadastre CSV, new names",
}


def write_readme(
    path: Path, params: SeaParams, events: Sequence[Event], files: Sequence[Path]
) -> Path:
    """Write what the folder holds."""
    kinds = Counter(written_kind(event) for event in events)
    text = _TEXT.format(
        seed=params.seed,
        level=params.level,
        columns="\n".join(f"| {name} | {meaning} |" for name, meaning in _COLUMNS),
        meaning=level_named(params.level).meaning,
        days=params.duration.total_seconds() / 86_400,
        start=params.start,
        thin_min=params.thin.total_seconds() / 60,
        files="\n".join(_file_row(file) for file in files),
        kinds="\n".join(f"| `{kind}` | {n} |" for kind, n in sorted(kinds.items())),
    )
    with written_whole(path) as aside:
        aside.write_text(text, encoding="utf-8")
    return path


def _file_row(file: Path) -> str:
    network = file.name.split("-")[0]
    who, _, layout = _FORMATS.get(network, "; ").partition("; ")
    return f"| `{file.name}` | {who} | {layout} |"
