"""What an action promises: read as people type it, said back as it was understood."""

from __future__ import annotations

from kefu.analyses._promise import Promise, UnclearError, read_promise
from kefu.errors import UsageError
from kefu.findings import Unit
from kefu.narrative.formats import Style, change, figure, relative
from kefu.workbench.actions.models import Action, Round
from kefu.workbench.company import company
from kefu.workbench.web.words import spoken, word


def read(metric: str, text: str) -> Promise | None:
    """The promise; raises UsageError in words for what has no one meaning, or speaks of no indicator."""
    if not text.strip():
        return None
    if metric not in company().metrics:
        raise UsageError(word("actions.wrong.promise_of_what"))
    try:
        return read_promise(text, _unit(metric))
    except UnclearError as error:
        raise UsageError(word(f"actions.wrong.promise.{error.reason.name.lower()}", text=text)) from error


def expected_in(promised: Action | Round, dimension: str) -> str:
    """What is promised of one slice: the same as of the whole, but of an amount that all slices make together
    nothing."""
    known = company().metrics.get(promised.metric)
    if not dimension or known is None or not known.adds_up:
        return promised.expected
    promise = read(promised.metric, promised.expected)
    return promised.expected if promise is not None and promise.kind == "share" else ""


def promise_of(action: Action) -> Promise | None:
    return read(action.metric, action.expected)


def understood(action: Action) -> str:
    """The promise in words: 「理解为：在措施前的水平上 -20.0%，例如由 10.0% 到 8.0%」; "" for none, and where nobody
    knows the indicator any more."""
    promise = promise_of(action) if action.metric in company().metrics else None
    if promise is None:
        return ""
    unit, style = _unit(action.metric), Style(spoken(), company().configuration.currency)
    match promise.kind:
        case "by":
            return word("actions.understood.by", change=change(promise.value, unit, style))
        case "to":
            return word("actions.understood.to", level=figure(promise.value, unit, style))
        case "share":
            said = word("actions.understood.share", change=relative(promise.value, spoken()))
            before = action.baseline.get("value")
            if before is None:
                return said
            levels = {
                "before": figure(before, unit, style),
                "after": figure(before + promise.change(before), unit, style),
            }
            return said + word("actions.understood.for_example", **levels)


def _unit(metric: str) -> Unit:
    return company().metrics[metric].unit
