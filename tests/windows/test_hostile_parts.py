"""Hostile parts: who can write to a part can make its hash good as well."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from builders_damage import have_less_than_no_values

import stsdetect as sts
from stsdetect.config import Config
from stsdetect.disk.files import file_sha256
from stsdetect.errors import StoreError
from stsdetect.pipeline import find_events
from stsdetect.windows.part_files import MANIFEST, read_part, scan_part_table
from stsdetect.windows.part_tables import are_columns_of


@pytest.fixture
def part(sample_run: sts.Run, tmp_path: Path) -> Path:
    """Give a copy of the first of the parts that the run of the sample left."""
    parts = shutil.copytree(sample_run.folder / "parts", tmp_path / "parts")
    return min(parts.iterdir())


def seal(part: Path, name: str) -> None:
    """Make the hash of a file of a part good again."""
    manifest = json.loads((part / MANIFEST).read_text())
    manifest["files"][name] = file_sha256(part / name)
    (part / MANIFEST).write_text(json.dumps(manifest))


TABLES = (
    *("near", "edges", "speeds", "spells", "calls", "hours", "turns", "receivers"),
    *("inland", "floods", "heard_by_vessel", "heard_by_hour", "heard_squares"),
)


def test_are_columns_of__what_a_window_writes(part: Path) -> None:
    files = sorted(part.glob("*.parquet"))

    assert sorted(one.stem for one in files) == sorted(TABLES)
    for one in files:
        assert are_columns_of(one.stem, dict(pl.read_parquet_schema(one))), one.stem


@pytest.mark.parametrize("name", TABLES)
def test_read_part__other_columns_are_one_line_though_their_hash_is_good(
    part: Path, name: str
) -> None:
    file = part / f"{name}.parquet"
    rows = pl.read_parquet(file)
    first = rows.columns[0]
    seal(part, file.name)
    read_part(part)

    for wrong in (
        rows.drop(first),
        rows.rename({first: "other"}),
        rows.with_columns(pl.lit(value=True).alias(first)),
    ):
        wrong.write_parquet(file)
        seal(part, file.name)
        with pytest.raises(StoreError, match=rf"{file.name}: damaged; remove .*{part}"):
            read_part(part)


@pytest.mark.parametrize("name", ["near.parquet", "heard_by_hour.parquet"])
def test_find_events__a_page_of_less_than_no_values_is_one_line(
    sample_run: sts.Run, part: Path, name: str
) -> None:
    """Polars asked for two quintillion bytes, and ended the process."""
    file = part / name
    pl.read_parquet(file).head(50).write_parquet(file)
    assert have_less_than_no_values(file)
    seal(part, name)

    store = sts.open_store(sample_run.folder / "store")
    with pytest.raises(StoreError, match=rf"{name}: damaged; remove .* and run again"):
        find_events(store, Config(), parts_folder=part.parent)


def test_scan_part_table__what_it_gives_can_be_read(part: Path) -> None:
    """Of some bits of the end of a file Arrow makes nothing, and polars a fault."""
    file = part / "heard_by_hour.parquet"
    pl.read_parquet(file).head(3).write_parquet(file)
    sound, n_refused, n_read = file.read_bytes(), 0, 0
    for place in range(len(sound) - 1_200, len(sound), 3):
        file.write_bytes(changed_at(sound, place))
        try:
            rows = scan_part_table(file, {file.name: file_sha256(file)})
        except StoreError:
            n_refused += 1
        else:
            n_read += rows.collect().height

    assert n_refused > 100
    assert n_read > 100


def changed_at(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 8]) + content[place + 1 :]


def test_are_columns_of__squares_have_at_least_a_part_of_an_hour() -> None:
    square = dict.fromkeys(("hour", "block", "n_vessels"), pl.Int32())

    assert not are_columns_of("heard_squares", square)
    assert are_columns_of("heard_squares", square | {"part_0": pl.Int32()})
    assert not are_columns_of("heard_squares", square | {"part_1": pl.Int32()})
    assert not are_columns_of("heard_squares", square | {"part_0": pl.Int64()})
