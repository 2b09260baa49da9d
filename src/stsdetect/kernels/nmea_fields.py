"""Messages to positions and particulars (ITU-R M.1371-5, annex 8, section 3)."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.nmea_bits import (
    N_SIXBITS,
    read_number,
    read_payload,
    read_signed,
    read_text,
)
from stsdetect.kernels.nmea_records import (
    BAD_LENGTH,
    BAD_MMSI,
    BAD_PAYLOAD,
    NO_POSITION,
    NO_TIME,
    NUMBERS,
    OTHER_MESSAGE,
    OUT_OF_RANGE,
    POSITION_REPORT,
    STATIC_REPORT,
    UNKNOWN_TYPE,
    WITHOUT_TIME,
    Integer,
    Record,
    Records,
)

__all__ = ["decode_messages"]

MAX_MMSI = 999_999_999

_MIN_BITS = np.zeros(28, np.int64)
# Standard lengths are 168, 312 and 424. Fewer bits by up to five are a wrong count of
# fill bits (ours); type 5 is known with 420 and 422, and 24 A ends with its name.
_MIN_BITS[1:4] = 163
_MIN_BITS[5] = 420
_MIN_BITS[18] = 163
_MIN_BITS[19] = 307
_MIN_BITS[24] = 160
_MIN_BITS[27] = 96

# Fields as first bit and number of bits, none where the type has no such field.
_NONE = [0, 0]
_MMSI = np.array([8, 30])
_PART = np.array([38, 2])

_CLASS_A, _CLASS_B, _LONG_RANGE = 0, 1, 2
_POSITIONS = np.array(  # nav_status, sog, lon, lat, cog, heading
    [
        [[38, 4], [50, 10], [61, 28], [89, 27], [116, 12], [128, 9]],
        [_NONE, [46, 10], [57, 28], [85, 27], [112, 12], [124, 9]],
        [[40, 4], [79, 6], [44, 18], [62, 17], [85, 9], _NONE],
    ]
)

_VOYAGE, _EXTENDED_B, _PART_A, _PART_B, _CRAFT = 0, 1, 2, 3, 4
_NUMBERS = np.zeros((5, len(NUMBERS), 2), np.int64)
_NUMBERS[_VOYAGE] = [
    *([40, 30], [232, 8]),
    *([240, 9], [249, 9], [258, 6], [264, 6]),
    *([274, 4], [278, 5], [283, 5], [288, 6], [294, 8]),
]
_NUMBERS[_EXTENDED_B, 1:6] = [[263, 8], [271, 9], [280, 9], [289, 6], [295, 6]]
_NUMBERS[_PART_B, 1:6] = [[40, 8], [132, 9], [141, 9], [150, 6], [156, 6]]
# A craft of a parent ship (98…) has that ship's MMSI in place of its dimensions.
_NUMBERS[_CRAFT, 1] = [40, 8]
_TEXTS = np.array(  # callsign, shipname, destination
    [
        [[70, 42], [112, 120], [302, 120]],
        [_NONE, [143, 120], _NONE],
        [_NONE, [40, 120], _NONE],
        [[90, 42], _NONE, _NONE],
        [[90, 42], _NONE, _NONE],
    ]
)


@njit(cache=True, nogil=True)
def decode_messages(
    buffer: NDArray[np.uint8],
    lines: Records,
    members: NDArray[np.int64],
    starts: NDArray[np.int64],
    positions: Records,
    statics: Records,
) -> tuple[int, int]:
    """Decode every message into its record.

    Parameters
    ----------
    buffer : (n,) array
        Bytes of the log.
    lines : (m,) records
        :data:`LINE`; ``kind`` of the first line of each message is set to what the
        message is, or why it is rejected.
    members, starts : arrays
        As :func:`~stsdetect.kernels.nmea_parts.join_parts` gives them, cut to the
        number of messages.
    positions, statics : (k,) records
        Room for one :data:`POSITION` and one :data:`STATIC` per message.

    Returns
    -------
    tuple of int
        Positions and statics filled, from the front. Type 19 fills one of each.
    """
    sixbits = np.zeros(N_SIXBITS, np.uint8)
    n_positions, n_statics = 0, 0
    for i in range(starts.size - 1):
        message = members[starts[i] : starts[i + 1]]
        line = lines[message[0]]
        n_bits = read_payload(buffer, lines, message, sixbits)
        kind = _kind(sixbits, n_bits)
        if kind == POSITION_REPORT:
            kind = _read_position(sixbits, line, positions[n_positions])
        elif kind == STATIC_REPORT:
            _read_static(sixbits, line, statics[n_statics])
        is_report = POSITION_REPORT <= kind <= STATIC_REPORT
        if is_report and line["time_ms"] == NO_TIME:
            kind = WITHOUT_TIME
        if kind == POSITION_REPORT and sixbits[0] == 19:
            _read_static(sixbits, line, statics[n_statics])
            n_statics += 1
        n_positions += kind == POSITION_REPORT
        n_statics += kind == STATIC_REPORT
        line["kind"] = kind
    return n_positions, n_statics


@njit(cache=True, nogil=True)
def _kind(sixbits: NDArray[np.uint8], n_bits: Integer) -> Integer:
    if n_bits < 0:
        return BAD_PAYLOAD
    if n_bits < 38:
        return BAD_LENGTH
    msg_type = sixbits[0]
    if msg_type == 0 or msg_type > 27:
        return UNKNOWN_TYPE
    part = read_number(sixbits, _PART)
    if _MIN_BITS[msg_type] == 0 or (msg_type == 24 and part > 1):
        return OTHER_MESSAGE
    return _vessel_kind(sixbits, n_bits)


@njit(cache=True, nogil=True)
def _vessel_kind(sixbits: NDArray[np.uint8], n_bits: Integer) -> Integer:
    msg_type = sixbits[0]
    # Noise with a good checksum is common at type 27 (ours): 96 bits, or padded to 168.
    odd = msg_type == 27 and n_bits != 96 and n_bits != 168  # noqa: PLR1714
    if odd or n_bits < _MIN_BITS[msg_type]:
        return BAD_LENGTH
    if not 1 <= read_number(sixbits, _MMSI) <= MAX_MMSI:
        return BAD_MMSI
    if msg_type == 5 or msg_type == 24:  # noqa: PLR1714
        return STATIC_REPORT  # a set or tuple takes numba longer to compile
    return POSITION_REPORT


@njit(cache=True, nogil=True)
def _read_position(
    sixbits: NDArray[np.uint8], line: Record, position: Record
) -> Integer:
    msg_type = sixbits[0]
    layout = _LONG_RANGE if msg_type == 27 else _CLASS_B if msg_type > 3 else _CLASS_A
    fields = _POSITIONS[layout]
    per_degree = 600 if layout == _LONG_RANGE else 600_000
    n_per_unit = (
        1 if layout == _LONG_RANGE else 10
    )  # of knots, and of degrees of course
    position["source_row"] = line["number"]
    position["timestamp"] = line["time_ms"]
    position["receiver"] = line["receiver"]
    position["mmsi"] = read_number(sixbits, _MMSI)
    position["msg_type"] = msg_type
    nav_status = read_number(sixbits, fields[0])
    has_status = layout != _CLASS_B and nav_status < 15
    position["nav_status"] = nav_status if has_status else -1
    sog_missing = 63 if layout == _LONG_RANGE else 1023
    position["sog"] = _share(read_number(sixbits, fields[1]), n_per_unit, sog_missing)
    lon = read_signed(sixbits, fields[2]) / per_degree
    lat = read_signed(sixbits, fields[3]) / per_degree
    position["lon"], position["lat"] = lon, lat
    cog = read_number(sixbits, fields[4])
    position["cog"] = _share(cog, n_per_unit, 360 * n_per_unit)
    heading = read_number(sixbits, fields[5]) if layout != _LONG_RANGE else 511
    position["heading"] = np.float32(heading) if heading < 360 else np.float32(np.nan)
    if lat == 91 or lon == 181:
        return NO_POSITION
    return POSITION_REPORT if abs(lat) <= 90 and abs(lon) <= 180 else OUT_OF_RANGE


@njit(cache=True, nogil=True)
def _read_static(sixbits: NDArray[np.uint8], line: Record, static: Record) -> None:
    static["source_row"] = line["number"]
    static["timestamp"] = line["time_ms"]
    static["mmsi"] = read_number(sixbits, _MMSI)
    static["msg_type"] = sixbits[0]
    layout = _static_layout(sixbits, static["mmsi"])
    for k in range(_NUMBERS.shape[1]):
        static["numbers"][k] = read_number(sixbits, _NUMBERS[layout, k])
    for k in range(_TEXTS.shape[1]):
        read_text(sixbits, _TEXTS[layout, k], static["texts"][k])


@njit(cache=True, nogil=True)
def _static_layout(sixbits: NDArray[np.uint8], mmsi: Integer) -> Integer:
    if sixbits[0] == 5:
        return _VOYAGE
    if sixbits[0] == 19:
        return _EXTENDED_B
    if read_number(sixbits, _PART) == 0:
        return _PART_A
    return _CRAFT if mmsi // 10_000_000 == 98 else _PART_B


@njit(cache=True, nogil=True)
def _share(value: Integer, divisor: Integer, missing: Integer) -> np.float32:
    """Divide in 32 bits, which gives the nearest number to the decimal fraction."""
    share = np.float32(value) / np.float32(divisor)
    return share if value < missing else np.float32(np.nan)
