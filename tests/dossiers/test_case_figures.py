"""Figures of a case: drawn of whatever name a vessel gave itself."""

import pytest
from builders_leads import candidates
from builders_pairs import pair_proximities, pair_tracks

from stsdetect.dossiers.case_figures import draw_case


@pytest.mark.parametrize("name", ["한국호", "_", "$x^2$", "SIM\u202eDER"])
def test_draw_case__any_name_is_drawn_without_a_word(name: str) -> None:
    candidate = candidates({"shipname_a": name}).iloc[0]

    drawn = draw_case(candidate, pair_tracks(), pair_proximities())

    assert len(drawn) == 4
