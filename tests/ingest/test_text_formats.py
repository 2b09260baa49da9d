"""Formats of delimited text, each by its real header and a few invented rows."""

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from stsdetect.errors import FormatError
from stsdetect.ingest.columns import ColumnMap
from stsdetect.ingest.delimited import TextDecoder
from stsdetect.ingest.formats import FORMATS, choose_format, detect_format
from stsdetect.ingest.layout import find_layout
from stsdetect.ingest.message_tables import MessageTables

EXACT_EARTH = (
    "MMSI,Message_ID,Repeat_indicator,Time,Millisecond,Region,Country,Vessel_Name,"
    "Call_sign,IMO,Ship_Type,Dimension_to_Bow,Dimension_to_stern,Dimension_to_port,"
    "Dimension_to_starboard,Draught,Destination,Navigational_status,ROT,SOG,Longitude,"
    "Latitude,COG,Heading\n"
)


def read(text: str | bytes, columns: ColumnMap | None = None) -> MessageTables:
    """Read a whole text as one block, and join what waits to the end."""
    content = text if isinstance(text, bytes) else text.encode()
    layout = find_layout(content, "a.csv", columns=columns)
    assert layout is not None
    decoder = TextDecoder(layout)
    tables, rest = decoder.feed(content), decoder.finish()
    assert tables.n_read == tables.positions.height + tables.n_static + len(
        tables.rejects
    )
    return MessageTables(
        positions=tables.positions,
        statics=pl.concat([tables.statics, rest.statics]),
        rejects=tables.rejects,
        n_rows=tables.n_rows,
    )


def only(table: pl.DataFrame) -> dict[str, Any]:
    assert table.height == 1
    return table.row(0, named=True)


def reasons(tables: MessageTables) -> list[tuple[int, str]]:
    return tables.rejects.select("source_row", "reason").rows()


def exact_earth(mmsi: int, msg_type: int, **said: str) -> str:
    row = {"MMSI": str(mmsi), "Message_ID": str(msg_type), "Time": "20121221_181707"}
    names = EXACT_EARTH.strip().split(",")
    return ",".join((row | said).get(name, "") for name in names) + "\n"


def test_read__exact_earth_mixes_all_types_of_message() -> None:
    static = {
        "Vessel_Name": "STAR@@@",
        "Call_sign": "V7AB",
        "IMO": "9074729",
        "Ship_Type": "80",
        "Dimension_to_Bow": "150",
        "Dimension_to_stern": "30",
        "Dimension_to_port": "20",
        "Dimension_to_starboard": "12",
        "Draught": "9.5",
        "Destination": "NAMPO",
        "Latitude": "None",
    }
    there = {"Latitude": "38.25", "Longitude": "123.5", "Heading": "511"}
    tables = read(
        EXACT_EARTH
        + exact_earth(412000001, 1, **there, Navigational_status="5")
        + exact_earth(412000001, 5, **static)
        + exact_earth(412000002, 27, Latitude="91", Longitude="181")
        + exact_earth(2734450, 4, **there)
    )

    position = only(tables.positions)
    particulars = only(tables.statics)

    assert position["timestamp"] == datetime(2012, 12, 21, 18, 17, 7, tzinfo=UTC)
    assert (position["lat"], position["lon"]) == (38.25, 123.5)
    assert (position["nav_status"], position["heading"]) == (5, None)
    assert (position["msg_type"], position["ais_class"]) == (1, "A")
    assert (particulars["shipname"], particulars["imo"]) == ("STAR", 9074729)
    assert (particulars["length_m"], particulars["beam_m"]) == (180.0, 32.0)
    assert tables.n_static == 2
    assert reasons(tables) == [(4, "no position")]


def test_read__exact_earth_may_have_columns_that_nobody_needs() -> None:
    names = EXACT_EARTH.strip().split(",")
    more = [f"Field_{i}" for i in range(148 - len(names))]  # as many as were seen
    values = exact_earth(412000001, 1, Latitude="38.25", Longitude="123.5").strip()

    tables = read(
        ",".join([*names, *more])
        + "\n"
        + ",".join([values, *("x,y" for _ in more)]).replace("x,y", '"x,y"')
        + "\n"
    )

    position = only(tables.positions)
    assert (position["lat"], position["lon"]) == (38.25, 123.5)
    assert position["timestamp"] == datetime(2012, 12, 21, 18, 17, 7, tzinfo=UTC)


def test_read__the_flat_table_of_spire_is_known_by_its_names() -> None:
    tables = read(
        "created_at,timestamp,mmsi,msg_type,latitude,longitude,speed,course,heading,"
        "status,name,call_sign,imo,ship_and_cargo_type,length,width,draught,"
        "destination,collection_type\n"
        "2024-03-01 00:00:09 UTC,2024-03-01 00:00:04 UTC,412000001,1,38.25,123.5,"
        "7.5,181.0,180,0,,,,,,,,,satellite\n"
        "2024-03-01 00:01:00 UTC,2024-03-01 00:01:00 UTC,412000001,5,,,,,,,STAR,V7AB,"
        "9074729,80,180,32,9.5,NAMPO,terrestrial\n"
    )

    position, static = only(tables.positions), only(tables.statics)
    assert position["timestamp"] == datetime(2024, 3, 1, 0, 0, 4, tzinfo=UTC)
    assert (position["sog"], position["receiver"]) == (7.5, "satellite")
    assert (static["shipname"], static["length_m"]) == ("STAR", 180)
    assert static["ship_type"] == 80
    assert reasons(tables) == []


