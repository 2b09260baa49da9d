"""Traffic: transfers are led into it, and of all else nothing is taken for known."""

from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from stsdetect import runs
from stsdetect.config import Config
from stsdetect.errors import InputError, StoreError
from stsdetect.simulate.inject import DARK
from stsdetect.simulate.sea import SeaParams
from stsdetect.simulate.world import simulate
from stsdetect.trials.traffic import SEEDS, Pass, lead_into, list_passes
from stsdetect.trials.training import train_on_worlds
from stsdetect.trials.trial import AIS_SUFFIXES

LANE = SeaParams(
    seed=9,
    duration=timedelta(days=1.5),
    level="coastal",
    n_lane=60,
    n_anchored=0,
    n_fishing=4,
    n_transfers=0,
    n_decoys=2,
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("received")
    made = simulate(folder / "ais", LANE)
    runs.ingest([one for one in made if one.suffix in AIS_SUFFIXES], folder / "lane")
    return folder / "lane"


@pytest.fixture(scope="module")
def leads(store: Path, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    one = Pass(store=store, dark="none", seed=SEEDS[0])
    return lead_into(one, tmp_path_factory.mktemp("aside") / one.name, Config())


def test_list_passes__every_sort_by_every_seed_into_every_store(store: Path) -> None:
    passes = list_passes([store, store])  # two of one name

    assert len(passes) == 2 * len(DARK) * len(SEEDS)
    assert len({one.name for one in passes}) == len(passes)


def test_train_on_worlds__what_is_no_store_is_refused_before_any_work(
    tmp_path: Path,
) -> None:
    with pytest.raises(StoreError, match="none"):
        train_on_worlds(tmp_path, traffic=[tmp_path / "none"])

    assert not list(tmp_path.iterdir())


def test_lead_into__what_was_led_is_known_and_weighs_one(leads: pd.DataFrame) -> None:
    known = leads[leads["known"]]

    assert len(known) >= 3
    assert known["is_transfer"].all()
    assert set(known["kind"]) == {"encounter"}
    assert (known["weight"] == 1).all()
    assert not leads["whole"].any()


def test_lead_into__all_else_is_a_guess_that_counts_for_its_part(
    leads: pd.DataFrame,
) -> None:
    guessed = leads[~leads["known"]]

    shares = guessed.groupby("candidate_id")["weight"].sum()
    assert len(shares) > 0
    assert shares.to_numpy() == pytest.approx(1 / len(SEEDS))
    assert guessed.groupby("candidate_id")["is_transfer"].sum().eq(1).all()


def test_lead_into__vessels_keep_what_they_told_of_themselves(
    leads: pd.DataFrame,
) -> None:
    of_pairs = leads[leads["kind"] == "encounter"]

    assert of_pairs["ship_type_a"].notna().mean() > 0.5
    assert of_pairs["length_a_m"].notna().mean() > 0.5


def test_lead_into__traffic_in_which_nobody_can_be_led_is_refused(
    tmp_path: Path,
) -> None:
    positions = (
        "mmsi,timestamp,lat,lon\n"
        "255000001,2024-03-01T00:00:00Z,36.0,124.0\n"
        "255000002,2024-03-01T00:05:00Z,36.1,124.0\n"
    )
    (tmp_path / "two.csv").write_text(positions)
    runs.ingest(tmp_path / "two.csv", tmp_path / "two")

    with pytest.raises(InputError, match="no transfer can be led into"):
        lead_into(
            Pass(store=tmp_path / "two", dark="one", seed=41),
            tmp_path / "aside",
            Config(),
        )
