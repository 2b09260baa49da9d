"""A small writer of AIS sentences: the inverse of what the decoder reads."""

from collections.abc import Iterable

ARMOUR = "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVW`abcdefghijklmnopqrstuvw"
MMSI = 440_123_456

Field = tuple[int | str, int]
"""A value and its number of bits; text in six bits a character."""


def position(
    msg_type: int = 1,
    *,
    mmsi: int = MMSI,
    lat: int = 22_740_000,
    lon: int = 74_430_000,
    sog: int = 3,
    cog: int = 900,
    heading: int = 88,
    nav_status: int = 0,
) -> list[Field]:
    """Fields of a report of 168 bits (1, 2, 3, 18), all as raw numbers."""
    head: list[Field] = [(msg_type, 6), (0, 2), (mmsi, 30)]
    motion: list[Field] = [(sog, 10), (1, 1), (lon, 28), (lat, 27), (cog, 12)]
    if msg_type <= 3:
        return [*head, (nav_status, 4), (0, 8), *motion, (heading, 9), (0, 31)]
    return [*head, (0, 8), *motion, (heading, 9), (0, 35)]


def extended(name: str, dimensions: tuple[int, int, int, int]) -> list[Field]:
    """Fields of a report of type 19."""
    bow, stern, port, starboard = dimensions
    tail: list[Field] = [(37, 8), (bow, 9), (stern, 9), (port, 6), (starboard, 6)]
    return [*position(19)[:-1], (0, 10), (name, 120), *tail, (0, 11)]


def long_range(
    *, lat: int = 22_740, lon: int = 74_430, sog: int = 3, cog: int = 90
) -> list[Field]:
    """Fields of a report of type 27."""
    head: list[Field] = [(27, 6), (0, 2), (MMSI, 30), (0, 2), (5, 4)]
    return [*head, (lon, 18), (lat, 17), (sog, 6), (cog, 9), (0, 2)]


def voyage(
    *,
    mmsi: int = MMSI,
    imo: int = 9_074_729,
    callsign: str = "HPQW",
    name: str = "FICTITIOUS",
    ship_type: int = 80,
    dimensions: tuple[int, int, int, int] = (150, 30, 10, 22),
    eta: tuple[int, int, int, int] = (3, 9, 17, 5),
    draught: int = 105,
    destination: str = "FOR ORDERS",
) -> list[Field]:
    """Fields of a report of type 5."""
    bow, stern, port, starboard = dimensions
    month, day, hour, minute = eta
    head: list[Field] = [(5, 6), (0, 2), (mmsi, 30), (0, 2), (imo, 30)]
    texts: list[Field] = [(callsign, 42), (name, 120), (ship_type, 8)]
    size: list[Field] = [(bow, 9), (stern, 9), (port, 6), (starboard, 6), (1, 4)]
    arrival: list[Field] = [(month, 4), (day, 5), (hour, 5), (minute, 6)]
    return [*head, *texts, *size, *arrival, (draught, 8), (destination, 120), (0, 2)]


def part_a(name: str, *, mmsi: int = MMSI) -> list[Field]:
    """Fields of part A of a report of type 24."""
    return [(24, 6), (0, 2), (mmsi, 30), (0, 2), (name, 120)]


def part_b(callsign: str, *, mmsi: int = MMSI, bow: int = 20) -> list[Field]:
    """Fields of part B of a report of type 24."""
    head: list[Field] = [(24, 6), (0, 2), (mmsi, 30), (1, 2), (37, 8), (0, 42)]
    return [*head, (callsign, 42), (bow, 9), (10, 9), (3, 6), (4, 6), (0, 6)]


def sentence(fields: Iterable[Field]) -> str:
    """Write a message as one sentence."""
    return sentences(fields, n_parts=1)[0]


def sentences(
    fields: Iterable[Field],
    *,
    n_parts: int = 2,
    sequence: int = 3,
    channel: str = "A",
    station: str = "",
) -> list[str]:
    """Write a message as sentences of about equal length."""
    payload, fill = armoured(fields)
    size = -(-len(payload) // n_parts)
    number = sequence if n_parts > 1 else ""
    found = []
    for part in range(n_parts):
        piece = payload[part * size : (part + 1) * size]
        last = fill if part == n_parts - 1 else 0
        body = f"AIVDM,{n_parts},{part + 1},{number},{channel},{piece},{last}"
        trailer = f",r{station},1709251200" if station else ""
        found.append(f"!{body}*{checksum(body)}{trailer}")
    return found


def tagged(line: str, epoch: int | str, *tags: str) -> str:
    r"""Put a tag block with a time before a sentence: ``\c:1709251200*53\!AIVDM``."""
    body = ",".join([*tags, f"c:{epoch}"])
    return f"\\{body}*{checksum(body)}\\{line}"


def grouped(line: str, *tags: str) -> str:
    """Put a tag block without a time before a sentence."""
    body = ",".join(tags)
    return f"\\{body}*{checksum(body)}\\{line}"


def checksum(body: str) -> str:
    """XOR of the bytes, as two hexadecimal digits."""
    found = 0
    for byte in body.encode():
        found ^= byte
    return f"{found:02X}"


def armoured(fields: Iterable[Field]) -> tuple[str, int]:
    """Write fields as six-bit characters; also the number of fill bits."""
    bits = "".join(_bits(value, width) for value, width in fields)
    fill = -len(bits) % 6
    bits += "0" * fill
    codes = (int(bits[i : i + 6], 2) for i in range(0, len(bits), 6))
    return "".join(ARMOUR[code] for code in codes), fill


def _bits(value: int | str, width: int) -> str:
    if isinstance(value, str):
        codes = (ord(character) % 64 for character in value.ljust(width // 6, "@"))
        return "".join(f"{code:06b}" for code in codes)
    return f"{value % (1 << width):0{width}b}"