def test_read__a_base_station_of_the_danish_files_is_no_vessel() -> None:
    tables = read(
        "# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,"
        "SOG,COG,Heading,IMO,Callsign,Name,Ship type\n"
        "01/02/2024 00:00:00,Base Station,2190045,55.1,10.2,,,,,,,,,\n"
        "01/02/2024 00:00:10,AtoN,992190045,55.1,10.2,,,,,,,,BUOY,\n"
        "01/02/2024 00:00:20,Class B,219000001,55.1,10.2,Engaged in fishing,,3.1,"
        "20.5,,Unknown,Unknown,AURORA,Fishing\n"
    )

    position = only(tables.positions)
    particulars = only(tables.statics)

    assert position["timestamp"] == datetime(2024, 2, 1, 0, 0, 20, tzinfo=UTC)
    assert (position["nav_status"], position["ais_class"]) == (7, "B")
    assert (particulars["ship_type"], particulars["callsign"]) == (30, None)
    assert tables.n_static == 2


def test_read__global_fishing_watch_says_the_type_in_words() -> None:
    tables = read(
        "msgid,source,type,ssvid,timestamp,lat,lon,speed,course,heading,shipname,"
        "callsign,imo,shiptype,receiver_type\n"
        "x,y,AIS.1,412000001,2024-03-01 00:00:00.123 UTC,35.0,123.0,4.1,90,91,,,,,"
        "terrestrial\n"
        "x,y,AIS.5,412000001,2024-03-01 00:01:00 UTC,,,,,,STAR,V7AB,9074729,80,"
        "satellite\n"
        "x,y,AIS.27,412000001,2024-03-01T00:02:00Z,35.0,123.0,4,90,,,,,,satellite\n"
    )

    assert tables.positions["msg_type"].to_list() == [1, 27]
    assert tables.positions["receiver"].to_list() == ["terrestrial", "satellite"]
    assert tables.positions["timestamp"][0].microsecond == 123_000
    assert only(tables.statics)["shipname"] == "STAR"
    assert tables.n_static == 1


@pytest.mark.parametrize(
    "header",
    [
        "lon,lat,course,timestamp,speed,seg_id",
        "Lon,Lat,Course,Timestamp,Speed,Seg_id",
    ],
)
def test_read__a_track_of_global_fishing_watch_is_of_the_mmsi_of_its_segment(
    header: str,
) -> None:
    rows = (
        "123.25,35.5,90,2024-03-01T00:00:00.000Z,4.1,412000001-2024-02-29T11:00:00.0Z\n"
        "123.25,35.5,90,2024-03-01T00:01:00.000Z,,412000001-2024-02-29T11:00:00.0Z\n"
        "123.25,35.5,90,2024-03-01T00:02:00.000Z,4.1,no-mmsi-here\n"
    )

    found = read(f"{header}\n{rows}").positions

    assert found["mmsi"].to_list()[:2] == [412000001] * 2
    assert found["mmsi"][2] > 1_000_000_000
    assert found["sog"].to_list()[1] is None
    assert (found["lat"][0], found["lon"][0]) == (35.5, 123.25)


def test_detect_format__with_an_mmsi_it_is_a_table_of_messages() -> None:
    header = ["ssvid", "lon", "lat", "timestamp", "speed", "course", "seg_id"]
    found = detect_format(header)

    assert found is not None
    assert found.name == "gfw"


def test_read__korean_files_have_meta_lines_and_hashed_identities() -> None:
    text = (
        "선박 동적정보\n2023-03-01\nMMSI,일시,위도,경도,SOG,COG,Heading\n"
        "q83vEjRWeJA=,2023-03-01 09:00:00,35.5,129.5,0.1,211.6,211\n"
        "q83vEjRWeJA=,2023-03-01 09:01:00,35.5,129.5,0.1,211.6,211\n"
        "EjRWeJCrze8=,2023-03-01 09:00:00,91,181,0.1,360,511\n"
    )

    tables = read(text.encode("cp949"))

    assert tables.positions["mmsi"].n_unique() == 1
    assert tables.positions["mmsi"][0] > 1_000_000_000
    assert tables.positions["source_row"].to_list() == [4, 5]
    assert reasons(tables) == [(6, "no position")]
    assert read(text).positions["mmsi"].equals(tables.positions["mmsi"])


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_read__the_separator_is_seen(separator: str) -> None:
    text = "mmsi,epoch,lat,lon,speed\n412000001,1709251200,35,123,4.1\n"

    position = only(read(text.replace(",", separator)).positions)

    assert position["timestamp"] == datetime(2024, 3, 1, tzinfo=UTC)
    assert position["sog"] == pytest.approx(4.1)


