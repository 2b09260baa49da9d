"""Plot: figures that draw on the Axes they are given."""

from stsdetect.plot.map import plot_tracks
from stsdetect.plot.overview import plot_overview
from stsdetect.plot.reception import plot_reception
from stsdetect.plot.slack import plot_slack
from stsdetect.plot.timeline import plot_distance, plot_speed

__all__ = [
    "plot_distance",
    "plot_overview",
    "plot_reception",
    "plot_slack",
    "plot_speed",
    "plot_tracks",
]
