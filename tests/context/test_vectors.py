"""Places on the unit sphere."""

import numpy as np

from stsdetect.context.vectors import chord_km, unit_vectors


def test_chord_km__of_a_degree_of_latitude_is_111_km() -> None:
    start, end = unit_vectors([10.0, 11.0], [179.0, 179.0])

    degree = chord_km(np.array([np.linalg.norm(end - start)]))

    assert degree.round(2).tolist() == [111.2]


def test_chord_km__of_a_chord_longer_than_the_axis_by_rounding_is_half_round() -> None:
    assert np.isfinite(chord_km(np.array([2.0000000001]))).all()
