"""Skeleton: the figures of one candidate without data, drawn once for a whole report.

The page holds this one drawing and, for each candidate, the columns of its sources
alone (:mod:`stsdetect.report.sheet`): a thousand candidates cost their data, not a
thousand drawings.
"""

from typing import Any, Final

from bokeh.layouts import column, row
from bokeh.models import (
    ColumnDataSource,
    CrosshairTool,
    HoverTool,
    Range1d,
)
from bokeh.models.annotations import BoxAnnotation, Span
from bokeh.plotting import figure

from stsdetect.report.canvas import map_figure
from stsdetect.report.framing import COLOURS

__all__ = ["SOURCES", "draw_skeleton"]

SOURCES: Final = (
    "frame", "land", "water", "area", "track_a", "track_b", "hole_a", "hole_b",
    "together_a", "together_b", "place", "distance", "speed_a", "speed_b", "heading_a",
    "heading_b",
)  # fmt: skip
"""Names of the sources that a sheet fills; ``time`` and ``shade`` are ranges."""

SHOWN_M: Final = 2_000.0
"""How far the panel of the distance reaches [m]; ours: a contact closes at 750 m,
and approach and departure show as far again."""

_SOMEWHERE: Final = (124.0, 35.0, 125.0, 36.0)
_MAP_HEIGHT, _PANEL_HEIGHT = 540, 176
_INK: Final = "#6b7785"


def draw_skeleton() -> Any:
    """Draw map, distance, speed and heading without data, linked over time.

    Returns
    -------
    bokeh layout
        Its sources are called as in :data:`SOURCES`; a shared range ``time``, an
        annotation ``shade`` in each panel over time.
    """
    time = Range1d(start=0, end=1, name="time")
    cursor = Span(dimension="height", line_color=_INK, line_dash="dotted")
    panels = [
        _panel(time, cursor, "distance [m]", ("distance",), ("#333333",)),
        _panel(time, cursor, "speed [kn]", ("speed_a", "speed_b"), COLOURS),
        _panel(time, cursor, "heading [°]", ("heading_a", "heading_b"), COLOURS),
    ]
    panels[0].y_range = Range1d(start=0, end=SHOWN_M)
    panels[2].y_range = Range1d(start=0, end=360)
    panels[2].yaxis.ticker = [0, 90, 180, 270, 360]
    over_time = column(*panels, sizing_mode="stretch_width")
    return row(_map(), over_time, sizing_mode="stretch_width")


def _map() -> Any:
    canvas = map_figure(_SOMEWHERE, None, height=_MAP_HEIGHT)
    frame = canvas.renderers[0]
    frame.data_source = _source("frame")
    for name, fill in (("land", "#ddd8cb"), ("water", "#eaf0f4")):
        style = {"fill_color": fill, "line_color": "#a8a08c", "line_width": 0.5}
        canvas.patches("x", "y", source=_source(name), **style)
    canvas.patches(
        "x", "y", source=_source("area"), fill_color="#009E73", fill_alpha=0.12,
        line_color="#009E73", line_dash="dashed",
    )  # fmt: skip
    for side, colour, width in zip("ab", COLOURS, (6, 2.5), strict=True):
        line = {"line_color": colour}
        canvas.multi_line("x", "y", source=_source(f"track_{side}"), **line)
        canvas.multi_line(
            "x", "y", source=_source(f"hole_{side}"), line_dash="dashed", **line
        )
        canvas.multi_line(
            "x", "y", source=_source(f"together_{side}"), line_width=width, **line
        )
    canvas.scatter(
        "x", "y", source=_source("place"), marker="x", size=13, line_width=2,
        line_color="black",
    )  # fmt: skip
    return canvas


def _panel(
    time: Range1d, cursor: Span, label: str, names: tuple[str, ...], colours: Any
) -> Any:
    canvas: Any = figure(
        x_axis_type="datetime",
        x_range=time,
        height=_PANEL_HEIGHT,
        sizing_mode="stretch_width",
        tools="xpan,xwheel_zoom,reset",
        toolbar_location=None,
        title=None,
        background_fill_alpha=0,
        border_fill_alpha=0,
        outline_line_color="#c5ccd4",
    )
    canvas.y_range.start = 0
    canvas.add_layout(
        BoxAnnotation(left=0, right=0, fill_color="#009E73", fill_alpha=0.12,
                      name="shade")
    )  # fmt: skip
    for name, colour in zip(names, colours, strict=True):
        drawn = canvas.line("x", "y", source=_source(name), line_color=colour,
                            line_width=2)  # fmt: skip
        hover = HoverTool(
            tooltips=[("UTC", "@x{%m-%d %H:%M}"), (label, "@y{0.0}")],
            formatters={"@x": "datetime"}, renderers=[drawn], mode="vline",
        )  # fmt: skip
        canvas.add_tools(hover)
    canvas.add_tools(CrosshairTool(overlay=cursor))
    canvas.yaxis.axis_label = label
    canvas.axis.axis_label_text_font_style = "normal"
    canvas.axis.minor_tick_line_color = None
    canvas.axis.major_label_text_color = canvas.axis.axis_label_text_color = _INK
    canvas.grid.grid_line_color = "#dfe4e9"
    return canvas


def _source(name: str) -> ColumnDataSource:
    return ColumnDataSource({"x": [], "y": []}, name=name)
