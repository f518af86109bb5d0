"""Pages of figures. Whatever is asked for, it is measured within what the person may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kefu.errors import KefuError, NotFoundError
from kefu.narrative.formats import capital
from kefu.project import Project
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.roles import AGENT
from kefu.workbench.accounts.scope import scope, within
from kefu.workbench.company import company
from kefu.workbench.dashboards import figures
from kefu.workbench.dashboards import rows as rows_behind
from kefu.workbench.dashboards.boards import board
from kefu.workbench.dashboards.drawing import narrator_of
from kefu.workbench.dashboards.explore import explore as taken_apart
from kefu.workbench.dashboards.filters import COMPARED, Filters, can_narrow, members, months, read_filters, seen
from kefu.workbench.dashboards.judged import looked_at
from kefu.workbench.dashboards.live import live as day_board
from kefu.workbench.dashboards.pages import AGENT_PAGE, FILTERS, FURTHER, PAGES
from kefu.workbench.web.kept import kept
from kefu.workbench.web.page import NotHere, View, page
from kefu.workbench.web.refusals import refusal
from kefu.workbench.web.words import spoken, word

Context = Mapping[str, Any]


def board_view(name: str) -> View[[]]:
    """The view of a page that is described in ``pages``."""
    described = PAGES[name]
    permission = "dashboards.teams" if name == "teams" else described.permission

    @page(permission)
    def view(request: HttpRequest) -> HttpResponseBase:
        own = person_of(request)
        if name == "agents" and own.role == AGENT and own.agent_id:
            return redirect("dashboards:agent", own.agent_id)

        def make(project: Project, filters: Filters) -> Context:
            return {"board": board(project, described, filters, whole=_is_whole(own, filters))}

        return _answer(request, "dashboards/board.html", {"name": name}, described.metrics, make)

    return view


@page("dashboards.view")
def agent(request: HttpRequest, agent_id: str) -> HttpResponseBase:
    """One agent's own page; of somebody else's agent there is none."""
    if agent_id not in members(_opened(person_of(request)), "agent_id"):
        raise Http404

    def make(project: Project, filters: Filters) -> Context:
        own = board(project.within({"agent_id": agent_id}), AGENT_PAGE, filters, whole=False)
        return {"board": own}

    is_own = scope(person_of(request)).get("agent_id") == agent_id
    told = {"name": "agent", "about": agent_id, "is_own": is_own}
    return _answer(request, "dashboards/board.html", told, AGENT_PAGE.metrics, make)


@page("dashboards.view")
def explore(request: HttpRequest) -> HttpResponseBase:
    """One indicator taken apart."""
    own, metric = person_of(request), request.GET.get("metric", "")

    def make(project: Project, filters: Filters) -> Context:
        return {"explored": taken_apart(project, metric, filters, whole=_is_whole(own, filters))}

    return _answer(request, "dashboards/explore.html", {"name": "explore", "metric": metric}, (metric,), make)


@page("dashboards.view")
def live(request: HttpRequest) -> HttpResponseBase:
    """The day as it goes."""
    project = _opened(person_of(request))
    day = kept("live", project, timezone.localdate(), make=lambda: day_board(project))
    return render(request, "dashboards/live.html", {"day": day, "seen": seen(project)})


@page("dashboards.view")
def figure(request: HttpRequest, figure: str) -> HttpResponseBase:
    """A figure's definition, sample, baseline and way to its rows; asked for by htmx, the panel beside the page."""
    project = _opened(person_of(request))
    shown = _found(lambda: kept("figure", project, figure, make=lambda: figures.panel(project, figure)))
    template = "dashboards/panel.html" if getattr(request, "htmx", False) else "dashboards/figure.html"
    return render(request, template, {"panel": shown})


