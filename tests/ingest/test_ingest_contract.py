"""Files in, a store out: what a user may rely on, whatever the inside looks like."""

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stsdetect.errors import FormatError, InputError, StoreError
from stsdetect.ingest.columns import read_column_map
from stsdetect.ingest.files import ingest_files
from stsdetect.ingest.plan import Wish
from stsdetect.ingest.store import Store, open_store
from stsdetect.progress import Silent
from stsdetect.schema import POSITIONS, REJECTS, SOURCES, VESSELS

OLD = (
    "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,"
    "Status,Length,Width,Draft,Cargo,TransceiverClass\n"
)
STAR = "412000001,{},35.5,123.25,4.1,90.0,91,STAR,IMO9074729,V7AB,80,0,180,30,9.5,80,A"
PLAIN = "mmsi,timestamp,lat,lon,sog\n"

DAY = datetime(2024, 3, 1, tzinfo=UTC)


def star(minute: int) -> str:
    return STAR.format(f"2024-03-01T00:{minute:02d}:00") + "\n"


def plain(minute: int, *, mmsi: object = 412000001, lat: object = 35.0) -> str:
    return f"{mmsi},2024-03-01T00:{minute:02d}:00,{lat},123,4.1\n"


@pytest.fixture
def ingested(tmp_path: Path) -> Callable[..., Store]:
    """Ingest texts, each as a file of its own, into one store."""

    def ingest(*texts: str | bytes, names: tuple[str, ...] = ()) -> Store:
        for i, text in enumerate(texts):
            name = names[i] if names else f"{i}.csv"
            file = tmp_path / name
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
            ingest_files([file], tmp_path / "store")
        return open_store(tmp_path / "store")

    return ingest


def all_positions(store: Store) -> pl.DataFrame:
    if store.read_sources()["rows_kept"].sum() == 0:
        return POSITIONS.empty_polars()
    first, last = store.period
    return store.read_positions(first, last + timedelta(milliseconds=1))


def values(store: Store) -> pl.DataFrame:
    return all_positions(store).drop("source_id", "source_row")


def assert_adds_up(sources: pl.DataFrame) -> None:
    parts = sources.select(
        pl.sum_horizontal("rows_kept", "rows_duplicate", "rows_static", "rows_rejected")
    ).to_series()
    assert parts.equals(sources["rows_read"], check_names=False)


def test_ingest_files__tables_keep_their_schema(
    ingested: Callable[..., Store],
) -> None:
    store = ingested(OLD + star(0) + star(1) + "broken\n")

    POSITIONS.check(all_positions(store))
    POSITIONS.check_key(all_positions(store))
    VESSELS.check(store.read_vessels())
    SOURCES.check(store.read_sources())
    REJECTS.check(store.read_rejects())
    assert store.read_sources()["rows_kept"].to_list() == [2]


def test_ingest_files__a_row_of_marinecadastre_is_read_whole(
    ingested: Callable[..., Store],
) -> None:
    store = ingested(OLD + star(3))

    position = all_positions(store).row(0, named=True)
    vessel = store.read_vessels().row(0, named=True)
    assert position["timestamp"] == DAY + timedelta(minutes=3)
    assert (position["lat"], position["lon"]) == (35.5, 123.25)
    assert position["sog"] == pytest.approx(4.1)
    assert (position["cog"], position["heading"]) == (90, 91)
    assert (position["nav_status"], position["ais_class"]) == (0, "A")
    assert position["source_row"] == 2
    assert (vessel["imo"], vessel["shipname"]) == (9_074_729, "STAR")
    assert (vessel["callsign"], vessel["ship_type"]) == ("V7AB", 80)
    assert (vessel["length_m"], vessel["beam_m"]) == (180, 30)
    assert vessel["draught"] == 9.5


def test_ingest_files__new_names_of_marinecadastre_put_longitude_first(
    ingested: Callable[..., Store],
) -> None:
    store = ingested(
        "mmsi,base_date_time,longitude,latitude,sog,cog,heading,vessel_name,imo,"
        "call_sign,vessel_type,status,length,width,draft,cargo,transceiver\n"
        "412000001,2024-03-01 00:00:00,123.25,35.5,,,,,,,,,,,,,B\n"
    )

    position = all_positions(store).row(0, named=True)
    assert (position["lat"], position["lon"]) == (35.5, 123.25)
    assert position["ais_class"] == "B"
    assert store.read_vessels().is_empty()


