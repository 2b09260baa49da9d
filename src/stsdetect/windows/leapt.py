"""Leapt: the tracks of vessels that jump, read once more when all windows are known."""

from collections.abc import Iterator, Sequence

import polars as pl

from stsdetect.events.jumps import find_jumps
from stsdetect.events.own_replays import keep_places, worth_following
from stsdetect.events.replay_params import STSDETECT
from stsdetect.events.reports import order_reports
from stsdetect.ingest.store import Store
from stsdetect.tracks.floods import thin_reports
from stsdetect.tracks.segment import find_segments
from stsdetect.windows.window import MARGIN
from stsdetect.windows.work import WindowSpec

__all__ = ["follow_leapt"]


def follow_leapt(
    store: Store, specs: Sequence[WindowSpec], edges: Sequence[pl.DataFrame]
) -> Iterator[pl.DataFrame]:
    """Give window by window where the few vessels were that jump.

    Which they are is known when the edges of all windows are; what they told before
    reaches back for days. So the store is read again, of these vessels alone.

    Parameters
    ----------
    store : Store
        What is looked at.
    specs : sequence of WindowSpec
        All windows.
    edges : sequence of pl.DataFrame
        What they gave, :data:`~stsdetect.schema.EDGES` tables.

    Yields
    ------
    pl.DataFrame
        As :func:`~stsdetect.events.own_replays.keep_places` gives them.
    """
    leapt = worth_following(find_jumps(edges))
    for spec in specs:
        start, stop = spec.window.start, spec.window.stop
        near = leapt.filter(
            pl.col("first") - STSDETECT.max_lag < stop, pl.col("stop") >= start
        )
        vessels = near["mmsi"].unique().sort().to_list()
        if vessels:
            low, high = start - MARGIN, stop + MARGIN
            positions = store.read_positions(low, high, vessels)
            thinned, _ = thin_reports(positions, spec.config.floods)
            tracks = find_segments(thinned, spec.config.segments)
            inside = pl.col("timestamp").is_between(*spec.period, closed="left")
            yield keep_places(order_reports(tracks).filter(inside), (start, stop))
