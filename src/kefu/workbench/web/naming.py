"""What the company's indicators, slices and kinds of reports are called in the language of the request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kefu.workbench.company import company
from kefu.workbench.web.words import spoken, word

if TYPE_CHECKING:
    from kefu.narrative.narrator import Narrator


def narrator() -> Narrator:
    """Who tells of the company's figures."""
    from kefu.narrative.narrator import Narrator

    project = company()
    return Narrator(spoken(), project.metrics, project.configuration.currency)


def slice_title(dimension: str, member: str) -> str:
    """A dimension and its member by their names; "" for none."""
    if not dimension:
        return ""
    told = narrator()
    return f"{told.dimension(dimension)} · {told.member(dimension, member)}"


def metric_title(metric: str) -> str:
    """The title of an indicator; its code where it is no longer defined."""
    known = company().metrics
    return known[metric].title[spoken()] if metric in known else metric


def metric_choices(names: Iterable[str]) -> list[Any]:
    """Options of a select of indicators: none, those reports show in their order, the rest by title."""
    project, told = company(), narrator()
    known = set(names)
    shown = dict.fromkeys(one for kind in project.kinds.values() for one in kind.metrics if one in known)
    usual = [(one, told.title(one)) for one in shown]
    rest = sorted(((one, told.title(one)) for one in known - shown.keys()), key=lambda one: one[1])
    groups = ((word("web.metrics_of_reports"), usual), (word("web.other_metrics"), rest))
    return [("", "–"), *((title, options) for title, options in groups if options)]


def report_title(kind: str) -> str:
    """The title of a kind of report; its code where there is none of that name."""
    known = company().kinds
    return known[kind].title[spoken()] if kind in known else kind
