"""Callbacks: the states and the ways between them, the clock, who calls whom, and what is noted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kefu.errors import DefinitionError, UsageError
from kefu.workbench.accounts.models import User
from kefu.workbench.callbacks import queries, services, watching
from kefu.workbench.callbacks.models import LEGAL, Callback, State
from kefu.workbench.callbacks.policy import Policy, policy
from kefu.workbench.callbacks.services import LowScore
from kefu.workbench.notices.models import Notice
from kefu.workbench.web import clocks
from kefu.workbench.web.clocks import Spell
from kefu.workbench.web.templatetags.kefu import left
from tests.workbench.conftest import Login, local

LOW = {"csat": 1.0, "csat_attitude": 3.0, "csat_efficiency": 1.0, "csat_expertise": 2.0}


def low(number: str, *, hours: float = 1, team: str = "phone", **more: Any) -> Callback:
    """A callback of an answer so many hours ago."""
    answered = timezone.now() - timedelta(hours=hours)
    [made] = services.open_callbacks([LowScore(number, answered, f"C{number}", f"T{number}", team, scores=LOW, **more)])
    return made


def at(state: State, callback: Callback, user: User) -> Callback:
    """The callback put into a state past the services."""
    told = {"cause": "speed", "outcome": "settled"} if state == "done" else {}
    Callback.objects.filter(pk=callback.pk).update(state=state, assigned_to=user, **told)
    return Callback.objects.get(pk=callback.pk)


@pytest.mark.parametrize("state", list(State))
def test_only_what_may_follow_a_state_follows_it(people: dict[str, User], state: State) -> None:
    """Each verb leads to one state: giving out to assigned, giving back to waiting, no need to unneeded."""
    verbs: dict[State, Callable[[Callback], Callback]] = {
        State.ASSIGNED: lambda one: services.assign(by=people["lead"], callback=one, to=people["agent"]),
        State.WAITING: lambda one: services.give_back(by=people["agent"], callback=one),
        State.UNNEEDED: lambda one: services.drop(by=people["agent"], callback=one, why="a test"),
    }
    for number, (to, verb) in enumerate(verbs.items()):
        callback = at(state, low(f"{state}{number}"), people["agent"])
        if to in LEGAL[state] or to == state == State.ASSIGNED:
            verb(callback)
            assert Callback.objects.get(pk=callback.pk).state == to
        else:
            with pytest.raises(UsageError):
                verb(callback)
            assert Callback.objects.get(pk=callback.pk).state == state


def test_the_database_refuses_what_the_services_would(people: dict[str, User]) -> None:
    callback = low("1")
    for wrong in ({"state": "elsewhere"}, {"state": "assigned"}, {"state": "done"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Callback.objects.filter(pk=callback.pk).update(**wrong)


def test_a_response_opens_one_callback_with_48_hours(db: None) -> None:
    score = LowScore("S1", timezone.now())
    assert len(services.open_callbacks([score])) == 1
    assert services.open_callbacks([score, score]) == []
    callback = Callback.objects.get()
    assert callback.due_at - callback.answered_at == timedelta(hours=48)


def test_the_cause_nearest_is_the_lowest_answer(db: None) -> None:
    assert low("1").likely_cause == "speed"
    assert Callback(scores={"csat_attitude": 1, "csat_efficiency": 1}).likely_cause == ""


def test_who_takes_the_next_gets_the_most_urgent_of_the_team(people: dict[str, User]) -> None:
    low("late", hours=40)
    low("new", hours=1)
    low("others", hours=47, team="online")
    assert services.take_next(by=people["agent"]).origin_id == "late"
    assert services.take_next(by=people["agent"]).origin_id == "new"
    with pytest.raises(UsageError):
        services.take_next(by=people["agent"])
    assert [one.origin_id for one in queries.queue(people["manager"])] == ["others", "late", "new"]


def test_a_callback_stays_within_the_team(people: dict[str, User]) -> None:
    callback = low("1", team="online")
    with pytest.raises(UsageError):
        services.assign(by=people["manager"], callback=callback, to=people["agent"])


def test_three_calls_in_vain_end_it(people: dict[str, User]) -> None:
    callback = services.assign(by=people["lead"], callback=low("1"), to=people["agent"])
    for _ in range(3):
        services.attempt(by=people["agent"], callback=callback, is_reached=False)
    assert Callback.objects.get().state == State.UNREACHED
    with pytest.raises(UsageError):
        services.attempt(by=people["agent"], callback=callback, is_reached=True)


def test_a_call_lies_between_the_answer_and_now(people: dict[str, User]) -> None:
    callback = services.assign(by=people["lead"], callback=low("1"), to=people["agent"])
    for moment in (callback.answered_at - timedelta(minutes=1), timezone.now() + timedelta(minutes=1)):
        with pytest.raises(UsageError):
            services.attempt(by=people["agent"], callback=callback, is_reached=True, at=moment)


def test_it_ends_with_cause_outcome_and_what_was_given(people: dict[str, User]) -> None:
    callback = services.assign(by=people["lead"], callback=low("1"), to=people["agent"])
    told: dict[str, Any] = {"by": people["agent"], "callback": callback, "cause": "speed", "outcome": "settled"}
    with pytest.raises(UsageError):
        services.finish(**told)  # nobody was reached yet
    services.attempt(by=people["agent"], callback=callback, is_reached=True)
    for wrong in ({"cause": "weather"}, {"amount": Decimal(5)}, {"compensation": "coupon", "amount": Decimal(0)}):
        with pytest.raises(UsageError):
            services.finish(**{**told, **wrong})
    done = services.finish(**told, compensation="coupon", amount=Decimal("20.00"), note="等了三天")
    assert (done.state, done.cause, done.amount, done.ended_at is not None) == ("done", "speed", Decimal("20.00"), True)


def test_the_clock_tells_who_has_it_and_then_the_lead_once(people: dict[str, User]) -> None:
    callback = services.assign(by=people["lead"], callback=low("1", hours=1), to=people["agent"])
    for passed, told in ((39, (0, 0)), (41, (1, 0)), (42, (0, 0)), (49, (0, 1)), (50, (0, 0))):
        found = watching.watch(callback.answered_at + timedelta(hours=passed))
        assert (found["reminded"], found["escalated"]) == told, passed
    assert Notice.objects.get(what="callbacks.notices.late").to == people["lead"]
    services.attempt(by=people["agent"], callback=callback, is_reached=False)
    late = low("2", hours=50)
    assert watching.watch() == {"reminded": 0, "escalated": 1}
    assert (late.is_overdue, Callback.objects.get(pk=callback.pk).is_overdue) == (True, False)


# --- who sees and does what -------------------------------------------------------------------------------------------


@pytest.fixture
def three(people: dict[str, User]) -> dict[str, Callback]:
    """One callback of the agent, one waiting in the team, one of another team."""
    own = services.assign(by=people["lead"], callback=low("own"), to=people["agent"])
    return {"own": own, "team": low("team"), "others": low("others", team="online")}


@pytest.mark.parametrize(
    ("role", "sees", "works"),
    [("agent", {"own"}, {"own"}), ("lead", {"own", "team"}, {"own", "team"}),
     ("manager", {"own", "team", "others"}, {"own", "team", "others"}),
     ("auditor", {"own", "team", "others"}, set())],
)  # fmt: skip
def test_an_agent_sees_own_callbacks_and_a_lead_the_teams(
    people: dict[str, User], logged_in: Login, three: dict[str, Callback], role: str, sees: set[str], works: set[str]
) -> None:
    client = logged_in(role)
    assert {name for name, one in three.items() if client.get(f"/callbacks/{one.pk}").status_code == 200} == sees
    seen = {name: one for name, one in three.items() if name in sees}
    assert {name for name, one in seen.items() if people[role].has_perm("callbacks.work", one)} == works
    for name in ("own", "team", "others"):
        answer = client.post(f"/callbacks/{three[name].pk}/attempt", {"is_reached": "1"})
        assert answer.status_code in ({302} if name in works else {403, 404})


def test_a_callback_from_taking_to_its_end_in_the_browser(
    people: dict[str, User], logged_in: Login, three: dict[str, Callback]
) -> None:
    client, number = logged_in("agent"), three["team"].pk
    assert client.post("/callbacks/take")["Location"] == f"/callbacks/{number}"
    page = client.get(f"/callbacks/{number}").content.decode()
    assert "说明当时为什么慢" in page  # the script for the lowest answer, which was on speed
    client.post(f"/callbacks/{number}/attempt", {"is_reached": "1", "note": "接通"})
    told = {"cause": "speed", "outcome": "settled", "compensation": "apology", "amount": "", "note": "嫌慢"}
    client.post(f"/callbacks/{number}/finish", told)
    assert Callback.objects.get(pk=number).state == State.DONE
    assert "嫌慢" in client.get(f"/callbacks/{number}").content.decode()
    assert "callback=" not in client.get(f"/callbacks/{number}").content.decode()  # agents open no actions
    assert f"open-action?callback={number}" in logged_in("lead").get(f"/callbacks/{number}").content.decode()


def test_the_queue_says_how_long_is_left(logged_in: Login, three: dict[str, Callback]) -> None:
    page = logged_in("manager").get("/callbacks/").content.decode()
    assert "还剩 1 天 22 小时" in page  # 48 hours less the one that has passed, and a moment
    assert "数据里还没有可判断的回访" in page


def test_a_longer_queue_asks_the_database_no_more(
    people: dict[str, User], logged_in: Login, django_assert_max_num_queries: Any
) -> None:
    client = logged_in("manager")
    for number in range(20):
        one = services.assign(by=people["lead"], callback=low(str(number)), to=people["agent"])
        services.attempt(by=people["agent"], callback=one, is_reached=False)
    with django_assert_max_num_queries(9):  # session, person, team, bell, waiting, count, page, attempts, callers
        client.get("/callbacks/")


def test_the_api_notes_a_call(people: dict[str, User], logged_in: Login, three: dict[str, Callback]) -> None:
    client, number = logged_in("agent"), three["own"].pk
    noted = client.post(f"/api/v1/callbacks/{number}/attempts", {"reached": True}, content_type="application/json")
    assert (noted.status_code, noted.json()["state"]) == (200, "assigned")
    assert client.get(f"/api/v1/callbacks/{number}").json()["attempts"][0]["by"] == "agent"
    assert client.get(f"/api/v1/callbacks/{three['others'].pk}").status_code == 404


def test_the_api_takes_a_callback_to_its_end(people: dict[str, User], logged_in: Login) -> None:
    callback = low("1")
    agent, lead, one = logged_in("agent"), logged_in("lead"), f"/api/v1/callbacks/{callback.pk}"
    json: dict[str, Any] = {"content_type": "application/json"}
    assert agent.post("/api/v1/callbacks/take").json()["id"] == callback.pk
    assert agent.post(f"{one}/give-back").json()["state"] == "waiting"
    assert lead.post(f"{one}/assign", {"to": "quality"}, **json).status_code == 404  # not of the team
    assert lead.post(f"{one}/assign", {"to": "agent"}, **json).json()["assigned_to"] == "agent"
    end = {"cause": "speed", "outcome": "settled"}
    assert agent.post(f"{one}/finish", end, **json).status_code == 422  # nobody was reached yet
    agent.post(f"{one}/attempts", {"reached": True}, **json)
    assert agent.post(f"{one}/finish", {**end, "cause": "none"}, **json).status_code == 422
    assert agent.post(f"{one}/finish", end, **json).json()["state"] == "done"
    other = low("2")
    assert (
        logged_in("manager").post(f"/api/v1/callbacks/{other.pk}/drop", {"why": "a test"}, **json).json()["state"]
        == "unneeded"
    )


# --- hours ------------------------------------------------------------------------------------------------------------


def held(office: Path, rules: str, answered: str) -> Callback:
    """A callback of the telephone team, which works from Monday to Friday, 9 to 18; 6 November 2026 is a Friday."""
    (office / "callbacks.yaml").write_text(rules)
    [made] = services.open_callbacks([LowScore(answered, local(answered), team="phone", scores=LOW)])
    return made


@pytest.mark.parametrize(
    ("rules", "due", "told"),
    [
        ("", "11-08 17:00", "48 小时内回访（自然时间）"),  # as the indicator counts
        ("within: 2d\nhours: business", "11-10 17:00", "2 个工作日内回访（班组的工作时间）"),
        ("within: 8h\nhours: phone", "11-09 16:00", "8 小时内回访（“电话组”日历的工作时间）"),
    ],
)
def test_a_project_says_by_which_hours_a_call_is_due(
    office: Path, logged_in: Login, people: dict[str, User], rules: str, due: str, told: str
) -> None:
    callback = held(office, rules, "11-06 17:00")
    assert callback.due_at == local(due)
    assert told in logged_in("manager").get("/callbacks/").content.decode()
    assert told in logged_in("manager").get(f"/callbacks/{callback.pk}").content.decode()


def test_time_left_is_the_open_time_of_the_team(office: Path, db: None) -> None:
    """Answered on Friday at 8 and due on Sunday at 8: at 16 two hours of work are left, on Saturday none; by Monday at
    10 it is one hour over."""
    callback = held(office, "", "11-06 08:00")
    told = {at: callback.clock.left(local(at), callback.due_at) for at in ("11-06 16:00", "11-07 12:00", "11-09 10:00")}
    assert [one.seconds for one in told.values()] == [2 * 3600, 0, -3600]
    assert [left(one) for one in told.values()] == [
        "还剩 2 小时（工作时间）", "还剩 0 分钟（工作时间）", "已超时 1 小时（工作时间）",
    ]  # fmt: skip
    assert left(Spell(30 * 3600)) == "还剩 1 天 6 小时"
    assert left(Spell(30 * 3600, is_open_time=True)) == "还剩 30 小时（工作时间）"  # no day of work has 24 hours


def test_who_is_off_when_it_is_due_hears_before(office: Path, people: dict[str, User]) -> None:
    """Due on Sunday at 8: from Friday at 10 on no more than eight hours of work are left."""
    callback = held(office, "", "11-06 08:00")
    services.assign(by=people["lead"], callback=callback, to=people["agent"])
    told = [watching.watch(local(at))["reminded"] for at in ("11-06 09:59", "11-06 10:00", "11-06 11:00")]
    assert told == [0, 1, 0]


# --- what the project says --------------------------------------------------------------------------------------------


def test_the_usual_scores_are_called_where_the_project_says_nothing(tmp_path: Path) -> None:
    assert policy(tmp_path) == Policy(csat_at_most=2, nps_at_most=6, look_back_days=7, watch_days=30, bring_back=True)


def test_a_project_says_which_scores_are_called(tmp_path: Path) -> None:
    (tmp_path / "callbacks.yaml").write_text("csat_at_most: 3\nbring_back: false\n")
    assert (policy(tmp_path).csat_at_most, policy(tmp_path).bring_back) == (3, False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("csat: 2", 'unknown key "csat"'),
        ("csat_at_most: 9", "csat_at_most: should be from 1 to 5"),
        ("watch_days: 2.5", "watch_days: should be whole days"),
        ("within: 2 days", 'within: "2 days" should be a time such as 8h or 2d'),
        ("hours: nights", 'hours: no calendar "nights"'),
        ("bring_back: 1", "bring_back: should be true or false"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "callbacks.yaml").write_text(text)
    with pytest.raises(DefinitionError, match=f"callbacks.yaml: {said}"):
        policy(tmp_path)


def test_beyond_two_days_nobody_counts_hours(office: Path, db: None) -> None:
    """Due on Tuesday 1 September at 18: on Wednesday at 18 nine hours of work over; six working days later, on the
    9th at 18, 54 of them, which are eight days; on the 14th, 13 days."""
    clock, due = clocks.hours("phone"), local("09-01 18:00")
    told = {on: left(clock.left(local(f"{on} 18:00"), due)) for on in ("09-02", "09-09", "09-14")}
    assert told == {"09-02": "已超时 9 小时（工作时间）", "09-09": "已超时 8 天", "09-14": "已超时 13 天"}
    assert left(Spell(-(2 * 24 + 5) * 3600)) == "已超时 2 天 5 小时"
