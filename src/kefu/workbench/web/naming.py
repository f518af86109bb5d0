"""What the company's indicators and kinds of reports are called in the language of the request."""

from __future__ import annotations

from kefu.workbench.company import company
from kefu.workbench.web.words import spoken


def metric_title(metric: str) -> str:
    """The title of an indicator; its code where it is no longer defined."""
    known = company().metrics
    return known[metric].title[spoken()] if metric in known else metric


def report_title(kind: str) -> str:
    """The title of a kind of report; its code where there is none of that name."""
    known = company().kinds
    return known[kind].title[spoken()] if kind in known else kind
