import gzip
import json
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sentences import (
    MMSI,
    checksum,
    extended,
    grouped,
    long_range,
    part_a,
    part_b,
    position,
    sentence,
    sentences,
    tagged,
    voyage,
)

from stsdetect.ingest.message_tables import KEPT, MessageTables, join_tables
from stsdetect.ingest.nmea import NmeaDecoder, is_nmea
from stsdetect.ingest.particulars import complete_particulars
from stsdetect.schema import POSITIONS

EPOCH = 1_709_251_200
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789-./"


NO_NAMES = ("unknown", "none", "null", "nan", "n/a", "undefined")


def named(text: str) -> str:
    """Single blanks, and none of the words that stand for no name."""
    return "" if text.strip().lower() in NO_NAMES else " ".join(text.split())


NAMES = st.text(LETTERS, max_size=20).map(named)


def decode(lines: Iterable[str], *cuts: int) -> MessageTables:
    """Decode lines, cut into blocks before the lines named."""
    lines = list(lines)
    decoder = NmeaDecoder()
    bounds = [0, *sorted(cuts), len(lines)]
    blocks = [
        "".join(f"{line}\n" for line in lines[a:b]).encode(errors="surrogateescape")
        for a, b in pairwise(bounds)
    ]
    tables = [*(decoder.feed(block) for block in blocks), decoder.finish()]
    found = join_tables(tables)
    statics = complete_particulars(found.statics)
    return replace(found, statics=statics, rejects=found.rejects.sort("source_row"))


def one(line: str) -> dict[str, object]:
    """Position of a log of one line."""
    return decode([line]).positions.row(0, named=True)


def reasons(*lines: str) -> list[str]:
    return decode(lines).rejects["reason"].to_list()


@given(
    msg_type=st.sampled_from([1, 2, 3, 18]),
    mmsi=st.integers(1, 999_999_999),
    lat=st.integers(-54_000_000, 54_000_000),
    lon=st.integers(-108_000_000, 108_000_000),
    sog=st.integers(0, 1022),
    cog=st.integers(0, 3599),
    heading=st.integers(0, 359),
    nav_status=st.integers(0, 14),
)
def test_nmea__a_position_comes_back(
    *,
    msg_type: int,
    mmsi: int,
    lat: int,
    lon: int,
    sog: int,
    cog: int,
    heading: int,
    nav_status: int,
) -> None:
    fields = position(
        msg_type,
        mmsi=mmsi,
        lat=lat,
        lon=lon,
        sog=sog,
        cog=cog,
        heading=heading,
        nav_status=nav_status,
    )

    found = decode([tagged(sentence(fields), EPOCH)]).positions

    expected = {
        "mmsi": mmsi,
        "timestamp": datetime.fromtimestamp(EPOCH, UTC),
        "lat": lat / 600_000,
        "lon": lon / 600_000,
        "sog": sog / 10,
        "cog": cog / 10,
        "heading": heading,
        "nav_status": nav_status if msg_type < 18 else None,
        "ais_class": "A" if msg_type < 18 else "B",
        "receiver": None,
        "msg_type": msg_type,
        "source_row": 1,
    }
    schema = {k: v for k, v in POSITIONS.polars_schema.items() if k != "source_id"}
    assert found.equals(pl.DataFrame([expected], schema=schema))


def test_nmea__what_is_not_available_is_null() -> None:
    missing = {"sog": 1023, "cog": 3600, "heading": 511, "nav_status": 15}

    found = one(tagged(sentence(position(1, **missing)), EPOCH))

    assert [found[name] for name in missing] == [None] * 4


@pytest.mark.parametrize(("cog", "heading"), [(3601, 360), (4095, 510)])
def test_nmea__courses_beyond_the_circle_are_null(cog: int, heading: int) -> None:
    found = one(tagged(sentence(position(18, cog=cog, heading=heading)), EPOCH))

    assert (found["cog"], found["heading"]) == (None, None)


