"""The sample from end to end: what is planted comes first, and comes again."""

import csv
import json
from pathlib import Path

import polars as pl

import stsdetect as sts
from stsdetect.schema import CONTRACT_COLUMNS

GOLDEN = Path(__file__).parent / "golden" / "candidates.csv"


def planted(sample_ais: Path) -> set[tuple[int, int]]:
    """Pairs of the transfers that both vessels broadcast and that must be found."""
    truth = pl.read_csv(sample_ais / "truth.csv").filter(
        pl.col("is_transfer")
        & (pl.col("observability") == "encounter")
        & (pl.col("expected") == "found")
    )
    return {
        (min(a, b), max(a, b)) for a, b in truth.select("mmsi_a", "mmsi_b").iter_rows()
    }


def encounters_of(run: sts.Run) -> list[tuple[int, int]]:
    found = run.candidates[run.candidates["kind"] == "encounter"]
    return list(zip(found["mmsi_a"], found["mmsi_b"], strict=True))


def test_run__planted_transfers_of_the_sample_stand_on_top(
    sample_run: sts.Run, sample_ais: Path
) -> None:
    truth = planted(sample_ais)

    top = encounters_of(sample_run)[: len(truth) - 4]

    # left out: six short contacts, and the three vessels of one bunker tanker's round
    assert set(top) <= truth


def test_run__every_transfer_that_both_broadcast_is_a_candidate(
    sample_run: sts.Run, sample_ais: Path
) -> None:
    assert planted(sample_ais) <= set(encounters_of(sample_run))


def test_run__candidates_of_the_sample_are_golden(sample_run: sts.Run) -> None:
    written = (sample_run.folder / "candidates.csv").read_bytes()

    assert written == GOLDEN.read_bytes(), "make golden, and show the change in review"


def test_run__the_csv_begins_with_the_columns_of_the_contract(
    sample_run: sts.Run,
) -> None:
    with (sample_run.folder / "candidates.csv").open(encoding="utf-8") as file:
        header = next(csv.reader(file))

    assert tuple(header[: len(CONTRACT_COLUMNS)]) == CONTRACT_COLUMNS


def test_run__rows_of_every_source_add_up(sample_run: sts.Run) -> None:
    sources = sts.open_store(sample_run.folder / "store").read_sources()

    total = sources.select(
        pl.sum_horizontal("rows_kept", "rows_duplicate", "rows_static", "rows_rejected")
    ).to_series()

    assert total.equals(sources["rows_read"], check_names=False)
    assert sources.height >= 2


def test_run__the_order_of_files_changes_nothing(
    sample_run: sts.Run, sample_ais: Path, tmp_path: Path
) -> None:
    files = sorted(
        file for file in sample_ais.iterdir() if file.suffix in {".gz", ".zst", ".zip"}
    )

    again = sts.run(files[::-1], tmp_path)

    first = (sample_run.folder / "candidates.csv").read_bytes()
    assert (again.folder / "candidates.csv").read_bytes() == first


def test_run__a_rerun_skips_what_is_done(sample_run: sts.Run, sample_ais: Path) -> None:
    before = json.loads((sample_run.folder / "run.json").read_text())

    again = sts.run(sample_ais, sample_run.folder)

    assert again.record["outputs"] == before["outputs"]
    assert again.record["seconds"]["detect"] == before["seconds"]["detect"]


def test_read_candidates__is_a_map(sample_run: sts.Run) -> None:
    candidates = sts.read_candidates(sample_run.folder)

    assert candidates.crs == "EPSG:4326"
    assert candidates.geometry.x.tolist() == candidates["lon"].tolist()
    assert candidates["rank"].tolist() == list(range(1, len(candidates) + 1))
