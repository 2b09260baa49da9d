"""Doctor: whatever is broken in a store is named, and mended to the same bytes."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from builders_damage import have_less_than_no_values

import stsdetect as sts
from stsdetect.disk.locks import LOCK
from stsdetect.errors import InputError, StoreError
from stsdetect.ingest.columns import read_column_map
from stsdetect.ingest.commit import begin
from stsdetect.ingest.health import examine_store
from stsdetect.ingest.plan import Wish
from stsdetect.ingest.repair import repair_store
from stsdetect.ingest.version import STORE_VERSION, VERSION_KEY

Spoil = Callable[[Path], object]
Change = Callable[[pl.DataFrame], pl.DataFrame]

HEADER = (
    "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,"
    "Status,Length,Width,Draft,Cargo,TransceiverClass\n"
)
ROW = "412000001,{},35.5,123.25,4.1,90.0,91,STAR,IMO9074729,V7AB,80,0,180,30,9.5,80,A\n"


def write_day(path: Path, day: int, hour: int) -> Path:
    rows = [ROW.format(f"2024-03-{day:02d}T{hour:02d}:{m:02d}:00") for m in range(60)]
    path.write_text(HEADER + "".join(rows) + "broken\n")
    return path


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two files and the store of both."""
    folder = tmp_path_factory.mktemp("sound")
    for number, (day, hour) in enumerate([(1, 23), (2, 0)]):
        sts.ingest(write_day(folder / f"{number}.csv", day, hour), folder / "store")
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """A copy of it, to be broken."""
    shutil.copytree(sound, tmp_path / "copy")
    return tmp_path / "copy"


def content(store: Path) -> dict[str, bytes]:
    return {
        path.relative_to(store).as_posix(): path.read_bytes()
        for path in sorted(store.rglob("*"))
        if path.is_file()
    }


HEARD = "heard/date=2024-03-02/part-0.parquet"
DAY = timedelta(days=1)
AGES = pl.lit(2**50).cast(pl.Datetime("ms", "UTC"))
"""No calendar has it; found by fuzz."""
PART = "positions/date=2024-03-01/part-0.parquet"


def tear(name: str) -> Spoil:
    def torn(store: Path) -> None:
        file = store / name
        file.write_bytes(file.read_bytes()[:-20])

    return torn


def lose(name: str) -> Spoil:
    return lambda store: (store / name).unlink()


def rewrite(name: str, change: Change) -> Spoil:
    def rewritten(store: Path) -> None:
        rows = change(pl.read_parquet(store / name, hive_partitioning=False))
        key = {VERSION_KEY: str(STORE_VERSION)}
        rows.write_parquet(store / name, metadata=key)

    return rewritten


def flip_bit(store: Path) -> None:
    file = store / PART
    content = bytearray(file.read_bytes())
    content[60] ^= 1
    file.write_bytes(content)


def count_more(sources: pl.DataFrame) -> pl.DataFrame:
    return sources.with_columns(pl.col("rows_read") + 1)


def rejects_of(store: Path) -> Path:
    return next((store / "rejects").iterdir())