def test_nmea__long_range_reports_are_coarse_and_have_sentinels_of_their_own() -> None:
    found = one(tagged(sentence(long_range()), EPOCH))
    silent = one(tagged(sentence(long_range(sog=63, cog=511)), EPOCH))

    assert (found["lat"], found["lon"], found["sog"], found["cog"]) == (
        37.9,
        124.05,
        3,
        90,
    )
    assert (found["msg_type"], found["nav_status"], found["heading"]) == (27, 5, None)
    assert found["ais_class"] is None
    assert (silent["sog"], silent["cog"]) == (None, None)
    assert reasons(tagged(sentence(long_range(lat=91 * 600)), EPOCH)) == ["no position"]
    assert reasons(tagged(sentence(long_range(lon=181 * 600)), EPOCH)) == [
        "no position"
    ]


@given(
    imo=st.sampled_from([0, 9_074_729, 9_319_545, 8_906_743]),
    callsign=st.text(LETTERS, max_size=7).map(named),
    name=NAMES,
    destination=NAMES,
    dimensions=st.tuples(
        st.integers(0, 511), st.integers(0, 511), st.integers(0, 63), st.integers(0, 63)
    ),
    draught=st.integers(0, 255),
)
def test_nmea__particulars_come_back(
    imo: int,
    callsign: str,
    name: str,
    destination: str,
    dimensions: tuple[int, int, int, int],
    draught: int,
) -> None:
    fields = voyage(
        imo=imo,
        callsign=callsign,
        name=name,
        destination=destination,
        dimensions=dimensions,
        draught=draught,
    )
    first, second = sentences(fields)

    found = decode([tagged(first, EPOCH), second]).statics.row(0, named=True)

    bow, stern, port, starboard = dimensions
    assert found["mmsi"] == MMSI
    assert found["timestamp"] == datetime.fromtimestamp(EPOCH, UTC)
    assert found["imo"] == (imo or None)
    assert found["callsign"] == (callsign or None)
    assert found["shipname"] == (name or None)
    assert found["destination"] == (destination or None)
    assert found["ship_type"] == 80
    assert found["eta"] == "03-09T17:05"
    along = (bow, stern) if bow + stern else (None, None)
    across = (port, starboard) if port + starboard else (None, None)
    assert (found["to_bow_m"], found["to_stern_m"]) == along
    assert (found["to_port_m"], found["to_starboard_m"]) == across
    assert found["draught"] == pytest.approx(draught / 10) if draught else True
    assert draught or found["draught"] is None


@pytest.mark.parametrize("imo", [9_074_728, 515_015, 999_999_999])
def test_nmea__a_number_without_its_check_digit_is_no_imo_number(imo: int) -> None:
    first, second = sentences(voyage(imo=imo))

    found = decode([tagged(first, EPOCH), second]).statics

    assert found["imo"].to_list() == [None]


@pytest.mark.parametrize(
    "eta", [(0, 9, 17, 5), (3, 0, 17, 5), (3, 9, 24, 5), (3, 9, 17, 60)]
)
def test_nmea__an_eta_without_all_its_parts_is_null(
    eta: tuple[int, int, int, int],
) -> None:
    first, second = sentences(voyage(eta=eta))

    found = decode([tagged(first, EPOCH), second]).statics

    assert found["eta"].to_list() == [None]


def test_nmea__class_b_particulars() -> None:
    found = decode(
        [
            tagged(sentence(part_a("SEA@JUNK")), EPOCH),
            tagged(sentence(part_b("D7AB")), EPOCH + 1),
            tagged(sentence(part_b("D7AC", mmsi=984_401_234)), EPOCH + 2),
            tagged(sentence(extended("NET BUOY", (1, 2, 3, 4))), EPOCH + 3),
        ]
    )

    assert found.statics.select("shipname", "callsign", "ship_type").rows() == [
        ("SEA", None, None),
        (None, "D7AB", 37),
        (None, "D7AC", 37),
        ("NET BUOY", None, 37),
    ]
    # A craft of a parent ship sends that ship's MMSI in place of its dimensions.
    assert found.statics["to_bow_m"].to_list() == [None, 20, None, 1]
    assert found.positions["msg_type"].to_list() == [19]
    assert found.n_rows == {KEPT: 1, "particulars": 3}


