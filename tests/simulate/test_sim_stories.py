"""Stories hold what their truth says."""

from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import numpy as np
import pytest

from stsdetect.context.land import on_land
from stsdetect.simulate.broadcast import Broadcast, broadcast
from stsdetect.simulate.chart import Array, offset_m
from stsdetect.simulate.sea import SeaParams, make_sea, make_stories, sized
from stsdetect.simulate.stories import Sailing
from stsdetect.simulate.truth import Event

BASE = SeaParams()


class World(NamedTuple):
    sailings: dict[int, Sailing]
    told: dict[int, Broadcast]
    events: list[Event]


class Together(NamedTuple):
    distance_m: Array
    speed_kn: Array
    turned_deg: Array
    hours: float


def make_world(params: SeaParams) -> World:
    stories = list(make_stories(params, make_sea(params)))
    sailings = {s.vessel.mmsi: s for story in stories for s in story.sailings}
    afloat = {m: s for m, s in sailings.items() if s.path.lat.size > 1}
    told = {mmsi: broadcast(sailing) for mmsi, sailing in afloat.items()}
    return World(afloat, told, [e for story in stories for e in story.events])


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(BASE)


@pytest.fixture(scope="module")
def crowded() -> World:
    """Another seed, with transfers and decoys enough to see all of them vary."""
    empty = SeaParams(seed=11, n_lane=0, n_anchored=0, n_fishing=0)
    return make_world(replace(empty, n_transfers=40, n_decoys=40))


def together(world: World, event: Event) -> Together:
    """Look at both antennas while the truth says they do something."""
    step = np.arange(round(event.start_s / 60), round(event.end_s / 60) + 1)
    (a, i), (b, j) = (
        (world.told[mmsi], step - world.sailings[mmsi].first)
        for mmsi in (event.mmsi_a, event.mmsi_b)
    )
    way = offset_m(a.lat[i], a.lon[i], b.lat[j], b.lon[j])
    turned = (a.heading[i] - b.heading[j] + 90.0) % 180.0 - 90.0
    speed = np.maximum(a.sog[i], b.sog[j])
    return Together(np.hypot(*way), speed, turned, (step.size - 1) / 60.0)


def of_kind(world: World, kind: str) -> list[Together]:
    found = [together(world, event) for event in world.events if event.kind == kind]
    assert found, f"no {kind}"
    return found


def test_transfers__hulls_lie_close_slow_and_parallel_for_hours(
    world: World, crowded: World
) -> None:
    for sea in (world, crowded):
        for event in (e for e in sea.events if e.is_transfer):
            seen = together(sea, event)
            assert seen.distance_m.max() < 200.0, event
            assert np.ptp(seen.distance_m) < 15.0, event
            assert np.median(seen.speed_kn) < 2.0, event
            assert np.abs(seen.turned_deg).max() < 0.1, event
            assert 1.0 < seen.hours <= 9.0, event


def test_transfers__hulls_do_not_overlap(crowded: World) -> None:
    for event in (e for e in crowded.events if e.is_transfer):
        hulls = [crowded.sailings[m] for m in (event.mmsi_a, event.mmsi_b)]
        middle = round((event.start_s + event.end_s) / 120)
        (a, b) = (hull.path for hull in hulls)
        i, j = (middle - hull.first for hull in hulls)
        east, north = offset_m(a.lat[i], a.lon[i], b.lat[j], b.lon[j])
        course = np.radians(a.heading[i])
        abeam = abs(east * np.cos(course) - north * np.sin(course))
        beams = sum(hull.vessel.beam_m for hull in hulls) / 2
        assert 1.5 < abeam - beams < 8.0, event


def test_transfers__the_sample_has_the_kinds_that_were_asked_for(world: World) -> None:
    transfers = [event for event in world.events if event.is_transfer]

    assert len(transfers) >= 6
    assert {e.kind for e in transfers} == {"sts_oil", "bunkering"}
    assert any(e.start_s < 86_400 < e.end_s for e in transfers), "across midnight"
    assert {e.difficulty.split()[0] for e in transfers} == {"anchored", "drifting"}


