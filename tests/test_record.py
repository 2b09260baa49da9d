from pathlib import Path

import pytest

from stsdetect.errors import StoreError
from stsdetect.record import read_record, write_record


def test_write_record__is_read_back(tmp_path: Path) -> None:
    write_record(tmp_path, {"counts": {"rows": 3}})

    record = read_record(tmp_path)
    assert list(record) == ["record_version", "counts", "software"]
    assert record["counts"] == {"rows": 3}
    assert len(record["software"]["code_sha256"]) == 64


def test_read_record__a_damaged_record_is_named(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{")

    with pytest.raises(StoreError, match=r"run\.json: damaged"):
        read_record(tmp_path)
