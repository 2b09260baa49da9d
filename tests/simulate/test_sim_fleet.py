"""No vessel of the fleet can be taken for a real one."""

import numpy as np
import pytest

from stsdetect.errors import ConfigError
from stsdetect.simulate.fleet import BUILDS, Fleet, Vessel, imo_number


@pytest.fixture(scope="module")
def vessels() -> list[Vessel]:
    fleet, rng = Fleet(seed=3), np.random.default_rng(3)
    for number in range(600):
        fleet.build(rng, sorted(BUILDS)[number % len(BUILDS)])
    return fleet.vessels


def test_build__identities_are_of_the_fictional_blocks(vessels: list[Vessel]) -> None:
    assert all(v.mmsi // 10_000 % 100 == 99 for v in vessels)
    assert all(201 <= v.mmsi // 1_000_000 <= 775 for v in vessels)
    assert all(v.name.startswith("SIM") and len(v.name) <= 20 for v in vessels)
    assert all(v.callsign.startswith("Q") and len(v.callsign) <= 7 for v in vessels)
    assert all(v.imo == 0 or v.imo // 1_000_000 == 3 for v in vessels)


def test_build__no_identity_repeats(vessels: list[Vessel]) -> None:
    assert len({v.mmsi for v in vessels}) == len(vessels)
    assert len({v.name for v in vessels}) == len(vessels)


def test_build__particulars_fit_the_hull(vessels: list[Vessel]) -> None:
    told = [v for v in vessels if v.to_bow + v.to_stern]

    assert 0.85 < len(told) / len(vessels) < 1.0
    assert all(v.to_bow + v.to_stern == v.length_m for v in told)
    assert all(v.to_port + v.to_starboard == v.beam_m for v in told)
    assert all(abs(v.ahead_m) <= v.length_m / 2 for v in vessels)
    assert all(abs(v.abeam_m) <= v.beam_m / 2 for v in vessels)


def test_build__part_of_class_b_has_no_gyro(vessels: list[Vessel]) -> None:
    gyro = [v.gyro for v in vessels if v.ais_class == "B"]

    assert 0.2 < sum(gyro) / len(gyro) < 0.6


@pytest.mark.parametrize("serial", [0, 7, 4_711, 99_999])
def test_imo_number__check_digit_is_right(serial: int) -> None:
    digits = [int(digit) for digit in str(imo_number(serial))]

    weighted = sum(d * w for d, w in zip(digits[:6], range(7, 1, -1), strict=True))
    assert weighted % 10 == digits[6]


def test_build__a_fleet_may_run_out_of_identities() -> None:
    fleet, rng = Fleet(seed=1), np.random.default_rng(1)
    fleet._n_built = 10_000

    with pytest.raises(ConfigError, match="more than 10000 vessels"):
        fleet.build(rng, "cargo")