FROM_ITSELF: dict[str, tuple[Spoil, str]] = {
    "days torn": (tear("days.parquet"), "days.parquet: torn"),
    "days lost": (lose("days.parquet"), "days.parquet: missing"),
    "days false": (
        rewrite(
            "days.parquet", lambda days: days.with_columns(pl.col("rows_kept") + 1)
        ),
        "days.parquet: its counts are not those of the positions",
    ),
    "vessels lost": (lose("vessels.parquet"), "vessels.parquet: missing"),
    "vessels false": (
        rewrite("vessels.parquet", lambda one: one.with_columns(shipname=pl.lit("X"))),
        "vessels.parquet: not what heard gives",
    ),
    "sums lost": (lose("SHA256SUMS"), "SHA256SUMS: missing or damaged"),
    "sums torn": (tear("SHA256SUMS"), "SHA256SUMS: missing or damaged"),
    "no sum of a file": (
        lambda store: (store / "SHA256SUMS").write_text(
            (store / "SHA256SUMS").read_text().split("\n", 1)[1]
        ),
        "SHA256SUMS: has no sum of days.parquet",
    ),
    "half a file": (
        lambda store: (store / ".a.parquet.7.part").write_text("half"),
        ".a.parquet.7.part: half a file, of no use",
    ),
    "half a change": (
        lambda store: (begin(store) / "sources.parquet").write_text("half"),
        ".new: a change that was stopped, of no use",
    ),
    "a lock": (
        lambda store: (store / LOCK).write_text("7"),
        ".stsdetect.lock: a run holds the store or was stopped",
    ),
}
FROM_SOURCES: dict[str, tuple[Spoil, str]] = {
    "a day torn": (tear(PART), f"{PART}: torn: it can't be read"),
    "a day lost": (lose(PART), f"{PART}: missing"),
    "a bit flipped": (flip_bit, f"{PART}: its sum is not the one"),
    "rows of another day": (
        rewrite(
            PART, lambda one: one.with_columns(pl.col("timestamp").dt.offset_by("1d"))
        ),
        f"{PART}: holds positions of another day",
    ),
    "rows of no day": (
        rewrite(PART, lambda one: one.with_columns(timestamp=AGES)),
        f"{PART}: positions: timestamp: beyond the years 1 … 9999",
    ),
    "a page of less than no values": (
        lambda store: have_less_than_no_values(store / PART),
        f"{PART}: torn: it can't be read",
    ),
    "rows out of order": (
        rewrite(PART, lambda one: one.reverse()),
        f"{PART}: not in the order of vessel and time",
    ),
    "rows lost": (
        rewrite(PART, lambda one: one.head(50)),
        "sources.parquet: 0.csv: 60 rows kept, there are 50",
    ),
    "a latitude that is none": (
        rewrite(PART, lambda one: one.with_columns(lat=95.0)),
        f"{PART}: positions: lat: 95.0 outside",
    ),
    "a stranger": (
        lambda store: shutil.copy(store / PART, store / PART.replace("t-0", "t-1")),
        "SHA256SUMS: has no sum of positions/date=2024-03-01/part-1.parquet",
    ),
    "a count changed": (
        rewrite("sources.parquet", count_more),
        "sources.parquet: 0.csv: its counts don't add up",
    ),
    "sources of no day": (
        rewrite("sources.parquet", lambda one: one.with_columns(first_timestamp=AGES)),
        "sources.parquet: sources: first_timestamp: beyond the years 1 … 9999",
    ),
    "sources lost": (lose("sources.parquet"), "sources.parquet: missing"),
    "rejects lost": (
        lambda store: rejects_of(store).unlink(),
        "1 rejected, 0 are kept",
    ),
    "what was heard lost": (lose(HEARD), f"{HEARD}: missing"),
    "columns lost": (
        rewrite(HEARD, lambda one: one.drop("imo")),
        f"{HEARD}: not the columns that it should have",
    ),
}


def found(store: Path) -> str:
    return "\n".join(map(str, examine_store(store)))


def test_examine_store__numbers_for_times_are_told(folder: Path) -> None:
    """They were a traceback; found by coverage."""
    file = min((folder / "store").glob("positions/*/*.parquet"))
    rows = pl.read_parquet(file)
    rows.with_columns(pl.col("timestamp").cast(pl.Int64)).write_parquet(file)

    faults = examine_store(folder / "store")

    assert [one.words for one in faults] == [
        "its sum is not the one it was written with",
        "its times are none",
    ]


def test_examine_store__a_sound_store_has_no_fault(sound: Path) -> None:
    before = content(sound / "store")

    assert examine_store(sound / "store") == []
    assert content(sound / "store") == before


