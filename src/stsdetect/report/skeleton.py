"""Skeleton: the figures of one candidate without data, drawn once for a whole report.

The page holds this one drawing and, for each candidate, the data alone
(:mod:`stsdetect.report.sheet`): a thousand candidates cost their data, not a thousand
drawings.
"""

from typing import Any, Final

from bokeh.layouts import column
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

__all__ = ["SOURCES", "draw_map", "draw_panels"]

SOURCES: Final = (
    "frame", "land", "water", "area", "track_a", "track_b", "hole_a", "hole_b",
    "together_a", "together_b", "now_a", "now_b", "place", "gone", "distance",
    "speed_a", "speed_b", "heading_a", "heading_b", "draught_a", "draught_b",
    "hearing_a", "hearing_b", "heard_a", "heard_b",
)  # fmt: skip
"""Names of the sources that the page fills; ``time`` and ``shade`` are ranges."""

SHOWN_M: Final = 2_000.0
"""How far the panel of the distance reaches [m]; ours: a contact closes at 750 m,
and approach and departure show as far again."""

_SOMEWHERE: Final = (124.0, 35.0, 125.0, 36.0)
_MAP_HEIGHT, _PANEL_HEIGHT, _AXIS_HEIGHT = 620, 118, 30
_INK: Final = "#6b7785"
_LEAST_HEARD: Final = -28
"""Below 0 % of the panel of reception the page draws bars of the time heard."""


def draw_map() -> Any:
    """Draw the map of a candidate without data; its sources are called as in SOURCES.

    Returns
    -------
    bokeh figure
    """
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
    for side, colour in zip("ab", COLOURS, strict=True):
        canvas.scatter(
            "x", "y", source=_source(f"now_{side}"), size=11, fill_color=colour,
            line_color="white", line_width=1.5,
        )  # fmt: skip
    canvas.scatter(
        "x", "y", source=_source("gone"), size=15, fill_alpha=0, line_width=2,
        line_color=COLOURS[1],
    )  # fmt: skip
    canvas.scatter(
        "x", "y", source=_source("place"), marker="x", size=13, line_width=2,
        line_color="black",
    )  # fmt: skip
    return canvas


def draw_panels() -> Any:
    """Draw distance, speed, heading, draught and reception over time, without data.

    Returns
    -------
    bokeh layout
        Panels under one another with one range ``time`` and one cursor ``cursor``, and
        an annotation ``shade`` in each. A panel without data may be hidden by its
        name: ``panel_distance`` and so on; the last has the axis of time.
    """
    time = Range1d(start=0, end=1, name="time")
    cursor = Span(
        dimension="height", line_color=_INK, line_dash="dotted", name="cursor"
    )
    panels = [
        _panel(time, cursor, "distance", "m", {"distance": "#333333"}),
        *(
            _panel(time, cursor, name, unit, _both(name))
            for name, unit in (
                ("speed", "kn"), ("heading", "°"), ("draught", "m"), ("hearing", "%"),
            )
        ),
    ]  # fmt: skip
    distance, speed, heading, _, hearing = panels
    speed.y_range.start = 0
    distance.y_range = Range1d(start=0, end=SHOWN_M)
    heading.y_range = Range1d(start=0, end=360)
    heading.yaxis.ticker = [0, 90, 180, 270, 360]
    hearing.y_range = Range1d(start=_LEAST_HEARD, end=105)
    hearing.yaxis.ticker = [0, 50, 100]
    hearing.yaxis.axis_label = "reception [%]"
    hearing.xaxis.visible = True
    hearing.height = _PANEL_HEIGHT + _AXIS_HEIGHT
    for side, colour in zip("ab", COLOURS, strict=True):
        hearing.multi_line(
            "x", "y", source=_source(f"heard_{side}"), line_color=colour, line_width=5
        )
    return column(*panels, sizing_mode="stretch_width", spacing=0)


def _both(name: str) -> dict[str, str]:
    return {
        f"{name}_{side}": colour for side, colour in zip("ab", COLOURS, strict=True)
    }


def _panel(
    time: Range1d, cursor: Span, name: str, unit: str, colours: dict[str, str]
) -> Any:
    canvas: Any = figure(
        x_axis_type="datetime",
        x_range=time,
        height=_PANEL_HEIGHT,
        min_border_left=62,
        sizing_mode="stretch_width",
        tools="xpan,xwheel_zoom,reset",
        toolbar_location=None,
        title=None,
        name=f"panel_{name}",
        background_fill_alpha=0,
        border_fill_alpha=0,
        outline_line_color="#c5ccd4",
    )
    canvas.xaxis.visible = False
    canvas.add_layout(
        BoxAnnotation(left=0, right=0, fill_color="#009E73", fill_alpha=0.12,
                      name="shade")
    )  # fmt: skip
    for one, colour in colours.items():
        style = {"line_color": colour, "line_width": 2}
        drawn = (
            canvas.step("x", "y", source=_source(one), mode="after", **style)
            if name == "draught"
            else canvas.line("x", "y", source=_source(one), **style)
        )
        hover = HoverTool(
            tooltips=[("UTC", "@x{%m-%d %H:%M}"), (f"{name} [{unit}]", "@y{0.0}")],
            formatters={"@x": "datetime"}, renderers=[drawn], mode="vline",
        )  # fmt: skip
        canvas.add_tools(hover)
    canvas.add_tools(CrosshairTool(overlay=cursor))
    canvas.yaxis.axis_label = f"{name} [{unit}]"
    canvas.axis.axis_label_text_font_style = "normal"
    canvas.axis.axis_label_text_font_size = "11px"
    canvas.axis.minor_tick_line_color = None
    canvas.axis.major_label_text_color = canvas.axis.axis_label_text_color = _INK
    canvas.yaxis.ticker.desired_num_ticks = 3
    canvas.grid.grid_line_color = "#dfe4e9"
    return canvas


def _source(name: str) -> ColumnDataSource:
    return ColumnDataSource({"x": [], "y": []}, name=name)