@page("dashboards.view")
def rows(request: HttpRequest, figure: str) -> HttpResponseBase:
    """The rows behind a figure, page by page; as a file for those who may take them away."""
    project = _opened(person_of(request))
    query = _found(lambda: figures.query_behind(project, figure))
    if request.GET.get("format") == "csv":
        return _exported(request, project, figure, query)
    number = int(request.GET["page"]) if request.GET.get("page", "").isdecimal() else 1
    found = rows_behind.rows(project, query, first=(max(number, 1) - 1) * rows_behind.PER_PAGE)
    shown = Paginator(range(found.count), rows_behind.PER_PAGE).get_page(number)
    told = {
        "figure": figure,
        "found": rows_behind.in_words(project, found),
        "shown": shown,
        "title": project.metrics[query.metric].title[spoken()],
        "may_export": request.user.has_perm("dashboards.export"),
    }
    return render(request, "dashboards/rows.html", told)


def _exported(request: HttpRequest, project: Project, figure: str, query: Any) -> HttpResponse:
    if not request.user.has_perm("dashboards.export"):
        raise PermissionDenied
    found = rows_behind.rows(project, query, most=rows_behind.MOST_EXPORTED)
    audit.record(person_of(request), "dashboards.rows_exported", after={"figure": figure, "rows": len(found.rows)})
    response = HttpResponse(rows_behind.as_csv(found.columns, found.rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{figure}.csv"'
    return response


def _opened(person: User) -> Project:
    """The company, opened for what the person may see."""
    return company().within(dict(scope(person)))


def _found(make: Callable[[], Any]) -> Any:
    try:
        return make()
    except NotFoundError as error:
        raise NotHere(word("dashboards.figure.not_here")) from error


def _answer(
    request: HttpRequest,
    template: str,
    told: Mapping[str, Any],
    metrics: Sequence[str],
    make: Callable[[Project, Filters], Context],
) -> HttpResponseBase:
    """A page with filters: kept by its address, its reader's slice and language. What is wrong with them is said."""
    project, address = _opened(person_of(request)), sorted(request.GET.items())
    if not months(project):
        return render(request, template, told)

    def made() -> Context:
        return _made(request, project, metrics, make)

    try:
        shown = kept("page", project, request.path, address, looked_at(), make=made)
    except KefuError as error:
        told = {**told, **_offered(project, None, request, metrics), "wrong": refusal(error)}
        return render(request, template, told, status=404 if isinstance(error, NotFoundError) else 400)
    return render(request, template, {**told, **shown})


def _made(
    request: HttpRequest, project: Project, metrics: Sequence[str], make: Callable[[Project, Filters], Context]
) -> Context:
    filters = read_filters(project, request.GET.dict())
    chosen = within(person_of(request), filters.where)
    return {**_offered(project, filters, request, metrics), **make(project.within(chosen), filters)}


def _is_whole(person: User, filters: Filters) -> bool:
    """Whether this is the whole company, of which the analyses speak."""
    return not scope(person) and filters.is_whole


def _offered(project: Project, filters: Filters | None, request: HttpRequest, metrics: Sequence[str]) -> Context:
    """The form of the filters: what can be chosen, and what is; only by what some metric of the page can be sliced."""
    narrator, asked = narrator_of(project), request.GET
    own = project.meter.slice
    selects = [
        (name, capital(narrator.dimension(name)), [(one, narrator.member(name, one)) for one in members(project, name)])
        for name in FILTERS
        if name not in own and (asked.get(name) or can_narrow(project, metrics, name))
    ]
    further = [
        (
            capital(narrator.dimension(name)),
            narrator.member(name, asked[name]),
            filters.query(**{name: ""}) if filters else "",
        )
        for name in FURTHER
        if asked.get(name)
    ]
    return {
        "filters": filters,
        "seen": seen(project),
        "selects": [one for one in selects if len(one[2]) > 1],
        "further": further,
        "kept_fields": [(name, asked[name]) for name in ("metric", *FURTHER) if asked.get(name)],
        "months": months(project),
        "last_month": str(project.last_complete_month()),
        "comparisons": [(one, narrator.word("comparisons", one)) for one in COMPARED],
        "chosen": asked.dict(),
        "is_narrowed": any(asked[name] for name in asked if name != "metric"),
    }
