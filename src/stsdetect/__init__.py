"""Find ship-to-ship transfers in AIS data and rank them for sanctions analysts.

``import stsdetect as sts`` gives the names below; each is loaded when first used, so
that the command line answers at once.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stsdetect import plot
    from stsdetect.answers import (
        explain,
        explain_likelihood,
        explain_silence,
        follow_pair,
    )
    from stsdetect.config import Config, read_config
    from stsdetect.dossiers.briefs import write_brief
    from stsdetect.dossiers.cases import make_case
    from stsdetect.dossiers.exchanges import read_exchange, write_exchange
    from stsdetect.dossiers.reopening import verify_case
    from stsdetect.engine import choose_engine
    from stsdetect.events.reception_by_hour import ReceptionByHour
    from stsdetect.export.geo import read_candidates
    from stsdetect.ingest.columns import read_column_map
    from stsdetect.ingest.store import Box, open_store
    from stsdetect.labelling import label, queue, read_labels, read_verdicts
    from stsdetect.pages import explore
    from stsdetect.run_folder import read_events
    from stsdetect.runs import Run, detect, ingest, rank, run
    from stsdetect.scoring.fit import FitParams
    from stsdetect.simulate.world import make_world, simulate
    from stsdetect.software import __version__
    from stsdetect.trials.evaluation import Evaluation, evaluate, evaluate_own
    from stsdetect.trials.training import train_on_labels

__all__ = [
    "Box",
    "Config",
    "Evaluation",
    "FitParams",
    "ReceptionByHour",
    "Run",
    "__version__",
    "choose_engine",
    "detect",
    "evaluate",
    "evaluate_own",
    "explain",
    "explain_likelihood",
    "explain_silence",
    "explore",
    "follow_pair",
    "ingest",
    "label",
    "make_case",
    "make_world",
    "open_store",
    "plot",
    "queue",
    "rank",
    "read_candidates",
    "read_column_map",
    "read_config",
    "read_events",
    "read_exchange",
    "read_labels",
    "read_verdicts",
    "run",
    "simulate",
    "train_on_labels",
    "verify_case",
    "write_brief",
    "write_exchange",
]

_HOMES = {
    "__version__": "stsdetect.software",
    "Box": "stsdetect.ingest.store",
    "Config": "stsdetect.config",
    "Evaluation": "stsdetect.trials.evaluation",
    "FitParams": "stsdetect.scoring.fit",
    "ReceptionByHour": "stsdetect.events.reception_by_hour",
    "Run": "stsdetect.runs",
    "choose_engine": "stsdetect.engine",
    "detect": "stsdetect.runs",
    "evaluate": "stsdetect.trials.evaluation",
    "evaluate_own": "stsdetect.trials.evaluation",
    "explain": "stsdetect.answers",
    "explain_likelihood": "stsdetect.answers",
    "explain_silence": "stsdetect.answers",
    "explore": "stsdetect.pages",
    "follow_pair": "stsdetect.answers",
    "ingest": "stsdetect.runs",
    "make_case": "stsdetect.dossiers.cases",
    "make_world": "stsdetect.simulate.world",
    "label": "stsdetect.labelling",
    "open_store": "stsdetect.ingest.store",
    "plot": "stsdetect",
    "queue": "stsdetect.labelling",
    "rank": "stsdetect.runs",
    "read_candidates": "stsdetect.export.geo",
    "read_column_map": "stsdetect.ingest.columns",
    "read_config": "stsdetect.config",
    "read_events": "stsdetect.run_folder",
    "read_exchange": "stsdetect.dossiers.exchanges",
    "read_labels": "stsdetect.labelling",
    "read_verdicts": "stsdetect.labelling",
    "run": "stsdetect.runs",
    "simulate": "stsdetect.simulate.world",
    "train_on_labels": "stsdetect.trials.training",
    "verify_case": "stsdetect.dossiers.reopening",
    "write_brief": "stsdetect.dossiers.briefs",
    "write_exchange": "stsdetect.dossiers.exchanges",
}


def _loaded_when_used(name: str) -> property:
    """Make a name load from its home, and stay when a subpackage shares it.

    ``ingest`` and ``simulate`` are functions here and packages below: importing the
    package would otherwise put it in the place of the function.
    """

    def load(_module: ModuleType) -> Any:
        home = import_module(_HOMES[name])
        if home is sys.modules[__name__]:
            return import_module(f"stsdetect.{name}")
        return getattr(home, name)

    def keep(_module: ModuleType, _subpackage: Any) -> None:
        return

    return property(load, keep)


class _Public(ModuleType):
    """The module itself, with its public names as properties."""

    def __dir__(self) -> list[str]:
        return sorted(__all__)


for _name in _HOMES:
    setattr(_Public, _name, _loaded_when_used(_name))
sys.modules[__name__].__class__ = _Public
