"""Actions: the stages and the ways between them, who may do what, deadlines, files, and the way into the report."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation
from pytest_django.fixtures import Settings

from kefu.analyses._actions import read_actions
from kefu.analyses._promise import Promise, Reason
from kefu.errors import UsageError
from kefu.metrics import METRICS
from kefu.workbench.accounts.models import AuditEvent, Team, User
from kefu.workbench.accounts.tokens import make_token
from kefu.workbench.actions import bringing_round, deadlines, files, promises, queries, services
from kefu.workbench.actions.models import Action, Proposal, date_today
from kefu.workbench.actions.stages import LEGAL, Stage
from kefu.workbench.notices.models import Notice
from kefu.workbench.web.origin import Origin
from kefu.workbench.web.words import word
from tests.workbench.conftest import Login

BEGUN = ("do", "check", "act", "done")
PDF = b"%PDF-1.7 not much in it"


def opened(by: User, **more: Any) -> Action:
    told = {"title": "降低投诉", "owner": by, "due_on": date_today() + timedelta(days=30), **more}
    return services.open_action(by=by, **told)


def at(stage: Stage, action: Action) -> Action:
    """The action put into a stage past the services."""
    Action.objects.filter(pk=action.pk).update(
        stage=stage,
        starts_on=date(2026, 1, 1) if stage in BEGUN else None,
        ended_at=action.opened_at if stage in ("done", "dropped") else None,
    )
    return Action.objects.get(pk=action.pk)


@pytest.mark.parametrize("old", list(Stage))
@pytest.mark.parametrize("new", list(Stage))
def test_only_what_may_follow_a_stage_follows_it(people: dict[str, User], old: Stage, new: Stage) -> None:
    action = at(old, opened(people["manager"]))
    if new in LEGAL[old]:
        services.move(by=people["manager"], action=action, to=new, why="because")
        assert Action.objects.get().stage == new
    else:
        with pytest.raises(UsageError):
            services.move(by=people["manager"], action=action, to=new, why="because")
        assert Action.objects.get().stage == old


def test_the_ways_between_the_stages_are_plan_do_check_act() -> None:
    """By hand: no way leads past the check, and only the dropped come back from the end."""
    assert {(old.value, new.value) for old, ways in LEGAL.items() for new in ways} == {
        ("plan", "do"), ("plan", "dropped"), ("do", "check"), ("do", "plan"), ("do", "dropped"), ("check", "act"),
        ("check", "plan"), ("check", "dropped"), ("act", "done"), ("act", "plan"), ("dropped", "plan"),
    }  # fmt: skip


def test_the_database_refuses_what_the_services_would(people: dict[str, User]) -> None:
    action = opened(people["manager"])
    for wrong in ({"stage": "nowhere"}, {"stage": "do"}, {"ended_at": action.opened_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Action.objects.filter(pk=action.pk).update(**wrong)


def test_dropping_needs_a_reason_and_is_remembered(people: dict[str, User]) -> None:
    action = opened(people["manager"])
    with pytest.raises(UsageError):
        services.move(by=people["manager"], action=action, to=Stage.DROPPED)
    services.move(by=people["manager"], action=action, to=Stage.DROPPED, why="no budget")
    event = AuditEvent.objects.get(what="actions.moved_to_dropped")
    assert (event.who, event.why, event.before) == ("manager", "no budget", {"stage": "plan"})


def test_planning_again_is_the_next_round(people: dict[str, User]) -> None:
    action = services.move(by=people["manager"], action=opened(people["manager"]), to=Stage.DO)
    assert (action.round, action.starts_on) == (1, date_today())
    again = services.move(by=people["manager"], action=action, to=Stage.PLAN)
    assert (again.round, again.starts_on) == (2, None)


@pytest.mark.parametrize(
    "told",
    [
        {"metric": "no_such_metric"},
        {"metric": "csat", "dimension": "region"},
        {"expected": "-20%"},
        {"starts_on": date(2100, 1, 1)},
    ],
)
def test_what_could_not_be_measured_is_refused(people: dict[str, User], told: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        opened(people["manager"], **told)
    assert not Action.objects.exists()


@pytest.mark.parametrize(
    ("metric", "expected", "value", "zh", "en"),
    [
        ("csat", "提升5个百分点", 0.9, "理解为：与措施前相比 +5.0个百分点", "+5.0 pp against the level before"),
        ("csat", "到95%", 0.9, "理解为：达到 95.0%", "to reach 95.0%"),
        (
            "complaint_rate",
            "降２０％",
            0.1,
            "在措施前的水平上 -20.0%，例如由 10.0% 到 8.0%",
            "-20.0% of the level before",
        ),
        (
            "first_response_business_median",
            "缩短10分钟",
            None,
            "与措施前相比 -10.0分钟",
            "-10.0 min against the level before",
        ),
        ("first_response_business_median", "-20%", None, "在措施前的水平上 -20.0%", "-20.0% of the level before"),
    ],
)
def test_a_promise_is_said_back_as_it_was_understood(
    people: dict[str, User], logged_in: Login, metric: str, expected: str, value: float | None, zh: str, en: str
) -> None:
    action = opened(people["manager"], metric=metric, expected=expected, baseline={"value": value} if value else {})
    client = logged_in("manager")
    assert zh in client.get(f"/actions/{action.pk}").content.decode()
    told = client.get(f"/api/v1/actions/{action.pk}", headers={"accept-language": "en"}).json()
    assert told["expected"] == expected
    with translation.override("en"):
        assert en in promises.understood(action)


def test_a_promise_with_two_meanings_is_refused_in_words(people: dict[str, User], logged_in: Login) -> None:
    told = {"title": "A", "owner": people["manager"].pk, "due_on": "2026-12-01", "metric": "csat", "expected": "95%"}
    response = logged_in("manager").post("/loop/open-action", told)
    assert "“95%”没有说明是变化还是目标水平；请写 提升95%、降95% 或 到95%。" in response.content.decode()
    assert not Action.objects.exists()


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_its_words(reason: Reason) -> None:
    assert word(f"actions.wrong.promise.{reason.name.lower()}", text="x")


def test_a_proposal_leads_to_one_action(people: dict[str, User]) -> None:
    said = {"zh": "变差", "en": "worse"}
    told: dict[str, Any] = {"kind": "change.real", "about": "csat", "metric": "csat", "month": "2026-10",
                            "figure": "F-00000001", "said": said}  # fmt: skip
    proposal = services.propose(**told)
    assert proposal is not None
    assert services.propose(**told) is None
    services.decide(by=people["manager"], proposal=proposal, accepted=True)
    with pytest.raises(UsageError):
        services.decide(by=people["manager"], proposal=proposal, accepted=False, why="x")
    opened(people["manager"], origin=Origin("proposal", str(proposal.pk)))
    with pytest.raises(UsageError):
        opened(people["manager"], origin=Origin("proposal", str(proposal.pk)))
    assert (Action.objects.count(), Proposal.objects.get().state) == (1, "accepted")


# --- who sees and does what -------------------------------------------------------------------------------------------


@pytest.fixture
def three(people: dict[str, User]) -> dict[str, Action]:
    """One action of the agent, one of somebody of the team, one of the manager."""
    mate = User.objects.create_user("mate", role="agent", team=people["agent"].team)
    return {
        "own": opened(people["manager"], owner=people["agent"]),
        "team": opened(people["manager"], owner=mate),
        "others": opened(people["manager"]),
    }


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("agent", {"own"}),
        ("lead", {"own", "team"}),
        ("manager", {"own", "team", "others"}),
        ("auditor", {"own", "team", "others"}),
    ],
)
def test_an_agent_sees_own_actions_and_a_lead_the_teams(
    logged_in: Login, three: dict[str, Action], role: str, sees: set[str]
) -> None:
    client = logged_in(role)
    assert {name for name, one in three.items() if client.get(f"/actions/{one.pk}").status_code == 200} == sees
    listed = client.get("/actions/").content.decode()
    assert {name for name, one in three.items() if f'href="/actions/{one.pk}"' in listed} == sees


@pytest.mark.parametrize(
    ("role", "moves", "edits"),
    [("agent", {"own"}, set()), ("lead", {"own", "team"}, {"own", "team"}), ("auditor", set(), set()),
     ("executive", set(), set()), ("manager", {"own", "team", "others"}, {"own", "team", "others"})],
)  # fmt: skip
def test_only_who_answers_for_it_moves_an_action(
    people: dict[str, User], three: dict[str, Action], role: str, moves: set[str], edits: set[str]
) -> None:
    user = people[role]
    seen = {name: one for name, one in three.items() if queries.actions_of(user).filter(pk=one.pk).exists()}
    assert {name for name, one in seen.items() if user.has_perm("actions.move", one)} == moves
    assert {name for name, one in seen.items() if user.has_perm("actions.edit", one)} == edits


def test_a_longer_list_asks_the_database_no_more(
    people: dict[str, User], logged_in: Login, django_assert_max_num_queries: Any
) -> None:
    client = logged_in("manager")
    for number in range(20):
        opened(people["manager"], title=str(number), owner=people["agent"])
    for view in ("list", "board"):
        with django_assert_max_num_queries(7):  # session, person, unread notices, actions, their count
            client.get(f"/actions/?view={view}")


def test_a_page_says_what_was_wrong(logged_in: Login, three: dict[str, Action]) -> None:
    answer = logged_in("manager").post(f"/actions/{three['own'].pk}/move", {"to": "done"}, follow=True)
    assert "不能从“计划”直接到“已完成”" in answer.content.decode()


def test_an_agent_does_not_touch_what_others_own(logged_in: Login, three: dict[str, Action]) -> None:
    client, number = logged_in("agent"), three["team"].pk
    for address in ("move", "checks", "comments", "files", "measure"):
        assert client.post(f"/actions/{number}/{address}", {"to": "do", "text": "x"}).status_code == 404
    assert client.get(f"/actions/{three['own'].pk}/edit").status_code == 403


def test_the_filters(people: dict[str, User], three: dict[str, Action]) -> None:
    Action.objects.filter(pk=three["team"].pk).update(due_on=date_today() - timedelta(days=1))
    found = {name: [one.pk for one in queries.listed(people["lead"], name)] for name in queries.FILTERS}
    own, team = three["own"].pk, three["team"].pk
    assert found == {"all": [team, own], "mine": [], "team": [team, own], "overdue": [team], "ended": []}


# --- checklist, comments, files ---------------------------------------------------------------------------------------


def test_a_page_shows_plan_checklist_comments_and_timeline(people: dict[str, User], logged_in: Login) -> None:
    action = opened(people["manager"], owner=people["agent"], why="投诉上升", success="投诉率回到 2%")
    client = logged_in("agent")
    client.post(f"/actions/{action.pk}/checks", {"text": "重写话术"})
    client.post(f"/actions/{action.pk}/checks/{action.checks.get().pk}", {"done": "1"})
    client.post(f"/actions/{action.pk}/comments", {"text": "<script>alert(1)</script>"})
    page = client.get(f"/actions/{action.pk}").content.decode()
    for text in ("投诉上升", "投诉率回到 2%", "重写话术", "☑", "完成了清单项", "&lt;script&gt;alert(1)"):
        assert text in page
    assert action.checks.get().done_by == people["agent"]


def test_a_file_is_what_its_content_is(people: dict[str, User], logged_in: Login, settings: Settings,
                                       tmp_path: Path) -> None:  # fmt: skip
    settings.MEDIA_ROOT = tmp_path
    action = opened(people["manager"])
    client = logged_in("manager")
    for _ in range(2):
        client.post(f"/actions/{action.pk}/files", {"file": SimpleUploadedFile("方案.pdf", PDF)})
    held = action.files.get()
    answer = client.get(f"/actions/{action.pk}/files/{held.pk}")
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"<html>"), ("a.html", b"<html>"), ("a.png", PDF), ("a.docx", b"PK\x03\x04 a zip of anything"),
     ("a.csv", b"\xff\xfe\x00"), ("a.txt", b"")],
)  # fmt: skip
def test_other_files_are_refused(people: dict[str, User], name: str, content: bytes) -> None:
    action = opened(people["manager"])
    with pytest.raises(UsageError):
        files.attach(by=people["manager"], action=action, file=SimpleUploadedFile(name, content))
    assert not action.files.exists()


# --- deadlines --------------------------------------------------------------------------------------------------------


def test_reminders_come_once_each_and_managers_hear_of_what_is_late(people: dict[str, User]) -> None:
    action = opened(people["agent"], due_on=date(2026, 10, 20))
    told = [deadlines.remind(date(2026, 10, day)) for day in (12, 13, 14, 19, 19, 20)]
    assert told == [0, 1, 0, 1, 0, 0]  # seven days and one day before the 20th
    assert deadlines.escalate(date(2026, 10, 20)) == 0
    assert deadlines.escalate(date(2026, 10, 21)) == 4  # the agent, the lead, the manager, the administrator
    assert deadlines.escalate(date(2026, 10, 22)) == 0
    assert Notice.objects.filter(what="actions.notices.overdue", to=people["lead"]).get().about_id == str(action.pk)


def test_another_deadline_is_another_reminder(people: dict[str, User]) -> None:
    action = opened(people["agent"], due_on=date(2026, 10, 20))
    assert deadlines.remind(date(2026, 10, 14)) == 1
    services.change_action(by=people["agent"], action=action, due_on=date(2026, 10, 30))
    assert deadlines.remind(date(2026, 10, 24)) == 1


# --- the way into the report ------------------------------------------------------------------------------------------


def test_what_has_begun_is_written_for_the_report(people: dict[str, User], settings: Settings, tmp_path: Path,
                                                  team: Team) -> None:  # fmt: skip
    settings.KEFU_PROJECT = tmp_path
    (tmp_path / "kefu.yaml").write_text("company: Lantern\n")
    told = {"metric": "complaint_rate", "dimension": "region", "members": "north|south", "expected": "-20%"}
    action = opened(people["lead"], title='投诉, "新"话术', due_on=date(2026, 12, 1), **told)
    opened(people["lead"], metric="csat")  # only planned
    services.add_check(by=people["lead"], action=action, text="a")
    services.move(by=people["lead"], action=action, to=Stage.DO, starts_on=date(2026, 10, 1))
    bringing_round.write()
    [read] = read_actions(tmp_path, METRICS)
    assert (read.title, read.metric, read.members) == ('投诉, "新"话术', "complaint_rate", ("north", "south"))
    assert (read.promise, read.start, read.due) == (Promise("share", -0.2), date(2026, 10, 1), date(2026, 12, 1))
    assert (read.owner, read.progress) == ("电话组", "执行 0/1")


def test_what_was_planned_again_or_dropped_is_still_written_for_the_report(
    people: dict[str, User], settings: Settings, tmp_path: Path, team: Team
) -> None:
    """Each round with what it promised then and its end, and the slices measured in it; of an amount that all make
    together a slice promises nothing. A round said to begin earlier ends the one before it."""
    settings.KEFU_PROJECT = tmp_path
    (tmp_path / "kefu.yaml").write_text("company: Lantern\n")
    boss, today = people["manager"], date_today()
    action = opened(boss, title="A", metric="ticket_volume", expected="-20", owner=people["agent"])
    services.move(by=boss, action=action, to=Stage.DO, starts_on=date(2026, 3, 1))
    action.effects.create(round=1, month="2026-06", dimension="region", member="north", verdict="none")
    action.effects.create(round=1, month="2026-06", verdict="none")
    services.move(by=boss, action=action, to=Stage.PLAN)
    only_over = [(one.round, one.ended, one.by_slice) for one in read_actions(tmp_path, METRICS)]
    assert only_over == []  # it is written when the transaction is over
    bringing_round.write()
    over = [(one.round, one.ended, one.by_slice) for one in read_actions(tmp_path, METRICS)]
    assert over == [(1, today, False), (1, today, True)]
    action = services.change_action(by=boss, action=Action.objects.get(), expected="-50%")
    services.move(by=boss, action=action, to=Stage.DO, starts_on=date(2026, 8, 1))
    action.effects.create(round=2, month="2026-10", dimension="region", member="north", verdict="less")
    services.move(by=boss, action=action, to=Stage.DROPPED, why="too dear")
    bringing_round.write()
    told = read_actions(tmp_path, METRICS)
    assert [(one.round, one.start.month, one.members, one.promise) for one in told] == [
        (2, 8, (), Promise("share", -0.5)),
        (2, 8, ("north",), Promise("share", -0.5)),
        (1, 3, (), Promise("by", -20)),
        (1, 3, ("north",), None),
    ]
    assert [one.ended for one in told] == [today, today, date(2026, 7, 31), date(2026, 7, 31)]  # till the next began
    assert [one.progress for one in told] == ["已取消", "", "", ""]


def test_the_api_opens_and_moves(people: dict[str, User], logged_in: Login) -> None:
    client = logged_in("manager")
    told = {"title": "A", "owner": "agent", "due_on": "2026-12-01"}
    made = client.post("/api/v1/actions", told, content_type="application/json").json()
    assert (made["stage"], made["owner"]) == ("plan", "agent")
    moved = client.post(f"/api/v1/actions/{made['id']}/move", {"to": "act"}, content_type="application/json")
    assert moved.status_code == 422
    assert logged_in("auditor").post("/api/v1/actions", told, content_type="application/json").status_code == 403
    assert logged_in("lead").get(f"/api/v1/actions/{made['id']}").status_code == 200


def test_the_api_has_checklist_comments_and_files(people: dict[str, User], logged_in: Login, settings: Settings,
                                                  tmp_path: Path) -> None:  # fmt: skip
    settings.MEDIA_ROOT = tmp_path
    action, client = opened(people["manager"], owner=people["agent"]), logged_in("agent")
    one = f"/api/v1/actions/{action.pk}"
    made = client.post(f"{one}/checks", {"text": "重写话术"}, content_type="application/json")
    assert (made.status_code, made.json()["done_at"]) == (201, None)
    done = client.post(f"{one}/checks/{made.json()['id']}", {"done": True}, content_type="application/json").json()
    assert client.get(f"{one}/checks").json() == [done]
    assert done["done_by"] == "agent"
    said = client.post(f"{one}/comments", {"text": "已培训"}, content_type="application/json")
    assert (said.status_code, said.json()["by"]) == (201, "agent")
    assert client.get(f"{one}/comments").json() == [said.json()]
    sent = [client.post(f"{one}/files", {"file": SimpleUploadedFile("方案.pdf", PDF)}) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [201, 201]
    [held] = client.get(f"{one}/files").json()  # the same content twice is one
    assert (held["name"], held["size"], held["digest"]) == ("方案.pdf", len(PDF), sha256(PDF).hexdigest())
    answer = client.get(f"{one}/files/{held['id']}")
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.post(f"{one}/files", {"file": SimpleUploadedFile("a.pdf", b"<html>")}).status_code == 422


def test_who_only_reads_adds_nothing_through_the_api(people: dict[str, User], logged_in: Login) -> None:
    """An auditor reads; an executive comments, and that alone; a token needs the scope as well."""
    one = f"/api/v1/actions/{opened(people['manager']).pk}"
    ways = ({"text": "x"}, "checks"), ({"text": "x"}, "comments")
    told = {
        role: [logged_in(role).post(f"{one}/{name}", body, content_type="application/json").status_code
               for body, name in ways]
        for role in ("auditor", "executive", "manager")
    }  # fmt: skip
    assert told == {"auditor": [403, 403], "executive": [403, 201], "manager": [201, 201]}
    hour = timezone.now() + timedelta(hours=1)
    token = make_token(by=people["manager"], name="x", scopes=["actions.view"], ends_at=hour)
    reader = Client(headers={"Authorization": f"Bearer {token}"})
    assert len(reader.get(f"{one}/comments").json()) == 2
    assert reader.post(f"{one}/comments", {"text": "x"}, content_type="application/json").status_code == 403


def test_the_api_changes_what_is_planned(people: dict[str, User], logged_in: Login) -> None:
    action = opened(people["manager"], why="投诉上升")
    one, client = f"/api/v1/actions/{action.pk}", logged_in("manager")
    told = client.patch(one, {"title": "B", "owner": "agent"}, content_type="application/json").json()
    assert (told["title"], told["owner"], told["why"]) == ("B", "agent", "投诉上升")  # what is not sent stays
    for wrong in ({"due_on": None}, {"title": ""}, {"metric": "no_such"}, {"owner": None}):
        assert client.patch(one, wrong, content_type="application/json").status_code == 422, wrong
    assert logged_in("agent").patch(one, {"title": "C"}, content_type="application/json").status_code == 403


def test_the_api_lists_and_dismisses_proposals(people: dict[str, User], logged_in: Login) -> None:
    services.propose(
        kind="x.y", about="a", month="2026-10", figure="F-1", said={"zh": "涨了", "en": "up"}, metric="csat"
    )
    client = logged_in("manager")
    [found] = client.get("/api/v1/actions/proposals").json()
    assert found["said"] == {"zh": "涨了", "en": "up"}
    at = f"/api/v1/actions/proposals/{found['id']}/dismiss"
    assert client.post(at, {"why": ""}, content_type="application/json").status_code == 422
    assert client.post(at, {"why": "known"}, content_type="application/json").status_code == 204
    assert client.get("/api/v1/actions/proposals").json() == []