A, B = sentences(voyage())
BARE = sentence(position())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (tagged(BARE, EPOCH), EPOCH * 1000),
        (tagged(BARE, EPOCH * 1000 + 7), EPOCH * 1000 + 7),
        (grouped(BARE, "s:117", f"c:{EPOCH}", "T:2024-03-01 00.00.00"), EPOCH * 1000),
        (f"\\s:x\\{tagged(BARE, EPOCH)}", EPOCH * 1000),
        (f"\\s:x{tagged(BARE, EPOCH)}", EPOCH * 1000),
        (f"\\c:{EPOCH}\\{BARE}", EPOCH * 1000),
        (f"{BARE},r003669987,{EPOCH}", EPOCH * 1000),
        (f"{BARE},d-093,S2212,t235959.00,T59.0,r09STOL1,{EPOCH},1", EPOCH * 1000),
        (f"{BARE},b2003669950,{EPOCH},{EPOCH - 59}", EPOCH * 1000),
        (f"{BARE},{EPOCH}.5", EPOCH * 1000 + 500),
        (f"{BARE} {EPOCH}", EPOCH * 1000),
        (f"2024-03-01T00:00:00.25Z,{BARE}", EPOCH * 1000 + 250),
        (f"[2024-03-01 00:00:00] {BARE}", EPOCH * 1000),
        (f"{EPOCH} {BARE}", EPOCH * 1000),
        (f"7,BUSAN,2024-03-01 00:00:00,{BARE}", EPOCH * 1000),
        (f'"{EPOCH}","{BARE}"', EPOCH * 1000),
        (f"{EPOCH} {BARE.replace('!', '$')}", EPOCH * 1000),
        (f"{EPOCH};{tagged(BARE, EPOCH + 9)}", EPOCH * 1000 + 9000),
        (f"{EPOCH} {grouped(BARE, 's:x')}", EPOCH * 1000),
        (f"  {tagged(BARE, EPOCH)} \r", EPOCH * 1000),
        (BARE, -1),
        (tagged(BARE, 0), -1),
        (tagged(BARE, "soon"), -1),
        (f"yesterday {BARE}", -1),
    ],
)
def test_nmea__clocks_that_logs_have(line: str, expected: int) -> None:
    found = decode([line])

    times = found.positions["timestamp"].dt.epoch("ms").to_list()
    assert times == ([expected] if expected > 0 else [])
    assert found.rejects["reason"].to_list() == ([] if expected > 0 else ["no time"])


def gatehouse(second: int) -> str:
    body = f"PGHP,1,2024,3,1,0,0,{second},390,231,45,992190934,1,2B"
    return f"${body}*{checksum(body)}"


def test_nmea__a_gatehouse_clock_serves_the_one_message_behind_it() -> None:
    lines = [gatehouse(1), BARE, BARE, gatehouse(2), "# note", A, gatehouse(3), BARE, B]

    for cut in range(len(lines)):
        found = decode(lines, cut)

        times = found.positions["timestamp"].dt.epoch("ms") - EPOCH * 1000
        assert times.to_list() == [1390, 3390]
        assert found.statics["timestamp"][0].second == 2
        assert found.rejects.rows() == [(3, "no time", BARE)]
        assert found.n_rows["clock"] == 3


