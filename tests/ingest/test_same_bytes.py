"""Order and duplicates: files in any order, at once or one by one, are one store."""

import hashlib
from pathlib import Path

import stsdetect as sts


def sums(store: Path) -> dict[str, str]:
    """SHA-256 of each file of a store that holds rows."""
    return {
        str(file.relative_to(store)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(store.rglob("*.parquet"))
    }


def test_ingest__the_order_of_files_changes_no_byte(
    sample_ais: Path, tmp_path: Path
) -> None:
    files = sorted(one for one in sample_ais.iterdir() if one.suffix == ".gz")

    sts.ingest(files, tmp_path / "at_once")
    sts.ingest(files[::-1], tmp_path / "turned")
    for file in [*files[1::2], *files[::2], files[0]]:
        sts.ingest(file, tmp_path / "one_by_one")

    at_once = sums(tmp_path / "at_once")
    assert len(at_once) > len(files)
    assert sums(tmp_path / "turned") == at_once
    assert sums(tmp_path / "one_by_one") == at_once
