"""Bokeh models as JSON inside a page: the same text each time, nothing that can run."""

import json
import re
from typing import Any, Final

from bokeh.embed import json_item
from bokeh.model import Model
from bokeh.resources import Resources

__all__ = ["bokeh_scripts", "embedded_json", "model_json"]

_MODEL_ID: Final = re.compile(r"p\d+")
_ESCAPES: Final = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def model_json(model: Model) -> str:
    """Write a bokeh model as JSON for a script element.

    Bokeh numbers its models through the life of a process; here they are numbered in
    the order in which they stand in the text, so that equal figures give equal text.
    """
    return embedded_json(_renumbered(json_item(model), {}))


def embedded_json(value: Any) -> str:
    r"""Write JSON that no HTML parser takes for the end of its script element.

    Examples
    --------
    >>> print(embedded_json(["</script>"]))
    ["\u003c/script\u003e"]
    """
    return json.dumps(value, separators=(",", ":")).translate(_ESCAPES)


def bokeh_scripts() -> list[str]:
    """Give the JavaScript of bokeh itself, to stand in the page.

    Closing tags inside its strings are broken up, which JavaScript reads the same.
    """
    scripts = Resources(mode="inline", components=["bokeh"]).js_raw
    return [script.replace("</script", "<\\/script") for script in scripts]


def _renumbered(node: Any, numbers: dict[str, str]) -> Any:
    if isinstance(node, list):
        return [_renumbered(one, numbers) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _number(value, numbers)
        if key in ("id", "root_id") and _is_model_id(value)
        else _renumbered(value, numbers)
        for key, value in node.items()
    }


def _is_model_id(value: Any) -> bool:
    return isinstance(value, str) and _MODEL_ID.fullmatch(value) is not None


def _number(model_id: str, numbers: dict[str, str]) -> str:
    return numbers.setdefault(model_id, f"m{len(numbers) + 1}")
