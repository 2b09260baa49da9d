"""Destinations as crews type them in."""

import pytest

from stsdetect.context.destinations import find_destination


@pytest.mark.parametrize(
    ("text", "port", "country"),
    [
        ("KRPUS", "Pusan", "KOR"),
        ("kr pus", "Pusan", "KOR"),
        ("CNSHA>>KRPUS", "Pusan", "KOR"),
        ("RUVVO TO KPNAM", "Nampo", "PRK"),
        ("BUSAN, KOREA", "Pusan", "KOR"),
        ("Lian-yun-gang", "Lianyungang", "CHN"),
    ],
)
def test_find_destination__by_locode_or_whole_name(
    text: str, port: str, country: str
) -> None:
    found = find_destination(text)

    assert found is not None
    assert (found.port, found.country) == (port, country)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "FOR ORDERS",
        "FISHING",
        "KR ZZZ",
        "=1+1",
        "SAN FRANCISCOO",
        "PUS",
        "UK",
    ],
)
def test_find_destination__what_is_not_known_is_not_guessed(text: str | None) -> None:
    assert find_destination(text) is None