DANISH = (
    "# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,"
    "COG,Heading,IMO,Callsign,Name,Ship type,Cargo type,Width,Length,"
    "Type of position fixing device,Draught,Destination,ETA,Data source type,A,B,C,D\n"
)


def test_ingest_files__danish_words_become_codes_and_days_come_first(
    ingested: Callable[..., Store],
) -> None:
    store = ingested(
        DANISH + "02/03/2024 00:00:00,Class A,219000001,55.5,11.5,At anchor,,0.1,,,"
        "9074729,OXYZ,STJERNE,Tanker,,30,180,GPS,9.5,Unknown,,AIS,150,30,10,20\n"
        "02/03/2024 00:00:00,Base Station,2190045,55.6,11.6,Unknown value,,,,,Unknown,"
        "Unknown,,Undefined,,,,GPS,,Unknown,,AIS,,,,\n"
    )

    position = all_positions(store).row(0, named=True)
    vessel = store.read_vessels().row(0, named=True)
    source = store.read_sources().row(0, named=True)
    assert position["timestamp"] == datetime(2024, 3, 2, tzinfo=UTC)
    assert (position["nav_status"], position["ais_class"]) == (1, "A")
    assert (vessel["ship_type"], vessel["imo"]) == (80, 9_074_729)
    assert (vessel["to_bow_m"], vessel["to_starboard_m"]) == (150, 20)
    assert vessel["destination"] is None
    assert (source["rows_read"], source["rows_kept"], source["rows_static"]) == (
        2,
        1,
        1,
    )


def test_ingest_files__sentinels_become_null(ingested: Callable[..., Store]) -> None:
    store = ingested(
        OLD + "412000001,2024-03-01T00:00:00,35,123,102.3,360.0,511,@@@@,IMO0000000,"
        ",0,15,0,0,0,0,\n"
    )

    position = all_positions(store).row(0, named=True)
    assert all(
        position[name] is None for name in ("sog", "cog", "heading", "nav_status")
    )
    assert store.read_vessels().is_empty()


def test_ingest_files__a_negative_course_of_marinecadastre_is_unwrapped(
    ingested: Callable[..., Store],
) -> None:
    rows = [
        f"412000001,2024-03-01T00:0{i}:00,35,123,9,{cog},,,,,,,,,,,\n"
        for i, cog in enumerate((-109.6, -49.6))
    ]

    courses = all_positions(ingested(OLD + "".join(rows)))["cog"].to_list()

    assert courses == [pytest.approx(300.0), None]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("412000001,2024-03-01T00:00:00,91,181,0", "no position"),
        ("412000001,2024-03-01T00:00:00,,,0", "no position"),
        ("412000001,2024-03-01T00:00:00,95.5,123,0", "bad latitude"),
        ("412000001,2024-03-01T00:00:00,north,123,0", "bad latitude"),
        ("412000001,2024-03-01T00:00:00,nan,123,0", "bad latitude"),
        ("412000001,2024-03-01T00:00:00,35,211.6,0", "bad longitude"),
        ("412000001,,35,123,0", "no time"),
        ("412000001,soon,35,123,0", "bad time"),
        ("412000001,2024-13-01T00:00:00,35,123,0", "bad time"),
        ("x,2024-03-01T00:00:00,35,123,0", "bad MMSI"),
        ("0,2024-03-01T00:00:00,35,123,0", "bad MMSI"),
        ("412000001.5,2024-03-01T00:00:00,35,123,0", "bad MMSI"),
        ("412000001,2024-03-01T00:00:00,35", "ragged"),
        ("412000001,2024-03-01T00:00:00,35,123,0,0", "ragged"),
    ],
)
def test_ingest_files__each_bad_row_has_its_reason(
    ingested: Callable[..., Store], row: str, reason: str
) -> None:
    store = ingested(PLAIN + plain(1) + row + "\n" + plain(2))

    assert store.read_rejects().select("source_row", "reason", "raw").rows() == [
        (3, reason, row)
    ]
    assert all_positions(store)["source_row"].to_list() == [2, 4]
    assert_adds_up(store.read_sources())