@pytest.mark.parametrize(
    ("line", "receiver"),
    [
        (grouped(BARE, "s:rORBCOMM008", f"c:{EPOCH}"), "satellite"),
        (f"{BARE},r003669987,{EPOCH}", "terrestrial"),
        (f"{BARE},b2003669950,{EPOCH}", "terrestrial"),
        (f"{BARE},rORBCOMM01,{EPOCH}", "satellite"),
        (grouped(BARE, "s:117", f"c:{EPOCH}"), None),
    ],
)
def test_nmea__the_receiver_where_a_station_tells(
    line: str, receiver: str | None
) -> None:
    assert one(line)["receiver"] == receiver


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (tagged(BARE, EPOCH)[:-1] + "G", "bad checksum"),
        (tagged(BARE, EPOCH).replace("AIVDM", "AIVDO"), "bad checksum"),
        (tagged(BARE, EPOCH).replace("c:17", "c:18"), "bad checksum"),
        (tagged(BARE, EPOCH)[:-2], "bad checksum"),
        (tagged(BARE, EPOCH)[:-3], "malformed sentence"),
        (f"{tagged(BARE, EPOCH)}{BARE}", "malformed sentence"),
        (f"\\c:{EPOCH}{BARE}", "malformed sentence"),
        (f"\\c:{EPOCH}\\", "malformed sentence"),
        ("!AIVDM,1,1,,A*" + checksum("AIVDM,1,1,,A"), "malformed sentence"),
        ("!AIVDM,1,2,,A,15,0*" + checksum("AIVDM,1,2,,A,15,0"), "malformed sentence"),
        ("!AIVDM,x,1,,A,15,0*" + checksum("AIVDM,x,1,,A,15,0"), "malformed sentence"),
        ("!AIVDM,1,1,,A,15,6*" + checksum("AIVDM,1,1,,A,15,6"), "malformed sentence"),
        ("!AIVDM,1,1,,A,,0*" + checksum("AIVDM,1,1,,A,,0"), "wrong length"),
        ("!AIVDM,1,1,,A,1Z,0*" + checksum("AIVDM,1,1,,A,1Z,0"), "bad payload"),
        ("!AIVDM,1,1,,A,15N1u<,0*" + checksum("AIVDM,1,1,,A,15N1u<,0"), "wrong length"),
        ("$PGHP,1,2024,3,1*" + checksum("PGHP,1,2024,3,1"), "malformed sentence"),
        ("$PGHP,1,2024,3,1,0,0,1,390,231*00", "bad checksum"),
        ("mmsi,lat,lon", "not NMEA"),
        ("it cost $5, or so", "not NMEA"),
        ("wow!", "not NMEA"),
        ("\udcff\udcfe\udc80", "not NMEA"),
        (tagged(sentence([(28, 6), (0, 162)]), EPOCH), "unknown message type"),
        (tagged(sentence([(0, 6), (0, 162)]), EPOCH), "unknown message type"),
        (tagged(sentence(position(mmsi=0)), EPOCH), "bad MMSI"),
        (tagged(sentence(position(mmsi=1_000_000_000)), EPOCH), "bad MMSI"),
        (tagged(sentence(position(lat=91 * 600_000)), EPOCH), "no position"),
        (tagged(sentence(position(lon=181 * 600_000)), EPOCH), "no position"),
        (tagged(sentence(position(lat=-54_000_001)), EPOCH), "position out of range"),
        (tagged(sentence(position(lon=108_000_001)), EPOCH), "position out of range"),
        (tagged(sentence([*long_range(), (0, 6)]), EPOCH), "wrong length"),
        (sentence(part_a("NO CLOCK")), "no time"),
    ],
)
def test_nmea__a_line_of_no_use_is_rejected_with_its_reason(
    line: str, reason: str
) -> None:
    found = decode([line])

    raw = line.encode(errors="surrogateescape").decode(errors="replace")
    assert found.rejects.rows() == [(1, reason, raw)]
    assert found.n_rows == {reason: 1}


def test_nmea__what_is_no_vessel_is_counted() -> None:
    base_station = sentence([(4, 6), (0, 162)])
    long_text = sentence([(8, 6), (0, 1002)])
    part_c = sentence([(24, 6), (0, 2), (MMSI, 30), (2, 2), (0, 128)])
    reports = [base_station, part_c, long_text]

    found = decode(["", "  ", "# note", "$PAIS,1,2*00", *reports, "!AIABK,1*00"])

    assert found.n_rows == {
        "message of another type": 3,
        "sentence of another kind": 2,
        "comment": 1,
        "blank": 2,
    }
    assert (found.n_read, found.n_static) == (8, 8)


def test_nmea__a_rejected_line_is_kept_to_500_characters() -> None:
    assert decode(["x" * 100_000]).rejects["raw"].str.len_chars().to_list() == [500]


def test_nmea__many_lines_are_decoded_piece_by_piece() -> None:
    lines = [tagged(A, EPOCH), *[""] * 499_998, B, tagged(BARE, EPOCH)]

    found = decode([*lines[:2], *lines[499_500:]])
    many = decode(lines)

    assert (many.n_read, many.n_rows["incomplete message"]) == (500_001, 2)
    assert found.statics.height == 1


