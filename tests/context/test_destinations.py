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
        ("NAMPO DPRK", "Nampo", "PRK"),
        ("NAMPHO,N.KOREA", "Nampo", "PRK"),
        ("RAJIN(RASON)", "Rajin", "PRK"),
        ("RASON NORTH KOREA", "Rajin", "PRK"),
        ("KP CHO", "Chongjin", "PRK"),
        ("BUSAN KOREA", "Pusan", "KOR"),
        ("MOKPO S.KOREA", "Mogpo", "KOR"),
        ("PYEONGTAEK PORT", "Pyeong Taek", "KOR"),
        ("KRKAN", "Kwangyang", "KOR"),
        ("VLADIVOSTOK RUSSIA", "Vladivostok", "RUS"),
        ("NAHODKA", "Nakhodka", "RUS"),
        ("RU NJK", "Nakhodka", "RUS"),
        ("VOSTOCHNIY", "Vostochny", "RUS"),
        ("QINGDAO ANCH CHINA", "Qingdao", "CHN"),
        ("SHIDAO,CHINA", "Shidao", "CHN"),
        ("CNNGB", "Ningbo (Beilun)", "CHN"),
        ("DALIAN CN", "Dalian", "CHN"),
        ("KAOHSIUNG", "Kaohsiung", "TWN"),
        ("MAIZURU JAPAN", "Maizuru", "JPN"),
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
        "BUSAN CHINA",
        "NAMPO ROK",
        "NORTH KOREA",
        "CHINA PORT",
    ],
)
def test_find_destination__what_is_not_known_is_not_guessed(text: str | None) -> None:
    assert find_destination(text) is None
