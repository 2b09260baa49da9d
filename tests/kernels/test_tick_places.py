"""Places inside kernels, against the same measures of whole arrays."""

import numpy as np
import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stsdetect.kernels.places import place_beside, unit_vector
from stsdetect.kernels.sphere import unit_vectors

places = st.tuples(
    st.one_of(st.sampled_from([-90.0, 0.0, 90.0]), st.floats(-90, 90)),
    st.one_of(st.sampled_from([-180.0, 0.0, 180.0]), st.floats(-180, 180)),
)
steps = st.tuples(st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))


@given(places)
def test_unit_vector__is_that_of_the_arrays(place: oracle.Place) -> None:
    assert unit_vector(*place) == pytest.approx(tuple(unit_vectors(*place)), abs=1e-15)


@given(places, steps)
def test_place_beside__undoes_the_vector(
    known: oracle.Place, step: tuple[float, float]
) -> None:
    place = (float(np.clip(known[0] + step[0], -90, 90)), known[1] + step[1])

    found = place_beside(unit_vector(*place), unit_vector(*known), *known)

    assert unit_vector(*found) == pytest.approx(unit_vector(*place), abs=1e-12)
