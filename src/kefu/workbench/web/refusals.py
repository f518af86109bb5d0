"""What was refused, in the language of the request and by the names pages have for things."""

from __future__ import annotations

from kefu.errors import KefuError
from kefu.narrative.refusals import Names, told
from kefu.schema import ENTITIES
from kefu.workbench.web.naming import metric_title, narrator, report_title
from kefu.workbench.web.words import spoken, word, words


def refusal(error: Exception) -> str:
    """The error as one line. What the workbench refuses is in the language already; what the core refuses has its
    sentence in ``narrative.refusals``."""
    return told(error, spoken(), NAMES) if isinstance(error, KefuError) else str(error)


def _state(state: str) -> str:
    key = f"reports.states.{state}"
    return word(key) if key in words() else state


def _entity(entity: str) -> str:
    return ENTITIES[entity].title[spoken()] if entity in ENTITIES else entity


NAMES: Names = {
    "kind": report_title,
    "metric": metric_title,
    "dimension": lambda name: narrator().dimension(name),
    "state": _state,
    "entity": _entity,
}
