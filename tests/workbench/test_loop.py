"""The closed loop on a small company: low score, callback, action, deadline, effect in the next month's report.

Fifteen months of a hundred answers each, about thirty of them 1 of 5; from October 2024, when the action began, ten.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from kefu.analyses import run_all
from kefu.configuration import Configuration
from kefu.errors import UsageError
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import derived
from kefu.findings.finding import SMALL_SAMPLE
from kefu.metrics.grain import Grain
from kefu.project import Project
from kefu.workbench.accounts.models import User
from kefu.workbench.actions import bringing_round, measuring, queries, services
from kefu.workbench.actions.models import Action, Effect, Proposal
from kefu.workbench.actions.stages import Stage
from kefu.workbench.actions.tasks import measure_due, measure_one
from kefu.workbench.callbacks import bringing_back
from kefu.workbench.callbacks import services as calling
from kefu.workbench.callbacks.models import Attempt, Callback
from kefu.workbench.company import company as served
from kefu.workbench.dashboards import judged
from kefu.workbench.jobs.models import Job
from kefu.workbench.jobs.running import run as run_job
from kefu.workbench.loop.calls import KINDS, calls_of
from kefu.workbench.loop.rules import RULES
from kefu.workbench.loop.tasks import run_rules
from kefu.workbench.notices.models import Notice
from kefu.workbench.web.words import word
from tests.canonical import Row, bring_in
from tests.workbench.conftest import Login

WOBBLE = (0, 2, -1, 1, -2, 1, 0, -1)  # low scores of a month beyond the usual
ZONE = "Asia/Shanghai"


def quiet(_stage: str, _done: float) -> None:
    """Nobody watches."""


def answers(month: str, low: int) -> Iterator[Row]:
    """A hundred answers and their tickets, spread over the month; the low ones stand last."""
    for n in range(100):
        day = 1 + n * 28 // 100
        name, at = f"{month}-{n:03d}", f"{month}-{day:02d} 10:00:00"
        yield {
            "response_id": f"S{name}", "ticket_id": f"T{name}", "customer_id": f"C{n}", "sent_at": at,
            "answered_at": at, "csat": "1" if n >= 100 - low else "5", "team": "phone", "comment": "",
            "channel": ("online", "phone")[n % 2],
        }  # fmt: skip


def tickets(month: str) -> Iterator[Row]:
    for n in range(100):
        name, day = f"{month}-{n:03d}", 1 + n * 28 // 100
        yield {"ticket_id": f"T{name}", "customer_id": f"C{n}", "created_at": f"{month}-{day:02d} 09:00:00",
               "team": "phone", "category": "inquiry"}  # fmt: skip


def months(first: str, count: int) -> list[str]:
    return [str(Period.month(first).shifted(n)) for n in range(count)]


def add(folder: Path, low: dict[str, int]) -> None:
    """Bring months in; a ticket on the first of the month after the last one ends it."""
    after = str(Period.month(max(low)).shifted(1))
    end: list[Row] = [{"ticket_id": f"T{after}", "created_at": f"{after}-01 08:00:00", "category": "inquiry"}]
    bring_in(
        folder / "data",
        timezone=ZONE,
        survey_response=[row for month, count in low.items() for row in answers(month, count)],
        ticket=[*(row for month in low for row in tickets(month)), *end],
    )


@pytest.fixture(scope="module")
def until_september(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lantern") / "lantern"
    Project.create(folder, Configuration(company="Lantern", timezone=ZONE))
    history = months("2023-07", 15)  # to September 2024
    add(folder, {month: 30 + WOBBLE[n % len(WOBBLE)] for n, month in enumerate(history)})
    return folder


@pytest.fixture
def company(until_september: Path, tmp_path: Path, settings: Settings) -> Path:
    """The company as of the end of September 2024, served by the workbench; each test has its own."""
    folder = tmp_path / "lantern"
    shutil.copytree(until_september, folder)
    settings.KEFU_PROJECT = folder
    return folder


def test_a_low_score_opens_one_callback(db: None, company: Path) -> None:
    """The newest answer is of 28 September at 10; in the seven days before lie those of the 22nd to the 28th, after 10.

    That is answers number 75 to 99 (28 days over 100: the day of n is 1 + n*28//100, beyond the 21st from n = 75 on),
    all of which are low: 30 - 1 of them stand at the end (WOBBLE[14 % 8] = 0: 30 low, from 70 on).
    """
    assert RULES["low_score_opens_callback"].run() == 25
    assert RULES["low_score_opens_callback"].run() == 0
    first = Callback.objects.order_by("answered_at", "origin_id").first()
    assert first is not None
    assert (first.origin_id, first.customer_id, first.team) == ("S2024-09-075", "C75", "phone")
    assert first.answered_at == datetime(2024, 9, 22, 2, tzinfo=UTC)  # ten in the morning in Shanghai


def test_a_project_chooses_its_scores(db: None, company: Path) -> None:
    (company / "callbacks.yaml").write_text("csat_at_most: 1\nlook_back_days: 1\n")
    # the 28th alone: n*28//100 = 27 from n = 97 on
    assert RULES["low_score_opens_callback"].run() == 3


def test_calls_come_back_as_the_indicator(people: dict[str, User], company: Path) -> None:
    """Two of the low scores are called, one after 5 and one after 50 hours; the later call is of the 24th at noon."""
    RULES["low_score_opens_callback"].run()
    early, late = Callback.objects.get(origin_id="S2024-09-075"), Callback.objects.get(origin_id="S2024-09-076")
    for callback, hours in ((early, 5), (late, 50)):
        calling.assign(by=people["lead"], callback=callback, to=people["agent"])
        moment = callback.answered_at + timedelta(hours=hours)
        calling.attempt(by=people["agent"], callback=callback, is_reached=True, at=moment)
    assert bringing_back.bring_back() == {"calls": 2, "set_aside": 0}
    assert bringing_back.bring_back() == {"calls": 0, "set_aside": 0}
    project = Project(company)
    calls = {row["call_id"]: row for row in project.meter.table("call").to_pyarrow().to_pylist()}
    assert {name: (one["direction"], one["outcome"], one["customer_id"]) for name, one in calls.items()} == {
        f"kefu-{early.attempts.get().pk}": ("outbound", "answered", "C75"),
        f"kefu-{late.attempts.get().pk}": ("outbound", "answered", "C76"),
    }
    # The last call is of the 24th at noon, so low answers of September up to the 22nd at noon are judged: those from
    # number 70 on whose day, 1 + n*28//100, is 22 at most, which are the nine of 70 to 78. One was called in time.
    figure = project.meter.figure("low_score_callback_rate", Period.month("2024-09"))
    assert (figure.sample, figure.value) == (9, pytest.approx(1 / 9))  # type: ignore[comparison-overlap]


def test_a_killed_import_of_calls_is_done_again_without_harm(people: dict[str, User], company: Path) -> None:
    RULES["low_score_opens_callback"].run()
    callback = calling.assign(by=people["lead"], callback=Callback.objects.all()[0], to=people["agent"])
    calling.attempt(by=people["agent"], callback=callback, is_reached=False)
    bringing_back.bring_back()
    Attempt.objects.update(brought_back_at=None)  # as if it had been killed before noting it
    assert bringing_back.bring_back()["calls"] == 1
    [call] = Project(company).meter.table("call").to_pyarrow().to_pylist()
    assert (call["outcome"], call["team"]) == (None, "phone")


def test_a_customer_who_is_unhappy_again_is_flagged_once(people: dict[str, User], company: Path) -> None:
    """C75 is low in September and in October again (70 and above were low, in October 90 and above): C90 to C99."""
    RULES["low_score_opens_callback"].run()
    assert RULES["customer_again_flags_callback"].run() == 0
    add(company, {"2024-10": 10})
    flagged = RULES["customer_again_flags_callback"].run()
    assert flagged == 10
    assert RULES["customer_again_flags_callback"].run() == 0
    again = Callback.objects.get(origin_id="S2024-09-099")
    assert (again.again_kind, again.again_id) == ("survey_response", "S2024-10-099")
    assert not Callback.objects.filter(origin_id="S2024-09-089", again_at__isnull=False).exists()


def test_from_a_low_score_to_the_effect_in_the_next_report(
    people: dict[str, User], logged_in: Login, company: Path
) -> None:
    RULES["low_score_opens_callback"].run()
    caller, lead = logged_in("agent"), logged_in("lead")
    number = _called(caller)
    action = _opened(lead, number)
    services.move(by=people["lead"], action=action, to=Stage.DO, starts_on=date(2024, 10, 1))
    bringing_round.write()
    assert measure_due(quiet)["measured"] == 0  # the data end before the deadline
    add(company, {"2024-10": 10})
    assert measure_due(quiet) == {"measured": 1, "wrong": {}}
    assert measure_due(quiet)["measured"] == 0
    effect = Effect.objects.get()
    assert (effect.month, effect.verdict) == ("2024-10", "kept")
    assert effect.figures["effect"]["value"] == pytest.approx(-0.2, abs=0.03)  # 30 of 100 became 10
    assert effect.figures["effect"]["high"] < 0
    assert effect.figures["promised"]["value"] == -0.15
    page = lead.get(f"/actions/{action.pk}").content.decode()
    assert "兑现" in page
    assert f'href="/callbacks/{number}"' in page
    assert effect.said["zh"]["interval"] in page
    _in_the_report(company, effect)
    assert RULES["effect_not_seen_reopens"].run() == 1
    assert RULES["effect_not_seen_reopens"].run() == 0
    assert Action.objects.get().stage == Stage.CHECK
    assert Notice.objects.get(what="actions.notices.decide").to == people["lead"]


def _called(caller: Client) -> int:
    """The agent takes a callback, reaches the customer and notes the cause."""
    place = caller.post("/callbacks/take")["Location"]
    caller.post(f"{place}/attempt", {"is_reached": "1"})
    told = {"cause": "speed", "outcome": "will_follow", "compensation": "nothing", "note": "等了一周"}
    caller.post(f"{place}/finish", told)
    return int(place.rpartition("/")[2])


def _opened(lead: Client, number: int) -> Action:
    """The lead opens an action from the callback, with what the form proposes and a promise."""
    address = f"/loop/open-action?callback={number}"
    form = lead.get(address).context["form"]
    assert form.initial["metric"] == "low_score_rate"
    assert "等了一周" in form.initial["why"]
    told = {**form.initial, "expected": "-0.15", "due_on": "2024-10-20"}
    assert lead.post(address, told).status_code == 302
    action = Action.objects.get()
    assert (action.origin_kind, action.origin_id) == ("callback", str(number))
    return action


def _in_the_report(company: Path, effect: Effect) -> None:
    """The report's analysis tells the same figure, by id."""
    [found] = Project(company).analyse("effect", Period.month("2024-10"))
    assert found.kind == "effect.kept"
    assert found.figures["effect"].id == effect.figures["effect"]["id"]


def test_what_had_no_effect_is_planned_again(people: dict[str, User], company: Path) -> None:
    told: dict[str, Any] = {"metric": "low_score_rate", "expected": "-0.15", "due_on": date(2024, 10, 20)}
    action = services.open_action(by=people["lead"], owner=people["lead"], title="海报", **told)
    services.move(by=people["lead"], action=action, to=Stage.DO, starts_on=date(2024, 10, 1))
    add(company, {"2024-10": 30})
    measure_due(quiet)
    assert Effect.objects.get().verdict == "none"
    assert [RULES["effect_not_seen_reopens"].run() for _ in range(2)] == [1, 0]
    again = Action.objects.get()
    assert (again.stage, again.round, again.starts_on) == (Stage.PLAN, 2, None)
    assert Notice.objects.filter(what="actions.notices.reopened").count() == 1
    bringing_round.write()
    [told_of] = Project(company).analyse("effect", Period.month("2024-10"))  # the report still says what came of it
    assert (told_of.kind, told_of.subject["round"]) == ("effect.none", "1")
    assert told_of.figures["effect"].id == Effect.objects.get().figures["effect"]["id"]


def begun(by: User, on: date = date(2024, 10, 1), **told: Any) -> Action:
    action = services.open_action(by=by, owner=by, title="话术", metric="low_score_rate", **told)
    return services.move(by=by, action=action, to=Stage.DO, starts_on=on)


def test_months_since_the_deadline_are_measured_also_later(people: dict[str, User], company: Path) -> None:
    """Due in July, and looked at in October by data up to September: July, August and September."""
    told: dict[str, Any] = {"metric": "low_score_rate", "due_on": date(2024, 7, 15)}
    action = services.open_action(by=people["lead"], owner=people["lead"], title="A", **told)
    services.move(by=people["lead"], action=action, to=Stage.DO, starts_on=date(2024, 6, 1))
    assert measure_due(quiet)["measured"] == 3
    assert measure_due(quiet)["measured"] == 0
    assert list(Effect.objects.values_list("month", flat=True)) == ["2024-09", "2024-08", "2024-07"]
    [listed] = queries.listed(people["lead"])
    assert (vars(listed)["verdict"], vars(listed)["judged_to"]) == (Effect.objects.all()[0].verdict, "2024-09")


def test_an_effect_is_measured_slice_by_slice(people: dict[str, User], logged_in: Login, company: Path) -> None:
    """Of a hundred answers 50 are of either channel; 15 of them were low before, 5 with the action: 0.2 less."""
    add(company, {"2024-10": 10})
    action = begun(people["manager"], expected="到15%", due_on=date(2024, 12, 20))
    client, page = logged_in("manager"), f"/actions/{action.pk}"
    form = client.get(page).context["measure_form"]
    assert [code for code, _ in form.fields["month"].choices] == ["2024-10"]
    client.post(f"{page}/measure", {"month": "2024-10", "dimension": "channel"})
    job = Job.objects.get(kind="actions.measure")
    assert job.arguments == {"number": action.pk, "month": "2024-10", "dimension": "channel"}
    run_job(job.pk)
    found = {one.member: one for one in Effect.objects.filter(dimension="channel")}
    assert {name: one.verdict for name, one in found.items()} == {"online": "kept", "phone": "kept"}
    assert found["phone"].figures["effect"]["value"] == pytest.approx(-0.2, abs=0.04)
    assert found["phone"].figures["promised"]["value"] == pytest.approx(-0.15, abs=0.04)  # from 30 % to 15 %
    shown = client.get(page).content.decode()
    assert "分范围的效果" in shown
    assert "渠道 · 电话" in shown
    told = client.get(f"/api/v1/actions/{action.pk}").json()["effects"]
    assert {(one["dimension"], one["member"]) for one in told} == {("channel", "online"), ("channel", "phone")}
    assert RULES["effect_not_seen_reopens"].run() == 0  # no verdict on the whole yet
    bringing_round.write()
    in_report = [
        one for one in Project(company).analyse("effect", Period.month("2024-10")) if "by_slice" in one.subject
    ]
    assert {one.subject["channel"]: one.figures["effect"].id for one in in_report} == {
        name: one.figures["effect"]["id"] for name, one in found.items()
    }
    lead = people["lead"]
    services.change_action(by=people["manager"], action=action, team=lead.team)
    assert "渠道 · 电话" not in logged_in("lead").get(page).content.decode()  # a lead sees the team's slice only
    assert logged_in("lead").post(f"{page}/measure", {"month": "2024-10", "dimension": "channel"}).status_code == 403


def test_what_cannot_be_measured_is_said(people: dict[str, User], company: Path) -> None:
    """The action began in September, to which the data reach; they say of no answer in which region it was given."""
    for told, month, dimension, said in (
        ({}, "2024-08", "", "不在可测量的月份内"),
        ({}, "", "region", "不能按该维度分开"),
        ({"dimension": "channel", "members": "phone"}, "", "team", "另一个维度"),
    ):  # fmt: skip
        action = begun(people["manager"], on=date(2024, 9, 1), due_on=date(2024, 12, 20), **told)
        with pytest.raises(UsageError, match=said):
            measure_one(quiet, number=action.pk, month=month, dimension=dimension)


def test_too_short_a_history_is_not_measurable(people: dict[str, User], company: Path) -> None:
    told: dict[str, Any] = {"metric": "low_score_rate", "expected": "-0.15", "due_on": date(2024, 9, 20)}
    action = services.open_action(by=people["lead"], owner=people["lead"], title="A", **told)
    begun = services.move(by=people["lead"], action=action, to=Stage.DO, starts_on=date(2023, 12, 1))
    effect = measuring.measure(by=people["lead"], action=begun)  # four months before it, July to October 2023
    assert (effect.verdict, set(effect.figures)) == ("not_measurable", {"now", "promised"})


def test_an_action_is_opened_on_a_figure_with_its_text(
    people: dict[str, User], logged_in: Login, company: Path
) -> None:
    """The figure in the address, on the page and in the action is the one ``measure`` gives."""
    client = logged_in("manager")
    figure = Project(company).meter.measure(["low_score_rate"], Period.month("2024-09"), grain=Grain.MONTH)[0].figure
    address = f"/loop/open-action?metric=low_score_rate&period=2024-09&figure={figure.id}"
    page = client.get(address)
    assert f"<code>{figure.id}</code>" in page.content.decode()
    told = {**page.context["form"].initial, "due_on": "2024-12-01", "team": ""}
    client.post(address, told)
    action = Action.objects.get()
    assert (action.figure, action.baseline["value"], action.baseline["sample"]) == (figure.id, 0.3, 100)
    assert action.baseline["zh"] == "2024年9月低分率：30.0%（n = 100）"
    assert action.baseline["query"]["metric"] == "low_score_rate"
    assert client.get(f"/loop/open-action?figure={figure.id}").context["figure"] == figure.id
    half = client.get("/loop/open-action?metric=low_score_rate&period=2024-09-01/2024-09-15").context
    assert "n = 50" in half["baseline"]  # 1 + n*28//100 is 14 at most up to n = 49


@pytest.mark.parametrize(
    "query", ["metric=no_such", "metric=csat&period=soon", "metric=csat&dimension=colour&member=x"]
)
def test_a_wrong_address_is_answered_in_words(logged_in: Login, company: Path, query: str) -> None:
    answer = logged_in("manager").get(f"/loop/open-action?{query}", follow=True)
    assert answer.status_code == 200
    assert 'class="message error"' in answer.content.decode()


def test_a_lead_opens_actions_on_the_own_team_only(logged_in: Login, company: Path) -> None:
    answer = logged_in("lead").get("/loop/open-action?metric=csat&dimension=team&member=online", follow=True)
    assert "您只能看本人或本组的数据" in answer.content.decode()
    form = logged_in("lead").get("/loop/open-action?metric=csat").context["form"]
    assert (form.initial["dimension"], form.initial["members"]) == ("team", "phone")


def test_a_real_change_for_the_worse_is_proposed_once(
    logged_in: Login, people: dict[str, User], company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Low scores of October double; the rule looks once at a state of the data, and proposes each change once."""
    monkeypatch.setattr(judged, "run_all", lambda study: run_all(study, ["change"]))  # all of them take long
    add(company, {"2024-10": 60})
    assert RULES["finding_opens_action"].run() == 0  # nobody has judged the month yet
    judged.judge(served(), Period.month("2024-10"))
    assert RULES["finding_opens_action"].run() > 0
    proposed = {one.metric: one for one in Proposal.objects.all()}
    assert "low_score_rate" in proposed
    assert RULES["finding_opens_action"].run() == 0
    client = logged_in("manager")
    assert proposed["low_score_rate"].said["zh"] in client.get("/loop/proposals").content.decode()
    address = f"/loop/open-action?proposal={proposed['low_score_rate'].pk}"
    told = {**client.get(address).context["form"].initial, "due_on": "2024-12-01", "team": ""}
    assert client.post(address, told).status_code == 302
    assert client.get(address).status_code == 404  # it is decided
    assert Action.objects.get().origin_kind == "proposal"
    other = next(one for name, one in proposed.items() if name != "low_score_rate")
    client.post(f"/loop/proposals/{other.pk}/dismiss", {"why": "one-off"})
    assert Proposal.objects.get(pk=other.pk).state == "dismissed"


def figure(value: float) -> Figure:
    return derived("made up", Unit.COUNT, value)


def finding(kind: str, subject: dict[str, str], made_of: tuple[Finding, ...] = (), **values: float) -> Finding:
    made_by = "analyses.cause" if kind.startswith("cause.") else "analyses.made_up"
    return Finding(made_by, kind, subject, {role: figure(one) for role, one in values.items()}, (), made_of)


PROBLEM = {
    "metric": "ticket_volume", "dimension": "subcategory", "measure": "m", "measure_title_zh": "title zh",
    "measure_title_en": "title en", "measure_text_zh": "text zh", "measure_text_en": "text en",
}  # fmt: skip
RECALL = {"incident": "热水器召回", "since": "2024-08-20"}
FOUND = (
    finding("change.real", {"metric": "low_score_rate"}, now=0.6, expected=0.3, lower=0.2, upper=0.4),
    finding("cause.member", {"metric": "low_score_rate"}, (
        finding("cause.member", {"metric": "low_score_rate", "dimension": "channel", "member": "email"}, before=0.1,
                now=0.5, effect=0.2, share=0.7),
    ), now=0.6, expected=0.3),
    finding("change.real", {"metric": "csat"}, now=0.9, expected=0.8, lower=0.7, upper=0.85),  # for the better
    finding("lasting.whole", {"metric": "complaint_volume", "product_line": "heater", **RECALL}, now=40, expected=20,
            lower=12, upper=28),
    finding("lasting.whole", {"metric": "csat", "product_line": "heater", **RECALL}, now=0.9, expected=0.8, lower=0.7,
            upper=0.85),  # for the better
    finding("lasting.place", {"metric": "complaint_volume", "product_line": "heater", "region": "east", **RECALL},
            before=10, now=30, effect=20, effect_low=9, share=0.6),
    finding("shift.up", {"metric": "complaint_volume", "day": "2024-10-03"}, now=9, before=5, relative=0.8),
    *(
        finding("problems.problem", {**PROBLEM, "member": f"s{n}"}, now=50, harm=0.5, priority=100 - n)
        for n in range(5)
    ),
    finding("stock.policy", {}, to_order=3, dead=0, excess=0, excess_pieces=0, parts=30, on_hand=100),
    finding("customers.risk", {}, at_risk=0, judged=155),
    finding("process.together", {"source": "open", "target": "pending"}, count=40, cases=40, median=1, share=1,
            p90=2, mean=1, total=40),
    finding("key.worse", {"metric": "csat"}, now=0.7, rest=0.8, gap=-0.1),
    replace(finding("peak.broken", {"metric": "surge_delay_rate", "standard": "calm"}, now=0.5, limit=0.2, share=0.1),
            caveats=(SMALL_SAMPLE,)),
)  # fmt: skip


def test_every_kind_of_finding_that_calls_for_action_is_proposed(db: None, company: Path) -> None:
    """A change for the worse with its place, what a lasting incident hit, a change that lasts, the first three problems
    with their measure, stock to order, steps that could be one, key customers served worse; not what got better, nobody
    at risk, a small sample."""
    calls = list(calls_of(served(), FOUND))
    assert [(one.kind, one.metric, one.slice) for one in calls] == [
        ("change.real", "low_score_rate", ("channel", "email")),
        ("lasting.whole", "complaint_volume", ("product_line", "heater")),
        ("lasting.place", "complaint_volume", ("", "")),  # of two dimensions at once
        ("shift.up", "complaint_volume", ("", "")),
        *(("problems.problem", "ticket_volume", ("subcategory", f"s{n}")) for n in range(3)),
        ("key.worse", "csat", ("segment", "key")),
        ("process.together", "", ("", "")),
        ("stock.policy", "", ("", "")),
    ]
    change, lasting, stock = calls[0], calls[1], calls[-1]
    assert "“热水器召回”自2024年8月20日起尚未结束" in lasting.said["zh"]
    assert "has lasted since Aug 20, 2024: complaints of heater stood at 40, above the 20" in lasting.said["en"]
    assert not lasting.is_news  # it stands since: not proposed again while somebody works on it
    assert lasting.measure["en"]["title"] == "Bring the incident to an end"
    assert "邮件" in change.said["zh"]
    assert calls[4].measure["zh"] == {"title": "title zh", "text": "text zh"}
    assert stock.measure["en"]["title"] == "Order up to the level, clear dead stock"
    assert change.measure == {}  # the library has none for it


def test_what_has_no_indicator_opens_an_action_with_its_measure(
    people: dict[str, User], logged_in: Login, company: Path
) -> None:
    [call] = [one for one in calls_of(served(), FOUND) if one.kind == "stock.policy"]
    told: dict[str, Any] = {"kind": call.kind, "about": call.about, "figure": call.figure.id, "said": call.said,
                            "measure": call.measure, "is_news": False}  # fmt: skip
    proposal = services.propose(month="2024-09", **told)
    assert proposal is not None
    client = logged_in("manager")
    page = client.get("/loop/proposals").content.decode()
    assert "备件库存" in page
    assert "按再订货点补货并处置呆滞件" in page
    address = f"/loop/open-action?proposal={proposal.pk}"
    initial = client.get(address).context["form"].initial
    assert initial["title"] == "按再订货点补货并处置呆滞件"
    assert call.said["zh"] in initial["why"]
    assert "建议做法：低于再订货点" in initial["why"]
    assert services.propose(month="2024-10", **told) is None  # it is still open
    client.post(address, {**initial, "due_on": "2024-12-01", "team": ""})
    action = Action.objects.get()
    assert (action.origin.id, action.metric, action.figure) == (str(proposal.pk), "", call.figure.id)
    assert services.propose(month="2024-10", **told) is None  # its action is at work
    services.move(by=people["manager"], action=action, to=Stage.DROPPED, why="x")
    assert services.propose(month="2024-10", **told) is not None


def test_a_missed_target_is_proposed(
    people: dict[str, User], logged_in: Login, company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A low-score rate of 30 % in September against a target of 10 %."""
    target: Row = {"metric": "low_score_rate", "value": "0.1", "valid_month": "2024-09"}
    bring_in(company / "data", timezone=ZONE, target=[target])
    monkeypatch.setattr(judged, "run_all", lambda _study: ())
    judged.judge(served(), Period.month("2024-09"))
    assert RULES["finding_opens_action"].run() == 1
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.metric, proposal.month) == ("target.missed", "low_score_rate", "2024-09")
    assert proposal.said == {
        "zh": "低分率：30.0%，目标 10.0%（未达）", "en": "Low score rate: 30.0%, target 10.0% (missed)"
    }  # fmt: skip
    form = logged_in("manager").get(f"/loop/open-action?proposal={proposal.pk}").context["form"]
    assert form.initial["metric"] == "low_score_rate"


@pytest.mark.parametrize("kind", [*KINDS, "target.missed"])
def test_every_kind_has_a_name_on_the_page(kind: str) -> None:
    assert word(f"actions.proposals.topics.{kind.partition('.')[0]}")


def test_all_rules_run_on_an_empty_company(db: None) -> None:
    done = run_rules(quiet)
    assert done["wrong"] == {}
    assert {"low_score_opens_callback", "finding_opens_action", "effect_not_seen_reopens"} <= set(done["done"])
