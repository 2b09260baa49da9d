"""Whether others pass the place of a meeting in silence: true meetings against chance.

Makes development worlds (seeds from 101, 1101, 2101 on; the argument says how many of
each level), finds meetings in silence, and asks of each place how many vessels under
way are heard in its cell of ¼° a day, and of the straight way between both ends of the
second silence. Printed are natural-log likelihood ratios of true pairs against all
others that are listed, with the number of true ones.
"""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stsdetect import runs
from stsdetect.config import Config
from stsdetect.evaluate.truth import read_truth
from stsdetect.evaluate.worlds import FORMS, World, list_worlds
from stsdetect.ingest.store import open_store
from stsdetect.pipeline import Events, find_events
from stsdetect.schema import RENDEZVOUS_KINDS
from stsdetect.simulate.world import simulate
from stsdetect.trials.trial import AIS_SUFFIXES, sea_of

Numbers = NDArray[np.float64]

CELLS: Final = 4
"""Of a degree, as reception is kept."""
BOUNDS: Final = {
    "passing_a_day": (0.5, 2.0, 8.0),
    "place_to_way": (-1.0, 0.0, 1.0),
}
"""Vessels a day at the place; log2 of them beside those along the straight way."""
STEPS: Final = np.linspace(0.1, 0.9, 9)
FEW: Final = 0.5
"""Vessels a day that are added to both, so that none is no infinite ratio."""


def main(n_worlds: int) -> None:
    """Make the worlds, and print what the places of their meetings are like."""
    form = replace(FORMS["slow"], n_worlds=n_worlds)
    worlds = list_worlds(form, development=True)
    told = pd.concat([_look(world) for world in worlds], ignore_index=True)
    for group, rows in [
        ("all", told),
        *told.groupby("level"),
        *told.groupby("kind"),
    ]:
        true = rows["true"].to_numpy()
        print(f"{group}: {true.sum()} true, {(~true).sum()} others")
        for name in BOUNDS:
            print(f"  {name:14}", _ratios(rows[name].to_numpy(), true, BOUNDS[name]))


def _look(world: World) -> pd.DataFrame:
    with tempfile.TemporaryDirectory() as folder:
        files, store = Path(folder, "ais"), Path(folder, "store")
        made = simulate(files, sea_of(world))
        runs.ingest([file for file in made if file.suffix in AIS_SUFFIXES], store)
        events = find_events(open_store(store), Config())
        truth = read_truth(files / "truth.csv").to_pandas()
    truth = truth[truth["is_transfer"] & truth["mmsi_b"].notna()]
    met = {
        (row.observability, frozenset((row.mmsi_a, row.mmsi_b)))
        for row in truth.itertuples()
    }
    return _places(events, met).assign(level=world.level)


def _places(events: Events, met: set[tuple[Any, frozenset[Any]]]) -> pd.DataFrame:
    closed = events.gaps[~events.gaps["open"]].set_index("gap_id")
    listed = events.rendezvous[events.rendezvous["kind"].isin(RENDEZVOUS_KINDS)]
    listed = listed[listed["event_b"].isin(closed.index)]
    ends = closed.loc[listed["event_b"]]
    traffic = _traffic(events.reception.read())
    place = _heard(traffic, listed["lat"].to_numpy(), listed["lon"].to_numpy())
    along = [
        _heard(
            traffic,
            *(
                (
                    (1 - step) * ends[f"start_{axis}"] + step * ends[f"end_{axis}"]
                ).to_numpy(dtype=float)
                for axis in ("lat", "lon")
            ),
        )
        for step in STEPS
    ]
    way = np.mean(along, axis=0)
    pairs = zip(listed["kind"], listed["mmsi_a"], listed["mmsi_b"], strict=True)
    return pd.DataFrame(
        {
            "kind": listed["kind"].to_numpy(),
            "true": [(kind, frozenset((a, b))) in met for kind, a, b in pairs],
            "passing_a_day": place,
            "place_to_way": np.log2((place + FEW) / (way + FEW)),
        }
    )


def _traffic(reception: pd.DataFrame) -> "pd.Series[float]":
    """Vessels under way that are heard in each cell, by hour, added up over a day."""
    time = reception["start_time"]
    n_days = (time.max() - time.min()) / pd.Timedelta(days=1) + 1 / 24
    moving = reception[~reception["still"]]
    cells = [np.floor(moving[axis] * CELLS).astype(int) for axis in ("lat", "lon")]
    traffic: pd.Series[float] = moving["n_vessels"].groupby(cells).sum() / n_days
    return traffic


def _heard(traffic: "pd.Series[float]", lat: Numbers, lon: Numbers) -> Numbers:
    cells = [np.floor(axis * CELLS).astype(int) for axis in (lat, lon)]
    asked = pd.MultiIndex.from_arrays(cells)
    return np.asarray(traffic.reindex(asked).fillna(0.0), dtype=np.float64)


def _ratios(value: Numbers, true: NDArray[np.bool_], bounds: tuple[float, ...]) -> str:
    part = np.digitize(value, bounds)
    told = []
    for number in range(len(bounds) + 1):
        hits, others = (int((part[of] == number).sum()) for of in (true, ~true))
        ratio = np.log((hits + 0.5) / (true.sum() + 1))
        ratio -= np.log((others + 0.5) / ((~true).sum() + 1))
        low = "" if number == 0 else f"from {bounds[number - 1]:g} "
        told.append(f"{low}{ratio:+.2f} ({hits})")
    return ", ".join(told)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4)
