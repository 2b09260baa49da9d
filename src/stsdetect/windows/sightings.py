"""Sightings: the images that a user brings, beside the AIS of their time."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Final

import polars as pl
import shapely

from stsdetect.context.imagery.radar import Radar
from stsdetect.context.imagery.read import read_detections
from stsdetect.context.imagery.scene import Scene, View, match_scene
from stsdetect.ingest.store import Store
from stsdetect.schema.mmsi import is_vessel

__all__ = ["view_scenes"]

AROUND: Final = timedelta(hours=2)
"""Ours: farther from a report a vessel strays by more than can be matched."""


def view_scenes(paths: Iterable[str], store: Store) -> list[View]:
    """Read files of detections, and match each image to the vessels of its time."""
    detections = read_detections(map(Path, paths))
    lengths = (
        store.read_vessels()
        .drop_nulls("length_m")
        .sort("valid_from")
        .group_by("mmsi")
        .agg(pl.col("length_m", "beam_m").last())
        .sort("mmsi")
    )
    return [_view(scene, store, lengths) for scene in _scenes(detections)]


def _view(scene: Scene, store: Store, lengths: pl.DataFrame) -> View:
    positions = store.read_positions(scene.time - AROUND, scene.time + AROUND)
    vessels = positions.filter(is_vessel(pl.col("mmsi")))
    return match_scene(scene, vessels, lengths)


def _scenes(detections: pl.DataFrame) -> list[Scene]:
    """Give the images by time and name; rows of one are of one name and time."""
    ordered = detections.sort("timestamp", "scene", "lat", "lon", "source_row")
    scenes = []
    for part in ordered.partition_by("timestamp", "scene", maintain_order=True):
        covers = part["footprint"].drop_nulls().unique(maintain_order=True).to_list()
        area = shapely.union_all(shapely.from_wkt(covers)) if covers else None
        if area is not None:
            shapely.prepare(area)
        hulls = part.drop_nulls("lat").select("lat", "lon", "length_m", "width_m")
        scene, time = part["scene"][0], part["timestamp"][0]
        hulls = hulls.unique(maintain_order=True)
        scenes.append(Scene(scene, time, area, hulls, _radar(part)))
    return scenes


def _radar(part: pl.DataFrame) -> Radar | None:
    """Give how an image was taken, where its rows tell it; the first row counts."""
    told = part.drop_nulls(["ground_range_m", "track_deg"])
    if told.is_empty():
        return None
    return Radar(told["ground_range_m"][0], told["track_deg"][0])
