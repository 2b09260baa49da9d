"""``--watchlist``: a list makes the vessels on it known, in a run and in a ranking."""

import json
from pathlib import Path

import pandas as pd
import pytest

import stsdetect as sts
from stsdetect.cli.main import app
from stsdetect.errors import InputError

MMSI = 412000001


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> sts.Run:
    """Two invented vessels that lie side by side for two hours."""
    folder = tmp_path_factory.mktemp("listed")
    rows = [
        f"{MMSI + n},2024-03-01T{minute // 60:02}:{minute % 60:02}:00Z,"
        f"{38.4 + n * 0.0003},124.2,SIM {n + 1}"
        for minute in range(0, 120, 3)
        for n in (0, 1)
    ]
    source = folder / "two.csv"
    source.write_text("\n".join(["mmsi,timestamp,lat,lon,shipname", *rows]) + "\n")
    return sts.run(source, folder / "out")


@pytest.fixture
def invented(tmp_path: Path) -> Path:
    """A list with one of the two."""
    path = tmp_path / "invented.csv"
    path.write_text(f"name,mmsi,listed\nSIM 1,{MMSI},2024-01-01\n", encoding="utf-8")
    return path


def test_rank__a_list_raises_what_it_names_and_is_recorded(
    run: sts.Run, invented: Path
) -> None:
    app(["rank", str(run.folder), "--watchlist", str(invented)], standalone_mode=False)

    candidates = pd.read_parquet(run.folder / "candidates.parquet")
    (named,) = candidates.to_dict("records")
    assert named["hops_to_listed"] == 0
    assert named["watchlist_a"] == (
        "invented 2 SIM 1 (by MMSI and name, strong, listed on 2024-01-01)"
    )
    assert pd.isna(named["watchlist_b"])
    assert "on a watch list: a: invented 2" in named["relevance_parts"]
    record = json.loads((run.folder / "run.json").read_text())
    assert [one["name"] for one in record["watchlists"]] == [str(invented)]
    assert record["config"]["watchlists"] == [str(invented)]


def test_rank__takes_the_lists_of_the_run_again_until_others_are_named(
    run: sts.Run, invented: Path
) -> None:
    sts.rank(run.folder, watchlists=[invented])

    assert (sts.rank(run.folder)["hops_to_listed"] == 0).any()
    assert sts.rank(run.folder, watchlists=[])["hops_to_listed"].isna().all()


def test_run__other_lists_do_not_look_for_events_again(
    run: sts.Run, invented: Path
) -> None:
    before = json.loads((run.folder / "run.json").read_text())

    again = sts.detect(
        run.folder / "store", run.folder, sts.Config(watchlists=(str(invented),))
    )

    after = json.loads((run.folder / "run.json").read_text())
    assert len(again.encounters) == before["counts"]["encounters"]
    assert after["seconds"]["detect"] == before["seconds"]["detect"]


def test_rank__a_broken_list_is_refused_before_anything_is_written(
    run: sts.Run, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text("name,imo\nSIM\n", encoding="utf-8")
    before = (run.folder / "candidates.csv").read_bytes()

    with pytest.raises(InputError, match="row 2: 1 columns instead of 2"):
        sts.rank(run.folder, watchlists=[broken])

    assert (run.folder / "candidates.csv").read_bytes() == before


def test_rank__a_registry_tells_who_is_not_what_is_known(
    run: sts.Run, tmp_path: Path
) -> None:
    rows = "IMO,Name,MMSI,Built\n2000004,SIM OTHER,412000009,1990\n"
    registry = tmp_path / "register.csv"
    registry.write_text(rows, encoding="utf-8")
    vessels = pd.read_csv(run.folder.parent / "two.csv").assign(imo=2_000_004)
    source = tmp_path / "told.csv"
    vessels.to_csv(source, index=False)

    told = sts.run(source, tmp_path / "out", sts.Config(registries=(str(registry),)))

    (pair,) = told.candidates.to_dict("records")
    assert "registry_mismatch" in pair["identity_a"]
    assert pair["age_years"] == 34
    events = pd.read_parquet(tmp_path / "out" / "events" / "identity_events.parquet")
    details = events.loc[events["kind"] == "registry_mismatch", "detail"].tolist()
    assert any("name SIM 1, there SIM OTHER, MMSI 412000001" in one for one in details)
    assert told.record["registries"][0]["name"] == str(registry)
    again = sts.rank(tmp_path / "out", registries=[])
    assert "registry_mismatch" not in str(again["identity_a"].iloc[0])
