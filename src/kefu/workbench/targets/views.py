"""Pages: plans, one plan with its parts, and what would be if."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kefu.errors import KefuError, UsageError
from kefu.findings import Figure, Unit
from kefu.narrative import formats
from kefu.workbench.accounts.person import person_of
from kefu.workbench.targets import queries, services
from kefu.workbench.targets.amounts import unit_word, written
from kefu.workbench.targets.forms import PlanForm, amounts
from kefu.workbench.targets.models import Part, Plan
from kefu.workbench.web import naming
from kefu.workbench.web.page import page
from kefu.workbench.web.refusals import refusal
from kefu.workbench.web.told import told
from kefu.workbench.web.words import word

PER_PAGE = 40


@page("targets.view")
def plans(request: HttpRequest) -> HttpResponseBase:
    month = request.GET.get("month", "").strip()
    shown = Paginator(queries.plans(month), PER_PAGE).get_page(request.GET.get("page"))
    narrator = naming.narrator()
    rows = [(one, narrator.title(one.metric), _text(one, one.value)) for one in shown]
    return render(request, "targets/plans.html", {"rows": rows, "plans": shown, "month": month})


@page("targets.plan")
def make(request: HttpRequest) -> HttpResponseBase:
    form = PlanForm(request.POST or None)
    if form.is_valid():
        try:
            made = services.make_plan(by=person_of(request), **form.cleaned_data)
            return redirect("targets:plan", made.pk)
        except KefuError as error:
            form.add_error(None, refusal(error))
    return render(request, "targets/make.html", {"form": form})


@page("targets.view")
def plan(request: HttpRequest, number: int) -> HttpResponseBase:
    """A plan with its parts."""
    return _page(request, number, {})


@page("targets.plan")
@require_POST
def try_out(request: HttpRequest, number: int) -> HttpResponseBase:
    """The same with other amounts, which are tried out and not kept."""
    return _page(request, number, request.POST)


def _page(request: HttpRequest, number: int, tried: Mapping[str, Any]) -> HttpResponseBase:
    found = get_object_or_404(queries.plans(), pk=number)
    definition, narrator = queries.definition_of(found), naming.narrator()
    held = [_Shown(request, found, one, tried) for one in queries.breakdowns(found)]
    actual = queries.reached(found).get("")
    return render(request, "targets/plan.html", {
        "plan": found,
        "title": narrator.title(found.metric),
        "whole": _text(found, found.value),
        "actual": _reached(actual),
        "is_partial": bool(actual) and queries.is_partial(found),
        "unit": unit_word(definition.unit),
        "breakdowns": held,
        "dimensions": [(one, narrator.dimension(one)) for one in queries.DIMENSIONS],
    })  # fmt: skip


def _reached(figure: Figure | None) -> str:
    """What was reached, and of how many rows where the figure does not say it itself; "" for nothing yet."""
    if figure is None:
        return ""
    shown = naming.narrator().show(figure)
    return shown if figure.unit is Unit.COUNT else word("targets.reached", shown=shown, n=figure.sample)


class _Shown:
    """A breakdown as the page shows it, with what the whole would be with the amounts that are tried out."""

    def __init__(self, request: HttpRequest, plan: Plan, held: queries.Breakdown, asked: Mapping[str, Any]) -> None:
        definition, narrator = queries.definition_of(plan), naming.narrator()
        self.held, self.dimension = held, narrator.dimension(held.dimension)
        self.within = narrator.member(held.within.dimension, held.within.member) if held.within else ""
        tried = _tried(asked, held, definition.unit)
        self.proposed = _text(plan, held.proposed) if held.proposed is not None else ""
        self.proposed_gap = _difference(plan, held.proposed - held.whole) if held.proposed is not None else ""
        values = [tried.get(one.pk, one.value) for one in held.parts]
        made = queries.whole_of(definition, held.parts, values) if tried else held.made
        self.is_tried, self.whole, self.made = bool(tried), _text(plan, held.whole), _text(plan, made)
        self.gap = _difference(plan, gap) if (gap := held.beside(made)) else ""
        self.rows: list[dict[str, Any]] = [
            {
                "part": one,
                "name": narrator.member(one.dimension, one.member),
                "text": _text(plan, one.value),
                "number": written(tried.get(one.pk, one.value), definition.unit),
                "proposed": "" if one.proposed is None else written(one.proposed, definition.unit),
                "actual": _reached(held.actual.get(one.member)),
                "figure": held.actual[one.member].id if one.member in held.actual else "",
                "may_propose": request.user.has_perm("targets.propose", one),
            }
            for one in held.parts
        ]
        self.may_propose = any(one["may_propose"] for one in self.rows)


def _tried(asked: Mapping[str, Any], held: queries.Breakdown, unit: Any) -> dict[int, float]:
    try:
        return amounts(asked, [one.pk for one in held.parts], "value", unit)
    except UsageError:
        return {}


@page("targets.plan")
@require_POST
def divide(request: HttpRequest, number: int) -> HttpResponseBase:
    found = get_object_or_404(Plan, pk=number)
    within = get_object_or_404(found.parts, pk=request.POST["within"]) if request.POST.get("within") else None
    dimension = request.POST.get("dimension", "")
    if dimension in queries.DIMENSIONS:
        with told(request, word("targets.done")):
            services.break_down(by=person_of(request), plan=found, dimension=dimension, within=within)
    return redirect("targets:plan", number)


@page("targets.plan")
@require_POST
def settle(request: HttpRequest, number: int) -> HttpResponseBase:
    """Fix the parts that are ticked at what was written; the others take what is left."""
    found = get_object_or_404(Plan, pk=number)
    first = get_object_or_404(found.parts, pk=request.POST.get("first", 0))
    beside = Part.objects.filter(plan=found, dimension=first.dimension, within=first.within)
    ticked = [one.pk for one in beside if request.POST.get(f"fixed-{one.pk}")]
    with told(request, word("targets.done")):
        fixed = amounts(request.POST, ticked, "value", queries.definition_of(found).unit)
        services.settle(by=person_of(request), plan=found, dimension=first.dimension, within=first.within, fixed=fixed)
    return redirect("targets:plan", number)


@page("targets.propose")
@require_POST
def propose(request: HttpRequest, number: int) -> HttpResponseBase:
    """Keep the proposals of those parts the person may propose for."""
    found = get_object_or_404(Plan, pk=number)
    own = {one.pk: one for one in found.parts.all() if request.user.has_perm("targets.propose", one)}
    asked = [one for one in own if f"proposed-{one}" in request.POST]
    with told(request, word("targets.done")):
        proposals = amounts(request.POST, asked, "proposed", queries.definition_of(found).unit)
        for one in asked:
            services.propose(by=person_of(request), part=own[one], value=proposals.get(one))
    return redirect("targets:plan", number)


@page("targets.plan")
@require_POST
def adopt(request: HttpRequest, number: int) -> HttpResponseBase:
    found = get_object_or_404(Plan, pk=number)
    with told(request, word("targets.done")):
        services.adopt(by=person_of(request), plan=found, dimension=request.POST.get("dimension", ""))
    return redirect("targets:plan", number)


@page("targets.approve")
@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponseBase:
    found = get_object_or_404(Plan, pk=number)
    with told(request, word("targets.done")):
        services.approve(by=person_of(request), plan=found)
    return redirect("targets:plan", number)


@page("targets.approve")
@require_POST
def reopen(request: HttpRequest, number: int) -> HttpResponseBase:
    found = get_object_or_404(Plan, pk=number)
    with told(request, word("targets.done")):
        services.reopen(by=person_of(request), plan=found, why=request.POST.get("why", ""))
    return redirect("targets:plan", number)


def _text(plan: Plan, value: float) -> str:
    """An amount of the plan's metric as the report writes it."""
    narrator, definition = naming.narrator(), queries.definition_of(plan)
    return str(formats.figure(value, definition.unit, narrator.style))


def _difference(plan: Plan, value: float) -> str:
    """The same of a difference, with its sign; of shares in points."""
    return formats.change(value, queries.definition_of(plan).unit, naming.narrator().style, short=True)
