"""Reports in the browser: built by a job, submitted by one person, approved by another, and frozen from then on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from kefu.analyses.restatement import published
from kefu.demo import write_company
from kefu.errors import UsageError
from kefu.findings import Period
from kefu.project import Project
from kefu.report import commentary
from kefu.report.archive import step
from kefu.sending.channel import read_channel
from kefu.sending.log import UNSURE, Sent
from kefu.sending.message import Message
from kefu.sending.parcel import Parcel
from kefu.workbench import company as served
from kefu.workbench.accounts.models import AuditEvent, User
from kefu.workbench.company import company
from kefu.workbench.jobs import services as jobs
from kefu.workbench.jobs.models import Job
from kefu.workbench.jobs.models import State as JobState
from kefu.workbench.jobs.running import run
from kefu.workbench.reports import changes, queries, services, tasks
from kefu.workbench.reports.models import Comment, Schedule
from tests.conftest import built_once
from tests.workbench.companies import make, result, serve
from tests.workbench.conftest import Login

pytestmark = pytest.mark.django_db
MONTH, KIND = "2026-10", "key_customer"
TAKEN = ("agents.csv", "customers.csv", "helpdesk_tickets_2026H2.jsonl", "survey.xlsx")
JSON = "application/json"
OF = f"/reports/{MONTH}/{KIND}"


@pytest.fixture(scope="module")
def built(shared: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """A company of 2,000 tickets whose report was built by the job itself, and what the job said."""
    place = built_once(shared / "reported_company", build)
    yield place / "company", json.loads((place / "said.json").read_text(encoding="utf-8"))
    served._held.__dict__.clear()


def build(place: Path) -> None:
    write_company(place, tickets=2_000, last_month=date(2026, 10, 1))
    folder = place / "company"
    make(folder, approvals=1).import_files([place / "exports" / name for name in TAKEN])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(django_settings, "KEFU_PROJECT", folder)
        patched.setattr(django_settings, "HOME", folder / "workbench")
        served._held.__dict__.clear()
        told: list[float] = []
        said = tasks.build(
            lambda _stage, done: told.append(done), month=MONTH, kind=KIND, languages=["zh"], formats=["md", "html"]
        )
    served._held.__dict__.clear()
    assert told == sorted(told)
    assert told[-1] <= 1
    (place / "said.json").write_text(json.dumps(said), encoding="utf-8")


@pytest.fixture
def project(built: tuple[Path, dict[str, Any]], tmp_path: Path, settings: Any) -> Project:
    """A copy of that company: what a test publishes is its own."""
    folder = tmp_path / "company"
    shutil.copytree(built[0], folder)
    serve(settings, folder)
    return company()


@pytest.fixture
def frozen(project: Project, people: dict[str, User]) -> Project:
    """With a version the analyst submitted; verifying its numbers has a test of its own."""
    project.archive.freeze(
        project.folder, Period.month(MONTH), KIND, project.drafts(Period.month(MONTH), KIND), sequence=1, approvals=1,
        made_with="0", step=step("submitted", "analyst"),
    )  # fmt: skip
    return project


def ended(job: Job) -> Job:
    run(job.pk)
    job.refresh_from_db()
    return job


def place() -> queries.Place:
    return queries.place(MONTH, KIND)


# --- building and reading -------------------------------------------------------------------------------------------


def test_the_job_writes_what_was_chosen(built: tuple[Path, dict[str, Any]]) -> None:
    folder, said = built
    names = [f"{KIND}_{MONTH}_zh.html", f"{KIND}_{MONTH}_zh.md"]
    assert sorted(said["files"]) == names
    assert sorted(path.name for path in (folder / "reports" / MONTH).iterdir()) == names
    assert said["address"] == OF
    assert list((folder / "workbench" / "building").iterdir()) == []


def test_a_report_is_built_once_at_a_time(project: Project, people: dict[str, User], logged_in: Login) -> None:
    client = logged_in("analyst")
    first = client.post(f"{OF}/build", {"languages": ["zh"], "formats": ["md"]})
    job = Job.objects.get(kind="reports.build")
    assert first.headers["Location"] == f"/jobs/{job.pk}"
    assert job.arguments == {"month": MONTH, "kind": KIND, "languages": ["zh"], "formats": ["md"]}
    again = client.post(f"{OF}/build", {"languages": ["zh"], "formats": ["md"]}, follow=True).content.decode()
    assert "正在生成或提交" in again
    with pytest.raises(UsageError, match="请在这些格式中选择"):
        services.build(by=people["analyst"], place=place(), languages=["zh"], formats=["exe"])
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, done=0.5, stage="measure")
    part = client.get(f"/jobs/{job.pk}", headers={"HX-Request": "true"}).content.decode()
    assert "50 %" in part
    assert "<html" not in part


def test_a_build_that_is_stopped_leaves_the_draft(project: Project, people: dict[str, User]) -> None:
    before = {path: path.read_bytes() for path in project.drafts(Period.month(MONTH), KIND)}
    job = services.build(by=people["analyst"], place=place(), languages=["zh"], formats=["md"])
    Job.objects.filter(pk=job.pk).update(is_to_stop=True)
    assert ended(job).state == JobState.CANCELLED
    assert {path: path.read_bytes() for path in project.drafts(Period.month(MONTH), KIND)} == before


def test_the_page_of_a_report_has_its_own_policy_and_no_origin(project: Project, logged_in: Login) -> None:
    client = logged_in("manager")
    outer = client.get(f"{OF}/v0/read/zh")
    assert '<iframe sandbox="allow-scripts"' in outer.content.decode()
    page = client.get(f"{OF}/v0/page/{KIND}_{MONTH}_zh.html")
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'sha256-" in policy
    assert "unsafe" not in policy
    assert policy.endswith("sandbox allow-scripts; frame-ancestors 'self'")
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert client.get(f"{OF}/v0/page/{KIND}_{MONTH}_zh.md").status_code == 404


@pytest.mark.parametrize("name", ["..%2F..%2Fkefu.yaml", "kefu.yaml", "other_2026-10_zh.md"])
def test_only_files_of_the_report_are_handed_out(name: str, project: Project, logged_in: Login) -> None:
    assert logged_in("manager").get(f"{OF}/v0/files/{name}").status_code == 404


def test_a_download_is_an_attachment_and_remembered(project: Project, logged_in: Login) -> None:
    response = logged_in("manager").get(f"{OF}/v0/files/{KIND}_{MONTH}_zh.md")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(response).startswith(b"#")
    assert AuditEvent.objects.get(what="reports.downloaded").after["version"] == 0


@pytest.mark.parametrize("address", ["/reports/2026-13/x", "/reports/now/key_customer", f"/reports/{MONTH}/none"])
def test_what_is_no_report_is_not_found(address: str, project: Project, logged_in: Login) -> None:
    assert logged_in("manager").get(address).status_code == 404


# --- submitted, approved, frozen ------------------------------------------------------------------------------------


def test_submitting_verifies_every_number_and_freezes_once(project: Project, people: dict[str, User]) -> None:
    job = services.submit(by=people["analyst"], place=place(), note="十月")
    assert ended(job).state == JobState.DONE, job.error
    assert (result(job)["version"], result(job)["state"]) == (1, "submitted")
    assert AuditEvent.objects.get(what="reports.submitted").who == "analyst"
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)  # killed after it was frozen
    assert result(ended(job))["version"] == 1
    assert len(project.archive.versions(Period.month(MONTH), KIND)) == 1
    draft = project.folder / "reports" / MONTH / f"{KIND}_{MONTH}_zh.md"
    draft.write_text(draft.read_text(encoding="utf-8").replace("1", "7"), encoding="utf-8")
    wrong = services.submit(by=people["analyst"], place=place())
    assert ended(wrong).state == JobState.FAILED
    assert "与数据不一致，不能发布" in wrong.error


def test_who_submits_does_not_approve(frozen: Project, people: dict[str, User], logged_in: Login) -> None:
    decide = f"{OF}/v1/decide"
    assert logged_in("analyst").post(decide, {"approve": "1"}).status_code == 403
    held = frozen.archive.version(Period.month(MONTH), KIND, 1)
    with pytest.raises(UsageError, match="analyst submitted it, so somebody else has to approve it"):
        services.decide(by=people["analyst"], place=place(), version=held, what="approved")
    logged_in("executive").post(decide, {"approve": "1"})
    assert frozen.archive.version(Period.month(MONTH), KIND, 1).state == "published"
    again = logged_in("manager").post(decide, {"return": "1", "note": "no"}, follow=True).content.decode()
    assert "第 1 版已发布，不能再处理" in again
    event = AuditEvent.objects.get(what="reports.approved")
    assert (event.who, event.before, event.after["state"]) == ("executive", {"state": "submitted"}, "published")


def test_a_version_is_returned_with_a_reason(frozen: Project, logged_in: Login) -> None:
    client = logged_in("manager")
    assert "请在备注中写明原因" in client.post(f"{OF}/v1/decide", {"return": "1"}, follow=True).content.decode()
    client.post(f"{OF}/v1/decide", {"return": "1", "note": "缺退货"})
    assert frozen.archive.version(Period.month(MONTH), KIND, 1).state == "returned"


def test_nothing_in_the_browser_changes_what_is_frozen(
    frozen: Project, people: dict[str, User], logged_in: Login
) -> None:
    version = frozen.archive.version(Period.month(MONTH), KIND, 1)
    logged_in("executive").post(f"{OF}/v1/decide", {"approve": "1"})
    client = logged_in("manager")
    for address in ("build", "submit", "comment", "v1/verify", "v1/decide", "send"):
        client.post(f"{OF}/{address}", {"languages": ["zh"], "formats": ["md"], "text": "x", "approve": "1"})
    services.write(
        by=people["manager"], place=place(), language="zh", section=queries.sections(place().kind)[0][0], text="改"
    )
    for address in ("v1/files/x", "v1/page/x"):
        assert client.post(f"{OF}/{address}").status_code == 405
    assert frozen.archive.changed(version) == ()


def test_a_version_that_was_altered_is_not_approved(frozen: Project, logged_in: Login) -> None:
    held = frozen.archive.version(Period.month(MONTH), KIND, 1)
    file = frozen.archive.place(held) / "files" / f"{KIND}_{MONTH}_zh.md"
    file.chmod(0o644)
    file.write_text("other", encoding="utf-8")
    client = logged_in("manager")
    page = client.post(f"{OF}/v1/decide", {"approve": "1"}, follow=True).content.decode()
    assert "冻结之后文件被改动" in page
    assert "冻结后被改动" in page
    assert frozen.archive.version(Period.month(MONTH), KIND, 1).state == "submitted"


def test_the_api_comments_decides_and_submits(frozen: Project, people: dict[str, User], logged_in: Login) -> None:
    json: dict[str, Any] = {"content_type": "application/json"}
    of = f"/api/v1{OF}"
    manager, analyst = logged_in("manager"), logged_in("analyst")
    said = analyst.post(f"{of}/comments", {"text": "口径请核对", "version": 1}, **json)
    assert (said.status_code, said.json()["by"]) == (201, "analyst")
    assert analyst.post(f"{of}/comments", {"text": "x", "version": 9}, **json).status_code == 404
    assert logged_in("lead").get(f"{of}/comments").json() == []  # what is not published is not theirs to read
    settled = manager.post(f"{of}/comments/{said.json()['id']}/resolve").json()
    assert (settled["resolved_by"], manager.get(f"{of}/comments").json()) == ("manager", [settled])
    assert manager.post(f"{of}/v1/decide", {"what": "returned"}, **json).status_code == 422  # with words only
    assert analyst.post(f"{of}/v1/decide", {"what": "approved"}, **json).status_code == 403
    assert manager.post(f"{of}/v1/decide", {"what": "approved"}, **json).json() == {
        "version": 1, "state": "published", "approved_by": ["manager"],
    }  # fmt: skip
    refused = manager.post(f"{of}/v1/decide", {"what": "approved"}, **json)
    assert "已发布，不能再处理" in refused.json()["detail"]
    jobs = [analyst.post(f"{of}/submit", {}, **json).json()["job"], analyst.post(f"{of}/v0/verify").json()["job"]]
    assert [Job.objects.get(pk=one).kind for one in jobs] == ["reports.submit", "reports.verify"]
    plan = manager.post("/api/v1/reports/schedules", {"kind": KIND, "day": 3, "time": "08:00"}, **json)
    assert (plan.status_code, plan.json()["is_active"]) == (201, True)
    off = manager.post(f"/api/v1/reports/schedules/{plan.json()['id']}", {"is_active": False}, **json)
    assert off.json()["is_active"] is False
    assert (
        manager.post("/api/v1/reports/schedules", {"kind": "x", "day": 3, "time": "08:00"}, **json).status_code == 404
    )


def test_versions_are_compared(frozen: Project, people: dict[str, User], logged_in: Login) -> None:
    month, drafts = Period.month(MONTH), frozen.drafts(Period.month(MONTH), KIND)
    file = frozen.folder / "kefu.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("theme: light", "theme: dark"), encoding="utf-8")
    (first,) = published.versions(frozen.data, month)
    for sequence in (first.sequence, first.sequence + 1):
        frozen.archive.freeze(
            frozen.folder, month, KIND, drafts, sequence=sequence, approvals=1, made_with="0",
            step=step("submitted", "analyst"),
        )  # fmt: skip
    same = changes.compared(people["manager"], place(), 1, 2)
    assert (same.same_data, same.settings) == (True, ["kefu.yaml"])
    client = logged_in("manager")
    compared = f"{OF}/compare?before=2&after=3"
    assert "次导入时的数值没有留存" in client.get(compared).content.decode()
    User.objects.filter(username="manager").update(language="en")  # each reads it in their own language
    assert "are not known" in client.get(compared).content.decode()
    User.objects.filter(username="manager").update(language="")
    later = replace(frozen.record, sequence=first.sequence + 1)
    published.publish(frozen.data, later, month, KIND, "zh", first.figures)
    found = changes.compared(people["manager"], place(), 2, 3)
    assert (found.numbers.changed, found.same_data, found.settings) == (0, False, [])
    assert found.numbers.unchanged > 20
    page = client.get(f"{OF}/compare?before=3&after=2").content.decode()
    assert f"0 个数字有变化，{found.numbers.unchanged} 个未变" in page
    api = f"/api/v1/reports/{MONTH}/{KIND}/compare?before=3&after=2"
    told = client.get(api).json()
    assert (told["changed"], told["unchanged"], told["same_data"]) == ([], found.numbers.unchanged, False)
    lead = logged_in("lead")
    assert [lead.get(address).status_code for address in (f"{OF}/compare?before=2&after=3", api)] == [404, 404]


def test_a_published_report_is_held_against_the_data_of_today(
    frozen: Project, people: dict[str, User], logged_in: Login, tmp_path: Path
) -> None:
    manager, address = logged_in("manager"), f"{OF}/v1/since"
    manager.post(f"{OF}/v1/decide", {"approve": "1"})
    assert "所有数字均与现有数据一致" in manager.get(address).content.decode()
    found = changes.since(people["manager"], place(), 1)
    before = frozen.meter.figure("key_customer_volume", Period.month(MONTH))
    assert before.value
    late = _one_more_ticket_of_a_key_customer(frozen, tmp_path)
    Project(frozen.folder).import_files([late])
    after = changes.since(people["manager"], place(), 1)
    one = next(one for one in after.rows if one.before == before.id)
    assert (one.told.before, one.told.now, one.told.change) == (f"{before.value:.0f}", f"{before.value + 1:.0f}", "+1")
    assert one.told.files == late.name
    assert after.changed + after.unchanged == found.unchanged  # what is asked stays the same questions
    [told] = [row for row in manager.get(f"/api/v1{address}").json()["changed"] if row["figure_before"] == before.id]
    assert (told["now"], told["files"], told["figure_now"]) == (one.told.now, late.name, one.now)
    page = manager.get(address).content.decode()
    assert late.name in page
    assert f"/dashboards/figures/{one.now}" in page
    assert manager.get(f"/dashboards/figures/{one.now}").status_code == 200
    assert address in manager.get(OF).content.decode()
    assert logged_in("lead").get(address).status_code == 403  # numbers of all teams
    assert address not in logged_in("lead").get(OF).content.decode()


def _one_more_ticket_of_a_key_customer(project: Project, folder: Path) -> Path:
    """The last ticket of October of a key customer in the file that was imported, with a number of its own."""
    [file] = (project.data / "raw").rglob(TAKEN[2])
    customers = project.meter.table("customer")
    keys = set(customers.filter(customers["segment"] == "key")["customer_id"].execute())
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    row = [one for one in rows if one["requester_id"] in keys and one["created_at"].startswith("2026-10-2")][-1]
    late = folder / "helpdesk_tickets_late.jsonl"
    late.write_text(json.dumps({**row, "id": 999_999}, ensure_ascii=False) + "\n", encoding="utf-8")
    return late


# --- who sees what --------------------------------------------------------------------------------------------------


def test_drafts_are_for_those_who_make_them_and_publications_for_readers(frozen: Project, logged_in: Login) -> None:
    name = f"{KIND}_{MONTH}_zh.md"
    lead, auditor, agent = logged_in("lead"), logged_in("auditor"), logged_in("agent")
    assert agent.get("/reports/").status_code == 403
    assert auditor.get(f"{OF}/v0/files/{name}").status_code == 200
    assert auditor.post(f"{OF}/build").status_code == 403
    assert auditor.post(f"{OF}/comment").status_code == 403
    assert lead.get(f"{OF}/v0/files/{name}").status_code == 404
    assert lead.get(f"{OF}/v1/files/{name}").status_code == 404  # it waits for approval
    assert KIND not in lead.get("/reports/").content.decode().partition("<table")[2]
    logged_in("manager").post(f"{OF}/v1/decide", {"approve": "1"})
    assert lead.get(f"{OF}/v1/files/{name}").status_code == 200
    assert f"{OF}" in lead.get("/reports/").content.decode()
    assert lead.get(f"/api/v1/reports/{MONTH}/{KIND}/v1/{name}").status_code == 200
    assert lead.get(f"/api/v1/reports/{MONTH}/{KIND}/v0/{name}").status_code == 404
    states = {one["kind"]: one["state"] for one in lead.get("/api/v1/reports").json()}
    assert states == {KIND: "published"}


# --- words beside the numbers ---------------------------------------------------------------------------------------


def test_a_comment_is_settled_once(frozen: Project, people: dict[str, User], logged_in: Login) -> None:
    section = queries.sections(place().kind)[0][0]
    client = logged_in("manager")
    client.post(f"{OF}/comment", {"version": "0", "section": section, "text": "<b>口径？</b>"})
    made = Comment.objects.get()
    page = client.get(OF).content.decode()
    assert "&lt;b&gt;口径？&lt;/b&gt;" in page
    assert logged_in("lead").post(f"{OF}/comments/{made.pk}/resolve").status_code == 404  # of a draft
    logged_in("analyst").post(f"{OF}/comments/{made.pk}/resolve")
    client.post(f"{OF}/comments/{made.pk}/resolve")
    made.refresh_from_db()
    assert made.resolved_by == people["analyst"]
    for wrong in ({"section": "none", "text": "x"}, {"section": "", "text": " "}):
        with pytest.raises(UsageError):
            services.comment(by=people["manager"], place=place(), version=0, **wrong)


def test_own_words_go_to_the_file_the_report_reads(project: Project, people: dict[str, User]) -> None:
    kind, month = place().kind, Period.month(MONTH)
    first, second = (one.sections[-1] for one in kind.chapters[:2])
    file = project.folder / "commentary" / MONTH / f"{KIND}.md"
    file.parent.mkdir(parents=True)
    file.write_text(f"# 十月\n\n## {second}\n\n原有的话\n", encoding="utf-8")
    services.write(
        by=people["analyst"], place=place(), language="zh", section=first, text="本月大促。\r\n\r\n### 备注\r\n一"
    )
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# 十月\n")
    remarks = commentary.read(project.folder, month, kind, "zh")
    assert [(one.about, one.title, one.paragraphs) for one in remarks] == [
        (first, "", ("本月大促。",)),
        (first, "备注", ("一",)),
        (second, "", ("原有的话",)),
    ]
    services.write(by=people["analyst"], place=place(), language="zh", section=first, text="")
    assert [one.about for one in commentary.read(project.folder, month, kind, "zh")] == [second]
    with pytest.raises(UsageError, match="would begin another section"):
        services.write(by=people["analyst"], place=place(), language="zh", section=first, text="## 其他")


# --- by the clock ---------------------------------------------------------------------------------------------------


def _scheduled(by: User, **said: Any) -> Schedule:
    plan = {"kind": KIND, "day": 2, "at": time(8, 0), "languages": ["zh"], "formats": ["md"], **said}
    return services.schedule(by=by, **plan)


def test_the_next_run_is_told_in_the_companys_time(project: Project, people: dict[str, User]) -> None:
    plan = Schedule(kind=KIND, day=2, time=time(8, 0), last_month="2026-09")
    # of October, on 2 November at eight in Shanghai, which is midnight in Greenwich
    assert plan.next_run(datetime(2026, 11, 1, tzinfo=UTC)) == datetime(2026, 11, 2, 0, 0, tzinfo=UTC)
    plan.last_month = "2026-10"
    assert plan.next_run(datetime(2026, 11, 3, tzinfo=UTC)) == datetime(2026, 12, 2, 0, 0, tzinfo=UTC)
    plan.last_month = "2026-12"
    assert plan.next_run(datetime(2027, 1, 5, tzinfo=UTC)) == datetime(2027, 2, 2, 0, 0, tzinfo=UTC)


def test_a_month_is_started_once_and_waits_for_its_data(
    project: Project, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    _scheduled(people["manager"], publishes=True)
    Schedule.objects.update(last_month="2026-09")
    monkeypatch.setattr("kefu.workbench.reports.tasks.timezone.now", lambda: datetime(2026, 11, 2, 0, 1, tzinfo=UTC))
    started = tasks.start_what_is_due(lambda *_: None)
    job = Job.objects.get(kind="reports.run_schedule")
    assert started == {"started": [job.pk]}
    assert tasks.start_what_is_due(lambda *_: None) == {"started": []}
    assert (job.arguments["month"], job.arguments["who"], job.by) == (MONTH, "manager", people["manager"])
    monkeypatch.setattr("kefu.workbench.reports.tasks.timezone.now", lambda: datetime(2026, 12, 2, 0, 1, tzinfo=UTC))
    assert tasks.start_what_is_due(lambda *_: None) == {"started": [], "waiting_for": "2026-11"}


@pytest.mark.parametrize("wrong", [{"day": 29}, {"formats": []}, {"languages": ["fr"]}, {"sends": True}])
def test_a_plan_that_cannot_be(wrong: dict[str, Any], project: Project, people: dict[str, User]) -> None:
    with pytest.raises(UsageError):
        _scheduled(people["manager"], **wrong)


def test_a_schedule_is_removed_by_who_may_and_the_audit_keeps_what_it_was(
    project: Project, people: dict[str, User], logged_in: Login
) -> None:
    plan, other = (_scheduled(people["manager"], publishes=one) for one in (True, False))
    for role in ("analyst", "executive", "auditor", "agent"):
        assert logged_in(role).post(f"/reports/schedules/{plan.pk}/remove").status_code == 403
        assert logged_in(role).delete(f"/api/v1/reports/schedules/{plan.pk}").status_code == 403
    client = logged_in("manager")
    assert "删除后不再自动生成" in client.get("/reports/schedules").content.decode()
    assert client.get(f"/reports/schedules/{plan.pk}/remove").status_code == 405
    client.post(f"/reports/schedules/{plan.pk}/remove")
    assert [one["id"] for one in client.get("/api/v1/reports/schedules").json()] == [other.pk]
    event = AuditEvent.objects.get(what="reports.schedule_removed")
    assert (event.who, event.before["kind"], event.before["publishes"]) == ("manager", KIND, True)
    assert services.start_scheduled(plan, MONTH) is None  # the clock held it when it was removed
    assert client.delete(f"/api/v1/reports/schedules/{other.pk}").status_code == 204
    assert client.post(f"/reports/schedules/{plan.pk}/remove").status_code == 404


# --- sent -----------------------------------------------------------------------------------------------------------


def test_only_what_was_shown_is_sent(
    frozen: Project, people: dict[str, User], logged_in: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    (frozen.folder / "channels").mkdir()
    (frozen.folder / "channels" / "bosses.yaml").write_text(
        "kind: email\naudience: 管理层\nto: [boss@example.com]\nenvironment: {url: BOSSES_URL}\n", encoding="utf-8"
    )
    assert logged_in("manager").get(f"{OF}/send").status_code == 404  # nothing is published
    logged_in("executive").post(f"{OF}/v1/decide", {"approve": "1"})
    client: Client = logged_in("manager")
    shown: list[Any] = frozen.parcels(Period.month(MONTH), kind=KIND)
    monkeypatch.setattr(Project, "parcels", lambda *_, **__: shown)  # they take long, and stay the same here
    client.post(f"{OF}/send", {"channel": ["bosses"]})
    look = Job.objects.get(kind="reports.look_over")
    assert ended(look).state == JobState.DONE, look.error
    (message,) = result(look)["messages"]
    assert (message["to"], message["channel"]) == (["boss@example.com"], "bosses")
    assert message["title"] in client.get(f"{OF}/send").content.decode()
    assert not (frozen.folder / "archive" / "sent.jsonl").exists()
    client.post(f"{OF}/send", {"send": str(look.pk)})
    send = Job.objects.get(kind="reports.send")
    assert send.arguments["digests"] == [message["digest"]]
    api = f"/api/v1/reports/{MONTH}/{KIND}"
    for channels in ([], ["none"]):
        assert client.post(f"{api}/look-over", {"channels": channels}, content_type=JSON).status_code == 422
    assert logged_in("analyst").post(f"{api}/send", {"looked_over": 1}, content_type=JSON).status_code == 403
    number = client.post(f"{api}/look-over", {"channels": ["bosses"]}, content_type=JSON).json()["job"]
    assert client.post(f"{api}/send", {"looked_over": number}, content_type=JSON).status_code == 422  # not done yet
    assert result(ended(Job.objects.get(pk=number)))["messages"] == [message]
    assert client.post(f"{api}/send", {"looked_over": look.pk}, content_type=JSON).status_code == 422  # another since
    number = client.post(f"{api}/send", {"looked_over": number}, content_type=JSON).json()["job"]
    assert Job.objects.get(pk=number).arguments == send.arguments
    altered = jobs.start("reports.send", by=None, **{**send.arguments, "digests": ["0" * 64]})
    assert "消息与刚才查看的不同" in ended(altered).error
    assert not (frozen.folder / "archive" / "sent.jsonl").exists()


def test_what_may_have_arrived_is_sent_again_only_by_a_person(
    frozen: Project, people: dict[str, User], logged_in: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three readers: one certainly has it, of one it is unsure, the third was reached at a second try."""
    (frozen.folder / "channels").mkdir()
    path = frozen.folder / "channels" / "bosses.yaml"
    path.write_text(
        "kind: email\naudience: 管理层\nto: [a@example.com, b@example.com, c@example.com]\nenvironment: {url: X}\n"
    )
    logged_in("executive").post(f"{OF}/v1/decide", {"approve": "1"})
    parcels = [Parcel(read_channel(path, "zh"), Message("月报", "好", (), "d" * 64), MONTH, KIND, 1)]
    monkeypatch.setattr(Project, "parcels", lambda *_, **__: parcels)
    sent: list[str] = []
    monkeypatch.setattr("kefu.sending.parcel.door", lambda _channel: None)

    def deliver(_channel: object, _message: object, to: str) -> str:
        sent.append(to)
        return ""

    monkeypatch.setattr("kefu.sending.parcel.deliver", deliver)
    told = {"channel": "bosses", "kind": "email", "period": MONTH, "report": KIND, "version": 1, "language": "zh"}
    for second, to, fault in (
        (1, "a@example.com", ""), (2, "b@example.com", UNSURE), (3, "c@example.com", "was not taken"),
        (4, "c@example.com", ""),
    ):  # fmt: skip
        frozen.sent.add(Sent(at=f"2026-11-02T08:00:0{second}+08:00", to=to, digest="d" * 64, fault=fault, **told))  # type: ignore[arg-type]
    keys = {one.to: one.key for one in frozen.sent.entries()}
    client = logged_in("manager")
    shown = client.get(f"{OF}/send").content.decode()
    assert [to for to, key in keys.items() if f"{OF}/send/{key}" in shown] == ["b@example.com"]
    assert "可能收到两份" in shown
    for role in ("analyst", "executive", "auditor"):
        assert logged_in(role).post(f"{OF}/send/{keys['b@example.com']}").status_code == 403
    for to in ("a@example.com", "c@example.com"):
        assert "不需要再发" in client.post(f"{OF}/send/{keys[to]}", follow=True).content.decode()
    client.post(f"{OF}/send/{keys['b@example.com']}")
    assert "正在再发" in client.post(f"{OF}/send/{keys['b@example.com']}", follow=True).content.decode()
    job = Job.objects.get(kind="reports.send_again")
    assert ended(job).state == JobState.DONE, job.error
    assert sent == ["b@example.com"]
    assert client.post(f"/api/v1/reports{OF[8:]}/sent/{keys['b@example.com']}/again").status_code == 422
    assert AuditEvent.objects.get(what="reports.send_again").who == "manager"
    assert client.post(f"{OF}/send/nothing").status_code == 404