def test_ingest_files__a_stray_quote_swallows_nothing(
    ingested: Callable[..., Store],
) -> None:
    bad = star(1).replace("STAR", '"STAR')

    store = ingested(OLD + star(0) + bad + star(2) + star(3))

    minutes = all_positions(store)["timestamp"].dt.minute().to_list()
    assert [minute for minute in minutes if minute != 1] == [0, 2, 3]
    assert store.read_sources()["rows_read"].to_list() == [4]
    assert_adds_up(store.read_sources())


def test_ingest_files__a_quoted_comma_is_part_of_the_name(
    ingested: Callable[..., Store],
) -> None:
    store = ingested(OLD + star(0).replace("STAR", '"STAR, THE"'))

    assert store.read_vessels()["shipname"].to_list() == ["STAR, THE"]


@pytest.mark.parametrize(
    "twist",
    [
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.decode().encode("utf-16"),
        lambda text: text.decode().encode("utf-16-le"),
        lambda text: b"\xfe\xff" + text.decode().encode("utf-16-be"),
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.rstrip(b"\n"),
        lambda text: text.replace(b"\n", b"\n\n"),
        lambda text: text + b"\n \n",
        lambda text: text.replace(b",", b";"),
        lambda text: text.replace(b",", b"\t"),
        lambda text: text.replace(b"T00:", b" 00:"),
        lambda text: text.replace(b":00,", b":00.000Z,"),
        lambda text: text.replace(b":00,", b":00+00:00,"),
        lambda text: text.replace(b"412000001", b'"412000001"'),
        lambda text: text.replace(b"412000001,", b" 412000001 ,"),
        lambda text: text.replace(b"35.0", b" 35.0 "),
        lambda text: text.replace(b"mmsi", b"SSVID"),
    ],
    ids=[
        *("BOM", "UTF-16", "UTF-16 LE", "UTF-16 BE"),
        *("CRLF", "no last line end", "blank lines", "blank end", "semicolon"),
        *("tab", "space in time", "Zulu", "offset", "quotes", "padded id", "padded"),
        "other name",
    ],
)
def test_ingest_files__harmless_differences_change_no_value(
    ingested: Callable[..., Store], twist: Callable[[bytes], bytes]
) -> None:
    text = (PLAIN + plain(0) + plain(1)).encode()

    store = ingested(twist(text))

    assert values(store)["timestamp"].dt.minute().to_list() == [0, 1]
    assert values(store)["lat"].to_list() == [35, 35]
    assert store.read_sources()["rows_rejected"].to_list() == [0]


def test_ingest_files__packing_changes_nothing(tmp_path: Path) -> None:
    text = (OLD + star(0) + star(1) + "broken\n").encode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as members:
        members.writestr("a/readme.txt", "nothing here")
        members.writestr("a/ais.csv", text)
    packed = {
        "plain.csv": text,
        "no_suffix": gzip.compress(text),
        "a.zst": pa.Codec("zstd").compress(text, asbytes=True),
        "a.zip": archive.getvalue(),
    }

    stores = []
    for name, content in packed.items():
        (tmp_path / name).write_bytes(content)
        ingest_files([tmp_path / name], tmp_path / f"store of {name}")
        stores.append(open_store(tmp_path / f"store of {name}"))

    first = stores[0]
    assert values(first).height == 2
    for store in stores[1:]:
        assert values(store).equals(values(first))
        rejects = store.read_rejects().drop("source_id")
        assert rejects.equals(first.read_rejects().drop("source_id"))


def test_ingest_files__a_file_that_is_cut_short_is_named(tmp_path: Path) -> None:
    file = tmp_path / "cut.csv.gz"
    file.write_bytes(gzip.compress((OLD + star(0) * 500).encode())[:-20])

    with pytest.raises(FormatError, match=r"cut\.csv\.gz"):
        ingest_files([file], tmp_path / "store")

    with pytest.raises(StoreError):
        open_store(tmp_path / "store")


def test_ingest_files__the_same_file_twice_adds_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(OLD + star(0) + star(1))
    ingest_files([file], tmp_path / "store")
    before = _files(tmp_path / "store")

    assert not caplog.messages
    again = ingest_files([file, file], tmp_path / "store")

    assert caplog.messages == ["in the store already, nothing added: a.csv"]

    assert _files(tmp_path / "store") == before
    assert again["rows_kept"].tolist() == [2]


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*.parquet"))
    }


