"""Scenarios: each keeps what its docstring promises."""

from datetime import timedelta
from functools import cache

import numpy as np
import pytest

from stsdetect.context.land import on_land
from stsdetect.errors import ConfigError
from stsdetect.simulate.broadcast import broadcast
from stsdetect.simulate.chart import Array, offset_m
from stsdetect.simulate.dark import GAP_HOURS
from stsdetect.simulate.draughts import new_draught
from stsdetect.simulate.scenarios import EVASIONS, HARD_NEGATIVES, POSITIVES, SCENARIOS
from stsdetect.simulate.sea import SeaParams, make_sea
from stsdetect.simulate.stories import Sailing, Story, steps
from stsdetect.simulate.truth import Event
from stsdetect.simulate.world import make_world

DAYS = timedelta(days=4)
FALSE_PLACES = {"S10", "S11", "N16", "A3"}
"""Scenarios in which positions are broadcast that are not true."""

ALONGSIDE = {"S1", "S2", "S6", "S7", "S8", "S12", "S15", "S18", "N4"}


@cache
def told(code: str, number: int = 0, motion: str = "development") -> Story:
    sea = make_sea(SeaParams(seed=4, duration=DAYS, motion=motion))
    return SCENARIOS[code](np.random.default_rng(number), sea, number)


def apart_m(story: Story, event: Event) -> Array:
    """Distance between the hulls while the truth says that something happens."""
    by = {one.vessel.mmsi: one for one in story.sailings}
    a, b = by[event.mmsi_a], by[event.mmsi_b]
    step = np.arange(round(event.start_s / 60), round(event.end_s / 60) + 1)
    step = step[(step >= max(a.first, b.first)) & (step < min(a.stop, b.stop))]
    i, j = step - a.first, step - b.first
    way = offset_m(a.path.lat[i], a.path.lon[i], b.path.lat[j], b.path.lon[j])
    return np.asarray(np.hypot(*way))


def silent_h(sailing: Sailing) -> float:
    return sum(stop - first for first, stop in sailing.silences) / steps(1.0)


@pytest.mark.parametrize(
    ("code", "motion"),
    [(code, "development") for code in SCENARIOS]
    + [(code, "test") for code in sorted(SCENARIOS)[::4]],
)
def test_scenario__vessels_stay_within_the_days_and_at_sea(
    code: str, motion: str
) -> None:
    n_steps = make_sea(SeaParams(duration=DAYS)).n_steps

    for sailing in told(code, motion=motion).sailings:
        assert sailing.first >= 0
        assert sailing.stop <= n_steps
        assert sailing.path.lat.size == sailing.nav_status.size
        if code not in FALSE_PLACES and sailing.path.lat.size > 2:
            there = sailing.path.lat[::15], sailing.path.lon[::15]
            assert not on_land(*there).any()
            top = broadcast(sailing).sog.max()
            assert top < 6.0 + max(sailing.vessel.speed_kn, 13.0)


@pytest.mark.parametrize("code", sorted(SCENARIOS)[::3])
def test_scenario__another_number_is_another_story(code: str) -> None:
    one, other = told(code), told(code, 1)

    assert [s.path.lat.tolist() for s in one.sailings] != [
        s.path.lat.tolist() for s in other.sailings
    ]


@pytest.mark.parametrize("code", HARD_NEGATIVES)
def test_hard_negatives__are_no_transfer_but_legal_bunkering(code: str) -> None:
    events = told(code).events

    assert events
    assert all(event.is_transfer == (code == "N4") for event in events)
    assert not [event for event in events if event.expected not in ("", "absent")]


@pytest.mark.parametrize("code", POSITIVES)
def test_positives__are_told_under_their_code(code: str) -> None:
    events = told(code).events

    assert events
    assert {event.scenario for event in events} == {code.rstrip("b")}


@pytest.mark.parametrize("code", EVASIONS)
def test_evasions__are_transfers_expected_to_be_missed(code: str) -> None:
    (event,) = told(code).events

    assert event.is_transfer
    assert event.expected == "missed"
    assert event.scenario == code


@pytest.mark.parametrize("code", sorted(ALONGSIDE))
def test_transfers__lie_hull_to_hull(code: str) -> None:
    story = told(code)

    for event in (one for one in story.events if one.is_transfer):
        assert np.median(apart_m(story, event)) < 80.0


def test_one_dark__the_vessel_that_broadcasts_comes_first() -> None:
    for code in ("S3", "A4"):
        for number in range(3):
            story = told(code, number)
            host, guest = story.sailings
            (event,) = story.events
            assert (event.mmsi_a, event.mmsi_b) == (host.vessel.mmsi, guest.vessel.mmsi)
            assert event.silence_h[0] == 0.0
            assert event.silence_h[1] == pytest.approx(silent_h(guest))


def test_both_dark__short_and_long_gaps_have_their_own_code() -> None:
    short = [told("S4", i).events[0].silence_h for i in range(4)]
    long = told("S5").events[0].silence_h

    assert [b for _, b in short] != sorted(GAP_HOURS)
    assert max(max(pair) for pair in short) < 40.0 < min(long)


