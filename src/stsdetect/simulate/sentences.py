"""Sentences: rows as the NMEA 0183 log of a receiver, with the time in a tag block.

Position reports of types 1, 3, 18 and 27, and particulars of types 5 and 24, which a
vessel that is heard repeats every half an hour here (every six minutes at sea).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from stsdetect.simulate.messages import (
    Field,
    class_a,
    class_b,
    long_range,
    part_a,
    part_b,
    voyage,
)

__all__ = ["armoured", "sentences"]

_STATIC_S: Final = 1800
_LETTERS: Final = np.array([1 << i for i in range(5, -1, -1)], np.uint8)
_PART_CHARACTERS: Final = 56
"""Characters of a message that one sentence of 82 holds (NMEA 0183)."""


def sentences(rows: pl.DataFrame, station: str) -> str:
    """Write received rows as sentences, in the order of their time.

    Parameters
    ----------
    rows : DataFrame
        Received rows joined with particulars, and ``timestamp``.
    station : str
        Name of the receiver in the tag blocks.

    References
    ----------
    ITU-R M.1371-5, annex 8, tables 48, 52, 70, 83 and 84; NMEA 0183 4.10, tag blocks.
    """
    epoch = pl.col("timestamp").dt.epoch("s").cast(pl.Int64())
    numbered = rows.with_columns(
        epoch=epoch, stretch=epoch // _STATIC_S, order=pl.int_range(pl.len())
    )
    told = numbered.filter(pl.col("ais_class").is_not_null())
    static = told.unique(["told", "stretch"], keep="first", maintain_order=True)
    is_a, is_b = pl.col("ais_class") == "A", pl.col("ais_class") == "B"
    coarse, of_b = pl.col("msg_type") == 27, pl.col("msg_type") == 18
    parts = [
        (numbered.filter(~coarse & ~of_b), class_a),
        (numbered.filter(of_b), class_b),
        (numbered.filter(coarse), long_range),
        (static.filter(is_a), voyage),
        (static.filter(is_b), part_a),
        (static.filter(is_b), part_b),
    ]
    tables = [
        _lines(table, armoured(message(table)), station, rank)
        for rank, (table, message) in enumerate(parts)
        if table.height
    ]
    if not tables:
        return ""
    lines = pl.concat(tables).sort("order", "rank", maintain_order=True)["line"]
    return "\n".join(lines.to_list()) + "\n"


def armoured(fields: Sequence[Field]) -> list[str]:
    """Pack fields bit by bit into six-bit characters.

    Parameters
    ----------
    fields : sequence of pairs
        Values (n,) and their widths; negative values are two's complements.

    Returns
    -------
    list of str
        A payload for each of the n messages.

    Examples
    --------
    >>> armoured([(np.array([1, 63]), 6), (np.array([0, -1]), 6)])
    ['10', 'ww']
    """
    bits = np.concatenate(
        [
            (values[:, None] >> np.arange(width - 1, -1, -1)) & 1
            for values, width in fields
        ],
        axis=1,
    ).astype(np.uint8)
    spare = -bits.shape[1] % 6
    six = np.pad(bits, ((0, 0), (0, spare))).reshape(len(bits), -1, 6) @ _LETTERS
    letters = (six + np.where(six < 40, 48, 56)).astype(np.uint8)
    return [row.tobytes().decode("ascii") for row in letters]


def _lines(
    table: pl.DataFrame, payloads: list[str], station: str, rank: int
) -> pl.DataFrame:
    """Frame payloads as sentences behind a tag block with the time of reception."""
    lines = [
        _framed(payload, epoch, station, order)
        for payload, epoch, order in zip(
            payloads, table["epoch"].to_list(), table["order"].to_list(), strict=True
        )
    ]
    return pl.DataFrame(
        {"order": table["order"], "rank": [rank] * len(lines), "line": lines}
    )


def _framed(payload: str, epoch: int, station: str, order: int) -> str:
    n = len(payload)
    if n <= _PART_CHARACTERS + 4:
        return _tagged(f"c:{epoch},s:{station}", f"AIVDM,1,1,,A,{payload},0")
    pad = 6 * n - 424
    first, rest = payload[:_PART_CHARACTERS], payload[_PART_CHARACTERS:]
    group, number = order % 9_000 + 1_000, order % 10
    return "\n".join(
        (
            _tagged(
                f"g:1-2-{group},s:{station},c:{epoch}",
                f"AIVDM,2,1,{number},A,{first},0",
            ),
            _tagged(f"g:2-2-{group}", f"AIVDM,2,2,{number},A,{rest},{pad}"),
        )
    )


def _tagged(tag: str, body: str) -> str:
    return f"\\{tag}*{_checksum(tag)}\\!{body}*{_checksum(body)}"


def _checksum(text: str) -> str:
    value = 0
    for byte in text.encode("ascii"):
        value ^= byte
    return f"{value:02X}"