def test_read__a_map_gives_units_zone_and_decimal_comma() -> None:
    columns = ColumnMap(
        columns={
            "mmsi": "id",
            "timestamp": "när",
            "lat": "y",
            "lon": "x",
            "sog": "v",
            "draught": "d",
        },
        separator=";",
        encoding="latin-1",
        time_format="%d.%m.%Y %H:%M",
        time_zone="Asia/Seoul",
        decimal_comma=True,
        factors={"sog": 1.943844},
        ids="text",
    )
    text = "id;när;y;x;v;d\nNADA;01.03.2024 09:00;35,5;123,25;10;9,5\n"

    tables = read(text.encode("latin-1"), columns)
    position = only(tables.positions)

    assert position["timestamp"] == datetime(2024, 3, 1, tzinfo=UTC)
    assert (position["lat"], position["lon"]) == (35.5, 123.25)
    assert position["sog"] == pytest.approx(19.43844)
    assert only(tables.statics)["draught"] == pytest.approx(9.5)
    assert position["mmsi"] > 1_000_000_000


def test_read__a_letter_of_another_encoding_harms_its_name_only() -> None:
    text = b"mmsi,time,lat,lon,name\n412000001,2024-03-01 00:00:00,35,123,B\xf8RGE\n"

    tables = read(text)

    assert tables.positions.height == 1
    assert only(tables.statics)["shipname"] == "B\ufffdRGE"


def test_read__blocks_may_be_cut_at_any_line() -> None:
    text = (
        "mmsi,time,lat,lon,name\n"
        + "".join(
            f'412000001,2024-03-01 00:{i:02d}:00,{lat},123,"A, B"\n'
            for i, lat in enumerate([35, 91, 35, 99, 35])
        )
        + "ragged\n"
    ).encode()
    whole = read(text)
    layout = find_layout(text, "a.csv")
    assert layout is not None
    decoder = TextDecoder(layout)

    parts = [decoder.feed(line + b"\n") for line in text.splitlines()]

    assert pl.concat(part.positions for part in parts).equals(whole.positions)
    assert pl.concat(part.rejects for part in parts).equals(whole.rejects)
    assert decoder.finish().statics.equals(whole.statics)


def test_find_layout__times_that_may_be_either_are_refused() -> None:
    text = b"mmsi,time,lat,lon\n412000001,01/02/2024 00:00,35,123\n"

    with pytest.raises(FormatError, match="day or month first"):
        find_layout(text, "a.csv")


def test_find_layout__a_day_above_twelve_tells() -> None:
    text = b"mmsi,time,lat,lon\n412000001,13/02/2024 00:00,35,123\n"

    assert only(read(text).positions)["timestamp"].month == 2


def test_find_layout__what_is_no_table_is_none() -> None:
    assert find_layout(b"Dear all,\n\nplease find\n", "a.txt") is None


def test_find_layout__a_map_must_fit_the_file() -> None:
    columns = ColumnMap(
        columns={"mmsi": "id", "timestamp": "t", "lat": "y", "lon": "x"}
    )

    with pytest.raises(FormatError, match=r"a\.csv: no column 'y'.*found id, t, x"):
        find_layout(b"id,t,x\n1,2,3\n", "a.csv", columns=columns)


def test_formats__names_are_unique_and_found() -> None:
    names = [one.name for one in FORMATS]

    assert len(set(names)) == len(names)
    assert [choose_format(name).name for name in names] == names


def test_detect_format__the_most_particular_wins() -> None:
    header = ["Timestamp", "Type of mobile", "MMSI", "Latitude", "Longitude", "SOG"]
    found = detect_format(header)

    assert found is not None
    assert found.name == "dma"


def test_read__marinetraffic_counts_tenths_of_a_knot() -> None:
    position = only(
        read(
            "MMSI,IMO,SHIP_ID,LAT,LON,SPEED,HEADING,COURSE,STATUS,TIMESTAMP,DSRC\n"
            "412000001,9074729,1,35,123,41,-1,90,0,2024-03-01T00:00:00,SAT\n"
        ).positions
    )

    assert position["sog"] == pytest.approx(4.1)
    assert (position["heading"], position["receiver"]) == (None, "satellite")


def test_read__vesselfinder_names_the_offsets_by_letters() -> None:
    tables = read(
        "MMSI,TIMESTAMP,LATITUDE,LONGITUDE,COURSE,SPEED,HEADING,NAVSTAT,IMO,NAME,"
        "CALLSIGN,TYPE,A,B,C,D,DRAUGHT,DESTINATION,SRC\n"
        "412000001,2024-03-01 00:00:00 UTC,35,123,90,4.1,511,15,9074729,STAR,V7AB,80,"
        "150,30,20,12,9.5,NAMPO,TER\n"
    )

    assert only(tables.positions)["nav_status"] is None
    assert only(tables.statics)["length_m"] == pytest.approx(180.0)