def test_transfers__both_vessels_come_and_go_at_sea_speed(world: World) -> None:
    for event in (e for e in world.events if e.is_transfer):
        for mmsi in (event.mmsi_a, event.mmsi_b):
            first = world.sailings[mmsi].first
            sog = world.told[mmsi].sog
            before = sog[: max(round(event.start_s / 60) - first, 1)]
            assert before.max() > 6.0, event


def test_anchorage__neighbours_are_near_but_not_alongside(world: World) -> None:
    for seen in of_kind(world, "anchorage"):
        assert 90.0 < np.median(seen.distance_m) < 600.0
        assert np.median(seen.speed_kn) < 1.0


def test_tow__moves_at_5_to_6_kn_on_a_rope(crowded: World) -> None:
    for seen in of_kind(crowded, "tow"):
        assert np.median(seen.speed_kn) == pytest.approx(5.5, abs=0.7)
        assert 300.0 < np.median(seen.distance_m) < 560.0


def test_pair_trawl__tows_250_to_400_m_apart(crowded: World) -> None:
    for seen in of_kind(crowded, "pair_trawl"):
        assert 230.0 < np.median(seen.distance_m) < 420.0
        assert 2.0 < np.median(seen.speed_kn) < 4.5


def test_pilotage__lasts_some_minutes_under_way(crowded: World) -> None:
    for seen in of_kind(crowded, "pilotage"):
        assert seen.hours < 0.25
        assert np.median(seen.speed_kn) > 5.0


def test_convoy_and_passing__are_under_way(crowded: World) -> None:
    for seen in of_kind(crowded, "convoy") + of_kind(crowded, "passing"):
        assert np.median(seen.speed_kn) > 8.0


def test_raft__four_abreast_lie_within_50_m_all_night(crowded: World) -> None:
    for seen in of_kind(crowded, "raft"):
        assert seen.distance_m.max() < 50.0
        assert seen.hours > 5.0


def test_moored_and_standby__are_still_and_not_alongside(crowded: World) -> None:
    assert all(s.speed_kn.max() < 0.2 for s in of_kind(crowded, "moored"))
    for seen in of_kind(crowded, "standby"):
        assert np.median(seen.distance_m) > 120.0
        assert np.median(seen.speed_kn) < 2.0


def test_supply_and_boarding__are_short_visits(crowded: World) -> None:
    for seen in of_kind(crowded, "supply"):
        assert seen.hours < 0.8
        assert seen.distance_m.max() < 120.0
    for seen in of_kind(crowded, "boarding"):
        assert 0.6 < seen.hours < 1.4
        assert np.median(seen.distance_m) > 60.0


def test_make_stories__no_vessel_goes_faster_than_a_vessel_can(world: World) -> None:
    for mmsi, told in world.told.items():
        assert told.sog.max() < world.sailings[mmsi].vessel.speed_kn + 6.0


def test_make_stories__nobody_sails_on_land(world: World) -> None:
    places = [(s.path.lat[::15], s.path.lon[::15]) for s in world.sailings.values()]
    lat, lon = (np.concatenate(part) for part in zip(*places, strict=True))

    assert not on_land(lat, lon).any()


def test_make_stories__tracks_lie_within_the_days(world: World) -> None:
    n_steps = make_sea(BASE).n_steps

    for sailing in world.sailings.values():
        assert sailing.first >= 0
        assert sailing.first + sailing.path.lat.size <= n_steps
        assert sailing.path.lat.size == sailing.nav_status.size


def test_make_stories__more_of_one_part_leaves_the_others_where_they_are() -> None:
    small = SeaParams(n_lane=2, n_anchored=0, n_fishing=3, n_transfers=1, n_decoys=0)
    more = SeaParams(n_lane=5, n_anchored=0, n_fishing=3, n_transfers=1, n_decoys=0)

    places = [
        [e.lat for story in make_stories(p, make_sea(p)) for e in story.events]
        for p in (small, more)
    ]

    assert places[0] == places[1]


def test_sized__is_about_that_many_vessels() -> None:
    params = sized(400, SeaParams(duration=timedelta(hours=12)))

    n = sum(len(story.sailings) for story in make_stories(params, make_sea(params)))
    assert n == pytest.approx(400, rel=0.1)