def test_mother_ship__serves_three_and_the_last_goes_dark_to_nampo() -> None:
    story = told("S6")
    mother, *receivers = story.sailings

    assert len(receivers) == 3
    assert [bool(one.silences) for one in receivers] == [False, False, True]
    assert story.events[-1].kind == "dark_arrival"
    assert receivers[-1].path.lat.max() > 38.0
    assert not mother.silences


def test_gunsan_chain__the_draught_of_the_supplier_drops() -> None:
    supplier, other = told("S7").sailings

    ((step, lighter),) = supplier.changes
    assert lighter.draught < supplier.vessel.draught
    assert step > supplier.first
    assert other.vessel.draught == 0.0


def test_several_contacts__part_between_and_come_back() -> None:
    story = told("S9")
    distance = apart_m(story, story.events[0])

    near = distance < 60.0
    assert (np.diff(near.astype(int)) == -1).sum() >= 4
    assert distance.max() > 750.0


def test_spoofed_supplier__is_seen_60_nm_away() -> None:
    story = told("S10")

    assert np.median(apart_m(story, story.events[0])) > 60_000


def test_identities__change_on_one_hull_or_double() -> None:
    before, after = told("S14").sailings
    a, copy = told("S13").sailings

    assert before.vessel.mmsi != after.vessel.mmsi
    assert before.vessel.length_m == after.vessel.length_m
    assert before.stop < after.first
    assert a.vessel.mmsi == copy.vessel.mmsi
    assert a.vessel.name == copy.vessel.name
    assert a.vessel.length_m != copy.vessel.length_m


def test_neighbours__are_near_and_not_alongside() -> None:
    for code, nearest, farthest in (
        ("N2", 80.0, 250.0),
        ("N7", 90.0, 300.0),
        ("N21", 120.0, 400.0),
        ("A1", 200.0, 400.0),
    ):
        story = told(code)
        assert nearest < apart_m(story, story.events[0]).min()
        assert np.median(apart_m(story, story.events[0])) < farthest


def test_brief_contact__is_shorter_than_half_an_hour() -> None:
    (event,) = told("A2").events

    assert event.end_s - event.start_s < 1_800


def test_clock_offset__joins_vessels_that_are_apart() -> None:
    a, b = told("N19").sailings

    assert apart_m(told("N19"), told("N19").events[0]).min() > 500.0
    assert b.quirks.early_s == (b.first - a.first) * 60.0


def test_make_world__the_clock_that_is_early_makes_them_meet() -> None:
    few = SeaParams(
        seed=3, duration=DAYS, level="coastal", scenarios=("N19",), n_lane=0,
        n_anchored=0, n_fishing=0, n_transfers=0, n_decoys=0,
    )  # fmt: skip
    world = make_world(few)

    a, b = world.positions.partition_by("mmsi")
    both = a.sort("timestamp").join_asof(
        b.sort("timestamp"), on="timestamp", tolerance="60s", strategy="nearest"
    ).drop_nulls("mmsi_right")  # fmt: skip
    places = (
        both[name].to_numpy() for name in ("lat", "lon", "lat_right", "lon_right")
    )
    assert np.median(np.hypot(*offset_m(*places))) < 150.0


def test_new_draught__deepens_as_the_hull_is_small_and_no_more_than_a_third() -> None:
    host, guest = (told("S1").sailings[i].vessel for i in range(2))
    small, large = guest._replace(length_m=65.0, beam_m=10.0), host

    small, large = small._replace(draught=4.0), large._replace(draught=4.0)
    assert new_draught(small, 600.0) == pytest.approx(5.1)
    assert 4.0 < new_draught(large, 600.0) < 5.1
    assert new_draught(small, -90_000.0) == pytest.approx(2.6)


def test_make_world__after_transfers_some_tell_another_draught() -> None:
    few = SeaParams(
        seed=3, duration=DAYS, level="coastal", n_transfers=24, n_lane=0,
        n_anchored=0, n_fishing=0, n_decoys=0,
    )  # fmt: skip
    world = make_world(few)

    counts = world.vessels.group_by("mmsi").len()["len"]
    assert 0.1 < (counts > 1).mean() < 0.5  # type: ignore[operator]


def test_make_world__an_unknown_scenario_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"S99: unknown"):
        make_world(SeaParams(scenarios=("S1", "S99")))


# In 21 and 175 one of the four does not sail at all.
@pytest.mark.parametrize("number", [*range(6), 21, 175])
def test_replay__copies_a_stretch_in_which_the_vessel_sails(number: int) -> None:
    story = told("S11", number)
    (sailing,), (event,) = story.sailings, story.events
    first, last = (round(s / 60) for s in (event.start_s, event.end_s))
    there = np.array([first, last]) - sailing.first

    lat, lon = sailing.path.lat[there], sailing.path.lon[there]

    assert np.hypot(*offset_m(lat[0], lon[0], lat[1], lon[1])) > 20_000.0
