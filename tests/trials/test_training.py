"""Training on verdicts: too few are refused, enough say what changes."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from builders_labels import label_truly, write_candidates

from stsdetect.config import Config
from stsdetect.errors import InputError
from stsdetect.evaluate.worlds import World
from stsdetect.scoring.fit import JUDGED
from stsdetect.trials.sea_leads import look_at_sea
from stsdetect.trials.training import train_on_labels


def test_train_on_labels__too_few_are_refused_and_the_need_is_told(
    tmp_path: Path,
) -> None:
    write_candidates(tmp_path)
    label_truly(tmp_path, 19, 25)

    with pytest.raises(InputError, match="19 transfers and 25 others, at least 20"):
        train_on_labels([tmp_path])


def test_train_on_labels__what_nobody_judged_is_no_verdict(tmp_path: Path) -> None:
    write_candidates(tmp_path)
    table = pl.read_parquet(tmp_path / "candidates.parquet")
    sure = table.with_columns(likelihood=pl.lit(0.0))
    sure.write_parquet(tmp_path / "candidates.parquet")

    with pytest.raises(InputError, match="0 transfers and 0 others"):
        train_on_labels([tmp_path])


def test_train_on_labels__learns_what_told_transfers_apart(tmp_path: Path) -> None:
    write_candidates(tmp_path)
    label_truly(tmp_path, 25, 25)

    trained = train_on_labels([tmp_path], replace(JUDGED, n_draws=4))

    factor = dict(zip(trained.factors["item"], trained.factors["factor"], strict=True))
    assert factor["duration"] > 1.2
    assert factor["distance"] < 1.0
    assert factor["ship_types"] == pytest.approx(1.0, abs=0.3)
    assert trained.made_from["verdicts"] == 50


def test_train_on_labels__a_kind_that_nobody_judged_is_not_learned(
    tmp_path: Path,
) -> None:
    write_candidates(tmp_path)
    label_truly(tmp_path, 25, 25)
    file = tmp_path / "candidates.parquet"
    judged = pl.read_parquet(file)
    unseen = judged.head(40).with_columns(
        pl.format("{}d", "candidate_id").alias("candidate_id"),
        kind=pl.lit("both_dark").cast(judged["kind"].dtype),
        likelihood=pl.int_range(pl.len()) / 40,
    )
    pl.concat([judged, unseen]).write_parquet(file)

    trained = train_on_labels([tmp_path], replace(JUDGED, n_draws=4))

    assert set(trained.learned) == {"encounter"}
    assert trained.lacking["both_dark"].startswith("0 transfers and 0 others")
    assert trained.made_from["verdicts"] == 50
    assert trained.made_from["n_transfers"] == 25
    assert trained.made_from["n_leads"] == judged.height + 40


def test_train_on_labels__vessels_that_all_met_are_told_not_a_crash(
    tmp_path: Path,
) -> None:
    write_candidates(tmp_path)
    label_truly(tmp_path, 25, 25)
    file = tmp_path / "candidates.parquet"
    one_vessel = pl.lit(200_000_000).cast(pl.Int64)
    pl.read_parquet(file).with_columns(mmsi_a=one_vessel).write_parquet(file)

    with pytest.raises(InputError, match="nothing can be held out"):
        train_on_labels([tmp_path])


def test_train_on_labels__a_candidate_of_two_runs_is_one(tmp_path: Path) -> None:
    for name in ("monday", "tuesday"):
        (tmp_path / name).mkdir()
        write_candidates(tmp_path / name)
    label_truly(tmp_path / "tuesday", 25, 25)
    few_draws = replace(JUDGED, n_draws=4)

    twice = train_on_labels([tmp_path / "monday", tmp_path / "tuesday"], few_draws)

    once = train_on_labels([tmp_path / "tuesday"], few_draws)
    assert twice.factors.equals(once.factors)
    assert twice.made_from["verdicts"] == 50


def test_look_at_sea__says_which_leads_are_transfers_and_keeps_no_file(
    tmp_path: Path,
) -> None:
    world = World(level="coastal", seed=101, is_test=False, n_vessels=60, n_days=1.0)

    leads = look_at_sea(world, tmp_path / "world", Config())

    assert not (tmp_path / "world").exists()
    assert set(leads["cluster"]) == {world.name}
    of_pairs = leads[leads["kind"] == "encounter"]
    assert 0 < of_pairs["is_transfer"].sum() < len(of_pairs)
    stays = leads[leads["kind"] == "one_dark"]
    assert stays["listed"].sum() < len(stays)
    assert (leads["weight"] == 1.0).all()
    assert leads["known"].all()
