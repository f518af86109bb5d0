"""Targets: their parts make the whole, whoever changes them, and the data get what was approved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from kefu.errors import UsageError
from kefu.findings import Figure, Lineage, Unit
from kefu.metrics import METRICS
from kefu.workbench.accounts.models import User
from kefu.workbench.jobs.models import Job
from kefu.workbench.targets import queries, services
from kefu.workbench.targets.models import Part, Plan, State
from kefu.workbench.web import naming
from tests.workbench.conftest import Login

Made = Callable[..., Plan]


@dataclass(frozen=True, slots=True)
class FakeMeasurement:
    """A measured member, as the data would give it."""

    name: str

    def member(self, _dimension: str) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class FakeLine:
    measurement: FakeMeasurement
    value: float
    figure: Figure


def _lines(unit: Unit, members: dict[str, tuple[float, int]]) -> list[Any]:
    return [
        FakeLine(FakeMeasurement(name), value, Figure(value, unit, rows, Lineage(definition="x")))
        for name, (value, rows) in members.items()
    ]


@pytest.fixture(autouse=True)
def usual(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the metrics usually are by team: 300, 100 and 100 tickets, answered by 90, 80 and 70 %."""
    kinds = {
        "ticket_volume": _lines(Unit.COUNT, {"phone": (300, 300), "online": (100, 100), "complaints": (100, 100)}),
        "resolution_rate": _lines(Unit.SHARE, {"phone": (0.9, 300), "online": (0.8, 100), "complaints": (0.7, 100)}),
    }
    monkeypatch.setattr(queries, "usual", lambda metric, *_: kinds[metric])
    monkeypatch.setattr(queries, "reached", lambda *_: {})
    monkeypatch.setattr(queries, "definition_of", lambda plan: METRICS[plan.metric])


@pytest.fixture
def made(people: dict[str, User]) -> Made:
    def make(metric: str = "ticket_volume", value: float = 1000.0) -> Plan:
        plan = services.make_plan(by=people["manager"], metric=metric, month="2026-11", value=value, basis="market")
        services.break_down(by=people["manager"], plan=plan, dimension="team")
        return plan

    return make


def _values(plan: Plan) -> dict[str, float]:
    return {one.member: one.value for one in plan.parts.all()}


def test_a_volume_is_divided_by_what_is_usual(made: Made) -> None:
    assert _values(made()) == {"phone": 600, "online": 200, "complaints": 200}  # 1,000 by 3 : 1 : 1


def test_what_is_fixed_stays_and_the_others_take_what_is_left(made: Made, people: dict[str, User]) -> None:
    plan = made()
    phone = plan.parts.get(member="phone")
    services.settle(by=people["manager"], plan=plan, dimension="team", within=None, fixed={phone.pk: 501.0})
    assert _values(plan) == {"phone": 501, "online": 250, "complaints": 249} or _values(plan) == {
        "phone": 501, "online": 249, "complaints": 250,
    }  # fmt: skip
    with pytest.raises(UsageError):
        services.settle(by=people["manager"], plan=plan, dimension="team", within=None, fixed={phone.pk: 1001.0})


def test_a_rate_moves_the_others_until_the_mean_is_the_whole(made: Made, people: dict[str, User]) -> None:
    plan = made("resolution_rate", 0.85)
    phone = plan.parts.get(member="phone")
    services.settle(by=people["manager"], plan=plan, dimension="team", within=None, fixed={phone.pk: 0.95})
    # 300 rows at 95 % leave (0.85 * 500 - 0.95 * 300) / 200 = 0.70 for the other two hundred.
    assert _values(plan) == {"phone": 0.95, "online": pytest.approx(0.70), "complaints": pytest.approx(0.70)}
    assert queries.breakdowns(plan)[0].adds_up


def test_proposals_show_their_difference_and_can_become_the_target(made: Made, people: dict[str, User]) -> None:
    plan = made()
    services.propose(by=people["lead"], part=plan.parts.get(member="phone"), value=550.0)
    held = queries.breakdowns(plan)[0]
    assert (held.proposed, held.gap) == (950.0, 0.0)  # 550 + 200 + 200
    services.adopt(by=people["manager"], plan=plan, dimension="team")
    plan.refresh_from_db()
    assert (plan.value, _values(plan)["phone"]) == (950.0, 550.0)


def test_only_what_adds_up_is_approved_and_then_handed_to_the_data(made: Made, people: dict[str, User]) -> None:
    plan = made()
    Part.objects.filter(plan=plan, member="phone").update(value=599.0)
    with pytest.raises(UsageError):
        services.approve(by=people["manager"], plan=plan)
    services.settle(by=people["manager"], plan=plan, dimension="team", within=None, fixed={})
    services.approve(by=people["manager"], plan=plan)
    assert Plan.objects.get().state == State.APPROVED
    assert Job.objects.get().kind == "targets.hand_over"
    with pytest.raises(UsageError):
        services.break_down(by=people["manager"], plan=plan, dimension="region")


