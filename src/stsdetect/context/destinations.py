"""Destinations: which port a crew means by what it typed in."""

import re
from functools import cache
from typing import Final, NamedTuple

from stsdetect.context.ports import read_ports
from stsdetect.context.unchanged import kept_while_unchanged

__all__ = ["Destination", "find_destination"]

_ROUTE: Final = re.compile(r"\s*(?:>>?|=>|->|\bTO\b)\s*")
_OTHER: Final = re.compile(r"[^A-Z]+")
_SPELLINGS: Final = {
    "BUSAN": "PUSAN",
    "CHEJU": "JEJU",
    "CHEONGJIN": "CHONGJIN",
    "CHINNAMPO": "NAMPO",
    "DAIREN": "DALIAN",
    "DANCHON": "TANCHON",
    "GEOJE": "KOJE",
    "GUNSAN": "KUNSAN",
    "GWANGYANG": "KWANGYANG",
    "HEUNGNAM": "HUNGNAM",
    "INCHON": "INCHEON",
    "KEYLUNG": "KEELUNG",
    "MOKPO": "MOGPO",
    "NACHODKA": "NAKHODKA",
    "NAHODKA": "NAKHODKA",
    "NAJIN": "RAJIN",
    "NAMPHO": "NAMPO",
    "NINGBO": "NINGBOBEILUN",
    "OKGYE": "OKKYE",
    "POSIET": "POSYET",
    "PYONGTAEK": "PYEONGTAEK",
    "RASON": "RAJIN",
    "SAMCHEOK": "SAMCHOK",
    "SENBONG": "SONBONG",
    "SONGJIN": "KIMCHAEK",
    "TONGHAE": "DONGHAE",
    "VOSTOCHNIY": "VOSTOCHNY",
    "VOSTOCHNYY": "VOSTOCHNY",
    "YOSU": "YEOSU",
}
"""Other romanisations of ports of Korea, China and Russia, and older names of them,
than the list of ports has."""
_CODES: Final = {"CNNGB": "NINGBOBEILUN", "KRKAN": "KWANGYANG"}
"""Codes of towns whose harbours lie apart, and stand in the list without a code."""
_STATES: Final = {
    "NORTHKOREA": "PRK", "DPRK": "PRK", "KP": "PRK",
    "SOUTHKOREA": "KOR", "SKOREA": "KOR", "ROK": "KOR", "KR": "KOR",
    "CHINA": "CHN", "PRC": "CHN", "CN": "CHN",
    "RUSSIA": "RUS", "RUS": "RUS", "RU": "RUS",
    "JAPAN": "JPN", "JPN": "JPN", "JP": "JPN",
    "TAIWAN": "TWN", "TW": "TWN",
    "KOREA": "",
}  # fmt: skip
"""What crews write behind a port, and whose it is then; of Korea there are two."""
_PLACES: Final = ("OUTERANCHORAGE", "ANCHORAGE", "ANCH", "ROADS", "HARBOUR", "PORT")
"""What they write behind it to say where in it."""
MIN_NAME: Final = 4
"""Letters; ours: shorter names are words of many meanings."""


class Destination(NamedTuple):
    """A port, and its country by ISO 3166-1 alpha-3."""

    port: str
    country: str


def find_destination(
    text: str | None, files: tuple[str, ...] = ()
) -> Destination | None:
    """Find the port that a destination names, by its UN/LOCODE or its whole name.

    Of a route, ``CNSHA>KRPUS``, the last place counts (IMO SN/Circ.244 asks for that
    form). Its country may stand behind the name, and must be that of the port; so may
    what says where in it, as ``ANCH``. A name that ports of two countries bear is none,
    and neither are ``FOR ORDERS``, an abbreviation or a region: what isn't known is not
    guessed.

    Parameters
    ----------
    text : str, optional
        As it was typed in.
    files : tuple of str
        Lists of ports of the user, beside the one that ships; those that tell no
        country are not looked at.

    Examples
    --------
    >>> find_destination("CN SHA > KR PUS")
    Destination(port='Pusan', country='KOR')
    >>> find_destination("busan, korea").country, find_destination("FOR ORDERS")
    ('KOR', None)
    """
    told = _ROUTE.split((text or "").upper())[-1].strip()
    code = re.sub(r"[^A-Z0-9]", "", told)
    if len(code) == 5 and code in _by_code():
        return _by_code()[code]
    if code in _CODES:
        return _by_name(files).get(_CODES[code])
    return _named(_key(told), files) or _named(_key(re.split(r"[,/(]", told)[0]), files)


def _named(name: str, files: tuple[str, ...]) -> Destination | None:
    """Find a port by its name, alone or with its country or a part of it behind."""
    whole = _by_name(files).get(_SPELLINGS.get(name, name))
    if whole is not None:
        return whole
    for word in (*_PLACES, *_STATES):
        rest = name.removesuffix(word)
        if rest != name and len(rest) >= MIN_NAME:
            port = _named(rest, files)
            state = _STATES.get(word, "")
            if port is not None and state in ("", port.country):
                return port
    return None


@cache
def _by_code() -> dict[str, Destination]:
    """Give the ports with a UN/LOCODE; lists of users have none."""
    ports = read_ports()
    coded = ports[ports["unlocode"] != ""]
    named = map(Destination, coded["name"], coded["country"])
    return dict(zip(coded["unlocode"], named, strict=True))


@kept_while_unchanged
def _by_name(files: tuple[str, ...]) -> dict[str, Destination]:
    """Give the ports whose name no port of another country bears."""
    ports = read_ports(files)
    ports = ports[ports["country"] != ""]
    found: dict[str, Destination | None] = {}
    for port in map(Destination, ports["name"], ports["country"]):
        key = _key(port.port)
        known = found.setdefault(key, port)
        if known is not None and known.country != port.country:
            found[key] = None
    return {
        key: port
        for key, port in found.items()
        if port is not None and len(key) >= MIN_NAME
    }


def _key(name: str) -> str:
    return _OTHER.sub("", name.upper())
