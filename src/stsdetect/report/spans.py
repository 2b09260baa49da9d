"""Spans: when each candidate took place, and how likely it is, in bokeh."""

from typing import Any, Final

import pandas as pd
from bokeh.models import ColumnDataSource, HoverTool, Range1d
from bokeh.plotting import figure

from stsdetect.report.bands import RAMP, band_of
from stsdetect.report.wording import KIND_WORDS, pairs_words

__all__ = ["draw_spans"]

_HEIGHT: Final = 190
_INK: Final = "#6b7785"


def draw_spans(candidates: pd.DataFrame) -> Any:
    """Draw each candidate as a bar from start to end at the height of its likelihood.

    Parameters
    ----------
    candidates : DataFrame
        A :data:`~stsdetect.schema.CANDIDATES` table.

    Returns
    -------
    bokeh figure
        Its source is called ``spans``.
    """
    # The first in rank are drawn last, above the others.
    ordered = candidates.sort_values("rank", ascending=False)
    source = ColumnDataSource(
        {
            "likelihood": ordered["likelihood"].fillna(0.0).tolist(),
            "left": _naive(ordered["start_time"]),
            "right": _naive(ordered["end_time"]),
            "rank": ordered["rank"].tolist(),
            "kind": [KIND_WORDS[kind] for kind in ordered["kind"]],
            "colour": [RAMP[band_of(share)].colour for share in ordered["likelihood"]],
            "vessels": pairs_words(ordered),
        },
        name="spans",
    )
    canvas: Any = figure(
        x_axis_type="datetime",
        y_range=Range1d(start=-0.05, end=1.05),
        height=_HEIGHT,
        sizing_mode="stretch_width",
        tools="xpan,xwheel_zoom,reset",
        toolbar_location=None,
        title=None,
        background_fill_alpha=0,
        border_fill_alpha=0,
        outline_line_color="#c5ccd4",
    )
    canvas.segment(
        "left", "likelihood", "right", "likelihood", source=source,
        line_color="colour", line_width=5, line_alpha=0.75, line_cap="round",
    )  # fmt: skip
    tooltips = [("rank", "@rank"), ("vessels", "@vessels"), ("kind", "@kind")]
    canvas.add_tools(HoverTool(tooltips=tooltips))
    canvas.xaxis.axis_label, canvas.yaxis.axis_label = "Time [UTC]", "Likelihood"
    canvas.axis.axis_label_text_font_style = "normal"
    canvas.axis.major_label_text_color = canvas.axis.axis_label_text_color = _INK
    canvas.axis.minor_tick_line_color = None
    canvas.grid.grid_line_color = "#dfe4e9"
    return canvas


def _naive(times: "pd.Series[Any]") -> Any:
    return times.dt.tz_localize(None).to_numpy()