def test_nmea__the_last_line_needs_no_end() -> None:
    decoder = NmeaDecoder(first_row=7)

    found = decoder.feed(tagged(BARE, EPOCH).encode())

    assert found.positions["source_row"].to_list() == [7]
    assert decoder.feed(b"").n_read == 0
    assert decoder.finish().n_read == 0


def rows_of(found: MessageTables) -> list[tuple[str, int]]:
    return found.statics.select("shipname", "source_row").rows()


def test_nmea__interleaved_messages_come_apart() -> None:
    a1, a2 = sentences(voyage(name="ALPHA"), sequence=1)
    b1, b2 = sentences(voyage(name="BRAVO"), sequence=2)
    c1, c2 = sentences(voyage(name="CHARLIE"), sequence=1, channel="B")
    lines = [tagged(a1, EPOCH), tagged(b1, EPOCH), tagged(c1, EPOCH), b2, a2, c2]

    found = decode(lines)

    assert rows_of(found) == [("BRAVO", 2), ("ALPHA", 1), ("CHARLIE", 3)]
    assert found.n_rows == {"particulars": 3, "later part of a message": 3}


def test_nmea__stations_and_groups_keep_messages_apart() -> None:
    by_station = [
        sentences(voyage(name=name), station=name) for name in ("ALPHA", "BRAVO")
    ]
    by_group = [
        [
            grouped(part, f"g:{i + 1}-2-{group}", *([f"c:{EPOCH}"] if i == 0 else []))
            for i, part in enumerate(sentences(voyage(name=f"GROUP {group}")))
        ]
        for group in (71, 72)
    ]
    older = [
        tagged(part, EPOCH, f"{i + 1}G2:81")
        for i, part in enumerate(sentences(voyage(name="OLD GROUP")))
    ]
    first, second = zip(*by_station, *by_group, older, strict=True)

    found = decode([*first, *second])

    names = ["ALPHA", "BRAVO", "GROUP 71", "GROUP 72", "OLD GROUP"]
    assert rows_of(found) == list(zip(names, range(1, 6), strict=True))


def test_nmea__parts_may_come_in_any_order() -> None:
    parts = [tagged(part, EPOCH) for part in sentences(voyage(), n_parts=3)]

    found = decode([parts[2], parts[0], parts[1]])

    assert rows_of(found) == [("FICTITIOUS", 2)]
    assert found.n_rows == {"particulars": 1, "later part of a message": 2}


def test_nmea__the_time_may_stand_at_the_last_part() -> None:
    found = decode([A, tagged(B, EPOCH)])

    assert found.statics["timestamp"].dt.epoch("s").to_list() == [EPOCH]


def test_nmea__a_sequence_number_that_comes_back_gives_up_the_old_message() -> None:
    new, rest = sentences(voyage(name="NEW"))

    found = decode([tagged(A, EPOCH), tagged(new, EPOCH + 5), rest])

    assert rows_of(found) == [("NEW", 2)]
    assert found.rejects["reason"].to_list() == ["incomplete message"]
    assert found.rejects["source_row"].to_list() == [1]


@pytest.mark.parametrize(("n_between", "n_found"), [(999, 1), (1000, 0)])
def test_nmea__a_part_waits_for_1000_lines(n_between: int, n_found: int) -> None:
    lines = [tagged(A, EPOCH), *["#"] * n_between, B]

    for cut in (1, 500, len(lines) - 1):
        found = decode(lines, cut)

        assert found.statics.height == n_found
        assert found.rejects["source_row"].to_list() == (
            [] if n_found else [1, len(lines)]
        )


@pytest.mark.parametrize(("seconds", "n_found"), [(60, 1), (61, 0)])
def test_nmea__parts_a_minute_apart_are_of_two_messages(
    seconds: int, n_found: int
) -> None:
    found = decode([tagged(A, EPOCH), tagged(B, EPOCH + seconds)])

    assert found.statics.height == n_found
    assert found.n_rows.get("incomplete message", 0) == 2 - 2 * n_found


