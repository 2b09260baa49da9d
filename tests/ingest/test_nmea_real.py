"""Real logs: counts that must not change, and pyais as a second opinion."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pyais import FileReaderStream
from pyais.constants import ShipType

from stsdetect.ingest.message_tables import MessageTables
from stsdetect.ingest.nmea import NmeaDecoder, is_nmea

GOLDEN = {
    "dma_aislib_pghp_2010-06-11.nmea": {
        "position": 2965,
        "particulars": 497,
        "later part of a message": 449,
        "message of another type": 565,
        "clock": 4051,
        "bad MMSI": 2,
        "no position": 22,
    },
    "gfw_ais_listener_tagblock_2022-11-10.nmea": {
        "position": 8177,
        "particulars": 929,
        "later part of a message": 619,
        "message of another type": 231,
        "no position": 43,
        "incomplete message": 1,
    },
    "libais_tagblock_2014-12-10.nmea": {
        "position": 3,
        "particulars": 1,
        "later part of a message": 1,
    },
    "libais_typeexamples_2012.nmea": {
        "position": 3,
        "particulars": 2,
        "message of another type": 19,
        "position out of range": 2,
    },
    "libais_uscg_all_types_2010.nmea": {
        "position": 25,
        "particulars": 12,
        "later part of a message": 2,
        "message of another type": 190,
        "comment": 47,
        "blank": 35,
        "unknown message type": 17,
        "wrong length": 17,
    },
    "noaadata_uscg_2006-07-15.nmea": {
        "position": 662,
        "particulars": 131,
        "later part of a message": 132,
        "message of another type": 49,
        "sentence of another kind": 15,
        "comment": 1,
        "no position": 11,
    },
}
PERIODS = {  # of the positions, as the README of the folder says
    "dma_aislib_pghp_2010-06-11.nmea": ("2010-06-11 11:46:10", "2010-06-11 11:46:39"),
    "gfw_ais_listener_tagblock_2022-11-10.nmea": (
        "2022-11-10 02:09:52",
        "2022-11-10 02:15:18",
    ),
    "noaadata_uscg_2006-07-15.nmea": ("2006-07-15 00:01:33", "2006-07-15 00:02:21"),
}


Message = dict[str, Any]


def decode(path: Path) -> tuple[MessageTables, MessageTables]:
    decoder = NmeaDecoder()
    found = decoder.feed(path.read_bytes())
    return replace(found, statics=_plain(found.statics)), decoder.finish()


def _plain(statics: pl.DataFrame) -> pl.DataFrame:
    """Null what is empty, and nothing more."""
    texts = pl.col("shipname", "callsign", "destination").str.strip_chars()
    return statics.with_columns(texts.replace("", None), pl.col("imo").replace(0, None))


@pytest.mark.parametrize("name", GOLDEN)
def test_nmea__every_line_of_a_real_log_is_accounted_for(
    real_ais: Path, name: str
) -> None:
    path = real_ais / name

    found, rest = decode(path)

    assert is_nmea(path.read_bytes()[:4096])
    assert found.n_rows | rest.n_rows == GOLDEN[name]
    assert sum(GOLDEN[name].values()) == len(path.read_bytes().splitlines())


@pytest.mark.parametrize("name", PERIODS)
def test_nmea__the_clocks_of_a_real_log_span_its_period(
    real_ais: Path, name: str
) -> None:
    times = decode(real_ais / name)[0].positions["timestamp"].dt.strftime("%F %T%.3f")

    first, last = PERIODS[name]
    assert first <= str(times.min()) < str(times.max()) < last


def test_nmea__particulars_of_a_real_tanker(
    real_ais: Path,
) -> None:
    statics = decode(real_ais / "noaadata_uscg_2006-07-15.nmea")[0].statics

    assert statics.row(0, named=True) == {
        "mmsi": 212_251_000,
        "timestamp": statics["timestamp"][0],
        "imo": 9_319_545,
        "shipname": "LMZ NAFSIKA",
        "callsign": "C4HJ2",
        "ship_type": 80,
        "to_bow_m": 200.0,
        "to_stern_m": 28.0,
        "to_port_m": 15.0,
        "to_starboard_m": 17.0,
        "draught": pytest.approx(9.2),
        "destination": "BENICIA",
        "eta": "07-16T01:00",
        "source_row": 4,
        "msg_type": 5,
    }


@pytest.mark.parametrize("name", GOLDEN)
def test_nmea__positions_equal_those_of_pyais(real_ais: Path, name: str) -> None:
    ours = decode(real_ais / name)[0].positions

    theirs = [_position(m) for m in _messages(real_ais / name) if _is_usable(m)]

    names = ["msg_type", "mmsi", "sog", "cog", "heading", "nav_status"]
    expected = pl.DataFrame(theirs, schema=[*names, "lat", "lon"], orient="row")
    assert ours.height == expected.height
    for column in names:
        dtype = ours.schema[column]
        assert ours[column].equals(expected[column].cast(dtype), null_equal=True)
    for place in ("lat", "lon"):  # pyais rounds to six decimals
        gap = (ours[place] - expected[place].cast(pl.Float64)).abs()
        assert gap.max() <= 5.01e-7  # type: ignore[operator]


@pytest.mark.parametrize("name", GOLDEN)
def test_nmea__particulars_equal_those_of_pyais(real_ais: Path, name: str) -> None:
    ours = decode(real_ais / name)[0].statics

    theirs = [
        _static(message)
        for message in _messages(real_ais / name)
        if (message["msg_type"] in (5, 24) and 1 <= message["mmsi"] <= 999_999_999)
        or (message["msg_type"] == 19 and _is_usable(message))
    ]

    names = ["mmsi", "imo", "shipname", "callsign", "destination", "eta"]
    sizes = ["to_bow_m", "to_stern_m", "to_port_m", "to_starboard_m", "draught"]
    assert ours.select(names).rows() == [row[0] for row in theirs]
    # pyais gives codes without a name of their own that of their group.
    codes = [ShipType.from_value(code) for code in ours["ship_type"].fill_null(0)]
    assert codes == [row[2] for row in theirs]
    assert ours.select(sizes).fill_null(0).rows() == [
        pytest.approx(row[1]) for row in theirs
    ]


def _messages(path: Path) -> Iterator[Message]:
    """Messages of pyais, raw numbers instead of its enumerations."""
    with FileReaderStream(str(path)) as stream:
        for message in stream:
            if message.payload[:1] in (b"1", b"2", b"3", b"5", b"B", b"C", b"H", b"K"):
                n_bits = len(message.payload) * 6 - message.fill_bits
                fields = message.decode().asdict(enum_as_int=True)
                yield fields | {"n_bits": n_bits}


def _is_usable(message: Message) -> bool:
    """Tell what is kept: a vessel, a place on the globe, no noise as type 27."""
    if message["msg_type"] not in (1, 2, 3, 18, 19, 27):
        return False
    if message["msg_type"] == 27 and message["n_bits"] not in (96, 168):
        return False
    if not 1 <= message["mmsi"] <= 999_999_999:
        return False
    return abs(float(message["lat"])) <= 90 and abs(float(message["lon"])) <= 180


def _position(message: Message) -> tuple[Any, ...]:
    coarse = message["msg_type"] == 27
    speed, course = message["speed"], message["course"]
    heading = message.get("heading", 511)
    status = message.get("status", 15)
    return (
        message["msg_type"],
        message["mmsi"],
        None if speed == (63 if coarse else 102.3) else speed,
        course if course < 360 else None,
        heading if heading < 360 else None,
        status if status < 15 else None,
        message["lat"],
        message["lon"],
    )


def _static(
    message: Message,
) -> tuple[tuple[Any, ...], tuple[Any, ...], ShipType | None]:
    eta = [message.get(name, 0) for name in ("month", "day", "hour", "minute")]
    known = eta[0] and eta[1] and eta[2] < 24 and eta[3] < 60
    sides = ("to_bow", "to_stern", "to_port", "to_starboard", "draught")
    words = (
        message["mmsi"],
        message.get("imo") or None,
        message.get("shipname") or None,
        message.get("callsign") or None,
        # The sign @ ends a text (ITU-R M.1371); pyais goes on behind it.
        message.get("destination", "").partition("@")[0] or None,
        "{:02}-{:02}T{:02}:{:02}".format(*eta) if known else None,
    )
    sizes = tuple(message.get(side) or 0 for side in sides)
    return words, sizes, ShipType.from_value(message.get("ship_type", 0))