def test_a_lead_proposes_for_the_own_team_only(made: Made, people: dict[str, User], logged_in: Login) -> None:
    plan = made()
    phone, online = plan.parts.get(member="phone"), plan.parts.get(member="online")
    told = {f"proposed-{phone.pk}": "555", f"proposed-{online.pk}": "1"}
    assert logged_in("lead").post(f"/targets/{plan.pk}/propose", told).status_code == 302
    phone.refresh_from_db()
    online.refresh_from_db()
    assert (phone.proposed, online.proposed) == (555.0, None)
    assert logged_in("agent").post(f"/targets/{plan.pk}/propose", told).status_code == 403
    assert logged_in("lead").post(f"/targets/{plan.pk}/approve").status_code == 403


def test_the_page_says_what_would_be(made: Made, logged_in: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    from kefu.narrative.narrator import Narrator

    monkeypatch.setattr(naming, "narrator", lambda: Narrator("zh", METRICS))
    plan = made()
    phone = plan.parts.get(member="phone")
    answer = logged_in("manager").post(f"/targets/{plan.pk}/try", {f"value-{phone.pk}": "700"})
    page = answer.content.decode()
    assert "试算（未保存）：合计 1,100，与目标 1,000 相差 +100" in page  # 700 + 200 + 200
    assert "与上级一致" not in page  # which what is saved would be, and what stands in the fields is not
    assert _values(plan)["phone"] == 600


def test_indicators_of_reports_are_offered_before_the_rest(db: None) -> None:
    """Of some two hundred nobody finds one that stands by its first letter."""
    none, (_, usual), (_, rest) = naming.metric_choices(METRICS)
    assert none == ("", "–")
    assert "csat" in dict(usual)
    assert "csat" not in dict(rest)
    assert len(usual) + len(rest) == len(METRICS)


def test_what_is_reached_says_of_how_many(people: dict[str, User], logged_in: Login, monkeypatch: Any) -> None:
    """Two answers of a month that has begun are no 100 % to be held against a target of 90 %."""
    plan = services.make_plan(by=people["manager"], metric="csat", month="2026-11", value=0.9, basis="market")
    monkeypatch.setattr(queries, "reached", lambda *_: {"": Figure(1.0, Unit.SHARE, 2, Lineage("csat"))})
    monkeypatch.setattr(queries, "is_partial", lambda _: True)
    page = logged_in("manager").get(f"/targets/{plan.pk}").content.decode()
    assert "100.0%（n = 2）" in page
    assert "该月数据尚不完整" in page


def test_the_api_makes_divides_settles_and_approves(made: Made, people: dict[str, User], logged_in: Login) -> None:
    """1,000 tickets by what is usual, 300 : 100 : 100; the telephone team is fixed at 500, the others share the rest;
    it proposes 450, so that all make 950."""
    json: dict[str, Any] = {"content_type": "application/json"}
    client = logged_in("manager")
    asked = {"metric": "ticket_volume", "month": "2026-12", "value": 1000, "basis": "market"}
    plan = client.post("/api/v1/targets/plans", asked, **json)
    assert plan.status_code == 201
    assert client.post("/api/v1/targets/plans", asked, **json).status_code == 422  # there is one of the month
    assert client.post("/api/v1/targets/plans", {**asked, "metric": "x"}, **json).status_code == 404
    one = f"/api/v1/targets/plans/{plan.json()['id']}"
    [division] = client.post(f"{one}/divide", {"dimension": "team"}, **json).json()["breakdowns"]
    parts = {part["member"]: part for part in division["parts"]}
    assert {name: part["value"] for name, part in parts.items()} == {"phone": 600, "online": 200, "complaints": 200}
    tried = {"dimension": "team", "fixed": {parts["phone"]["id"]: 650}}
    assert client.post(f"{one}/try", tried, **json).json() == {"whole": 1000, "made": 1050, "gap": 50}
    assert client.post(f"{one}/try", {**tried, "dimension": "channel"}, **json).status_code == 404  # not divided so
    fixed = {"dimension": "team", "fixed": {parts["phone"]["id"]: 500}}
    [division] = client.post(f"{one}/settle", fixed, **json).json()["breakdowns"]
    assert {part["member"]: part["value"] for part in division["parts"]} == {
        "phone": 500, "online": 250, "complaints": 250,
    }  # fmt: skip
    assert client.post(f"{one}/divide", {"dimension": "mood"}, **json).status_code == 422
    lead, at = logged_in("lead"), {name: f"{one}/parts/{part['id']}/propose" for name, part in parts.items()}
    assert lead.post(at["phone"], {"value": 450}, **json).status_code == 200
    assert lead.post(at["online"], {"value": 1}, **json).status_code == 403  # of another team
    assert client.post(f"{one}/adopt", {"dimension": "team"}, **json).json()["value"] == 950
    assert lead.post(f"{one}/approve").status_code == 403
    assert client.post(f"{one}/approve").json()["state"] == "approved"
    assert client.post(f"{one}/reopen", {"why": "too low"}, **json).json()["state"] == "draft"
