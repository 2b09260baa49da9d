"""The work on one window: what it gives for the events of all time."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import polars as pl

from stsdetect.config import Config
from stsdetect.context.inland import is_inland
from stsdetect.context.ports import port_near
from stsdetect.events.edges import Span, find_edges
from stsdetect.events.hours import find_strange_hours
from stsdetect.events.inland import count_inland
from stsdetect.events.port_spells import find_calls
from stsdetect.events.receivers import count_receivers
from stsdetect.events.reports import order_reports
from stsdetect.events.slots import Slots, count_heard
from stsdetect.events.slow_spells import find_waiting
from stsdetect.events.speeds import count_speeds
from stsdetect.events.turns import keep_turns
from stsdetect.ingest.store import Store, open_store
from stsdetect.schema import PROXIMITIES
from stsdetect.schema.mmsi import is_vessel
from stsdetect.tracks.crowds import leave_out
from stsdetect.tracks.floods import thin_reports
from stsdetect.tracks.proximity import find_proximities
from stsdetect.tracks.segment import find_segments
from stsdetect.tracks.ticks import find_ticks
from stsdetect.windows.flooding import find_crowds, whole_periods
from stsdetect.windows.sizing import Size
from stsdetect.windows.vessel_groups import read_groups
from stsdetect.windows.window import MARGIN, Window, leave_out_unheard, split_period

__all__ = ["WindowPart", "WindowSpec", "cut_work", "work_window"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSpec:
    """All that a worker has to know: small, since it is sent to each.

    Attributes
    ----------
    store : Path
        Where the positions lie, as the worker sees it.
    window : Window
        Whose ticks are looked at.
    period : Span
        First and last instant of the whole run.
    config : Config
        As :meth:`~stsdetect.config.Config.aligned` gives it.
    max_rows : int, optional
        Positions held at once; vessels are looked at in groups. Changes no result.
    """

    store: Path
    window: Window
    period: Span
    config: Config
    max_rows: int | None = None

    def __str__(self) -> str:
        start, stop = self.window.start, self.window.stop
        return f"window {start:%Y-%m-%d %H:%M} to {stop:%Y-%m-%d %H:%M} UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowPart:
    """What a window gives, to be joined with the others.

    Attributes
    ----------
    near : DataFrame
        A :data:`~stsdetect.schema.PROXIMITIES` table of its ticks.
    edges : DataFrame
        An :data:`~stsdetect.schema.EDGES` table.
    speeds : DataFrame
        Counts of speeds, as :func:`~stsdetect.events.speeds.count_speeds` gives them.
    heard : Slots
        Slots in which vessels were heard.
    spells : DataFrame
        Waiting, as :func:`~stsdetect.events.slow_spells.find_waiting` gives it.
    calls : DataFrame
        A :data:`~stsdetect.schema.PORT_SPELLS` table.
    hours : DataFrame
        As :func:`~stsdetect.events.hours.find_strange_hours` gives them.
    turns : LazyFrame
        As :func:`~stsdetect.events.turns.keep_turns` gives them; of a part that is
        read back they stay in its file until they are asked for.
    receivers : DataFrame
        As :func:`~stsdetect.events.receivers.count_receivers` gives them.
    inland : DataFrame
        Reports on land, as :func:`~stsdetect.events.inland.count_inland` gives them.
    floods : DataFrame
        What was too much, :data:`~stsdetect.tracks.floods.FLOODS`.
    """

    near: pl.DataFrame
    edges: pl.DataFrame
    speeds: pl.DataFrame
    heard: Slots
    spells: pl.DataFrame
    calls: pl.DataFrame
    hours: pl.DataFrame
    turns: pl.LazyFrame
    receivers: pl.DataFrame
    inland: pl.DataFrame
    floods: pl.DataFrame


def cut_work(
    store: Store, config: Config, period: Span, size: Size
) -> list[WindowSpec]:
    """Cut the work into windows, but for those in which nothing was heard."""
    windows = leave_out_unheard(split_period(*period, size.length), store)
    folder = store.folder.resolve()
    return [
        WindowSpec(
            store=folder,
            window=window,
            period=period,
            config=config,
            max_rows=size.max_rows,
        )
        for window in windows
    ]


def work_window(spec: WindowSpec) -> WindowPart:
    """Do the work of one window: read it with its margin, and look at its own ticks.

    Nothing hangs on other windows or on the order in which they are worked on, nor on
    how many groups its vessels are read in.
    """
    store, floods = open_store(spec.store), spec.config.floods
    crowds = find_crowds(store, spec.window, floods)
    groups = read_groups(store, *whole_periods(spec.window, floods), spec.max_rows)
    several = [_work_vessels(positions, crowds.out, spec) for positions in groups]
    ticks = pl.concat([ticks for ticks, _ in several])
    near = find_proximities(ticks, spec.config.proximities)
    whole = _put_together([part for _, part in several])
    told = _began_in(spec.window, pl.concat([whole.floods, crowds.told]))
    return replace(whole, near=near, floods=told)


def _work_vessels(
    positions: pl.DataFrame, crowd: pl.DataFrame, spec: WindowSpec
) -> tuple[pl.DataFrame, WindowPart]:
    """Give the ticks of vessels, and what hangs on each alone: all but the pairs."""
    window, config = spec.window, spec.config
    everyone = positions.filter(is_vessel(pl.col("mmsi")))
    looked_at = leave_out(everyone, crowd, config.floods)
    vessels, floods = thin_reports(looked_at, config.floods)
    tracks = find_segments(_within(window, vessels), config.segments)
    reports, own = order_reports(tracks), (window.start, window.stop)
    ticks = find_ticks(tracks, window.start, window.stop, config.ticks)
    lat, lon = (reports[name].to_numpy() for name in ("lat", "lon"))
    in_port = port_near(lat, lon, config.ports.leave_km, config.port_files)
    return ticks, WindowPart(
        near=PROXIMITIES.empty_polars(),
        edges=find_edges(reports, own, spec.period, config.gaps),
        speeds=count_speeds(reports, own),
        heard=count_heard(reports, own, spec.period, config.reception),
        spells=find_waiting(ticks, own, config.loitering),
        calls=find_calls(reports, in_port, own, spec.period, config.ports),
        hours=find_strange_hours(reports, own, spec.period),
        turns=keep_turns(reports, own, spec.period),
        receivers=count_receivers(reports, own),
        inland=count_inland(reports, is_inland(lat, lon), own),
        floods=floods,
    )


def _within(window: Window, positions: pl.DataFrame) -> pl.DataFrame:
    """Keep the window and its margin of the whole periods that were read."""
    time = pl.col("timestamp")
    start, stop = window.start - MARGIN, window.stop + MARGIN
    return positions.filter((time >= start) & (time < stop))


def _began_in(window: Window, floods: pl.DataFrame) -> pl.DataFrame:
    start = pl.col("start_time")
    return floods.filter((start >= window.start) & (start < window.stop))


def _put_together(parts: Sequence[WindowPart]) -> WindowPart:
    """Put groups of vessels together, table by table, in order of their MMSIs."""
    tables = {
        one.name: pl.concat([getattr(part, one.name) for part in parts])
        for one in fields(WindowPart)
        if one.name != "heard"
    }
    heard = zip(*(part.heard for part in parts), strict=True)
    return WindowPart(heard=Slots(*map(pl.concat, heard)), **tables)
