"""For every kind of job: something to do, and what there has to be afterwards however often the job was interrupted.

What a kind computes has tests of its own; here stand-ins are in its place, so that only its effects are left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kefu.findings import Finding, Period
from kefu.project import Project
from kefu.report.archive import step
from kefu.report.making import Made
from kefu.sending.channel import read_channel
from kefu.sending.log import UNSURE, Sent
from kefu.sending.message import Message
from kefu.sending.parcel import Parcel
from kefu.store import ledger
from kefu.workbench import company as served
from kefu.workbench.accounts.models import User
from kefu.workbench.actions import measuring
from kefu.workbench.actions import services as actions
from kefu.workbench.actions import tasks as action_tasks
from kefu.workbench.actions.models import Action, Effect
from kefu.workbench.actions.stages import Stage
from kefu.workbench.callbacks import services as callbacks
from kefu.workbench.callbacks.models import Attempt, Callback
from kefu.workbench.cases.flow import Flow
from kefu.workbench.cases.models import Case, Contact
from kefu.workbench.cases.models import Stage as CaseStage
from kefu.workbench.cases.services import handling
from kefu.workbench.dashboards import judged
from kefu.workbench.dashboards import tasks as dashboard_tasks
from kefu.workbench.datasets import quality
from kefu.workbench.datasets import services as datasets
from kefu.workbench.datasets.models import Purpose, Upload
from kefu.workbench.incidents import services as incidents
from kefu.workbench.incidents.models import Incident
from kefu.workbench.jobs.models import Job
from kefu.workbench.loop.rules import low_score_opens_callback as low_score
from kefu.workbench.notices.models import Notice
from kefu.workbench.notices.services import notify
from kefu.workbench.reports import queries as report_queries
from kefu.workbench.reports import services as reports
from kefu.workbench.reports import tasks as report_tasks
from kefu.workbench.targets import services as targets
from tests.workbench.companies import GOOD, WRONG, agents

MONTH, KIND = "2026-10", "key_customer"
OCTOBER = Period.month(MONTH)
TABLES = ("agent", "target", "incident", "call")
Told = dict[str, Any]


@dataclass
class Play:
    """What a scene plays on."""

    folder: Path
    people: dict[str, User]
    patched: pytest.MonkeyPatch
    sent: list[tuple[str, str]]


@dataclass(frozen=True)
class Scene:
    """``arguments`` of the job, what there is after it, and what there should be."""

    arguments: Told
    told: Callable[[], Any]
    expected: Any


SCENES: dict[str, Callable[[Play], Scene]] = {}


def scene(kind: str) -> Callable[[Callable[[Play], Scene]], Callable[[Play], Scene]]:
    def kept(function: Callable[[Play], Scene]) -> Callable[[Play], Scene]:
        SCENES[kind] = function
        return function

    return kept


# --- data ------------------------------------------------------------------------------------------------------------


def _record() -> list[tuple[str, int]]:
    """Rows of the data by their table."""
    tables = Project(served.company().folder).record.tables
    return sorted((name, one.rows) for name, one in tables.items() if name in TABLES)


def _result() -> Told:
    """What the last job says came of it."""
    held = Job.objects.latest("pk").result
    assert isinstance(held, dict)
    return held


def _uploads() -> list[tuple[str, int]]:
    """The state of every upload, and how many files of it lie about."""
    return [(one.state, len(list(one.path.parent.glob("*")))) for one in Upload.objects.order_by("pk")]


@scene("datasets.import")
def importing(at: Play) -> Scene:
    sent = SimpleUploadedFile("agents.csv", agents(*GOOD, WRONG))
    upload = datasets.receive(by=at.people["analyst"], sent=sent)
    return Scene({"uploads": [upload.pk]}, lambda: (_record(), _uploads()), ([("agent", 3)], [("imported", 0)]))


@scene("datasets.bring_back")
def bringing_back(at: Play) -> Scene:
    (at.folder / "agents.csv").write_bytes(agents(*GOOD, WRONG))
    served.company().import_files([at.folder / "agents.csv"])
    rows = served.company().set_aside("zh", personal=True)
    (row,) = (one for kind in rows.kinds("") for one in rows.of_kind(kind, ""))
    corrected = {**row.content, "班组": "电话组", "入职日期": "2024-04-08"}
    datasets.correct(by=at.people["analyst"], row=row, cells=corrected)
    Upload.objects.update(job=None)
    Job.objects.all().delete()
    upload = Upload.objects.get(purpose=Purpose.CORRECTION)

    def told() -> Any:
        return _record(), _uploads(), [(one["accepted"], one["refused"]) for one in Upload.objects.get().result]

    return Scene({"upload": upload.pk}, told, ([("agent", 4)], [("imported", 0)], [(1, 0)]))


@scene("datasets.sync")
def syncing(at: Play) -> Scene:
    (at.folder / "agents.csv").write_bytes(agents(*GOOD))
    at.patched.setattr(Project, "sync", lambda self, _name, **_told: self.import_files([at.folder / "agents.csv"]))
    return Scene({"name": "desk"}, _record, [("agent", 3)])


@scene("datasets.facts")
def computing_facts(at: Play) -> Scene:
    file = at.folder / "agents.csv"
    file.write_bytes(agents(*GOOD))
    project = served.company()
    project.take_in([(file, project.recognised(file))], facts_later=True)
    return Scene({}, lambda: (_record(), served.owes_facts()), ([("agent", 3)], False))


@scene("datasets.check")
def checking(at: Play) -> Scene:
    at.patched.setattr(quality, "told", lambda _project: {"zh": "好"})
    return Scene({}, lambda: _result()["zh"], "好")


@scene("targets.hand_over")
def handing_over(at: Play) -> Scene:
    by = at.people["manager"]
    plan = targets.make_plan(by=by, metric="ticket_volume", month="2026-11", value=1000.0, basis="market")
    return Scene({"plan": plan.pk}, _record, [("target", 1)])


@scene("incidents.go_round")
def going_round(at: Play) -> Scene:
    began = timezone.now() - timedelta(days=2)
    told: Told = {"title": "爆仓", "kind": "logistics", "severity": "high", "started_at": began}
    incidents.open_incident(by=at.people["manager"], **told)

    def after() -> Any:
        left = [one.name for one in at.folder.glob("workbench/*incidents*")]
        return _record(), Incident.objects.get().is_in_the_data, left

    return Scene({}, after, ([("incident", 1)], True, []))


@scene("callbacks.bring_back")
def calls(at: Play) -> Scene:
    _called_back(at, tried=True)
    return Scene({}, lambda: (_record(), Attempt.objects.filter(brought_back_at=None).count()), ([("call", 1)], 0))


# --- clocks ----------------------------------------------------------------------------------------------------------


def _called_back(at: Play, *, tried: bool) -> Callback:
    """A low score of two days ago, given to the agent; its time is over."""
    score = callbacks.LowScore("R1", timezone.now() - timedelta(hours=49), team="phone")
    (made,) = callbacks.open_callbacks([score])
    held = callbacks.assign(by=at.people["agent"], callback=made, to=at.people["agent"])
    if tried:
        callbacks.attempt(by=at.people["agent"], callback=held, is_reached=True)
    return held


def _notices() -> list[tuple[str, str]]:
    return sorted((one.what, one.to.username) for one in Notice.objects.select_related("to"))


@scene("callbacks.watch")
def watching(at: Play) -> Scene:
    _called_back(at, tried=False)
    return Scene({}, _notices, [("callbacks.notices.late", "lead")])


@scene("actions.watch")
def reminding(at: Play) -> Scene:
    agent = at.people["agent"]
    actions.open_action(by=agent, owner=agent, title="A", due_on=date.today() - timedelta(days=3))  # noqa: DTZ011
    late = "actions.notices.overdue"
    return Scene({}, _notices, [(late, one) for one in ("admin", "agent", "lead", "manager")])


@scene("cases.escalate")
def escalating(at: Play) -> Scene:
    agent = at.people["agent"]
    case = handling.open_case(by=agent, flow=Flow.COMPLAINT, title="破损", owner=agent, team=agent.team)
    began, over = (timezone.now() - timedelta(days=days) for days in (9, 8))
    CaseStage.objects.update(began_at=began, due_at=over)
    late = "cases.notices.late"
    expected = ("lead", [(late, "agent"), (late, "lead")])
    return Scene({}, lambda: (Case.objects.get(pk=case.pk).escalated_to, _notices()), expected)


@scene("cases.forget")
def forgetting(at: Play) -> Scene:
    case = handling.open_case(by=at.people["agent"], flow=Flow.COMPLAINT, title="破损")
    Contact.objects.create(case=case, told="A", language="zh")
    CaseStage.objects.all().delete()
    Case.objects.update(
        step="closed", due_at=None, closed_at=timezone.now() - timedelta(days=3000), finding="f", solution="refund",
        basis="policy", agreement="a", answer="b", lesson="c",
    )  # fmt: skip
    return Scene({}, Contact.objects.count, 0)


# --- effects and the loop --------------------------------------------------------------------------------------------


def _begun(at: Play) -> Action:
    """An action whose time is over, and a company in which its effect is measured as none."""
    agent = at.people["agent"]
    told: Told = {"metric": "ticket_volume", "due_on": date(2026, 10, 20)}
    action = actions.open_action(by=agent, owner=agent, title="A", **told)
    action = actions.move(by=agent, action=action, to=Stage.DO, starts_on=date(2026, 9, 1))
    project = SimpleNamespace(
        meter=SimpleNamespace(available=lambda _metric: True), last_complete_month=lambda: OCTOBER, data=None,
        metrics={}, configuration=SimpleNamespace(country="CN", currency="CNY"), record=SimpleNamespace(imports=[1]),
    )  # fmt: skip
    for module in (measuring, action_tasks):
        at.patched.setattr(module, "company", lambda: project)
    at.patched.setattr(measuring, "Study", lambda *_: None)
    at.patched.setattr(measuring, "effect_of", lambda *_: Finding("effect", "effect.none", {}, {}, (), ()))
    at.patched.setattr(measuring, "_said", lambda *_: {"sentence": "未见效果"})
    at.patched.setattr(ledger, "enter", lambda *_: None)
    return action


def _effects() -> list[tuple[str, str]]:
    return [(one.month, one.verdict) for one in Effect.objects.all()]


@scene("actions.measure")
def measuring_one(at: Play) -> Scene:
    return Scene({"number": _begun(at).pk}, _effects, [(MONTH, "none")])


@scene("actions.measure_due")
def measuring_all(at: Play) -> Scene:
    _begun(at)
    return Scene({}, _effects, [(MONTH, "none")])


@scene("loop.rules")
def rules(at: Play) -> Scene:
    """A low score opens a callback; an action without an effect is planned again, and its owner is told."""
    action = _begun(at)
    Effect.objects.create(action=action, round=1, month=MONTH, verdict="none", said={"zh": {"sentence": "未见效果"}})
    has = SimpleNamespace(has=lambda _entity: True)
    project = SimpleNamespace(record=SimpleNamespace(imports=[1]), meter=SimpleNamespace(snapshot=has))
    at.patched.setattr(low_score, "company", lambda: project)
    score = callbacks.LowScore("R1", timezone.now() - timedelta(hours=1), team="phone")
    at.patched.setattr(low_score, "low_scores", lambda *_: iter([score]))

    def told() -> Any:
        held = Action.objects.get()
        return Callback.objects.count(), held.stage, held.round, _notices()

    return Scene({}, told, (1, "plan", 2, [("actions.notices.reopened", "agent")]))


@scene("dashboards.judge")
def judging(at: Play) -> Scene:
    at.patched.setattr(Project, "last_complete_month", lambda _project: OCTOBER)
    at.patched.setattr(judged, "Study", SimpleNamespace(of_month=lambda *_: None))
    at.patched.setattr(judged, "run_all", lambda _study: ())
    at.patched.setattr(dashboard_tasks, "PAGES", {})
    project = served.company()
    folder = at.folder / "workbench" / "findings"
    return Scene({}, lambda: (judged.findings_of(project, OCTOBER), len(list(folder.glob("*")))), ((), 1))


# --- reports ---------------------------------------------------------------------------------------------------------


def _written(_project: Project, period: Period, *, kind: str, language: str, formats: list[str], folder: Path,
             progress: Any) -> Made:  # fmt: skip
    files = tuple(folder / f"{kind}_{period}_{language}.{one}" for one in formats)
    for path in files:
        path.write_text("new", encoding="utf-8")
    return Made(files, None, (), (), None)  # type: ignore[arg-type]


def _published(project: Project, period: Period, *, kind: str, by: str, note: str, progress: Any) -> Any:
    files = sorted((project.folder / "reports" / str(period)).glob("*.md"))
    return project.archive.freeze(
        project.folder, period, kind, files, sequence=1, approvals=0, made_with="0", step=step("submitted", by, note)
    )


def _desk(at: Play) -> list[Parcel]:
    """A company whose reports are made by stand-ins, and the messages that would be sent to two people."""
    path = at.folder / "channels" / "bosses.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("kind: email\naudience: a\nto: [a@example.com, b@example.com]\nenvironment: {url: X}\n")
    parcels = [Parcel(read_channel(path, "zh"), Message("月报", "好", (), "d" * 64), MONTH, KIND, 1)]
    for name, made in {
        "report": _written, "publish": _published, "parcels": lambda *_, **__: parcels,
        "drafts": lambda project, period, _kind: sorted((project.folder / "reports" / str(period)).glob("*")),
        "verify": lambda *_, **__: [],
    }.items():  # fmt: skip
        at.patched.setattr(Project, name, made)
    return parcels


def _versions() -> list[tuple[int, str]]:
    return [(one.number, one.state) for one in served.company().archive.versions(OCTOBER, KIND)]


def _drafts(at: Play) -> list[str]:
    return sorted(path.read_text(encoding="utf-8") for path in (at.folder / "reports" / MONTH).glob("*"))


@scene("reports.build")
def building(at: Play) -> Scene:
    _desk(at)
    asked = {"month": MONTH, "kind": KIND, "languages": ["zh"], "formats": ["md", "html"]}
    return Scene(asked, lambda: _drafts(at), ["new", "new"])


@scene("reports.submit")
def submitting(at: Play) -> Scene:
    _desk(at)
    (at.folder / "reports" / MONTH).mkdir(parents=True)
    (at.folder / "reports" / MONTH / f"{KIND}_{MONTH}_zh.md").write_text("new")
    asked = {"month": MONTH, "kind": KIND, "who": "analyst", "note": "", "after": 0}
    return Scene(asked, _versions, [(1, "published")])


@scene("reports.verify")
def verifying(at: Play) -> Scene:
    _desk(at)
    asked = {"month": MONTH, "kind": KIND, "version": 0}
    return Scene(asked, lambda: _result()["files"], [])


@scene("reports.look_over")
def looking_over(at: Play) -> Scene:
    _desk(at)
    asked = {"month": MONTH, "kind": KIND, "version": 1, "channels": ["bosses"]}
    return Scene(asked, lambda: len(at.sent), 0)


@scene("reports.scheduled")
def scheduling(at: Play) -> Scene:
    _desk(at)
    project = SimpleNamespace(record=SimpleNamespace(imports=[1]), last_complete_month=lambda: OCTOBER)
    at.patched.setattr(report_tasks, "company", lambda: project)
    at.patched.setattr(report_queries, "month_before", lambda _now: OCTOBER)
    plan = reports.schedule(by=at.people["analyst"], kind=KIND, day=1, at=time(0), languages=["zh"], formats=["md"])
    plan.last_month = ""
    plan.save()
    at.patched.setattr(type(plan), "next_run", lambda _plan, now: now)
    return Scene({}, Job.objects.filter(kind="reports.run_schedule").count, 1)


@scene("reports.send")
def sending(at: Play) -> Scene:
    (parcel,) = _desk(at)
    asked = {"month": MONTH, "kind": KIND, "version": 1, "channels": ["bosses"], "digests": [parcel.message.digest]}
    return Scene(asked, lambda: len(at.sent), 2)


@scene("reports.send_again")
def sending_again(at: Play) -> Scene:
    """Of two readers one may have the message already; that one alone gets it once more."""
    (parcel,) = _desk(at)
    log = served.company().sent
    log.add(
        Sent("2026-11-02T08:00:00+08:00", "bosses", "email", "a@example.com", MONTH, KIND, 1, "zh",
             parcel.message.digest, fault=UNSURE)
    )  # fmt: skip
    asked = {"month": MONTH, "kind": KIND, "version": 1, "channel": "bosses", "digest": parcel.message.digest,
             "entry": next(log.entries()).key, "tries": 1}  # fmt: skip
    return Scene(asked, lambda: at.sent, [("bosses", "a@example.com")])


@scene("reports.run_schedule")
def running_a_schedule(at: Play) -> Scene:
    _desk(at)
    asked: Told = {
        "month": MONTH, "kind": KIND, "languages": ["zh"], "formats": ["md"], "publishes": True, "sends": True,
        "who": "analyst", "after": 0,
    }  # fmt: skip
    return Scene(asked, lambda: (_drafts(at), _versions(), len(at.sent)), (["new"], [(1, "published")], 2))


@scene("notices.deliver")
def delivering(at: Play) -> Scene:
    _desk(at)
    notify(to=at.people["agent"], what="cases.notices.late", reference="C-1", title="破损")
    User.objects.filter(username="agent").update(email="agent@example.com")
    (at.folder / "notices.yaml").write_text("email: bosses\n")
    return Scene({}, lambda: (len(at.sent), Notice.objects.get().tries), (1, 1))
