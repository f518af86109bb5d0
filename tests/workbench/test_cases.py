"""Complaints and issues: legal steps only, clocks, authority, hand-overs, evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone
from PIL import Image

from kefu.errors import DefinitionError, UsageError
from kefu.workbench.accounts.models import AuditEvent, Team, User
from kefu.workbench.accounts.roles import EXECUTIVE, LEAD, MANAGER, Role
from kefu.workbench.cases import clocks, queries
from kefu.workbench.cases.flow import LEAVES, NEXT, ORDER, Flow, Step, Urgency
from kefu.workbench.cases.models import Case, Grant, HandOver, Stage
from kefu.workbench.cases.rulebook import FILE, rulebook
from kefu.workbench.cases.services import escalation, evidence, experts, grants, hand_overs, handling
from kefu.workbench.jobs import services as jobs
from kefu.workbench.jobs.kinds import RECURRING
from kefu.workbench.jobs.running import run
from kefu.workbench.notices.models import Notice
from kefu.workbench.web.clocks import Span, Spell
from kefu.workbench.web.origin import Origin
from kefu.workbench.web.uploads import endings_of
from tests.workbench.conftest import Login, local

TOLD = {
    "finding": "包装破损", "solution": "refund", "basis": "policy", "agreement": "电话确认", "topic": "logistics",
    "urgency": "normal", "answer": "已退款", "lesson": "加固包装",
}  # fmt: skip


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path / "files"):
        yield


Opening = Callable[..., Case]


@pytest.fixture
def opened(people: dict[str, User]) -> Opening:
    """Open a case of the agent's and bring it to a step."""

    def bring(flow: Flow = Flow.COMPLAINT, step: Step | None = None, **told: object) -> Case:
        agent = people["agent"]
        case = handling.open_case(
            by=agent,
            flow=flow,
            title="到货破损",
            owner=agent,
            team=agent.team,
            **told,  # type: ignore[arg-type]
        )
        for before, after in zip(ORDER[flow], ORDER[flow][1:], strict=False):
            if case.step == (step or ORDER[flow][0]):
                break
            case = on(people["agent"], case, before, after)
        return case

    return bring


def on(by: User, case: Case, step: Step, to: Step) -> Case:
    if step is Step.INVESTIGATE:
        evidence.add(by=by, case=case, said="通话 C-1")
    return handling.move(by=by, case=case, to=to, **{name: TOLD[name] for name in LEAVES.get(step, ())})


STEPS = [(flow, step) for flow in Flow for step in ORDER[flow]]
LEGAL = [(flow, step, to) for flow, step in STEPS for to in NEXT[flow][step]]
ILLEGAL = [(flow, step, to) for flow, step in STEPS for to in Step if to not in NEXT[flow][step]]


def test_there_are_as_many_moves_as_were_drawn() -> None:
    """Complaint: 5 on and 2 back; issue: 5 on and 2 back. Of 6 steps × 10 in each flow, the others are refused."""
    assert len(LEGAL) == 14
    assert len(ILLEGAL) == 2 * 6 * 10 - 14


@pytest.mark.parametrize(("flow", "step", "to"), LEGAL)
def test_a_legal_move_is_made(opened: Opening, people: dict[str, User], flow: Flow, step: Step, to: Step) -> None:
    case = opened(flow, step)
    if ORDER[flow].index(to) < ORDER[flow].index(step):
        with pytest.raises(UsageError, match="原因"):
            handling.move(by=people["agent"], case=case, to=to)
        handling.move(by=people["agent"], case=case, to=to, why="客户补充了情况")
    else:
        on(people["agent"], case, step, to)
    case.refresh_from_db()
    assert case.step == to
    assert Stage.objects.filter(case=case, ended_at__isnull=True).count() == (to is not Step.CLOSED)


@pytest.mark.parametrize(("flow", "step"), STEPS)
def test_every_other_move_is_refused(opened: Opening, people: dict[str, User], flow: Flow, step: Step) -> None:
    case = opened(flow, step)
    for to in (one for a, b, one in ILLEGAL if (a, b) == (flow, step)):
        with pytest.raises(UsageError):
            handling.move(by=people["agent"], case=case, to=to, why="x")
    case.refresh_from_db()
    assert case.step == step


@pytest.mark.parametrize(("flow", "step"), [(flow, step) for flow, step in STEPS if step in LEAVES])
def test_a_step_is_not_left_without_what_it_asks_for(
    opened: Opening, people: dict[str, User], flow: Flow, step: Step
) -> None:
    case = opened(flow, step)
    empty = dict.fromkeys((one for one in LEAVES[step] if one != "urgency"), "")
    with pytest.raises(UsageError, match="请填写"):
        handling.move(by=people["agent"], case=case, to=NEXT[flow][step][0], **empty)


def test_an_investigation_needs_evidence(opened: Opening, people: dict[str, User]) -> None:
    case = opened(step=Step.INVESTIGATE)
    with pytest.raises(UsageError, match="证据"):
        handling.move(by=people["agent"], case=case, to=Step.NEGOTIATE, finding="包装破损")


