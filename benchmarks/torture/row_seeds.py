"""Seeds of rows: for each format of AIS what stands before its rows, and sound ones."""

import json
from typing import Any, NamedTuple

import sentences
from torture.seeds import TEXTS

__all__ = ["ROW_SEEDS", "RowSeed"]

_N_HEADER = {"korea_mof": 3, "nmea": 0, "aisstream": 0, "digitraffic": 0}

_FILLED = {
    **dict.fromkeys(("vesselname", "vessel_name", "name", "shipname"), "SIM ALPHA"),
    **dict.fromkeys(("imo", "callsign", "call_sign"), "IMO2000004"),
    **dict.fromkeys(("length", "width", "draft", "draught"), "12.5"),
    **dict.fromkeys(("a", "b", "c", "d", "vesseltype", "type", "shiptype"), "70"),
    "destination": "SIM PORT",
}
"""What a vessel says of itself, by the name of the column in small letters."""


class RowSeed(NamedTuple):
    """A format by rows: each of them is sound, and most are positions."""

    header: tuple[bytes, ...]
    rows: tuple[bytes, ...]


def _of_table(name: str, content: bytes) -> RowSeed:
    """Take a table apart, and let every second row say who the vessel is."""
    n_header = _N_HEADER.get(name, 1)
    lines = content.rstrip(b"\n").split(b"\n")
    header = lines[:n_header]
    separator = b";" if header[-1].count(b";") > header[-1].count(b",") else b","
    names = [one.decode("latin-1").lower() for one in header[-1].split(separator)]
    rows = lines[n_header:]
    for number in range(0, len(rows), 2):
        cells = rows[number].split(separator)
        rows[number] = separator.join(
            cell or _FILLED.get(column, "").encode()
            for column, cell in zip(names, cells, strict=True)
        )
    return RowSeed(tuple(header), tuple(rows))


def _nmea() -> RowSeed:
    """Give sentences of all types that are read, in the ways in which time is told."""
    whole = [
        *(sentences.position(kind) for kind in (1, 3, 18)),
        sentences.extended("SIM ALPHA", (20, 30, 4, 5)),
        sentences.long_range(),
        sentences.part_a("SIM ALPHA"),
        sentences.part_b("9SIM1"),
    ]
    tagged = [
        sentences.tagged(sentences.sentence(one), 1_709_251_200, "s:rSIM")
        for one in whole
    ]
    told = [sentences.sentences(one, n_parts=1, station="SIM")[0] for one in whole]
    parts = [
        sentences.tagged(part, 1_709_251_200)
        for part in sentences.sentences(sentences.voyage())
    ]
    own = TEXTS["nmea"].rstrip(b"\n").split(b"\n")
    lines = [line.encode() for line in (*tagged, *told, *parts)]
    return RowSeed((), (*own, *lines))


def _json(name: str, statics: list[dict[str, Any]]) -> RowSeed:
    rows = TEXTS[name].rstrip(b"\n").split(b"\n")
    return RowSeed((), (*rows, *(json.dumps(one).encode() for one in statics)))


_VOYAGE = {
    "MessageID": 5,
    "UserID": 412000001,
    "Valid": True,
    "ImoNumber": 2000004,
    "CallSign": "9SIM1",
    "Name": "SIM ALPHA",
    "Type": 80,
    "Dimension": {"A": 100, "B": 80, "C": 10, "D": 12},
    "MaximumStaticDraught": 7.5,
    "Destination": "SIM PORT",
}
_META = {"MMSI": 412000001, "time_utc": "2024-03-01 00:00:00.000000001 +0000 UTC"}
_METADATA = {
    "mmsi": 412000001,
    "name": "SIM ALPHA",
    "imo": 2000004,
    "callSign": "9SIM1",
    "shipType": 80,
    "draught": 75,
    "eta": 215_040,
    "destination": "SIM PORT",
    "timestamp": 1_709_251_200_000,
    "referencePointA": 100,
}

ROW_SEEDS = {
    name: _of_table(name, content)
    for name, content in TEXTS.items()
    if name not in ("nmea", "aisstream", "digitraffic")
} | {
    "nmea": _nmea(),
    "aisstream": _json(
        "aisstream",
        [
            {
                "Message": {"ShipStaticData": _VOYAGE},
                "MessageType": "ShipStaticData",
                "MetaData": _META,
            }
        ],
    ),
    "digitraffic": _json("digitraffic", [_METADATA]),
}
"""By the name of the format."""
