"""Pages: the list and the board of actions, one action with its timeline, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from kefu.errors import KefuError
from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.scope import scope
from kefu.workbench.actions import files, measuring, promises, queries, services
from kefu.workbench.actions.forms import ActionForm, CommentForm, FileForm, MeasureForm, TextForm
from kefu.workbench.actions.models import Action
from kefu.workbench.actions.stages import LEGAL, OPEN, WITH_REASON, Stage
from kefu.workbench.jobs import services as jobs
from kefu.workbench.web.attachment import attachment
from kefu.workbench.web.naming import metric_title, narrator, slice_title
from kefu.workbench.web.page import allowed, page
from kefu.workbench.web.refusals import refusal
from kefu.workbench.web.words import said, spoken, word

PER_PAGE = 50
VIEWS = (("list", said("actions.list_view")), ("board", said("actions.board_view")))


@page("actions.view")
@require_GET
def listed(request: HttpRequest) -> HttpResponseBase:
    chosen = request.GET.get("show", "all")
    chosen = chosen if chosen in queries.FILTERS else "all"
    found = queries.listed(person_of(request), chosen)
    context = {"chosen": chosen, "filters": queries.FILTERS, "views": VIEWS}
    if request.GET.get("view") == "board" and chosen != "ended":
        return render(request, "actions/board.html", {**context, "view": "board", "columns": queries.board(found)})
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "actions/list.html", {**context, "view": "list", "actions": shown})


@page("actions.view")
@require_GET
def one(request: HttpRequest, number: int) -> HttpResponseBase:
    action = _seen(request, number)
    may_edit, may_move = (request.user.has_perm(f"actions.{verb}", action) for verb in ("edit", "move"))
    language = spoken()
    person = person_of(request)
    held = [(one, one.said.get(language, {})) for one in queries.effects_of(person, action)]
    effects = [(one, told) for one, told in held if not one.dimension]
    slices = [(one, slice_title(one.dimension, one.member), told) for one, told in held if one.dimension]
    return render(request, "actions/one.html", {
        "action": action, "effects": effects, "slices": slices,
        "measure_form": MeasureForm(action=action, auto_id="measure_%s"), "may_slice": not scope(person),
        "baseline": action.baseline.get(language, ""),
        "understood": promises.understood(action), "timeline": queries.timeline(person, action),
        "may_edit": may_edit and action.stage in OPEN, "may_move": may_move,
        "is_open": action.stage in OPEN, "next": [(to, to in WITH_REASON) for to in LEGAL[Stage(action.stage)]],
        "may_comment": request.user.has_perm("actions.comment"), "may_measure": measuring.is_measurable(action),
        "stages": [stage.value for stage in OPEN] + ["done"], "metric": metric_title(action.metric),
        "members": _members(action), "check_form": TextForm(), "comment_form": CommentForm(), "file_form": FileForm(),
    })  # fmt: skip


def _members(action: Action) -> str:
    """Where the action applies, by the names members have in reports."""
    told = narrator()
    return told.word("and").join(told.member(action.dimension, one) for one in action.members_named)


@page("actions.edit")
def edit(request: HttpRequest, number: int) -> HttpResponseBase:
    action = _seen(request, number)
    allowed(request, "actions.edit", action)
    form = ActionForm(request.POST or None, instance=action, user=person_of(request))
    if form.is_valid():
        fresh = _seen(request, number)
        try:
            services.change_action(by=person_of(request), action=fresh, **form.cleaned_data)
            messages.success(request, word("actions.saved"))
            return redirect("actions:one", number)
        except KefuError as error:
            form.add_error(None, refusal(error))
    return render(request, "actions/edit.html", {"form": form, "action": action})


@page("actions.move")
@require_POST
def move(request: HttpRequest, number: int) -> HttpResponseBase:
    action = _seen(request, number)
    allowed(request, "actions.move", action)
    to = Stage(request.POST["to"]) if request.POST.get("to") in Stage.values else None
    why = request.POST.get("why", "")

    def change() -> None:
        if to is not None:
            services.move(by=person_of(request), action=action, to=to, why=why)

    return _done(request, action, change)


@page("actions.move")
@require_POST
def measure(request: HttpRequest, number: int) -> HttpResponseBase:
    """Start the measurement, slice by slice for whom the whole company may be seen by; its progress has a page."""
    action, person = _seen(request, number), person_of(request)
    allowed(request, "actions.move", action)
    form = MeasureForm(request.POST, action=action)
    if not form.is_valid():
        messages.error(request, word("actions.wrong.not_measurable"))
        return redirect("actions:one", number)
    if form.cleaned_data["dimension"] and scope(person):
        raise PermissionDenied("actions.move")
    jobs.start("actions.measure", by=person, title=action.title, number=action.pk, **form.cleaned_data)
    messages.success(request, word("actions.measuring"))
    return redirect("actions:one", number)


@page("actions.move")
@require_POST
def add_check(request: HttpRequest, number: int) -> HttpResponseBase:
    action = _seen(request, number)
    allowed(request, "actions.move", action)
    form = TextForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    return _done(request, action, lambda: text and services.add_check(by=person_of(request), action=action, text=text))


@page("actions.move")
@require_POST
def tick(request: HttpRequest, number: int, check: int) -> HttpResponseBase:
    action = _seen(request, number)
    allowed(request, "actions.move", action)
    line = get_object_or_404(action.checks, pk=check)
    done = request.POST.get("done") == "1"
    return _done(request, action, lambda: services.tick(by=person_of(request), check=line, done=done))


@page("actions.comment")
@require_POST
def comment(request: HttpRequest, number: int) -> HttpResponseBase:
    action = _seen(request, number)
    form = CommentForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    return _done(request, action, lambda: text and services.comment(by=person_of(request), action=action, text=text))


@page("actions.move")
@require_POST
def attach(request: HttpRequest, number: int) -> HttpResponseBase:
    action = _seen(request, number)
    allowed(request, "actions.move", action)
    file = request.FILES.get("file")
    return _done(request, action, lambda: file and files.attach(by=person_of(request), action=action, file=file))


@page("actions.view")
@require_GET
def download(request: HttpRequest, number: int, file: int) -> HttpResponseBase:
    """A file as an attachment: it is never shown in the page, whatever it is."""
    held = get_object_or_404(_seen(request, number).files, pk=file)
    if not files.path_of(held).is_file():
        raise Http404
    return attachment(files.path_of(held).open("rb"), held.name)


def _seen(request: HttpRequest, number: int) -> Action:
    return get_object_or_404(queries.actions_of(person_of(request)), pk=number)


def _done(request: HttpRequest, action: Action, change: Callable[[], object]) -> HttpResponseBase:
    """Do it, say what was wrong where it was refused, and show the action again."""
    try:
        change()
    except KefuError as error:
        messages.error(request, refusal(error))
    return redirect("actions:one", action.pk)
