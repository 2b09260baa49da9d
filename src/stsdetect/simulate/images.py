"""Images: what satellites would have shown of a sea, right and wrong.

They are taken of the places where something is known to have happened, and of
anchorages: an analyst orders images of what is of interest. The AIS of a sea is the
same with them and without.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from stsdetect.disk.files import written_whole
from stsdetect.simulate.chart import shift
from stsdetect.simulate.lanes import ANCHORAGES
from stsdetect.simulate.sea import IMAGED, SeaParams, make_sea, make_stories, stream
from stsdetect.simulate.stories import Sailing
from stsdetect.simulate.truth import Event
from stsdetect.simulate.weather import STEP_S

__all__ = ["Image", "shows_unseen", "take_images", "write_detections"]

HALF_DEG: Final = 0.25
"""Half of the side of an image."""
ASIDE_DEG: Final = 0.15
"""What it is taken of lies so far from its middle at most."""
FIX_M: Final = 12.0
"""Standard deviation of a place, each way; pixels of 10 m."""
HALF_SEEN_M: Final = 35.0
SHARPER_M: Final = 8.0
"""Of hulls of that length half are seen, of longer ones more, by a logistic curve of
that width: of 60 m 96 %, as radar of 10 m does (Paolo et al., 2024, Nature 625)."""
LENGTH_SPREAD: Final = 0.1
WIDER_M: Final = 6.0
"""Of what is measured of a hull; images show it broader by half a pixel each side."""
GHOSTS: Final = 1.5
"""Mean number of hulls in an image that are none: wave crests, rigs, echoes."""
AIMED_AT: Final = ("S1", "S2", "S3", "S4", "S18")
"""Scenarios of which an image is taken besides, one of each."""

_COLUMNS: Final = (
    *("time", "scene", "lat", "lon"),
    *("length_m", "width_m", "heading", "footprint"),
)


class Image(NamedTuple):
    """One image: when and of what it is taken, and the hulls that it shows.

    Attributes
    ----------
    name : str
        Of the scene.
    second : int
        Since the start of the sea.
    south, west : float
        Its corner [°].
    hulls : list of tuples
        Latitude, longitude, length, width and heading.
    """

    name: str
    second: int
    south: float
    west: float
    hulls: list[tuple[float, float, float, float, float]]

    @property
    def footprint(self) -> str:
        """Its four corners as WKT."""
        south, west = self.south, self.west
        north, east = south + 2 * HALF_DEG, west + 2 * HALF_DEG
        ring = (west, south), (east, south), (east, north), (west, north), (west, south)
        corners = ", ".join(f"{lon:.3f} {lat:.3f}" for lon, lat in ring)
        return f"POLYGON (({corners}))"

    def covers(self, lat: float, lon: float) -> bool:
        """Tell whether a place lies in it."""
        side = 2 * HALF_DEG
        return 0.0 <= lat - self.south <= side and 0.0 <= lon - self.west <= side


def shows_unseen(events: Iterable[Event]) -> bool:
    """Tell whether a sea holds a transfer that images alone can show."""
    return any(event.scenario == "S19" for event in events)


def take_images(params: SeaParams, events: list[Event]) -> list[Image]:
    """Take the images of a sea: its stories are told again, and looked at from above.

    Parameters
    ----------
    params : SeaParams
        What sea.
    events : list of Event
        Its truth.

    Returns
    -------
    list of Image
        By time. A vessel that tells a false place at the time is in none, and no image
        is taken of a transfer of which one hull has no true track.
    """
    rng = stream(params, IMAGED, 0)
    images = list(_ordered(rng, params, events))
    false = {
        (mmsi, image.name)
        for event in events
        for image in images
        if event.observability == "spoofed" and _during(event, image)
        for mmsi in (event.mmsi_a, event.mmsi_b)
    }
    sea = make_sea(params)
    number = 0
    for story in make_stories(params, sea):
        for sailing in story.sailings:
            eye = stream(params, IMAGED, 1 + number)
            number += 1
            for image in images:
                if (sailing.vessel.mmsi, image.name) not in false:
                    image.hulls.extend(_shown(eye, sailing, image))
    for image in images:
        image.hulls.extend(_ghosts(rng, image))
    return images


def write_detections(path: Path, images: list[Image], start: datetime) -> Path:
    """Write hulls and footprints as ``--detections`` reads them.

    Parameters
    ----------
    path : Path
        Replaced as a whole.
    images : list of Image
        As :func:`take_images` gives them.
    start : datetime
        First instant of the sea, UTC.
    """
    with (
        written_whole(path) as aside,
        aside.open("w", encoding="utf-8", newline="") as f,
    ):
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for image in images:
            time = start + timedelta(seconds=image.second)
            told = (f"{time:%Y-%m-%dT%H:%M:%SZ}", image.name)
            writer.writerow((*told, "", "", "", "", "", image.footprint))
            for lat, lon, length, width, heading in sorted(image.hulls):
                sizes = f"{length:.0f}", f"{width:.0f}", f"{heading:.0f}"
                writer.writerow((*told, f"{lat:.5f}", f"{lon:.5f}", *sizes, ""))
    return path


def _ordered(
    rng: np.random.Generator, params: SeaParams, events: list[Event]
) -> Iterator[Image]:
    """Order one image of each transfer of interest, and as many of anchorages."""
    aims = [event for event in events if event.scenario == "S19"]
    for code in AIMED_AT:
        own = (one for one in events if one.scenario == code and one.is_transfer)
        aims += list(own)[:1]
    orders = [
        (event.start_s + float(rng.uniform(0.2, 0.8)) * (event.end_s - event.start_s),
         event.lat, event.lon)
        for event in aims
    ]  # fmt: skip
    for i in range(len(aims)):
        place = ANCHORAGES[i % len(ANCHORAGES)]
        when = rng.uniform(0.0, params.duration.total_seconds())
        orders.append((float(when), place.lat, place.lon))
    untold = [
        one
        for one in events
        if one.is_transfer and (not one.mmsi_b or one.observability == "spoofed")
    ]
    for number, (second, lat, lon) in enumerate(sorted(orders), start=1):
        south, west = (
            at - HALF_DEG + float(rng.uniform(-ASIDE_DEG, ASIDE_DEG))
            for at in (lat, lon)
        )
        corner = round(south, 3), round(west, 3)
        image = Image(f"SIM-{number:02d}", round(second), *corner, [])
        covered = (one for one in untold if image.covers(one.lat, one.lon))
        if not any(_during(one, image) for one in covered):
            yield image


def _during(event: Event, image: Image) -> bool:
    return event.start_s <= image.second <= event.end_s


def _shown(
    rng: np.random.Generator, sailing: Sailing, image: Image
) -> Iterator[tuple[float, float, float, float, float]]:
    """Show a hull where it is in the image, if it is seen."""
    step = round(image.second / STEP_S) - sailing.first
    path, vessel = sailing.true_path or sailing.path, sailing.vessel
    if not 0 <= step < path.lat.size:
        return
    lat, lon = shift(path.lat[step], path.lon[step], *rng.normal(0.0, FIX_M, 2))
    length = vessel.length_m * float(np.exp(rng.normal(0.0, LENGTH_SPREAD)))
    width = vessel.beam_m + WIDER_M + float(rng.normal(0.0, 1.0))
    seen = rng.random() < 1.0 / (
        1.0 + np.exp((HALF_SEEN_M - vessel.length_m) / SHARPER_M)
    )
    if seen and image.covers(float(lat), float(lon)):
        yield float(lat), float(lon), length, width, float(path.heading[step]) % 180.0


def _ghosts(
    rng: np.random.Generator, image: Image
) -> Iterator[tuple[float, float, float, float, float]]:
    for _ in range(int(rng.poisson(GHOSTS))):
        north, east = rng.uniform(0.0, 2 * HALF_DEG, 2)
        length, heading = rng.uniform(20.0, 90.0), rng.uniform(0.0, 180.0)
        yield (
            image.south + float(north),
            image.west + float(east),
            float(length),
            float(length) / 5.0,
            float(heading),
        )
