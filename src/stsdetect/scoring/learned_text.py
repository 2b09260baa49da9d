"""Learned text: what was learned as files that can be read, with what made them."""

import json
from collections.abc import Mapping
from typing import Any

from stsdetect.scoring.calibrate import Calibration
from stsdetect.scoring.factors import evidence_digest
from stsdetect.scoring.forest import forest_json
from stsdetect.scoring.learn import Learned

__all__ = ["challenger_text", "factors_text"]


def factors_text(learned: Mapping[str, Learned], made_from: Mapping[str, Any]) -> str:
    """Write a fitted table as JSON, one item to a line.

    Parameters
    ----------
    learned : mapping
        By kind, as :func:`~stsdetect.scoring.learn.learn` gives it.
    made_from : mapping
        What it was learned from: seeds, counts, config hash, version.
    """
    kinds = ",\n".join(
        f"    {json.dumps(kind)}: {{\n      {_numbers(one.fitted)},\n"
        f'      "factors": [\n{_rows(one)}\n      ]\n    }}'
        for kind, one in learned.items()
    )
    return f"{_head(made_from)}{kinds}\n  }}\n}}\n"


def challenger_text(
    learned: Mapping[str, Learned], made_from: Mapping[str, Any]
) -> str:
    """Write a challenger as JSON, one kind to a line."""
    kinds = ",\n".join(
        f"    {json.dumps(kind)}: {{{_numbers(one.boosted)}, "
        f'"forest": {json.dumps(forest_json(one.forest))}}}'
        for kind, one in learned.items()
    )
    return f"{_head(made_from)}{kinds}\n  }}\n}}\n"


def _head(made_from: Mapping[str, Any]) -> str:
    about = json.dumps(dict(made_from), ensure_ascii=False, sort_keys=True)
    return (
        f'{{\n  "evidence": "{evidence_digest()}",\n  "made_from": {about},\n'
        '  "kinds": {\n'
    )


def _numbers(calibration: Calibration) -> str:
    known = {
        name: value
        for name, value in calibration._asdict().items()
        if value == value  # noqa: PLR0124  NaN is the one number that is not itself
    }
    return json.dumps(known)[1:-1]


def _rows(one: Learned) -> str:
    return ",\n".join(
        f"        {json.dumps(row, ensure_ascii=False)}"
        for row in one.factors.to_dict("records")
    )
