"""Exchanges: what comes in keeps its origin, once, and nothing hostile comes in."""

import csv
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from builders_leads import candidates

from stsdetect.dossiers.exchanges import RECEIVED, read_exchange, write_exchange
from stsdetect.errors import InputError, StoreError
from stsdetect.export.bundle import read_bundle, write_bundle
from stsdetect.labelling import label, read_labels
from stsdetect.review.ledger import append_entry
from stsdetect.schema import CANDIDATES
from stsdetect.sharing.manifest import MANIFEST, SIGNATURE, sign_files
from stsdetect.sharing.rows import MAX_ROWS

KEY = b"0123456789abcdef0123456789abcdef"
OTHER = b"another key, as long as it has to be"
FIRST = f"{1:016x}"
SECOND = f"{2:016x}"
SAID = {"origin": "Team North", "marking": "TLP:AMBER"}


def folder(path: Path, *changes: dict[str, Any]) -> Path:
    """A folder with candidates; nothing else of a run is looked at."""
    path.mkdir()
    table = CANDIDATES.from_pandas(candidates(*changes))
    table.write_parquet(path / "candidates.parquet")
    return path


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    return folder(tmp_path / "theirs", {}, {"mmsi_b": 300000009})


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """The same meeting as their first under another id, and nothing else."""
    return folder(tmp_path / "ours", {"candidate_id": "f" * 16})


def sent(theirs: Path, *ids: str, origin: str = "Team North") -> Path:
    path = theirs.parent / "sent.zip"
    write_exchange(
        theirs, ids or (FIRST,), path, KEY, origin=origin, marking="TLP:AMBER"
    )
    return path


def received(ours: Path) -> list[dict[str, str]]:
    with (ours / "received.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def forged(path: Path, changes: dict[str, bytes], key: bytes = KEY) -> Path:
    """A bundle whose files were changed and signed again, sums and all."""
    files = read_bundle(path)
    own = {name: files[name] for name in files if name not in (MANIFEST, SIGNATURE)}
    write_bundle(sign_files({**own, **changes}, SAID, key), path)
    return path


def test_read_exchange__keeps_verdict_origin_and_marking(
    theirs: Path, ours: Path
) -> None:
    label(theirs, FIRST, "transfer", by="Kim", note="seen")

    counts = read_exchange(sent(theirs), ours, KEY)

    assert counts == (1, 1)
    (row,) = received(ours)
    assert row["verdicts"] == "transfer (Team North, Kim)"
    assert row["markings"] == "Team North: TLP:AMBER"
    assert row["own_id"] == "f" * 16
    assert row["shipname_a"] == "SIM ALPHA"


def test_read_exchange__own_labels_are_left_alone(theirs: Path, ours: Path) -> None:
    label(theirs, FIRST, "transfer", by="Kim")

    read_exchange(sent(theirs), ours, KEY)

    assert read_labels(ours).empty


def test_read_exchange__the_same_again_adds_nothing(theirs: Path, ours: Path) -> None:
    label(theirs, FIRST, "transfer", by="Kim")
    read_exchange(sent(theirs), ours, KEY)
    before = (ours / "received.csv").read_bytes()

    counts = read_exchange(sent(theirs), ours, KEY)

    assert counts == (0, 0)
    assert (ours / "received.csv").read_bytes() == before


def test_read_exchange__two_teams_with_one_event_are_one_row(
    theirs: Path, ours: Path
) -> None:
    label(theirs, FIRST, "transfer", by="Kim")
    read_exchange(sent(theirs), ours, KEY)
    read_exchange(sent(theirs, FIRST, SECOND, origin="Team South"), ours, KEY)

    first, second = received(ours)
    assert first["origins"] == "Team North; Team South"
    assert first["verdicts"].count("transfer (Team") == 2
    assert second["own_id"] == ""


def test_write_exchange__a_verdict_goes_with_its_event_through_a_rerun(
    theirs: Path, ours: Path
) -> None:
    label(theirs, FIRST, "transfer", by="Kim")
    again = CANDIDATES.from_pandas(candidates({"candidate_id": "a" * 16}))
    again.write_parquet(theirs / "candidates.parquet")

    counts = read_exchange(sent(theirs, "a" * 16), ours, KEY)

    assert counts == (1, 1)


def test_write_exchange__same_input_same_bytes(theirs: Path) -> None:
    label(theirs, FIRST, "unsure", by="Kim")

    first = sent(theirs).read_bytes()

    assert sent(theirs).read_bytes() == first


def test_write_exchange__an_id_that_is_not_there_is_told(theirs: Path) -> None:
    with pytest.raises(InputError, match="no candidate nowhere"):
        sent(theirs, "nowhere")


@pytest.mark.parametrize("origin", ["", " ", "North\nSouth", "x" * 101])
def test_write_exchange__an_origin_is_one_line(theirs: Path, origin: str) -> None:
    with pytest.raises(InputError, match="origin"):
        sent(theirs, origin=origin)


def test_read_exchange__another_key_is_refused(theirs: Path, ours: Path) -> None:
    with pytest.raises(InputError, match="signature does not hold"):
        read_exchange(sent(theirs), ours, OTHER)


@pytest.mark.parametrize("name", ["candidates.jsonl", "labels.jsonl", MANIFEST])
def test_read_exchange__a_change_is_noticed_even_with_new_sums(
    theirs: Path, ours: Path, name: str
) -> None:
    path = sent(theirs)
    files = read_bundle(path)
    write_bundle({**files, name: files[name] + b" "}, path)

    with pytest.raises(InputError, match=r"does not hold|not those that its manifest"):
        read_exchange(path, ours, KEY)
    assert not (ours / "received.csv").exists()


def test_read_exchange__a_file_that_is_not_named_is_refused(
    theirs: Path, ours: Path
) -> None:
    path = sent(theirs)
    write_bundle({**read_bundle(path), "extra.txt": b"x"}, path)

    with pytest.raises(InputError, match="not those that its manifest names"):
        read_exchange(path, ours, KEY)


def row_with(**changes: Any) -> bytes:
    row = {**_plain_row(), **changes}
    return json.dumps(row).encode() + b"\n"


def _plain_row() -> dict[str, Any]:
    table = CANDIDATES.from_pandas(candidates())
    row: dict[str, Any] = json.loads(table.write_ndjson())
    return row | {
        "start_time": "2024-03-01T02:00:00Z",
        "end_time": "2024-03-01T07:40:00Z",
    }


def test_read_exchange__the_row_that_the_next_tests_spoil_is_sound(
    theirs: Path, ours: Path
) -> None:
    path = forged(sent(theirs), {"candidates.jsonl": row_with()})

    assert read_exchange(path, ours, KEY) == (1, 0)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[1]\n", "not a row"),
        (b'{"lat": NaN}\n', "no JSON"),
        (row_with(parts={"a": 1}), "not a row"),
        (row_with(mmsi_a=10**40), "not a row"),
        (row_with(mmsi_a="200000001"), "mmsi_a: '200000001' is no integer"),
        (row_with(mmsi_a=-1), "mmsi_a"),
        (row_with(lat=91), "lat"),
        (row_with(kind="finding"), "candidates"),
        (row_with(start_time="soon"), "no time"),
        (row_with(start_time="2024-03-01T02:00:00"), "no time zone"),
        (row_with(likelihood=None, reasons_for=None), "reasons_for"),
        (row_with(shipname_a="\x1b[2J"), "not a row"),
        (row_with(shipname_a="x" * 20_001), "not a row"),
        (row_with() * 2, "repeat the key"),
        (b"{}\n" * (MAX_ROWS + 1), "more than 10,000 rows"),
        (b"{}\n", "candidates"),
    ],
)
def test_read_exchange__rows_that_break_the_schema_are_refused_although_signed(
    theirs: Path, ours: Path, content: bytes, fault: str
) -> None:
    path = forged(sent(theirs), {"candidates.jsonl": content})

    with pytest.raises(InputError, match=fault):
        read_exchange(path, ours, KEY)
    assert not (ours / "received.csv").exists()
    assert not (ours / "received.sqlite").exists()