def test_a_dispute_is_settled_by_policy_or_law(opened: Opening, people: dict[str, User]) -> None:
    case = opened(step=Step.NEGOTIATE)
    told = {"solution": "dispute", "agreement": "告知裁定"}
    with pytest.raises(UsageError, match="依据"):
        handling.move(by=people["agent"], case=case, to=Step.FEED_BACK, basis="agreement", **told)
    with pytest.raises(UsageError, match="依据"):
        handling.move(by=people["agent"], case=case, to=Step.INVESTIGATE, why="x", basis="", **told)
    moved = handling.move(by=people["agent"], case=case, to=Step.FEED_BACK, basis="law", **told)
    assert (moved.solution, moved.basis) == ("dispute", "law")


def test_a_field_of_another_step_is_refused(opened: Opening, people: dict[str, User]) -> None:
    with pytest.raises(UsageError, match="不填写"):
        handling.move(by=people["agent"], case=opened(), to=Step.INVESTIGATE, lesson="x")


WRONG = [
    {"step": Step.IDENTIFY}, {"step": "nowhere"}, {"urgency": "very"}, {"step": Step.NEGOTIATE},
    {"step": Step.FEED_BACK, "finding": "x"}, {"closed_at": timezone.now()},
    {"step": Step.CLOSED, "closed_at": timezone.now(), "due_at": None},
    {"solution": "dispute", "basis": "agreement"},
]  # fmt: skip


@pytest.mark.parametrize("told", WRONG)
def test_the_database_refuses_it_too(opened: Opening, told: dict[str, object]) -> None:
    case = opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**told)


