"""HTTP API: actions, as the person asking may see them."""

from datetime import date, datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from ninja import File as FileSent
from ninja.errors import HttpError
from ninja.files import UploadedFile

from kefu.errors import UsageError
from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.person import person_of
from kefu.workbench.accounts.scope import scope
from kefu.workbench.accounts.tokens import needs, permitted
from kefu.workbench.actions import files, promises, queries, services
from kefu.workbench.actions.forms import MeasureForm, owners
from kefu.workbench.actions.models import Action, Attachment, Check, Comment, Proposal
from kefu.workbench.actions.stages import Stage
from kefu.workbench.jobs import services as jobs
from kefu.workbench.web.attachment import attachment
from kefu.workbench.web.words import word

router = Router()
TOLD = ("title", "why", "metric", "dimension", "members", "figure", "expected", "success", "resources", "stage",
        "round", "starts_on", "due_on")  # fmt: skip


UNSENT: Any = None  # stands for what is not sent, where null may not be sent


class ChangeIn(Schema):
    """What an action says; what is not sent stays as it is, and nothing sent may be null."""

    title: str = Field(UNSENT, min_length=1, max_length=200)
    owner: str = Field(UNSENT)
    due_on: date = Field(UNSENT)
    starts_on: date = Field(UNSENT)
    why: str = ""
    metric: str = Field("", max_length=80)
    dimension: str = Field("", max_length=60)
    members: str = Field("", max_length=200)
    expected: str = Field("", max_length=40)
    success: str = ""
    resources: str = ""


class ActionIn(ChangeIn):
    title: str = Field(min_length=1, max_length=200)
    owner: str
    due_on: date


class ProposalOut(Schema):
    id: int
    kind: str
    metric: str
    dimension: str
    members: str
    month: str
    figure: str
    said: dict[str, str]
    measure: dict[str, dict[str, str]]


class WhyIn(Schema):
    why: str = Field(min_length=1, max_length=4000)


class MoveIn(Schema):
    to: str
    why: str = ""


class TextIn(Schema):
    text: str = Field(min_length=1, max_length=4000)


class CheckIn(Schema):
    text: str = Field(min_length=1, max_length=200)


class TickIn(Schema):
    done: bool


class CheckOut(Schema):
    id: int
    text: str
    done_at: datetime | None
    done_by: str | None = Field(None, alias="done_by.username")


class CommentOut(Schema):
    id: int
    at: datetime
    by: str = Field(alias="by.username")
    text: str


class FileOut(Schema):
    id: int
    name: str
    kind: str
    size: int
    digest: str
    by: str = Field(alias="by.username")
    at: datetime


@router.get("")
@needs("actions.view")
def listed(request: HttpRequest, show: str = "all") -> list[dict[str, Any]]:
    """Actions, the most urgent first; ``show`` is one of all, mine, team, overdue, ended."""
    return [_told(one) for one in queries.listed(person_of(request), show)]


@router.post("")
@needs("actions.open")
def open_action(request: HttpRequest, told: ActionIn) -> dict[str, Any]:
    person, fields = person_of(request), told.dict(exclude_unset=True)
    owner = get_object_or_404(owners(person), username=fields.pop("owner"))
    return _told(services.open_action(by=person, owner=owner, **fields))


@router.get("/proposals", response=list[ProposalOut])
@needs("actions.proposals")
def proposals(request: HttpRequest) -> list[Proposal]:  # noqa: ARG001 - ninja names it
    """What was found and calls for action, in both languages, until somebody decides."""
    return list(queries.proposals())


@router.post("/proposals/{number}/dismiss", response={204: None})
@needs("actions.proposals")
def dismiss(request: HttpRequest, number: int, told: WhyIn) -> Status[None]:
    found = get_object_or_404(queries.proposals(), pk=number)
    services.decide(by=person_of(request), proposal=found, accepted=False, why=told.why)
    return Status(204, None)


@router.patch("/{number}")
@needs("actions.edit")
def change(request: HttpRequest, number: int, told: ChangeIn) -> dict[str, Any]:
    """Change what is planned; what is not sent stays. 422 for what makes no sense, and once it has ended."""
    person = person_of(request)
    action = _permitted(request, number, "actions.edit")
    fields = told.dict(exclude_unset=True)
    if "owner" in fields:
        fields["owner"] = get_object_or_404(owners(person), username=fields["owner"])
    return _told(services.change_action(by=person, action=action, **fields))


@router.get("/{number}")
@needs("actions.view")
def one(request: HttpRequest, number: int) -> dict[str, Any]:
    """One action with what was measured."""
    action = _seen(person_of(request), number)
    effects = [
        {
            "month": one.month,
            "round": one.round,
            "dimension": one.dimension,
            "member": one.member,
            "verdict": one.verdict,
            "figures": one.figures,
        }
        for one in queries.effects_of(person_of(request), action)
    ]
    return {**_told(action), "effects": effects}


