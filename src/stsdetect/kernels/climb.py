"""Climb: the highest place of two pairs of cones, of which the lower one counts each.

Newton steps on the least of four smooth functions (sequential quadratic programming).
Which cones count at the top is found by the dual of each step: a quadratic in two
weights between 0 and 1, one for the two ends and one for the two starts, solved in
closed form. Where a step stalls, golden sections in two directions find the top: slack
is concave, so that it has one peak along any line.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from stsdetect.kernels.golden import search
from stsdetect.kernels.small_angles import arc_of
from stsdetect.kernels.tangent import centre_of, go_to, set_frame, slack_of

__all__ = ["climb", "slack_of"]

Numbers = NDArray[np.float64]
Pair = tuple[float, float]

_N_STEPS = 24
_N_HALVINGS = 10
_TOLERANCE_S = 1.0
_TIP_RAD = 1e-4
"""Within 600 m of a tip a cone is too sharp for a step to be believed (ours)."""


@njit(cache=True, nogil=True)
def climb(cones: Numbers, scratch: Numbers, best: float) -> float:
    """Give the greatest slack and write its place to the last row of the scratch.

    Parameters
    ----------
    cones : (4, 5) array
        As :func:`~stsdetect.kernels.slack.take_cones` writes them.
    scratch : (8, 4) array
        Rows 0 to 3 hold the slopes, 4 to 6 the frame, 7 the best place so far.
    best : float
        Slack at the best place so far [s].

    Returns
    -------
    float
        At least `best` [s].
    """
    slopes, frame, place = scratch[:4], scratch[4:7], scratch[7]
    centre_of(cones, frame)
    here, weights, done = slack_of(cones, *_origin(frame)), (0.5, 0.5), False
    for _ in range(_N_STEPS):
        sharp = _measure(cones, frame, slopes)
        weights, step, gain = _plan(slopes, weights, cones[0, 4] + cones[1, 4])
        top = _mix(slopes, weights, 0) + gain
        if top - here < _TOLERANCE_S:
            done = not sharp and here >= best - _TOLERANCE_S
            break
        gone = _step(cones, frame, step, here)
        if gone <= here:
            break
        here = gone
    if not done:
        here = search(cones, frame)
    if here > best:
        best = here
        place[0], place[1], place[2] = _origin(frame)
    return best


@njit(cache=True, nogil=True)
def _origin(frame: Numbers) -> tuple[float, float, float]:
    return frame[0, 0], frame[0, 1], frame[0, 2]


@njit(cache=True, nogil=True)
def _measure(cones: Numbers, frame: Numbers, slopes: Numbers) -> bool:
    """Write height, slopes and bend of each cone, and tell whether a tip is near."""
    nearest = 1.0
    for k in range(4):
        chord_squared, along, across = 0.0, 0.0, 0.0
        for j in range(3):
            chord_squared += (frame[0, j] - cones[k, j]) ** 2
            along += frame[1, j] * cones[k, j]
            across += frame[2, j] * cones[k, j]
        pace = cones[k, 4]
        sine = np.sqrt(along * along + across * across)
        slopes[k, 0] = cones[k, 3] - pace * arc_of(chord_squared)
        slopes[k, 1] = pace * along / max(sine, 1e-12)
        slopes[k, 2] = pace * across / max(sine, 1e-12)
        slopes[k, 3] = max(1.0 - chord_squared / 2.0, 0.0) / max(sine, 1e-6) / pace
        nearest = min(nearest, sine)
    return nearest < _TIP_RAD


@njit(cache=True, nogil=True)
def _plan(slopes: Numbers, weights: Pair, pace: float) -> tuple[Pair, Pair, float]:
    """Give the weights at the top of the local model, the step there, and its gain."""
    xx, xy, yy = 0.0, 0.0, 0.0
    for k in range(4):
        share = weights[k // 2] if k % 2 else 1.0 - weights[k // 2]
        bend = share * slopes[k, 3]
        xx += bend * slopes[k, 2] ** 2
        xy -= bend * slopes[k, 1] * slopes[k, 2]
        yy += bend * slopes[k, 1] ** 2
    least = 1e-3 * (xx + yy) + 1e-2 * pace
    xx, yy = xx + least, yy + least
    size = xx * yy - xy * xy
    inverse = (yy / size, -xy / size, xx / size)
    weights = _weigh(slopes, inverse)
    along, across = _mix(slopes, weights, 1), _mix(slopes, weights, 2)
    step = (
        inverse[0] * along + inverse[1] * across,
        inverse[1] * along + inverse[2] * across,
    )
    return weights, step, 0.5 * (along * step[0] + across * step[1])


@njit(cache=True, nogil=True)
def _mix(slopes: Numbers, weights: Pair, part: int) -> float:
    ends = (1.0 - weights[0]) * slopes[0, part] + weights[0] * slopes[1, part]
    starts = (1.0 - weights[1]) * slopes[2, part] + weights[1] * slopes[3, part]
    return ends + starts  # type: ignore[no-any-return]


@njit(cache=True, nogil=True)
def _weigh(slopes: Numbers, inverse: tuple[float, float, float]) -> Pair:
    """Solve the dual: the two weights in 0 … 1 that make the model's top lowest."""
    first, second = _less(slopes, 1, 0), _less(slopes, 3, 2)
    base = (slopes[0, 1] + slopes[2, 1], slopes[0, 2] + slopes[2, 2])
    aa, bb = _form(first, first, inverse), _form(second, second, inverse)
    ab = _form(first, second, inverse)
    a = slopes[1, 0] - slopes[0, 0] + _form(base, first, inverse)
    b = slopes[3, 0] - slopes[2, 0] + _form(base, second, inverse)
    size = aa * bb - ab * ab
    if size > 1e-9 * aa * bb:
        inner = ((ab * b - bb * a) / size, (ab * a - aa * b) / size)
        if min(inner) >= 0.0 and max(inner) <= 1.0:
            return inner
    least, found = np.inf, (0.0, 0.0)
    for edge in range(4):
        fixed = float(edge % 2)
        if edge < 2:
            corner = (fixed, _on_edge(b + ab * fixed, bb))
        else:
            corner = (_on_edge(a + ab * fixed, aa), fixed)
        p, q = corner
        value = a * p + b * q + (aa * p * p + bb * q * q) / 2.0 + ab * p * q
        if value < least:
            least, found = value, corner
    return found


@njit(cache=True, nogil=True)
def _less(slopes: Numbers, one: int, other: int) -> Pair:
    return slopes[one, 1] - slopes[other, 1], slopes[one, 2] - slopes[other, 2]


@njit(cache=True, nogil=True)
def _form(one: Pair, other: Pair, inverse: tuple[float, float, float]) -> float:
    along = inverse[0] * other[0] + inverse[1] * other[1]
    across = inverse[1] * other[0] + inverse[2] * other[1]
    return one[0] * along + one[1] * across


@njit(cache=True, nogil=True)
def _on_edge(slope: float, bend: float) -> float:
    """Where on 0 … 1 a parabola with this slope at 0 is least."""
    if bend <= 0.0:
        return 0.0 if slope >= 0.0 else 1.0
    return min(1.0, max(0.0, -slope / bend))


@njit(cache=True, nogil=True)
def _step(cones: Numbers, frame: Numbers, step: Pair, here: float) -> float:
    """Go the step, or the first half of it that is higher; give the height there."""
    share = 1.0
    for _ in range(_N_HALVINGS):
        x, y, z = go_to(frame, share * step[0], share * step[1])
        there = slack_of(cones, x, y, z)
        if there > here:
            set_frame(frame, x, y, z)
            return there
        share /= 2.0
    return here