@pytest.mark.parametrize(("came_from", "step"), [("accept", "review"), ("", "review"), ("accept", "classify")])
def test_the_database_refuses_an_illegal_stage(opened: Opening, came_from: str, step: str) -> None:
    case, now = opened(), timezone.now()
    case.stages.update(ended_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.create(
            case=case, number=2, came_from=came_from, step=step, began_at=now, due_at=now + timedelta(hours=1)
        )


# --- clocks ----------------------------------------------------------------------------------------------------------


def test_each_step_has_its_clock_by_urgency(opened: Opening, people: dict[str, User]) -> None:
    case = opened(urgency=Urgency.URGENT)
    first = case.stages.get()
    assert first.due_at - first.began_at == timedelta(minutes=30)  # accept, urgent
    handling.classify(by=people["agent"], case=case, topic="logistics", urgency=Urgency.LOW)
    first.refresh_from_db()
    case.refresh_from_db()
    assert first.due_at - first.began_at == timedelta(days=1)  # accept, low
    assert case.due_at == first.due_at
    moved = handling.move(by=people["agent"], case=case, to=Step.INVESTIGATE)
    second = moved.stages.get(ended_at__isnull=True)
    assert moved.due_at == second.due_at == second.began_at + timedelta(days=4)  # investigate, low


def test_a_breached_clock_calls_the_next_tier_once_a_step(opened: Opening, people: dict[str, User]) -> None:
    case = opened(urgency=Urgency.URGENT)
    later = timezone.now() + timedelta(minutes=31)
    assert escalation.escalate(timezone.now()) == 0
    assert [escalation.escalate(later), escalation.escalate(later)] == [1, 0]
    case.refresh_from_db()
    assert case.escalated_to == LEAD
    case = handling.move(by=people["agent"], case=case, to=Step.INVESTIGATE)
    assert escalation.escalate(later + timedelta(hours=9)) == 1
    case.refresh_from_db()
    assert case.escalated_to == MANAGER
    assert AuditEvent.objects.filter(what="cases.escalated", object_id=str(case.pk)).count() == 2
    told = Notice.objects.filter(what="cases.notices.late", address=f"/cases/{case.reference}").order_by("pk")
    # the first step: who has it and the team's lead; the second: who has it and the managers (admin is one)
    assert [one.to.username for one in told] == ["agent", "lead", "agent", "admin", "manager"]
    assert str(told[0]).startswith(f"{case.reference} 到货破损")


@pytest.mark.parametrize(
    ("began", "span", "due"),
    [  # 5 November 2026 is a Thursday
        ("11-05 09:10", Span(seconds=1_800), "11-05 09:40"),
        ("11-05 17:45", Span(seconds=1_800), "11-06 09:15"),  # 15 minutes on Thursday, 15 on Friday
        ("11-06 16:00", Span(seconds=8 * 3_600), "11-09 15:00"),  # 2 h on Friday, 6 h on Monday
        ("11-05 10:30", Span(days=2), "11-09 10:30"),  # Friday, Monday
        ("11-07 11:00", Span(days=1), "11-10 09:00"),  # begins on Monday at 9; one working day
        ("11-07 11:00", Span(seconds=3_600), "11-09 10:00"),
    ],
)
def test_clocks_count_the_open_time_of_the_team(office: Path, began: str, span: Span, due: str) -> None:
    told = clocks.hours("phone", Urgency.NORMAL)
    assert (told.name, told.is_clock_time) == ("phone", False)
    assert told.due(local(began), span) == local(due)


def test_a_team_without_a_calendar_has_clock_time(office: Path) -> None:
    told = clocks.hours("chat", Urgency.NORMAL)
    assert told.is_clock_time
    assert told.due(local("11-07 11:00"), Span(days=1)) == local("11-08 11:00")
    assert told.spent(local("11-06 17:00"), local("11-09 10:00")) == 65 * 3_600
    assert clocks.hours("phone", Urgency.NORMAL).spent(local("11-06 17:00"), local("11-09 10:00")) == 2 * 3_600


def test_the_rulebook_may_let_urgent_ones_run_round_the_clock(office: Path) -> None:
    ours = Path(handling.__file__).parents[1].joinpath(FILE).read_text(encoding="utf-8")
    own = ours.replace("hours: {urgent: business, high: business", "hours: {urgent: round_the_clock, high: nights")
    (office / FILE).write_text(own, encoding="utf-8")
    assert clocks.hours("phone", Urgency.URGENT).due(local("11-07 11:00"), Span(seconds=60)) == local("11-07 11:01")
    assert clocks.hours("phone", Urgency.LOW).name == "phone"
    with pytest.raises(DefinitionError, match="nights"):
        clocks.hours("phone", Urgency.HIGH)


def test_steps_hand_overs_and_escalation_keep_the_same_hours(
    office: Path, opened: Opening, people: dict[str, User], logged_in: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opened on Saturday at 11: accept, urgent, 30 minutes from Monday at 9; another department, without a calendar,
    has two hours by the clock. Given to somebody of a team without a calendar, it was due on Saturday at 11:30."""
    monkeypatch.setattr(timezone, "now", lambda: local("11-07 11:00"))
    case = opened(urgency=Urgency.URGENT)
    made = hand_overs.hand_over(by=people["agent"], case=case, to="logistics", asked="查签收")
    assert (case.due_at, made.due_at) == (local("11-09 09:30"), local("11-07 13:00"))
    assert "“电话组”日历的工作时间" in logged_in("agent").get(f"/cases/{case.reference}").content.decode()
    assert escalation.escalate(local("11-09 09:29")) == 0
    people["quality"].team = Team.objects.create(code="chat", name="在线组")
    people["quality"].save()
    case = handling.assign(by=people["lead"], case=case, owner=people["quality"])
    assert case.due_at == case.stages.get().due_at == local("11-07 11:30")
    assert "自然时间" in logged_in("manager").get(f"/cases/{case.reference}").content.decode()
    assert escalation.escalate(local("11-07 11:31")) == 1


@pytest.mark.parametrize("kind", ["cases.escalate", "cases.forget", "incidents.go_round"])
def test_the_clock_starts_it_as_a_job_with_a_name(db: None, kind: str) -> None:
    job = jobs.start(kind, by=None)
    run(job.pk)
    job.refresh_from_db()
    assert (kind in RECURRING, job.state, job.error, bool(str(job))) == (True, "done", "", True)


def test_an_own_rulebook_replaces_ours_and_says_what_is_wrong(tmp_path: Path) -> None:
    ours = Path(handling.__file__).parents[1].joinpath(FILE).read_text(encoding="utf-8")
    for wrong, said in (
        ("accept: {urgent: 30m,", "accept: {urgent: soon,"), ("{agent: 100, lead: 500,", "{agent: 600, lead: 500,"),
        ("topics: [safety,", "topics: [nothing,"), ("per_hour: 5", "per_hour: none"), ("clocks:", "clock:"),
    ):  # fmt: skip
        (tmp_path / FILE).write_text(ours.replace(wrong, said), encoding="utf-8")
        with override_settings(KEFU_PROJECT=tmp_path), pytest.raises(DefinitionError, match=r"cases\.yaml: "):
            rulebook()
        (tmp_path / FILE).unlink()
    (tmp_path / FILE).write_text(ours.replace("accept: {urgent: 30m,", "accept: {urgent: 5m,"), encoding="utf-8")
    with override_settings(KEFU_PROJECT=tmp_path):
        assert rulebook().clocks[Step.ACCEPT][Urgency.URGENT] == Span(seconds=5 * 60)


# --- authority -------------------------------------------------------------------------------------------------------


def test_within_the_own_limit_is_granted_at_once_and_all_count_together(
    opened: Opening, people: dict[str, User]
) -> None:
    case, agent = opened(), people["agent"]
    first = grants.ask(by=agent, case=case, amount=Decimal(60), reason="运费")
    second = grants.ask(by=agent, case=case, amount=Decimal("40.01"), reason="运费")  # 100.01 in all, the limit is 100
    assert (first.state, first.decided_by) == ("granted", agent)
    assert (second.state, second.tier, second.decided_by) == ("waiting", LEAD, None)


@pytest.mark.parametrize(
    ("amount", "tier"), [(100, Role.AGENT), (101, LEAD), (500, LEAD), (501, MANAGER), (5001, EXECUTIVE)]
)
def test_the_lowest_tier_that_may_is_asked(opened: Opening, people: dict[str, User], amount: int, tier: Role) -> None:
    assert grants.ask(by=people["agent"], case=opened(), amount=Decimal(amount), reason="补偿").tier == tier


@pytest.mark.parametrize("amount", ["0", "-5", "0.001"])
def test_no_grant_of_nothing(opened: Opening, people: dict[str, User], amount: str) -> None:
    with pytest.raises(UsageError, match="金额"):
        grants.ask(by=people["agent"], case=opened(), amount=Decimal(amount), reason="补偿")


def test_who_may_decide(opened: Opening, people: dict[str, User]) -> None:
    case = opened()
    asked = grants.ask(by=people["agent"], case=case, amount=Decimal(800), reason="补偿")
    for nobody in ("agent", "lead", "quality", "analyst"):
        with pytest.raises(UsageError):
            grants.decide(by=people[nobody], grant=asked, is_granted=True)
    with pytest.raises(UsageError, match="请填写"):
        grants.decide(by=people["manager"], grant=asked, is_granted=False)
    assert grants.decide(by=people["manager"], grant=asked, is_granted=True).state == "granted"
    with pytest.raises(UsageError, match="已有决定"):
        grants.decide(by=people["executive"], grant=asked, is_granted=True)


def test_nobody_decides_about_the_own_request(opened: Opening, people: dict[str, User]) -> None:
    asked = grants.ask(by=people["lead"], case=opened(), amount=Decimal(800), reason="补偿")
    people["lead"].role = MANAGER
    people["lead"].save()
    with pytest.raises(UsageError, match="他人"):
        grants.decide(by=people["lead"], grant=asked, is_granted=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=asked.pk).update(state="granted", decided_by=people["lead"], decided_at=timezone.now())


def test_a_limit_holds_for_two_requests_together(opened: Opening, people: dict[str, User]) -> None:
    """Two of 400 within the lead's 500: the first is granted, the second would make 800."""
    case = opened()
    asked = [grants.ask(by=people["agent"], case=case, amount=Decimal(400), reason="补偿") for _ in range(2)]
    grants.decide(by=people["lead"], grant=asked[0], is_granted=True)
    with pytest.raises(UsageError, match="权限"):
        grants.decide(by=people["lead"], grant=asked[1], is_granted=True)


def test_a_case_does_not_go_on_while_a_grant_waits(opened: Opening, people: dict[str, User]) -> None:
    case = opened(step=Step.NEGOTIATE)
    grants.ask(by=people["agent"], case=case, amount=Decimal(101), reason="补偿")
    with pytest.raises(UsageError, match="等待审批"):
        on(people["agent"], case, Step.NEGOTIATE, Step.FEED_BACK)


# --- between departments ---------------------------------------------------------------------------------------------


def test_a_hand_over_goes_its_way_and_no_other(opened: Opening, people: dict[str, User]) -> None:
    case, agent = opened(), people["agent"]
    made = hand_overs.hand_over(by=agent, case=case, to="logistics", asked="查签收")
    with pytest.raises(UsageError, match="未答复"):
        hand_overs.hand_over(by=agent, case=case, to="logistics", asked="再查")
    with pytest.raises(UsageError, match="等待接收"):
        hand_overs.answer(by=agent, hand_over=made, state="answered", text="x")
    accepted = hand_overs.answer(by=agent, hand_over=made, state="accepted")
    with pytest.raises(UsageError, match="请填写"):
        hand_overs.answer(by=agent, hand_over=accepted, state="answered", text=" ")
    done = hand_overs.answer(by=agent, hand_over=accepted, state="answered", text="已签收")
    for state in HandOver.State:
        with pytest.raises(UsageError):
            hand_overs.answer(by=agent, hand_over=done, state=state, text="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.filter(pk=done.pk).update(answer="")


@pytest.mark.parametrize("to", ["service", "nowhere"])
def test_a_hand_over_is_to_another_department(opened: Opening, people: dict[str, User], to: str) -> None:
    with pytest.raises(UsageError, match="部门"):
        hand_overs.hand_over(by=people["agent"], case=opened(), to=to, asked="查")


def test_waiting_is_shown_by_department_and_what_goes_back_and_forth(
    opened: Opening, people: dict[str, User], django_assert_num_queries: Any
) -> None:
    """Logistics: one answered after 2 h and one returned after 4 h, mean 3 h; technology has been asked for 30 h, of an
    urgent case for 5 h. The database counts them at once."""
    case, agent, now = opened(), people["agent"], timezone.now()
    for state, hours in (("answered", 2), ("returned", 4)):
        made = hand_overs.hand_over(by=agent, case=case, to="logistics", asked="查")
        HandOver.objects.filter(pk=made.pk).update(asked_at=now - timedelta(hours=hours))
        hand_overs.answer(by=agent, hand_over=made, state="accepted")
        hand_overs.answer(by=agent, hand_over=made, state=state, text="x")
    made = hand_overs.hand_over(by=agent, case=case, to="technology", asked="查")
    HandOver.objects.filter(pk=made.pk).update(asked_at=now - timedelta(hours=30), due_at=now - timedelta(hours=6))
    urgent = opened(urgency="urgent")
    made = hand_overs.hand_over(by=agent, case=urgent, to="technology", asked="查")
    HandOver.objects.filter(pk=made.pk).update(asked_at=now - timedelta(hours=5))
    with django_assert_num_queries(1):
        technology, logistics = queries.waiting(people["manager"])
    assert (technology.department, technology.open, technology.late, technology.mean) == ("technology", 2, 1, None)
    assert technology.longest is not None
    assert technology.longest.seconds == pytest.approx(30 * 3600, abs=60)
    assert (logistics.open, logistics.ended, logistics.longest) == (0, 2, None)
    assert logistics.mean is not None
    assert logistics.mean.seconds == pytest.approx(3 * 3600, abs=60)
    assert not logistics.mean.is_open_time
    assert (logistics.answered, logistics.returned) == (1, 1)
    ((found, way),) = queries.ping_pong(people["manager"])
    assert (found, [one.to_department for one in way]) == (case, ["logistics", "logistics", "technology"])


def test_waits_count_the_open_hours_of_who_was_asked(
    office: Path, opened: Opening, people: dict[str, User], logged_in: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Product works as the telephone team does: from Friday at 17 to Monday at 10 are 2 h; logistics has no calendar:
    2 days and 17 hours."""
    text = (office / "calendars/phone.yaml").read_text(encoding="utf-8").replace("[phone]", "[phone, product]")
    (office / "calendars/phone.yaml").write_text(text, encoding="utf-8")
    case, agent = opened(), people["agent"]
    for department in ("product", "logistics"):
        made = hand_overs.hand_over(by=agent, case=case, to=department, asked="查")
        HandOver.objects.filter(pk=made.pk).update(asked_at=local("11-06 17:00"))
        monkeypatch.setattr(timezone, "now", lambda: local("11-09 10:00"))
        hand_overs.answer(by=agent, hand_over=made, state="returned", text="x")
        monkeypatch.undo()
    told = {one.department: one.mean for one in queries.waiting(people["manager"])}
    assert told == {"product": Spell(2 * 3600, is_open_time=True), "logistics": Spell(65 * 3600)}
    HandOver.objects.update(took=None)  # as those of before are
    import_module("kefu.workbench.cases.migrations.0002_how_long_hand_overs_took").work_out(apps, None)
    assert {one.department: one.mean for one in queries.waiting(people["manager"])} == told
    (office / "calendars/phone.yaml").write_text(text.replace("18:00", "23:00"), encoding="utf-8")
    assert {one.department: one.mean for one in queries.waiting(people["manager"])} == told  # as the hours were then
    page = logged_in("manager").get("/cases/hand-overs").content.decode()
    assert page.count("<td>2 小时</td>") == 1
    assert '<td class="right">2 天 17 小时</td>' in page
    assert "按被请求部门日历的工作时间计算" in page


def test_experts_are_suggested_by_topic_and_room(opened: Opening, people: dict[str, User]) -> None:
    """Quality may take 3 and has none, the lead 2 and has 1, the agent knows something else, the manager is away."""
    topics = {"quality": (["safety", "legal"], 3, True), "lead": (["safety"], 2, True), "agent": (["price"], 9, True)}
    for name, (knows, capacity, there) in {**topics, "manager": (["safety"], 9, False)}.items():
        experts.set_expert(by=people["manager"], user=people[name], topics=knows, capacity=capacity, is_available=there)
    handling.assign(by=people["manager"], case=opened(), owner=people["lead"])
    assert [(one.expert.user.username, one.free) for one in queries.suggested("safety")] == [
        ("quality", 3),
        ("lead", 1),
    ]
    handling.assign(by=people["manager"], case=opened(), owner=people["lead"])
    assert [one.expert.user.username for one in queries.suggested("safety")] == ["quality"]
    with pytest.raises(UsageError, match="性质"):
        experts.set_expert(by=people["manager"], user=people["lead"], topics=["x"], capacity=1, is_available=True)


# --- evidence --------------------------------------------------------------------------------------------------------


def picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (2, 2)).save(drawn, "PNG")
    return drawn.getvalue()


def packed(*names: str) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return written.getvalue()


TAKEN = {
    "a.png": picture(), "a.pdf": b"%PDF-1.7\n...", "a.docx": packed("[Content_Types].xml", "word/document.xml"),
    "a.xlsx": packed("[Content_Types].xml", "xl/workbook.xml"), "a.wav": b"RIFF\x00\x00\x00\x00WAVEfmt ",
    "a.mp3": b"ID3\x03\x00", "a.mp4": b"\x00\x00\x00\x18ftypisom", "a.txt": "聊天记录".encode("gb18030"),
}  # fmt: skip
REFUSED = {
    "page.png": b"<html><script>alert(1)</script>", "run.pdf": b"MZ\x90\x00", "half.png": picture()[:20],
    "macro.xlsx": packed("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "any.zip": packed("a.exe"),
    "svg.png": b"<svg xmlns='http://www.w3.org/2000/svg'/>", "shell.txt": b"#!/bin/sh", "empty.txt": b" ",
    "gif.gif": b"GIF89a\x01\x00\x01\x00",
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_is_known_by_its_content(name: str) -> None:
    assert endings_of(TAKEN[name])[0] == name[1:]


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_of_another_content_is_refused(opened: Opening, people: dict[str, User], name: str) -> None:
    with pytest.raises(UsageError, match="类型"):
        evidence.add(by=people["agent"], case=opened(), upload=SimpleUploadedFile(name, REFUSED[name]))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.png"), ("C:\\x\\..\\a.png", "a.png"), ("", "evidence.png"),
        ("a\r\nSet-Cookie: x.png", "aSet-Cookie x.png"), ("photo.png.exe", "photo.png.png"),
        ("a\u202egnp.exe", "agnp.png"), ("...", "evidence.png"), ("破损.PNG", "破损.png"),
        ("x" * 300 + ".png", "x" * 100 + ".png"),
    ],
)  # fmt: skip
def test_a_name_is_only_a_name(name: str, safe: str) -> None:
    assert evidence.safe_name(name, (".png",)) == safe


def test_too_large_and_too_many(opened: Opening, people: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    case = opened()
    large = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + bytes(10 * 2**20))
    with pytest.raises(UsageError, match="10 MB"):
        evidence.add(by=people["agent"], case=case, upload=large)
    for _ in range(30):
        evidence.add(by=people["agent"], case=case, upload=SimpleUploadedFile("a.pdf", TAKEN["a.pdf"]))
    with pytest.raises(UsageError, match="30 个"):
        evidence.add(by=people["agent"], case=case, upload=SimpleUploadedFile("a.pdf", TAKEN["a.pdf"]))


def test_evidence_leaves_as_an_attachment_for_whoever_sees_the_case(
    opened: Opening, people: dict[str, User], logged_in: Login, tmp_path: Path
) -> None:
    case, client = opened(), logged_in("agent")
    upload = SimpleUploadedFile("../破损.png", picture(), content_type="text/html")
    client.post(f"/cases/{case.reference}/evidence", {"upload": upload, "said": "照片"})
    held = case.evidence.get()
    assert Path(held.file.path).is_relative_to(tmp_path / "files")
    response = client.get(f"/cases/evidence/{held.pk}")
    assert b"".join(response) == picture()
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] == "application/octet-stream"
    handling.assign(by=people["manager"], case=case, owner=people["manager"])
    Case.objects.update(opened_by=people["manager"])
    assert client.get(f"/cases/evidence/{held.pk}").status_code == 404
    assert logged_in("auditor").get(f"/cases/evidence/{held.pk}").status_code == 200


# --- who sees and does what ------------------------------------------------------------------------------------------


@pytest.fixture
def others(people: dict[str, User]) -> Case:
    """A case of another team's agent, with a hand-over and a grant."""
    team = Team.objects.create(code="online", name="在线组")
    other = User.objects.create_user("other", "x", role=Role.AGENT, team=team)
    case = handling.open_case(by=other, flow=Flow.COMPLAINT, title="别组", owner=other, team=team)
    hand_overs.hand_over(by=other, case=case, to="product", asked="看看")
    grants.ask(by=other, case=case, amount=Decimal(300), reason="补偿")
    return case


@pytest.mark.parametrize("role", ["agent", "lead"])
def test_what_others_have_is_not_there(others: Case, logged_in: Login, role: str) -> None:
    client, page = logged_in(role), f"/cases/{others.reference}"
    assert client.get(page).status_code == 404
    for what in ("move", "classify", "note", "evidence", "hand-over", "grant"):
        assert client.post(f"{page}/{what}").status_code == 404
    assert client.post(f"{page}/assign").status_code == (404 if role == "lead" else 403)
    assert client.post(f"/cases/hand-overs/{others.hand_overs.get().pk}/answer").status_code == 404
    decide = f"/cases/grants/{others.grants.get().pk}/decide"
    assert client.post(decide, {"decision": "grant"}).status_code == (404 if role == "lead" else 403)
    assert "别组" not in client.get("/cases?state=all").content.decode()
    assert client.get(f"/api/v1/cases/{others.reference}").status_code == 404


@pytest.mark.parametrize("role", ["executive", "analyst", "auditor"])
def test_who_only_reads_changes_nothing(opened: Opening, logged_in: Login, role: str) -> None:
    case, client = opened(), logged_in(role)
    assert client.get(f"/cases/{case.reference}").status_code == 200
    for what in ("move", "classify", "assign", "note", "evidence", "hand-over", "grant"):
        assert client.post(f"/cases/{case.reference}/{what}").status_code == 403
    assert client.post("/cases/experts/set").status_code == 403


def test_a_change_by_reading_is_refused(opened: Opening, logged_in: Login) -> None:
    case, client = opened(), logged_in("agent")
    assert client.get(f"/cases/{case.reference}/move").status_code == 405


def test_a_lead_decides_for_the_team_only_up_to_the_limit(
    opened: Opening, people: dict[str, User], logged_in: Login
) -> None:
    case = opened()
    small, large = (grants.ask(by=people["agent"], case=case, amount=Decimal(one), reason="补") for one in (300, 600))
    client = logged_in("lead")
    assert client.post(f"/cases/grants/{small.pk}/decide", {"decision": "grant"}).status_code == 302
    assert client.post(f"/cases/grants/{large.pk}/decide", {"decision": "grant"}).status_code == 403
    assert list(Grant.objects.values_list("state", flat=True)) == ["granted", "waiting"]
    for page in ("/cases/grants", f"/cases/{case.reference}"):
        assert "¥300<" in logged_in("manager").get(page).content.decode()


# --- texts -----------------------------------------------------------------------------------------------------------


def test_texts_are_masked_escaped_and_harmless_in_a_file(
    opened: Opening, people: dict[str, User], logged_in: Login
) -> None:
    agent = people["agent"]
    case = handling.open_case(
        by=agent, owner=agent, flow=Flow.ISSUE, title="=SUM(A1:A9)", order="=1+1",
        description="<script>alert(1)</script> {{ request }} {% now 'Y' %} 手机 13800138000", customer="13800138000",
    )  # fmt: skip
    assert "13800138000" not in case.description + case.customer
    handling.note(by=agent, case=case, text="<img src=x onerror=alert(1)> 13800138000")
    client = logged_in("agent")
    page = client.get(f"/cases/{case.reference}").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "{{ request }}" in page
    assert "13800138000" not in page
    lines = client.get("/cases?format=csv").getvalue().decode("utf-8-sig").splitlines()
    assert ",'=SUM(A1:A9)," in lines[1]
    assert ",'=1+1," in lines[1]


def test_a_ticket_has_one_case_of_a_flow(opened: Opening) -> None:
    case = opened(origin=Origin("ticket", "T1"))
    with pytest.raises(UsageError, match=case.reference):
        opened(origin=Origin("ticket", "T1"))
    assert opened(Flow.ISSUE, origin=Origin("ticket", "T1")).origin == Origin("ticket", "T1")


def test_every_page_opens_for_every_role(opened: Opening, people: dict[str, User], logged_in: Login) -> None:
    case = opened(step=Step.NEGOTIATE)
    hand_overs.hand_over(by=people["agent"], case=case, to="product", asked="看看")
    grants.ask(by=people["agent"], case=case, amount=Decimal(300), reason="补偿")
    for role in people:
        client = logged_in(role)
        for page in ("", "/hand-overs", "/grants", "/experts", f"/{case.reference}"):
            assert client.get(f"/cases{page}").status_code == 200, (role, page)


def test_the_queue_is_by_the_time_left_and_filtered(opened: Opening, people: dict[str, User], logged_in: Login) -> None:
    slow, fast = opened(urgency=Urgency.LOW), opened(Flow.ISSUE, urgency=Urgency.URGENT)
    manager = people["manager"]
    assert list(queries.queue(manager, {})) == [fast, slow]
    assert list(queries.queue(manager, {"flow": "complaint"})) == [slow]
    assert list(queries.queue(manager, {"state": "late"})) == []
    Case.objects.filter(pk=slow.pk).update(due_at=timezone.now() - timedelta(minutes=1))
    assert list(queries.queue(manager, {"state": "late"})) == [slow]
    assert list(queries.queue(manager, {"whose": "mine"})) == []
    assert list(queries.queue(people["agent"], {"whose": "mine"})) == [slow, fast]


# --- the API ---------------------------------------------------------------------------------------------------------


def test_the_api_opens_moves_and_refuses(people: dict[str, User], logged_in: Login) -> None:
    client = logged_in("agent")
    made = client.post("/api/v1/cases/", {"flow": "issue", "title": "漏发"}, content_type="application/json")
    assert (made.status_code, made.json()["step"]) == (201, "identify")
    one = f"/api/v1/cases/{made.json()['reference']}"
    refused = client.post(f"{one}/move", {"to": "review"}, content_type="application/json")
    assert (refused.status_code, "识别" in refused.json()["detail"]) == (422, True)
    assert client.post(f"{one}/move", {"to": "classify"}, content_type="application/json").json()["step"] == "classify"
    assert client.post(f"{one}/notes", {"text": "已联系"}, content_type="application/json").status_code == 201
    assert [line["what"] for line in client.get(f"{one}/timeline").json()] == ["noted", "moved", "opened"]
    assert [row["reference"] for row in client.get("/api/v1/cases/?flow=issue").json()] == [made.json()["reference"]]
    assert (
        logged_in("auditor").post(f"{one}/move", {"to": "confirm"}, content_type="application/json").status_code == 403
    )


def test_the_api_hands_over_and_grants(
    opened: Opening, people: dict[str, User], logged_in: Login, others: Case
) -> None:
    case, client = opened(), logged_in("agent")
    one = f"/api/v1/cases/{case.reference}"

    def post(address: str, told: dict[str, object], role: str = "agent") -> tuple[int, dict[str, object]]:
        answered = logged_in(role).post(address, told, content_type="application/json")
        return answered.status_code, answered.json()

    status, made = post(f"{one}/hand-overs", {"to": "product", "asked": "看看包装"})
    assert (status, made["from_department"], made["state"]) == (201, "service", "waiting")
    assert post(f"/api/v1/cases/hand-overs/{made['id']}", {"state": "accepted"})[1]["state"] == "accepted"
    assert [row["id"] for row in client.get("/api/v1/cases/hand-overs").json()] == [made["id"]]
    assert post(f"/api/v1/cases/hand-overs/{others.hand_overs.get().pk}", {"state": "accepted"})[0] == 404
    status, asked = post(f"{one}/grants", {"amount": "300.00", "reason": "补偿"})
    assert (status, asked["state"], asked["tier"]) == (201, "waiting", "lead")
    grant = f"/api/v1/cases/grants/{asked['id']}"
    assert post(grant, {"is_granted": True})[0] == 403
    assert post(grant, {"is_granted": True}, "lead")[1]["decided_by"] == "lead"
    assert post(f"/api/v1/cases/grants/{others.grants.get().pk}", {"is_granted": True}, "lead")[0] == 404
    assert post(f"{one}/grants", {"amount": "-1", "reason": "补偿"})[0] == 422
    assert len(client.get("/api/v1/cases/grants?limit=1").json()) == 1


def test_the_api_classifies_assigns_and_keeps_evidence(
    opened: Opening, people: dict[str, User], logged_in: Login, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    json: dict[str, Any] = {"content_type": "application/json"}
    case = opened()
    agent, one = logged_in("agent"), f"/api/v1/cases/{case.reference}"
    told = agent.post(f"{one}/classify", {"topic": "safety", "urgency": "urgent"}, **json).json()
    assert (told["topic"], told["urgency"]) == ("safety", "urgent")
    assert agent.post(f"{one}/classify", {"topic": "mood", "urgency": "urgent"}, **json).status_code == 422
    made = agent.post(f"{one}/evidence", {"file": SimpleUploadedFile("a.txt", "照片说明".encode()), "said": "见附件"})
    assert (made.status_code, made.json()["name"], made.json()["said"]) == (201, "a.txt", "见附件")
    assert agent.post(f"{one}/evidence", {"file": SimpleUploadedFile("a.txt", b"MZ\x00")}).status_code == 422
    assert agent.get(f"{one}/evidence").json() == [made.json()]
    file = agent.get(f"/api/v1/cases/evidence/{made.json()['id']}")
    assert b"".join(file.streaming_content).decode() == "照片说明"  # type: ignore[attr-defined]
    assert agent.post(f"{one}/assign", {"owner": "lead"}, **json).status_code == 403
    assert logged_in("lead").post(f"{one}/assign", {"owner": "lead"}, **json).json()["owner"] == "lead"
    experts.set_expert(by=people["manager"], user=people["lead"], topics=["safety"], capacity=3, is_available=True)
    [free] = logged_in("lead").get("/api/v1/cases/experts?topic=safety").json()
    assert (free["username"], free["busy"], free["free"]) == ("lead", 1, 2)


def test_programs_keep_the_pool_of_experts(opened: Opening, people: dict[str, User], logged_in: Login) -> None:
    quality, at = logged_in("quality"), "/api/v1/cases/experts"
    handling.assign(by=people["manager"], case=opened(), owner=people["agent"])
    told = {"topics": ["safety", "legal", "safety"], "capacity": 4, "is_available": True}
    made = quality.put(f"{at}/agent", told, content_type="application/json").json()
    assert made == {"username": "agent", "topics": ["legal", "safety"], "capacity": 4, "is_available": True,
                    "busy": 1, "free": 3}  # fmt: skip
    away = quality.put(f"{at}/agent", {**told, "is_available": False}, content_type="application/json").json()
    assert (away["is_available"], quality.get(at).json()) == (False, [away])
    assert AuditEvent.objects.filter(what="cases.expert_set", who="quality").count() == 2
    for name, changed, status in (
        ("agent", {"topics": ["mood"]}, 422),
        ("agent", {"topics": []}, 422),
        ("agent", {"capacity": 201}, 422),
        ("auditor", {}, 404),  # handles no cases
        ("nobody", {}, 404),
    ):
        answer = quality.put(f"{at}/{name}", {**told, **changed}, content_type="application/json")
        assert answer.status_code == status, (name, changed)
    assert logged_in("lead").put(f"{at}/agent", told, content_type="application/json").status_code == 403
    assert quality.get(at).json() == [away]