def test_read_exchange__a_verdict_on_nothing_is_refused(
    theirs: Path, ours: Path
) -> None:
    label(theirs, FIRST, "transfer", by="Kim")
    path = forged(sent(theirs), {"candidates.jsonl": b""})

    with pytest.raises(InputError, match="on no candidate"):
        read_exchange(path, ours, KEY)


def test_read_exchange__a_bomb_is_refused_before_it_is_unpacked(
    theirs: Path, ours: Path
) -> None:
    path = theirs / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("candidates.jsonl", bytes((64 << 20) + 1))

    with pytest.raises(InputError, match="64 MiB"):
        read_exchange(path, ours, KEY)


def test_read_exchange__any_damaged_byte_is_one_fault(theirs: Path, ours: Path) -> None:
    path = sent(theirs)
    whole = path.read_bytes()

    for place in range(0, len(whole), 97):
        damaged = bytearray(whole)
        damaged[place] ^= 0x55
        path.write_bytes(damaged)
        try:
            read_exchange(path, ours, KEY)
        except InputError:
            continue
        # a byte that no reader looks at, such as a time: what was read is whole
        assert received(ours)[0]["shipname_a"] == "SIM ALPHA"


def test_read_exchange__what_no_bundle_brought_is_one_line(
    theirs: Path, ours: Path
) -> None:
    """Who can write to the folder can add to the ledger of what was received."""
    read_exchange(sent(theirs), ours, KEY)
    told = {"candidate_id": [FIRST]}
    append_entry(ours / RECEIVED, "candidate", told, datetime.now(UTC))

    with pytest.raises(StoreError, match="holds what no bundle brought"):
        read_exchange(sent(theirs), ours, KEY)


def test_read_exchange__hostile_names_stay_text(tmp_path: Path, ours: Path) -> None:
    theirs = folder(tmp_path / "hostile", {"shipname_a": '=cmd|"/c calc"!A1'})

    read_exchange(sent(theirs), ours, KEY)

    assert received(ours)[0]["shipname_a"] == '\'=cmd|"/c calc"!A1'