@pytest.mark.parametrize("name", FROM_ITSELF)
def test_repair_store__needs_no_source_for_what_follows(
    name: str, folder: Path, sound: Path
) -> None:
    spoil, words = FROM_ITSELF[name]
    spoil(folder / "store")
    assert words in found(folder / "store")

    repair_store(folder / "store")

    assert content(folder / "store") == content(sound / "store")


@pytest.mark.parametrize("name", FROM_SOURCES)
def test_repair_store__reads_the_files_again_and_gives_the_same_bytes(
    name: str, folder: Path, sound: Path
) -> None:
    spoil, words = FROM_SOURCES[name]
    store = folder / "store"
    spoil(store)
    assert words in found(store)
    with pytest.raises(StoreError, match="it takes the files to repair"):
        repair_store(store)
    (folder / "2.csv").write_text(HEADER + ROW.format("2024-03-05T00:00:00"))
    if name == "sources lost":  # then nothing tells that this file is none of them
        (folder / "2.csv").unlink()

    repair_store(store, list(folder.glob("*.csv")))

    assert content(store) == content(sound / "store")


def test_repair_store__a_file_that_was_changed_since_is_not_taken(folder: Path) -> None:
    store = folder / "store"
    (store / PART).unlink()
    before = content(store)
    (folder / "1.csv").write_text((folder / "1.csv").read_text() + "more\n")

    with pytest.raises(InputError, match=r"changed since: 1\.csv"):
        repair_store(store, [folder / "0.csv", folder / "1.csv"])

    assert content(store) == before


def test_repair_store__other_rows_than_then_are_not_taken(folder: Path) -> None:
    store = folder / "store"
    (store / PART).unlink()
    before = content(store)
    text = """time_zone = "Asia/Seoul"
[columns]
mmsi = "MMSI"
timestamp = "BaseDateTime"
lat = "LAT"
lon = "LON"
"""
    (folder / "map.toml").write_text(text)
    wish = Wish(columns=read_column_map(folder / "map.toml"))

    with pytest.raises(InputError, match="its files give other rows now"):
        repair_store(store, list(folder.glob("*.csv")), wish)

    assert content(store) == before


def test_repair_store__a_complete_change_is_finished(folder: Path, sound: Path) -> None:
    """The mark is set and half of it moved in when the run is killed."""
    store = folder / "store"
    shutil.copytree(store, folder / "kept")
    shutil.move(store, folder / "moved")
    sts.ingest(folder / "0.csv", store)
    shutil.copytree(folder / "moved", store / ".new")
    (store / ".new" / "COMPLETE").touch()
    (store / ".new" / "days.parquet").replace(store / "days.parquet")
    assert ".new: a change is complete and not moved in yet" in found(store)

    repair_store(store)

    assert content(store) == content(sound / "store")


def test_doctor__names_each_fault_and_says_how_to_mend(
    folder: Path, stsdetect: Callable[..., tuple[int, str, str]]
) -> None:
    store = folder / "store"
    (store / "days.parquet").unlink()

    code, output, errors = stsdetect("doctor", store)

    assert code == 2
    assert output.splitlines()[0] == "days.parquet: missing"
    assert errors.count("\n") == 1
    assert "mend with stsdetect doctor" in errors
    code, output, errors = stsdetect("doctor", store, "--repair")
    assert (code, errors) == (0, "")
    assert "repaired; 9 files read, sums and counts hold" in output
    assert stsdetect("doctor", store)[:2] == (
        0,
        f"{store}: sound; 9 files read, sums and counts hold\n",
    )


def test_doctor__where_no_store_is_that_is_said(
    tmp_path: Path, stsdetect: Callable[..., tuple[int, str, str]]
) -> None:
    code, output, errors = stsdetect("doctor", tmp_path)

    assert (code, output, errors.count("\n")) == (2, "", 1)
    assert "no store" in errors
