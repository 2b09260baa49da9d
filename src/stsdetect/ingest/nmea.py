r"""NMEA 0183 logs: sentences ``!AIVDM`` and ``!AIVDO`` to positions and particulars.

Read are bare sentences with a time in front, tag blocks (``\g:..,s:..,c:..*hh\``),
the trailer of the United States Coast Guard (``,rSTATION,epoch``) and ``$PGHP`` clocks.
Message types 1, 2, 3, 18, 19 and 27 are positions, 5, 19 and 24 particulars. The
others (base stations, aids to navigation, aircraft, text) are counted.
"""

import re
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from stsdetect.ingest.message_tables import MessageTables, cut_lines, join_tables
from stsdetect.ingest.nmea_tables import tabulate
from stsdetect.kernels import nmea_records as codes
from stsdetect.kernels.nmea import scan_lines
from stsdetect.kernels.nmea_fields import decode_messages
from stsdetect.kernels.nmea_parts import join_parts
from stsdetect.kernels.nmea_records import LINE, NO_TIME, POSITION, STATIC, Records
from stsdetect.kernels.nmea_reference import tell_times
from stsdetect.units import MS_PER_S, utc

__all__ = ["NmeaDecoder", "is_nmea"]

_SENTENCE = re.compile(
    rb"[!$]..VD[MO],[1-9],[1-9],\d*,[^,]*,[^,]*,[0-5]\*[0-9A-Fa-f]{2}"
)


class NmeaDecoder:
    """Decode a log block by block; where the blocks are cut changes nothing.

    Messages of several parts wait for their rest: :meth:`finish` settles those that
    are still waiting when the log ends.

    Parameters
    ----------
    first_row : int
        Number of the first line.
    reference_time : datetime, optional
        When the log begins: lines without any time get one from it, as
        :func:`~stsdetect.kernels.nmea_reference.tell_times` says. Without it they are
        rejected.
    """

    def __init__(
        self, first_row: int = 1, reference_time: datetime | None = None
    ) -> None:
        self._next_row = first_row
        self._reference = _milliseconds(reference_time)
        self._clock = np.array([NO_TIME])
        self._waiting = np.zeros(0, LINE)
        self._waiting_bytes = b""

    def feed(self, block: bytes) -> MessageTables:
        """Decode the next lines; the block ends at the end of a line."""
        return join_tables([self._feed(piece) for piece in cut_lines(block)])

    def _feed(self, block: bytes) -> MessageTables:
        raw = self._waiting_bytes + block
        buffer = np.frombuffer(raw, np.uint8)
        n_waiting = self._waiting.size
        n_fresh = block.count(b"\n") + (not block.endswith(b"\n"))
        lines = np.zeros(n_waiting + n_fresh, LINE)
        lines[:n_waiting] = self._waiting
        lines["number"][n_waiting:] = np.arange(n_fresh) + self._next_row
        scan_lines(buffer, len(self._waiting_bytes), lines[n_waiting:], self._clock)
        self._next_row += n_fresh
        positions, statics = _decode(buffer, lines, self._reference)
        self._keep_waiting(raw, lines[lines["kind"] == codes.SENTENCE])
        return tabulate(raw, lines, positions, statics)

    def finish(self) -> MessageTables:
        """Settle what still waits: it is incomplete."""
        raw, lines = self._waiting_bytes, self._waiting
        lines["kind"] = codes.INCOMPLETE
        self._keep_waiting(b"", lines[:0])
        return tabulate(raw, lines, np.zeros(0, POSITION), np.zeros(0, STATIC))

    def _keep_waiting(self, raw: bytes, lines: Records) -> None:
        starts = lines["start"].copy()
        pieces = [
            raw[start:stop] + b"\n"
            for start, stop in zip(starts.tolist(), lines["stop"].tolist(), strict=True)
        ]
        sizes = np.array([len(piece) for piece in pieces], np.int64)
        shift = np.cumsum(sizes) - sizes - starts
        for name in ("start", "stop", "payload_start", "payload_stop"):
            lines[name] += shift
        self._waiting, self._waiting_bytes = lines, b"".join(pieces)


def is_nmea(head: bytes) -> bool:
    r"""Tell whether a file that begins so is an NMEA log with AIS in it.

    Examples
    --------
    >>> is_nmea(b"# log\n!AIVDM,1,1,,A,15MgK45P3@G?fl0E`JbR0OwT0@MS,0*4E\n")
    True
    >>> is_nmea(b"mmsi,lat,lon\n")
    False
    """
    return _SENTENCE.search(head) is not None


def _milliseconds(time: datetime | None) -> NDArray[np.int64]:
    """Give the clock of lines without a time, empty where there is none."""
    if time is None:
        return np.zeros(0, np.int64)
    return np.array([round(utc(time).timestamp() * MS_PER_S)])


def _decode(
    buffer: NDArray[np.uint8], lines: Records, reference: NDArray[np.int64]
) -> tuple[Records, Records]:
    members = np.empty(lines.size, np.int64)
    starts = np.empty(lines.size + 1, np.int64)
    n_messages = join_parts(lines, members, starts)
    if reference.size:
        tell_times(buffer, lines, members, starts[: n_messages + 1], reference)
    positions = np.empty(n_messages, POSITION)
    statics = np.empty(n_messages, STATIC)
    n_positions, n_statics = decode_messages(
        buffer, lines, members, starts[: n_messages + 1], positions, statics
    )
    return positions[:n_positions], statics[:n_statics]