def test_nmea__an_old_message_behind_a_new_one_is_given_up_too() -> None:
    old, new, other = (
        sentences(voyage(name=name), station=name) for name in ("X", "Y", "Z")
    )
    lines = [old[0], *["#"] * 900, new[0], *["#"] * 200, other[0], new[1]]

    found = decode(lines)

    assert rows_of(found) == [("Y", 902)]
    assert found.rejects["source_row"].to_list() == [1, 1103]


def test_nmea__a_part_that_never_comes_is_told() -> None:
    found = decode([tagged(A, EPOCH), tagged(BARE, EPOCH)])

    assert found.rejects.rows() == [(1, "incomplete message", tagged(A, EPOCH))]


def crowded_log(seed: int) -> list[str]:
    """Lines of every kind in an order that tries the joining of parts."""
    draw = random.Random(seed)  # noqa: S311
    names = ("ALPHA", "BRAVO", "CHARLIE", "DELTA")
    parts = [
        part
        for name in names
        for part in sentences(
            voyage(name=name),
            n_parts=draw.choice([2, 3]),
            sequence=draw.choice([1, 2]),
            station=draw.choice(["", "x", "y"]),
        )
    ]
    others = [BARE, tagged(BARE, EPOCH), gatehouse(5), "# note", "", "noise", A, B]
    lines = [*parts, *draw.choices(others, k=12)]
    draw.shuffle(lines)
    return [
        tagged(x, EPOCH) if x[:1] == "!" and draw.random() < 0.5 else x for x in lines
    ]


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.lists(st.integers(0, 24), max_size=5))
def test_nmea__where_blocks_are_cut_changes_nothing(seed: int, cuts: list[int]) -> None:
    lines = crowded_log(seed)

    whole, cut = decode(lines), decode(lines, *(min(c, len(lines)) for c in cuts))

    assert cut.n_rows == whole.n_rows
    assert cut.positions.equals(whole.positions)
    assert cut.statics.equals(whole.statics)
    assert cut.rejects.equals(whole.rejects)
    assert whole.n_read == len(lines)


MUTATED = "\n".join([tagged(A, EPOCH), B, gatehouse(1), BARE, f"{BARE},r1,{EPOCH}"])


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(st.integers(0, len(MUTATED) - 1), st.integers(0, 255)), max_size=8
    ),
    st.integers(0, len(MUTATED)),
)
def test_nmea__damage_never_stops_it_and_every_line_is_counted(
    changes: list[tuple[int, int]], stop: int
) -> None:
    log = bytearray(MUTATED.encode())
    for at, byte in changes:
        log[at] = byte
    block = bytes(log[:stop])
    decoder = NmeaDecoder()

    found = [decoder.feed(block), decoder.finish()]

    n_lines = block.count(b"\n") + (block != b"" and not block.endswith(b"\n"))
    assert sum(tables.n_read for tables in found) == n_lines
    n_rejected = sum(tables.rejects.height for tables in found)
    n_kept = sum(tables.positions.height for tables in found)
    assert n_kept + sum(t.n_static for t in found) + n_rejected == n_lines


@settings(max_examples=100)
@given(st.binary(max_size=300))
@example(b"\\")
@example(b"!AIVDM,")
@example(b"\\g:1-2-3,c:1*00\\!AIVDM,9,9,9,")
@example(b"$PGHP,")
def test_nmea__noise_never_stops_it(noise: bytes) -> None:
    decoder = NmeaDecoder()

    found = decoder.feed(noise).n_read + decoder.finish().n_read

    assert found == noise.count(b"\n") + (noise != b"" and not noise.endswith(b"\n"))


def test_is_nmea__a_sentence_in_the_first_lines_tells() -> None:
    assert is_nmea(b"# note\n" + tagged(BARE, EPOCH).encode())
    assert is_nmea(gatehouse(1).encode() + b"\n!BSVDM,1,1,,A,15,0*00\n")
    assert not is_nmea(b"mmsi,lat,lon\n440123456,37,124\n")
    assert not is_nmea(gzip.compress(BARE.encode()))
    assert not is_nmea(json.dumps({"a": 1}).encode())
    assert not is_nmea(b"")
