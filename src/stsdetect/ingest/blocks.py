"""Blocks of whole lines, the next one read while the last one is being worked on."""

import queue
import threading
from collections.abc import Iterator
from typing import BinaryIO, Final

from stsdetect.errors import FormatError
from stsdetect.ingest.json_document import Elements
from stsdetect.ingest.sources import Member, opened

__all__ = ["BLOCK_BYTES", "read_blocks"]

BLOCK_BYTES: Final = 16 << 20
"""Size of a block [B], ours: larger ones cost memory and save nothing we could see."""

_MAX_LINE: Final = 4 << 20
"""Longest line [B]; what goes beyond is cut off there, so that memory stays bounded."""

Step = tuple[bytes, int]


def read_blocks(
    member: Member, size: int = BLOCK_BYTES, *, is_document: bool = False
) -> Iterator[Step]:
    """Give the stream in blocks that end at a line's end, and the bytes of file used.

    A thread reads and decompresses one block ahead. Of a document each element of its
    list is a line.
    """
    cut = cut_elements if is_document else cut_blocks
    waiting: queue.Queue[Step | BaseException | None] = queue.Queue(maxsize=1)
    stopped = threading.Event()
    reader = threading.Thread(
        target=_fill, args=(cut(member, size), waiting, stopped), daemon=True
    )
    reader.start()
    try:
        while (step := waiting.get()) is not None:
            if isinstance(step, BaseException):
                raise step
            yield step
    finally:
        stopped.set()
        while reader.is_alive():
            _drain(waiting)
            reader.join(timeout=0.01)


def _drain(waiting: "queue.Queue[Step | BaseException | None]") -> None:
    try:
        waiting.get_nowait()
    except queue.Empty:
        return


def _fill(
    steps: Iterator[Step],
    waiting: "queue.Queue[Step | BaseException | None]",
    stopped: threading.Event,
) -> None:
    try:
        for step in steps:
            waiting.put(step)
            if stopped.is_set():
                return
        waiting.put(None)
    except BaseException as error:  # noqa: BLE001 — raised again by the one who waits
        waiting.put(error)


def cut_blocks(member: Member, size: int) -> Iterator[Step]:
    """Read a stream and cut it after the last line feed of each piece."""
    with opened(member) as (stream, file):
        carried, before = b"", 0
        for piece in _pieces(member, stream, size):
            cut = piece.rfind(b"\n") + 1
            used, before = file.tell() - before, file.tell()
            if not cut:
                carried = (carried + piece[:_MAX_LINE])[:_MAX_LINE]
                continue
            # What goes on a line that is too long already is left out.
            start = piece.find(b"\n") if len(carried) == _MAX_LINE else 0
            yield carried + piece[start:cut], used
            carried = piece[cut : cut + _MAX_LINE]
        if carried:
            yield carried, 0


def cut_elements(member: Member, size: int) -> Iterator[Step]:
    """Read a JSON document and cut it into its elements, a line each."""
    elements = Elements()
    with opened(member) as (stream, file):
        before = 0
        for piece in _pieces(member, stream, size):
            used, before = file.tell() - before, file.tell()
            yield elements.feed(piece), used
        yield elements.finish(), 0


def _pieces(member: Member, stream: BinaryIO, size: int) -> Iterator[bytes]:
    """Read a stream piece by piece, as far as the limits of its file go."""
    n_unpacked, n_packed = 0, member.path.stat().st_size
    while piece := stream.read(size):
        n_unpacked += len(piece)
        if not member.limits.holds(n_unpacked, n_packed):
            raise FormatError(
                f"{member.name}: unpacks to over {member.limits.max_ratio:g} times "
                "its size; [limits] max_ratio can be set"
            )
        yield piece