@router.post("/{number}/move")
@needs("actions.move")
def move(request: HttpRequest, number: int, told: MoveIn) -> dict[str, Any]:
    """Move it to another stage; 422 where that may not follow."""
    person, action = person_of(request), _to_work_on(request, number)
    if told.to not in Stage.values:
        raise UsageError("to: should be one of {known}", known=", ".join(Stage.values))
    return _told(services.move(by=person, action=action, to=Stage(told.to), why=told.why))


class MeasureIn(Schema):
    month: str = ""
    dimension: str = ""


@router.post("/{number}/measure")
@needs("actions.move")
def measure(request: HttpRequest, number: int, told: MeasureIn) -> dict[str, int]:
    """Start to measure its effect up to a month ("": the last whole one), slice by slice of a dimension where one is
    given; answers with the number of the job. 422 for a month or a dimension it cannot be measured by."""
    person, action = person_of(request), _to_work_on(request, number)
    if told.dimension and scope(person):
        raise HttpError(403, "not permitted: actions.move")
    form = MeasureForm(told.dict(), action=action)
    if not form.is_valid():
        raise UsageError(word("actions.wrong.not_measurable"))
    job = jobs.start("actions.measure", by=person, title=action.title, number=action.pk, **form.cleaned_data)
    return {"job": job.pk}


@router.get("/{number}/checks", response=list[CheckOut])
@needs("actions.view")
def checks(request: HttpRequest, number: int) -> list[Check]:
    """The checklist, in its order."""
    return list(_seen(person_of(request), number).checks.select_related("done_by"))


@router.post("/{number}/checks", response={201: CheckOut})
@needs("actions.move")
def add_check(request: HttpRequest, number: int, told: CheckIn) -> Status[Check]:
    action = _to_work_on(request, number)
    return Status(201, services.add_check(by=person_of(request), action=action, text=told.text))


@router.post("/{number}/checks/{check}", response=CheckOut)
@needs("actions.move")
def tick(request: HttpRequest, number: int, check: int, told: TickIn) -> Check:
    """Say that a line of the checklist is done, or that it is not."""
    line = get_object_or_404(_to_work_on(request, number).checks, pk=check)
    return services.tick(by=person_of(request), check=line, done=told.done)


@router.get("/{number}/comments", response=list[CommentOut])
@needs("actions.view")
def comments(request: HttpRequest, number: int) -> list[Comment]:
    """What was said, the oldest first."""
    return list(_seen(person_of(request), number).comments.select_related("by"))


@router.post("/{number}/comments", response={201: CommentOut})
@needs("actions.comment")
def comment(request: HttpRequest, number: int, told: TextIn) -> Status[Comment]:
    """Say something; the owner hears of it."""
    person = person_of(request)
    return Status(201, services.comment(by=person, action=_seen(person, number), text=told.text))


@router.get("/{number}/files", response=list[FileOut])
@needs("actions.view")
def held_files(request: HttpRequest, number: int) -> list[Attachment]:
    """The files, without what is in them, the oldest first."""
    return list(_seen(person_of(request), number).files.select_related("by"))


@router.post("/{number}/files", response={201: FileOut})
@needs("actions.move")
def attach(request: HttpRequest, number: int, file: FileSent[UploadedFile]) -> Status[Attachment]:
    """Send a file; the same content twice is one. 422 for one too large, one too many, or of a kind not taken."""
    action = _to_work_on(request, number)
    return Status(201, files.attach(by=person_of(request), action=action, file=file))


@router.get("/{number}/files/{file}")
@needs("actions.view")
def download(request: HttpRequest, number: int, file: int) -> FileResponse:
    """A file as it was sent, as an attachment."""
    held = get_object_or_404(_seen(person_of(request), number).files, pk=file)
    if not files.path_of(held).is_file():
        raise Http404
    return attachment(files.path_of(held).open("rb"), held.name)


def _to_work_on(request: HttpRequest, number: int) -> Action:
    return _permitted(request, number, "actions.move")


def _permitted(request: HttpRequest, number: int, permission: str) -> Action:
    action = _seen(person_of(request), number)
    permitted(request, permission, action)
    return action


def _seen(person: User, number: int) -> Action:
    return get_object_or_404(queries.actions_of(person), pk=number)


def _told(action: Action) -> dict[str, Any]:
    told = {name: getattr(action, name) for name in TOLD}
    told["understood"] = promises.understood(action)
    return {"id": action.pk, **told, "owner": action.owner.username, "overdue": action.is_overdue}
