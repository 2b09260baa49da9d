"""Ports: the shipped list and the nearest of it."""

import numpy as np

from stsdetect.context.ports import nearest_port, read_ports
from stsdetect.context.shore import distance_to_coast_km


def test_nearest_port__names_port_country_and_distance() -> None:
    nearest = nearest_port([38.68, 35.08], [125.1, 129.05])

    assert nearest["name"].tolist() == ["Nampo", "Pusan"]
    assert nearest["country"].tolist() == ["PRK", "KOR"]
    assert nearest["distance_km"].round().tolist() == [26, 2]


def test_nearest_port__looks_across_the_antimeridian() -> None:
    nearest = nearest_port([66.1], [179.8])  # Egvekinot lies at 179° W

    assert nearest["name"].tolist() == ["Egvekinot"]
    assert (nearest["distance_km"] < 60).all()


def test_nearest_port__is_missing_where_a_coordinate_is() -> None:
    nearest = nearest_port([np.nan, 38.7], [125.0, 125.4])

    assert nearest["name"].isna().tolist() == [True, False]
    assert nearest["country"].isna().tolist() == [True, False]
    assert nearest["distance_km"].isna().tolist() == [True, False]


def test_nearest_port__of_no_place_is_empty() -> None:
    assert nearest_port([], []).columns.tolist() == ["name", "country", "distance_km"]


def test_read_ports__holds_those_of_north_korea() -> None:
    ports = read_ports()
    north = set(ports.loc[ports["country"] == "PRK", "name"])

    assert {"Nampo", "Wonsan", "Chongjin", "Rajin", "Haeju", "Songnim"} <= north
    assert ports["country"].str.fullmatch("[A-Z]{3}").all()
    assert ports["lat"].between(-90, 90).all()
    assert ports["lon"].between(-180, 180).all()


def test_read_ports__those_of_the_area_of_care_lie_at_the_water() -> None:
    ports = read_ports()
    near = ports["lat"].between(30, 44) & ports["lon"].between(119, 133)
    by_the_sea = ports[near & ~ports["name"].isin(["Taean", "Sinuiju"])]

    distance = distance_to_coast_km(by_the_sea["lat"], by_the_sea["lon"])

    assert np.mean(distance < 6) > 0.9
    assert distance.max() < 20
