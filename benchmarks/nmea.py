"""NMEA to positions and particulars, against pyais over the same file on one core."""

import json
import random
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pyais
from side_by_side import measure_pair, show

from stsdetect.ingest.nmea import NmeaDecoder

N_LINES = 400_000
N_DIFFERENT = 20_000
BLOCK_BYTES = 8 << 20
MIX = {"position": 75, "class_b": 12, "voyage": 8, "static_b": 5}
"""Messages in a hundred; every voyage report is of two sentences."""

PARTICULARS = {
    "imo": 9_074_729,
    "callsign": "HPQW",
    "shipname": "FICTITIOUS STAR",
    "ship_type": 80,
    "to_bow": 150,
    "to_stern": 30,
    "to_port": 10,
    "to_starboard": 22,
    "month": 3,
    "day": 9,
    "hour": 17,
    "minute": 5,
    "draught": 10.5,
    "destination": "ULSAN",
}


def main() -> None:
    """Write a log with the mix, then decode it with both in turn."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.nmea"
        log.write_text(_log(), encoding="ascii")
        arguments = (["stsdetect", str(log)], ["pyais", str(log)])
        pair = measure_pair(Path(__file__).name, *arguments)
    if pair[0].said["n_messages"] != pair[1].said["n_messages"]:
        raise SystemExit(f"not the same messages: {pair[0].said}, {pair[1].said}")
    show("NMEA to tables, lines (pyais)", N_LINES, pair, reach=10)


def decode_with_stsdetect(log: Path) -> int:
    """Decode into tables."""
    decoder = NmeaDecoder()
    tables = []
    with log.open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            tables.append(decoder.feed(block + stream.readline()))
    tables.append(decoder.finish())
    return sum(one.positions.height + one.statics.height for one in tables)


def decode_with_pyais(log: Path) -> int:
    """Decode into objects; they are thrown away at once."""
    with pyais.FileReaderStream(str(log)) as stream:
        return sum(message.decode() is not None for message in stream)


def _log() -> str:
    draw = random.Random(1)  # noqa: S311
    kinds = draw.choices(list(MIX), list(MIX.values()), k=N_DIFFERENT)
    blocks: list[str] = []
    for i, kind in enumerate(kinds):
        first, *others = pyais.encode_dict(_message(kind, draw), seq_id=i % 10)
        body = f"s:117,c:{1_709_251_200 + i // 20}"
        blocks.append(f"\\{body}*{_checksum(body)}\\{first}\n")
        blocks.extend(f"{other}\n" for other in others)
    return "".join(islice(cycle(blocks), N_LINES))


def _message(kind: str, draw: random.Random) -> dict[str, Any]:
    mmsi = draw.randrange(201_000_000, 776_000_000)
    if kind == "voyage":
        return {"msg_type": 5, "mmsi": mmsi, **PARTICULARS}
    if kind == "static_b":
        return {"msg_type": 24, "partno": 0, "mmsi": mmsi, "shipname": "SMALL BOAT"}
    return {
        "msg_type": 18 if kind == "class_b" else draw.choice([1, 1, 3]),
        "mmsi": mmsi,
        "lat": draw.uniform(32, 41),
        "lon": draw.uniform(117, 127),
        "speed": draw.uniform(0, 20),
        "course": draw.uniform(0, 359.9),
        "heading": draw.randrange(360),
        "status": draw.randrange(9),
    }


def _checksum(body: str) -> str:
    found = 0
    for byte in body.encode():
        found ^= byte
    return f"{found:02X}"


def _measure(who: str, log: Path) -> None:
    decode = decode_with_pyais
    if who == "stsdetect":
        decode = decode_with_stsdetect
        # A first line compiles the kernels before the clock starts.
        NmeaDecoder().feed(b"!AIVDM,1,1,,A,15MgK45P3@G?fl0E`JbR0OwT0@MS,0*4E\n")
    start = time.perf_counter()
    n_messages = decode(log)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "n_messages": n_messages}))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
