"""Plot: figures that draw on the Axes they are given."""

from stsdetect.plot.body_frame import plot_body_frame
from stsdetect.plot.map import plot_tracks
from stsdetect.plot.overview import plot_overview
from stsdetect.plot.quality import plot_calibration, plot_recall
from stsdetect.plot.reception import plot_reception
from stsdetect.plot.regions import plot_regions
from stsdetect.plot.silence import plot_gap
from stsdetect.plot.slack import plot_slack
from stsdetect.plot.timeline import plot_distance, plot_speed

__all__ = [
    "plot_body_frame",
    "plot_calibration",
    "plot_distance",
    "plot_gap",
    "plot_overview",
    "plot_recall",
    "plot_reception",
    "plot_regions",
    "plot_slack",
    "plot_speed",
    "plot_tracks",
]
