import math
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from builders_runs import first_encounter

import stsdetect as sts
from stsdetect.errors import InputError
from stsdetect.report.explore import explore as draw


def test_explain__the_first_encounter_passes_every_step(sample_run: sts.Run) -> None:
    first = first_encounter(sample_run)

    steps = sts.explain(sample_run.folder, first["mmsi_b"], first["mmsi_a"])

    assert all(step.passed for step in steps)
    assert len(steps) == 6


@pytest.mark.parametrize("kind", ["both_dark", "one_dark"])
def test_explain_silence__the_first_of_its_kind_passes_every_step(
    sample_run: sts.Run, kind: str
) -> None:
    first = sample_run.candidates.query("kind == @kind").iloc[0]
    pair = int(first["mmsi_a"]), int(first["mmsi_b"])

    steps = sts.explain_silence(sample_run.folder, *pair)

    assert [step.passed for step in steps] == [True] * 6
    assert kind in steps[-1].found
    middle = first["start_time"] + (first["end_time"] - first["start_time"]) / 2
    assert sts.explain_silence(sample_run.folder, *pair, at=middle)[-1].passed
    begins = sample_run.candidates["start_time"]
    other = begins.loc[(begins - middle).abs().idxmax()].to_pydatetime()
    assert not sts.explain_silence(sample_run.folder, *pair, at=other)[-1].passed


def test_explain_silence__what_the_run_left_out_is_not_put_on_land_alone(
    sample_run: sts.Run, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    shutil.copytree(sample_run.folder, folder)
    first = sample_run.candidates.query("kind == 'both_dark'").iloc[0]
    pair = int(first["mmsi_a"]), int(first["mmsi_b"])
    events = folder / "events"
    met = pl.read_parquet(events / "rendezvous.parquet")
    met.filter(pl.col("mmsi_a") != pair[0]).write_parquet(events / "rendezvous.parquet")
    identity = pl.read_parquet(events / "identity_events.parquet")

    *_, plain = sts.explain_silence(folder, *pair)
    identity.head(1).with_columns(
        kind=pl.lit("simultaneous").cast(identity["kind"].dtype),
        mmsi=pl.lit(pair[1]).cast(identity["mmsi"].dtype),
    ).write_parquet(events / "identity_events.parquet")
    *_, shared = sts.explain_silence(folder, *pair)

    assert (plain.passed, plain.found) == (False, "land leaves less")
    assert not shared.passed
    assert shared.found.endswith("one MMSI is used by several vessels at once")


def test_explain_silence__two_that_were_heard_fail_at_the_first_step(
    sample_run: sts.Run,
) -> None:
    first = first_encounter(sample_run)

    (step,) = sts.explain_silence(sample_run.folder, first["mmsi_a"], first["mmsi_b"])

    assert not step.passed


def test_explain__who_is_silent_that_day_is_heard_at_no_time_with_the_other(
    sample_run: sts.Run,
) -> None:
    first = first_encounter(sample_run)

    (step,) = sts.explain(
        sample_run.folder,
        first["mmsi_a"],
        123456789,
        at=first["start_time"].to_pydatetime(),
    )

    assert not step.passed
    assert step.found.startswith("0 and ")


def test_explain_likelihood__adds_up_to_what_the_list_says(
    sample_run: sts.Run,
) -> None:
    first = sts.read_candidates(sample_run.folder).iloc[0]

    terms = sts.explain_likelihood(sample_run.folder, first)

    likelihood = 1 / (1 + math.exp(-terms["counted"].sum()))
    assert likelihood == pytest.approx(first["likelihood"], abs=1e-4)
    assert set(terms["candidate_id"]) == {first["candidate_id"]}


def test_explore__draws_the_coast_by_itself(sample_run: sts.Run) -> None:
    near = sts.explore(sample_run.candidates)
    bare = draw(sample_run.candidates)

    assert len(near.renderers) > len(bare.renderers)


def test_explain__vessels_far_apart_fail_at_the_distance(sample_run: sts.Run) -> None:
    first, second = (sample_run.candidates.iloc[place] for place in (0, 1))

    steps = sts.explain(
        sample_run.folder,
        first["mmsi_a"],
        second["mmsi_a"],
        at=first["start_time"].to_pydatetime(),
    )

    assert not steps[-1].passed
    assert "near each other" in steps[-1].question


def test_explain__a_time_that_was_not_looked_at_is_told(sample_run: sts.Run) -> None:
    first = first_encounter(sample_run)
    pair = first["mmsi_a"], first["mmsi_b"]

    with pytest.raises(InputError, match=r"2030-01-01 .* was not looked at; 2024-04-1"):
        sts.explain(sample_run.folder, *pair, at=datetime(2030, 1, 1, tzinfo=UTC))


def test_explain__a_time_without_a_zone_is_utc(sample_run: sts.Run) -> None:
    first = first_encounter(sample_run)
    pair, at = (first["mmsi_a"], first["mmsi_b"]), first["start_time"].to_pydatetime()

    steps = sts.explain(sample_run.folder, *pair, at=at.replace(tzinfo=None))

    assert steps == sts.explain(sample_run.folder, *pair, at=at)


def test_explain__a_vessel_that_is_not_heard_is_named(sample_run: sts.Run) -> None:
    first = sample_run.candidates.iloc[0]

    with pytest.raises(InputError, match="123456789 is not heard"):
        sts.explain(sample_run.folder, first["mmsi_a"], 123456789)


def test_explain__wants_a_run_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no run folder"):
        sts.explain(tmp_path, 1, 2)


def test_follow_pair__reaches_six_hours_around(sample_run: sts.Run) -> None:
    first = sample_run.candidates.iloc[0]

    tracks, proximities = sts.follow_pair(sample_run.folder, first)

    around = pl.col("timestamp").is_between(
        first["start_time"] - timedelta(hours=6), first["end_time"] + timedelta(hours=6)
    )
    together = pl.col("timestamp").is_between(first["start_time"], first["end_time"])
    near = pl.col("distance_m")
    assert set(tracks["mmsi"]) == {first["mmsi_a"], first["mmsi_b"]}
    assert tracks.filter(around).height == tracks.height
    assert proximities.filter(near > 5_000).height > 0
    assert proximities.filter(together & (near > 750)).height == 0


def test_read_positions__of_some_vessels_is_a_part_of_all(sample_run: sts.Run) -> None:
    store = sts.open_store(sample_run.folder / "store")
    start, last = store.period
    everyone = store.read_positions(start, last)
    some = everyone["mmsi"].unique().sort().gather([0, 7, 99]).to_list()

    own = store.read_positions(start, last, some)

    assert own.equals(everyone.filter(pl.col("mmsi").is_in(some)))
    assert store.read_positions(start, last, []).is_empty()
