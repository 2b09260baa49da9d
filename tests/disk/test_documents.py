"""Documents: read up to a size, refused beyond it in one line."""

import os
from collections.abc import Callable
from inspect import unwrap
from pathlib import Path
from threading import Thread

import pytest

from stsdetect.config import read_config
from stsdetect.context.geojson import read_area
from stsdetect.context.imagery.read import read_detections
from stsdetect.context.port_files import read_port_file
from stsdetect.context.region_files import read_region_file
from stsdetect.context.sea_state import read_sea_states
from stsdetect.context.watchlists.read import read_watchlist
from stsdetect.disk.documents import SETTING, read_document
from stsdetect.errors import InputError
from stsdetect.evaluate.truth import read_truth
from stsdetect.ingest.columns import read_column_map
from stsdetect.scoring.factors import FITTED, read_factors

READERS: dict[str, Callable[[Path], object]] = {
    "settings": read_config,
    "column map": read_column_map,
    "area": read_area,
    "regions": lambda path: unwrap(read_region_file)(str(path)),
    "watch list": read_watchlist,
    "ports": lambda path: unwrap(read_port_file)(str(path)),
    "images": lambda path: read_detections([path]),
    "images on a map": lambda path: read_detections([path.with_suffix(".geojson")]),
    "sea states": lambda path: read_sea_states([path]),
    "truth": read_truth,
}


@pytest.mark.parametrize("name", READERS)
def test_what_is_longer_than_allowed_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, "0.25")
    for suffix in ("csv", "geojson"):
        (tmp_path / f"long.{suffix}").write_bytes(b" " * (2**18 + 1))

    with pytest.raises(InputError, match=r"more than 0\.25 MiB; .* by STSDETECT_MAX"):
        READERS[name](tmp_path / "long.csv")


@pytest.mark.parametrize("name", READERS)
def test_a_bound_that_is_none_is_told_as_that(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not as a document that is no TOML, no JSON, no truth."""
    monkeypatch.setenv(SETTING, "much")
    for suffix in ("csv", "geojson"):
        (tmp_path / f"short.{suffix}").write_bytes(b"{}")

    with pytest.raises(InputError, match=r"^STSDETECT_MAX_DOCUMENT_MIB: 'much' is no"):
        READERS[name](tmp_path / "short.csv")


def test_what_ships_is_read_whatever_the_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Weights would be the judged ones, with no more than a warning."""
    for told in ("much", "0.000001"):
        monkeypatch.setenv(SETTING, told)
        assert read_factors(FITTED)


def test_read_document__gives_all_of_what_is_as_long_as_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, "0.25")
    (tmp_path / "a.csv").write_bytes(b"7" * 2**18)

    assert read_document(tmp_path / "a.csv") == b"7" * 2**18


def test_read_document__takes_a_pipe_and_stops_where_it_does_not_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_bytes, args=(b"name,imo\n",))
    writer.start()

    assert read_document(pipe) == b"name,imo\n"
    writer.join()
    monkeypatch.setenv(SETTING, "1")
    with pytest.raises(InputError, match="/dev/zero: more than 1 MiB"):
        read_document("/dev/zero")


@pytest.mark.parametrize("told", ["0", "-1", "inf", "nan", "much"])
def test_read_document__a_bound_that_is_none_is_refused(
    told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, told)
    (tmp_path / "a.csv").write_bytes(b"")

    with pytest.raises(InputError, match="is no number of MiB above zero"):
        read_document(tmp_path / "a.csv")
