"""Slow loops that say what the kernels of silence should give."""

from oracle import distance_m

Edge = tuple[int, float, float, float, bool, bool]
"""MMSI, time [ms], latitude, longitude, and whether a segment opens and closes."""


def resumptions(
    edges: list[Edge], speed_m_ms: float, slack_m: float, age_m_ms: float
) -> list[int]:
    """Row of the end from which each segment goes on, −1 for none."""
    taken: set[int] = set()
    found = []
    for i, (mmsi, time, lat, lon, opens, _) in enumerate(edges):
        costs = []
        for j, (other, then, y, x, _, closes) in enumerate(edges[:i]):
            way = distance_m((y, x), (lat, lon))
            free = opens and closes and other == mmsi and j not in taken
            if free and way <= speed_m_ms * (time - then) + slack_m:
                costs.append((way + age_m_ms * (time - then), j))
        found.append(min(costs)[1] if costs else -1)
        taken.add(found[-1])
    return found


def slots(
    reports: list[tuple[int, int, float, float, int, bool]], per_hour: int
) -> dict[tuple[int, int, int, int], list[int]]:
    """Slots, heard ones, by satellite and from land, by segment, hour, cell and kind.

    And which of the hour were heard, as bits.

    A report is segment, time [ms], latitude, longitude, kind, and from space; those of
    a segment are in order of time.
    """
    slot_ms = 3_600_000 // per_hour
    counts: dict[tuple[int, int, int, int], list[int]] = {}
    for segment in sorted({report[0] for report in reports}):
        own = [report for report in reports if report[0] == segment]
        for slot in range(own[0][1] // slot_ms, own[-1][1] // slot_ms + 1):
            inside = [one for one in own if one[1] // slot_ms == slot]
            before = [one for one in own if one[1] // slot_ms < slot]
            if inside:
                _, _, lat, lon, kind, _ = inside[0]
            else:
                after = next(one for one in own if one[1] // slot_ms > slot)
                last = before[-1]
                share = ((slot + 0.5) * slot_ms - last[1]) / (after[1] - last[1])
                east = (after[3] - last[3] + 180) % 360 - 180
                lat = last[2] + share * (after[2] - last[2])
                lon, kind = last[3] + share * east, last[4]
            key = (segment, slot // per_hour, cell(lat, lon), kind)
            count = counts.setdefault(key, [0, 0, 0, 0, 0])
            count[0] += 1
            count[1] += bool(inside)
            count[2] += any(one[5] for one in inside)
            count[3] += any(not one[5] for one in inside)
            count[4] |= bool(inside) << (slot % per_hour)
    return counts


def cell(lat: float, lon: float) -> int:
    """Cell of a quarter of a degree."""
    row = min(int((lat + 90) // 0.25), 719)
    return row * 1440 + int((lon + 180) // 0.25) % 1440


def speed_counts(
    keys: list[int], values: list[float], step: float, top: float
) -> dict[tuple[int, int], int]:
    """Values below the top by key and bin."""
    counts: dict[tuple[int, int], int] = {}
    for key, value in zip(keys, values, strict=True):
        if value < top:
            place = (key, int(value // step))
            counts[place] = counts.get(place, 0) + 1
    return counts


def spells(
    ticks: list[tuple[int, int, float, float, float]],
    max_kn: float,
    silence_ms: int,
    reach_m: float,
) -> list[list[int]]:
    """Rows of the slow ticks of each spell.

    A tick is segment, time [ms], latitude, longitude and speed [kn], in this order.
    """
    found: list[list[int]] = []
    for row, (segment, time, lat, lon, speed) in enumerate(ticks):
        if speed > max_kn:
            continue
        if found:
            before = ticks[found[-1][-1]]
            near = distance_m(before[2:4], (lat, lon)) <= reach_m
            if before[0] == segment and time - before[1] <= silence_ms and near:
                found[-1].append(row)
                continue
        found.append([row])
    return found