def test_ingest_files__rows_of_two_files_are_kept_once_and_add_up(
    ingested: Callable[..., Store],
) -> None:
    store = ingested(OLD + star(0) + star(1), OLD + star(1) + star(2))

    sources = store.read_sources()
    assert all_positions(store).height == 3
    assert sources["rows_kept"].sum() == 3
    assert sources["rows_duplicate"].sum() == 1
    assert_adds_up(sources)


def test_ingest_files__of_two_reports_at_one_time_the_fuller_stays(
    ingested: Callable[..., Store],
) -> None:
    thin, full = plain(0).replace(",4.1", ","), plain(0, lat=36.0)

    store = ingested(PLAIN + thin + full)

    assert all_positions(store)["lat"].to_list() == [36.0]
    assert store.read_sources()["rows_duplicate"].to_list() == [1]


rows_of_text = st.lists(
    st.tuples(
        st.sampled_from([412000001, 440000002]),
        st.integers(0, 3),
        st.sampled_from(["35.0", "35.5", "91", ""]),
        st.sampled_from(["", "4.1", "102.3"]),
        st.sampled_from(["STAR", "MOON", ""]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=12)
@given(rows_of_text, st.randoms(use_true_random=False))
def test_ingest_files__neither_files_nor_rows_have_an_order(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[int, int, str, str, str]],
    random: object,
) -> None:
    header = "mmsi,timestamp,lat,lon,sog,shipname\n"
    lines = [
        f"{mmsi},2024-03-01T00:{minute:02d}:00,{lat},123,{sog},{name}\n"
        for mmsi, minute, lat, sog, name in rows
    ]
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    half = len(lines) // 2
    folder = tmp_path_factory.mktemp("order")
    files = {
        "all": [header + "".join(lines)],
        "two": [header + "".join(shuffled[half:]), header + "".join(shuffled[:half])],
    }

    stores = {}
    for name, texts in files.items():
        for i, text in enumerate(texts):
            (folder / f"{name}{i}.csv").write_text(text)
            ingest_files([folder / f"{name}{i}.csv"], folder / name)
        stores[name] = open_store(folder / name)

    one, two = stores["all"], stores["two"]
    assert values(one).equals(values(two))
    said = [
        store.read_vessels().drop("source_id", "source_row") for store in (one, two)
    ]
    assert said[0].equals(said[1])
    assert_adds_up(one.read_sources())
    assert_adds_up(two.read_sources())


def test_ingest_files__a_change_of_name_is_one_row_and_a_silence_is_none(
    ingested: Callable[..., Store],
) -> None:
    rows = [
        star(0),
        star(1).replace("STAR", ""),
        star(2).replace("STAR", "MOON"),
        star(3).replace("STAR", "MOON"),
    ]

    vessels = ingested(OLD + "".join(rows[::-1])).read_vessels()

    assert vessels["shipname"].to_list() == ["STAR", "MOON"]
    assert vessels["valid_from"].to_list() == [DAY, DAY + timedelta(minutes=2)]


def test_ingest_files__a_wrong_check_digit_is_no_imo_number(
    ingested: Callable[..., Store],
) -> None:
    vessels = ingested(OLD + star(0).replace("9074729", "9074728")).read_vessels()

    assert vessels["imo"].to_list() == [None]


def test_ingest_files__a_number_of_the_flag_state_is_no_imo_number(
    ingested: Callable[..., Store],
) -> None:
    rows = star(0).replace("IMO9074729", "0012345678")

    vessel = ingested(OLD + rows).read_vessels().row(0, named=True)

    assert (vessel["imo"], vessel["flag_state_number"]) == (None, 12_345_678)
    assert vessel["mmsi_class"] == "vessel"


def test_ingest_files__a_stop_in_the_middle_leaves_what_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(2):
        (tmp_path / f"{i}.csv").write_text(OLD + star(i))
    ingest_files([tmp_path / "0.csv"], tmp_path / "store")
    before = values(open_store(tmp_path / "store"))

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(pl.DataFrame, "write_parquet", stop)
        with pytest.raises(KeyboardInterrupt):
            ingest_files([tmp_path / "1.csv"], tmp_path / "store")

    assert values(open_store(tmp_path / "store")).equals(before)
    ingest_files([tmp_path / "1.csv"], tmp_path / "store")
    assert values(open_store(tmp_path / "store")).height == 2


class Stopping(Silent):
    """Progress of whose calls one is the user's Ctrl-C."""

    def __init__(self, n_calls: int) -> None:
        self._n_left = n_calls

    def start(self, stage: str, total: int) -> None:
        super().start(stage, total)
        self._count()

    def advance(self, amount: int) -> None:
        super().advance(amount)
        self._count()

    def finish(self, outcome: str) -> None:
        super().finish(outcome)
        self._count()

    def _count(self) -> None:
        self._n_left -= 1
        if self._n_left == 0:
            raise KeyboardInterrupt


@pytest.mark.parametrize("n_calls", range(1, 7))
def test_ingest_files__ctrl_c_leaves_the_store_as_it_was(
    tmp_path: Path, n_calls: int
) -> None:
    for i in range(2):
        (tmp_path / f"{i}.csv").write_text(OLD + star(i))
    ingest_files([tmp_path / "0.csv"], tmp_path / "store")
    before = _files(tmp_path / "store")

    with pytest.raises(KeyboardInterrupt):
        ingest_files(
            [tmp_path / "1.csv"], tmp_path / "store", progress=Stopping(n_calls)
        )

    assert _files(tmp_path / "store") == before
    ingest_files([tmp_path / "1.csv"], tmp_path / "store")
    assert values(open_store(tmp_path / "store")).height == 2


def test_ingest_files__a_store_in_use_is_refused(tmp_path: Path) -> None:
    from stsdetect.disk.locks import claim  # noqa: PLC0415

    file = tmp_path / "a.csv"
    file.write_text(OLD + star(0))

    with claim(tmp_path / "store"), pytest.raises(StoreError, match="in use"):
        ingest_files([file], tmp_path / "store")


def test_open_store__a_damaged_file_is_named(ingested: Callable[..., Store]) -> None:
    store = ingested(OLD + star(0))
    (part,) = store.folder.glob("positions/*/*.parquet")
    part.write_bytes(part.read_bytes()[:100])

    with pytest.raises(StoreError, match=part.name):
        all_positions(store)


def test_read_positions__stop_is_not_included(ingested: Callable[..., Store]) -> None:
    store = ingested(OLD + star(0) + star(1) + star(2))

    some = store.read_positions(DAY, DAY + timedelta(minutes=2))

    assert some["timestamp"].dt.minute().to_list() == [0, 1]
    assert store.read_positions(DAY - timedelta(days=9), DAY).is_empty()


def test_ingest_files__a_column_map_reads_what_is_not_known(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_bytes(
        b"\xef\xbb\xbfID,when,x,y\nship one,20/03/2021 09:22,123.5,35.25\n"
        b"ship two,20/03/2021 09:22,123.5,35.25\n"
    )
    columns = tmp_path / "map.toml"
    columns.write_text(
        'ids = "text"\ntime_format = "%d/%m/%Y %H:%M"\ntime_zone = "Asia/Seoul"\n'
        '[columns]\nmmsi = "ID"\ntimestamp = "when"\nlon = "x"\nlat = "y"\n'
    )

    ingest_files([file], tmp_path / "store", Wish(columns=read_column_map(columns)))

    positions = all_positions(open_store(tmp_path / "store"))
    assert positions["mmsi"].n_unique() == 2
    assert positions["mmsi"].min() > 1_000_000_000  # type: ignore[operator]
    assert (
        positions["timestamp"].to_list()
        == [datetime(2021, 3, 20, 0, 22, tzinfo=UTC)] * 2
    )
    assert positions["lat"].to_list() == [35.25, 35.25]


def test_ingest_files__nothing_to_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notes.txt").write_text("nothing here\n")

    for source in (tmp_path / "none.csv", tmp_path / "*.csv", tmp_path / "in"):
        with pytest.raises(InputError, match=r"none\.csv|\*\.csv|in"):
            ingest_files([source], tmp_path / "store")


def test_ingest_files__files_of_a_folder_that_are_no_ais_are_left_out(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "in" / "deep"
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text("nothing here\n")
    (folder / "truth.csv").write_text("mmsi_a,mmsi_b\n1,2\n")
    (folder / "ais.csv").write_text(OLD + star(0))

    sources = ingest_files([tmp_path / "in"], tmp_path / "store")

    assert sources["name"].tolist() == ["ais.csv"]
