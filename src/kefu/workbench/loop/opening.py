"""What an action begins with when it is opened from a figure, a proposal or a callback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404

from kefu.errors import UsageError
from kefu.findings import Period
from kefu.narrative.narrator import Narrator
from kefu.project import Project
from kefu.store import ledger
from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.scope import within
from kefu.workbench.actions.models import Proposal
from kefu.workbench.actions.queries import proposals
from kefu.workbench.callbacks.queries import callbacks_of
from kefu.workbench.company import company
from kefu.workbench.web.origin import Origin
from kefu.workbench.web.words import spoken, word, words

LOW_SCORES = "low_score_rate"
LOW_SCORES_ONLY_NPS = "nps"
TITLE = 60  # letters of a sentence that make a title


@dataclass(frozen=True, slots=True)
class Opening:
    """``initial`` fills the form; ``figure`` and ``baseline`` are kept with the action; ``proposal`` is accepted."""

    initial: Mapping[str, Any] = field(default_factory=dict)
    figure: str = ""
    baseline: Mapping[str, Any] = field(default_factory=dict)
    origin: Origin = field(default_factory=Origin)
    proposal: Proposal | None = None


def opening(user: User, asked: Mapping[str, str]) -> Opening:
    """What the address asks for: ``proposal``, ``callback``, or ``metric`` (or only ``figure``) with ``period``,
    ``dimension`` and ``member``; nothing of these is an action by hand. Raises KefuError for what does not exist."""
    if number := asked.get("proposal", ""):
        return _of_proposal(user, get_object_or_404(proposals(), pk=number if number.isdigit() else 0))
    if number := asked.get("callback", ""):
        return _of_callback(user, number)
    if asked.get("metric") or asked.get("figure"):
        return _of_figure(user, asked)
    return Opening({"owner": user.pk, "team": user.team_id})


def _of_proposal(user: User, proposal: Proposal) -> Opening:
    """What was found, with the measure the library has for it; without an indicator, with its sentence alone."""
    said, measure = proposal.said.get(spoken(), ""), proposal.measure.get(spoken(), {})
    if proposal.metric:
        begun = _measured(user, proposal.metric, proposal.month, proposal.dimension, proposal.members)
    else:
        begun = Opening({"owner": user.pk, "team": user.team_id, "title": said[:TITLE]}, proposal.figure, proposal.said)
    todo = [word("loop.todo", text=measure["text"])] if measure else []
    title = {"title": measure["title"]} if measure else {}
    initial = {**begun.initial, **title, "why": "\n".join([said, *todo])}
    return Opening(initial, begun.figure, begun.baseline, Origin("proposal", str(proposal.pk)), proposal)


def _of_callback(user: User, number: str) -> Opening:
    """From what a customer who scored low said; the indicator is that of low scores, where the data have it."""
    callback = get_object_or_404(callbacks_of(user), pk=number if number.isdigit() else 0)
    cause = word(f"callbacks.causes.{callback.cause or 'other'}")
    initial = {
        "title": word("loop.from_callback", cause=cause),
        "why": "\n".join(one for one in (cause, callback.note) if one),
        "owner": user.pk,
        "team": user.team_id,
        "metric": next((one for one in (LOW_SCORES, LOW_SCORES_ONLY_NPS) if company().meter.available(one)), ""),
    }
    return Opening(initial, origin=Origin("callback", str(callback.pk)))


def _of_figure(user: User, asked: Mapping[str, str]) -> Opening:
    """A figure by its question; one of which only the id is told is looked up in the ledger."""
    told = dict(asked)
    if not told.get("metric"):
        query = (ledger.find(company().data, told["figure"])["lineage"] or {}).get("query")
        if not query:
            raise UsageError(word("loop.no_query", figure=told["figure"]))
        where = next(iter(query["where"].items()), ("", ""))
        days = f"{query['from']}/{query['to']}"
        told |= {"metric": query["metric"], "period": days, "dimension": where[0], "member": where[1] or ""}
    return _measured(user, told["metric"], told.get("period", ""), told.get("dimension", ""), told.get("member", ""))


def _measured(user: User, metric: str, days: str, dimension: str, member: str) -> Opening:
    """The figure as this person may see it, measured again: the same question gives the same figure."""
    project = company()
    definition = project.meter.definition(metric)
    where = within(user, {dimension: member} if dimension and member else {})
    line = project.measure(metric, _period(project, days), where=where)[0]
    dimension, member = next(((name, one or "") for name, one in where.items()), ("", ""))
    texts = {language: _said(project, language, line, where) for language in ("zh", "en")}
    baseline = {**texts, "query": line.measurement.query.canonical(), "value": line.value,
                "unit": line.figure.unit.value, "sample": line.figure.sample}  # fmt: skip
    initial = {
        "title": word("loop.improve", metric=definition.title[spoken()]),
        "why": texts[spoken()],
        "metric": metric,
        "dimension": dimension,
        "members": member,
        "owner": user.pk,
        "team": user.team_id,
    }
    return Opening(initial, line.figure.id, baseline, Origin("figure", line.figure.id))


def _period(project: Project, text: str) -> Period:
    """A period as it is written in addresses: ``2026-10``, or its first day and the day after it with a ``/``."""
    if not text:
        return project.last_complete_month()
    start, _, end = text.partition("/")
    try:
        return Period(date.fromisoformat(start), date.fromisoformat(end)) if end else Period.month(start)
    except ValueError:
        raise UsageError(word("loop.no_period", period=text)) from None


def _said(project: Project, language: Any, line: Any, where: Mapping[str, str | None]) -> str:
    """``2026-10 南区 满意度 4.2``, with how many answers stand behind it."""
    narrator = Narrator(language, project.metrics, project.configuration.currency)
    place = narrator.slice(where)
    name = f"{place} · {narrator.title(line.metric)}" if place else narrator.title(line.metric)
    period, shown = narrator.period(line.period), narrator.show(line.figure)
    sentence = words()["loop.baseline"][language]
    return narrator.tidy(sentence.format(period=period, name=name, shown=shown, n=line.figure.sample))
