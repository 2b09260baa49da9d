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
from silence_real import COLUMNS, NAME

import stsdetect as sts
from stsdetect.evaluate.intervals import wilson_interval
from stsdetect.evaluate.match import match_transfers
from stsdetect.evaluate.truth import TRUTH
from stsdetect.pipeline import find_events, score_events
from stsdetect.schema import CANDIDATES
from stsdetect.simulate.inject import Injected, InjectParams, inject_transfers

TARGET = Path(__file__).parents[1] / "docs" / "injected.md"
SEEDS = range(30_001, 30_021)
PER_SEED = 4
HEAD = """# Are transfers found that are led into real traffic?

Made by `python benchmarks/inject_real.py FOLDER`, from {n} vessels of the file
`{name}`, heard at Suez in March 2021 every quarter of an hour
or so. Seeds {first} to {last}, at most {each} transfers each: two vessels under way
within 15 nm of each other are bent to meet, lie hull to hull for 1 to 8 h and part;
while they are led they are heard when others near by were. Nothing was set by these
seeds or by this file.

A transfer is *found* where an encounter agrees with it in place and time
([how](evaluation.md)). *In the first N*: among the first N encounters, N the number
planted beside it. The traffic is real and lies at anchor by the hundred: what stands
before a planted one may be service craft that did come alongside, so this is a bound
from below. In brackets Wilson intervals, 95 %.

Silent transfers are not tried here: most pairs are led together in the canal or at its
ends, and a canal is land to the ways by sea that bound a meeting in silence.

| transfers | found | in the first N | in the first 3 N | median rank | likelihood |
|---:|---:|---:|---:|---:|---:|
"""


def main() -> None:
    """Read the file, lead transfers into it by each seed, and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        sts.ingest(Path(sys.argv[1]) / NAME, folder, columns=COLUMNS)
        traffic = sts.open_store(folder).read_positions()
    row = _row(pd.DataFrame(_outcomes(traffic)))
    head = HEAD.format(
        n=traffic["mmsi"].n_unique(),
        name=NAME,
        first=f"{SEEDS[0]:,}",
        last=f"{SEEDS[-1]:,}",
        each=PER_SEED,
    )
    TARGET.write_text(f"{head}{row}\n", encoding="utf-8")


def _outcomes(traffic: pl.DataFrame) -> Iterator[dict[str, object]]:
    """Give the rank of each transfer among the encounters, if any, and N."""
    for seed in SEEDS:
        params = InjectParams(seed=seed, n_transfers=PER_SEED)
        injected = inject_transfers(traffic, params)
        listed = _list(injected).filter(pl.col("kind") == "encounter")
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


def _row(told: pd.DataFrame) -> str:
    shares = [
        told["rank"].notna(),
        told["rank"] <= told["n"],
        told["rank"] <= 3 * told["n"],
    ]
    cells = [_share(int(share.sum()), len(told)) for share in shares]
    middle = f"{told['rank'].median():.0f} | {told['likelihood'].median():.2f}"
    return f"| {len(told)} | {' | '.join(cells)} | {middle} |"


def _share(n: int, of: int) -> str:
    low, high = wilson_interval(n, of)
    return f"{n / of:.2f} ({low:.2f} – {high:.2f})"


if __name__ == "__main__":
    main()
