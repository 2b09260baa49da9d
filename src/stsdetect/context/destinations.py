"""Destinations: which port a crew means by what it typed in."""

import re
from functools import cache
from typing import Final, NamedTuple

from stsdetect.context.ports import read_ports

__all__ = ["Destination", "find_destination"]

_ROUTE: Final = re.compile(r"\s*(?:>>?|=>|->|\bTO\b)\s*")
_OTHER: Final = re.compile(r"[^A-Z]+")
_SPELLINGS: Final = {
    "BUSAN": "PUSAN",
    "GUNSAN": "KUNSAN",
    "GWANGYANG": "KWANGYANG",
    "INCHON": "INCHEON",
    "YOSU": "YEOSU",
    "NINGBO": "NINGBOBEILUN",
}
"""Other romanisations of ports of Korea and China than the list of ports has."""
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
    form). A name that ports of two countries bear is none, and neither are ``FOR
    ORDERS``, an abbreviation or a region: what isn't known is not guessed.

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
    name = _key(re.split(r"[,/(]", told)[0])
    return _by_name(files).get(_SPELLINGS.get(name, name))


@cache
def _by_code() -> dict[str, Destination]:
    """Give the ports with a UN/LOCODE; lists of users have none."""
    ports = read_ports()
    coded = ports[ports["unlocode"] != ""]
    named = map(Destination, coded["name"], coded["country"])
    return dict(zip(coded["unlocode"], named, strict=True))


@cache
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
