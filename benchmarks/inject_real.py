"""Write docs/injected.md: transfers led into real traffic, and where they are ranked.

Takes the folder of real AIS files. At Suez pairs that pass near each other are bent to
meet, lie hull to hull and part; all other vessels are left as they are.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import polars as pl
from suez import NAME, read_traffic

import stsdetect as sts
from stsdetect.evaluate.intervals import wilson_interval
from stsdetect.evaluate.match import match_transfers
from stsdetect.evaluate.truth import TRUTH
from stsdetect.pipeline import find_events, score_events
from stsdetect.schema import CANDIDATES
from stsdetect.simulate.inject import DARK, Injected, InjectParams, inject_transfers

TARGET = Path(__file__).parents[1] / "docs" / "injected.md"
SEEDS = range(30_001, 30_021)
PER_SEED = 4
KINDS = {"none": "encounter", "one": "one_dark", "both": "both_dark"}
HEAD = """# Are transfers found that are led into real traffic?

Made by `python benchmarks/inject_real.py FOLDER`, from {n} vessels of the file
`{name}`, heard at Suez in March 2021 every quarter of an hour
or so. Seeds {first} to {last}, at most {each} transfers each: two vessels under way
within 15 nm of each other are bent to meet, lie hull to hull for 1 to 8 h and part;
while they are led they are heard when others near by were. In the dark kinds one or
both are silent for 12 h about it. No rule was set by these transfers; the file itself
was looked at while rules were made, and learned weights of the dark kinds are learned
of it too, with other seeds (decision 0023).

A transfer is *found* where a candidate of its kind agrees with it in place and time
([how](evaluation.md)). *In the first N*: among the first N of its kind, N the number
planted beside it. The traffic is real and lies at anchor by the hundred: what stands
before a planted one may be service craft that did come alongside, so this is a bound
from below. In brackets Wilson intervals, 95 %.

Read the dark kinds with the place in mind: most pairs are led together in the canal or
at its ends. A canal is land to the ways by sea that bound a meeting in silence, and who
passes through in hours is often not heard again after 12 h. What is told of them here
holds for canals, rivers and narrow straits.

| planted as | n | found | in first N | in first 3 N | median rank | likelihood |
|---|---:|---:|---:|---:|---:|---:|
"""


def main() -> None:
    """Read the file, lead transfers into it by each seed, and write the table."""
    traffic = read_traffic(Path(sys.argv[1]))
    rows = [_row(dark, pd.DataFrame(_outcomes(traffic, dark))) for dark in DARK]
    head = HEAD.format(
        n=traffic["mmsi"].n_unique(),
        name=NAME,
        first=f"{SEEDS[0]:,}",
        last=f"{SEEDS[-1]:,}",
        each=PER_SEED,
    )
    TARGET.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


def _outcomes(traffic: pl.DataFrame, dark: str) -> Iterator[dict[str, object]]:
    """Give the rank of each transfer among its kind, if any, and N."""
    for seed in SEEDS:
        params = InjectParams(seed=seed, n_transfers=PER_SEED, dark=dark)
        injected = inject_transfers(traffic, params)
        listed = _list(injected).filter(pl.col("kind") == KINDS[dark])
        order = listed["likelihood"].rank("max", descending=True)
        ranks = dict(zip(listed["candidate_id"], order, strict=True))
        said = dict(zip(listed["candidate_id"], listed["likelihood"], strict=True))
        matches = match_transfers(TRUTH.conform(injected.truth), listed)
        by_event = {row["event_id"]: row for row in matches.iter_rows(named=True)}
        for event in injected.truth["event_id"]:
            match = by_event.get(event, {})
            candidate = match.get("candidate_id")
            yield {
                "n": injected.truth.height,
                "rank": ranks.get(candidate),
                "likelihood": said.get(candidate),
            }


def _list(injected: Injected) -> pl.DataFrame:
    """Look at the traffic as a run does, all candidates of all kinds."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "injected.parquet"
        injected.positions.write_parquet(file)
        sts.ingest(file, Path(folder) / "store")
        store = sts.open_store(Path(folder) / "store")
        config = sts.Config()
        found = score_events(find_events(store, config), store, config)
    return CANDIDATES.from_pandas(found).with_columns(pl.col("kind").cast(pl.String))


def _row(dark: str, told: pd.DataFrame) -> str:
    shares = [
        told["rank"].notna(),
        told["rank"] <= told["n"],
        told["rank"] <= 3 * told["n"],
    ]
    cells = [_share(int(share.sum()), len(told)) for share in shares]
    middle = [f"{told['rank'].median():.0f}", f"{told['likelihood'].median():.2f}"]
    told_middle = middle if told["rank"].notna().any() else ["–", "–"]
    row = [f"`{KINDS[dark]}`", str(len(told)), *cells, *told_middle]
    return f"| {' | '.join(row)} |"


def _share(n: int, of: int) -> str:
    low, high = wilson_interval(n, of)
    return f"{n / of:.2f} ({low:.2f} – {high:.2f})"


if __name__ == "__main__":
    main()
