"""Pages of figures: what they show, to whom, and that it is what ``measure`` says."""

from __future__ import annotations

import json
import pickle
import random
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook
from pptx import Presentation

from kefu.errors import UsageError
from kefu.findings import Figure, Period
from kefu.narrative.formats import DASH
from kefu.project import Project
from kefu.workbench.accounts.models import AuditEvent, User
from kefu.workbench.company import company
from kefu.workbench.dashboards.explore import explore
from kefu.workbench.dashboards.filters import Filters
from kefu.workbench.dashboards.judged import findings_of, judge
from kefu.workbench.dashboards.pages import PAGES
from kefu.workbench.dashboards.rows import Rows, in_words
from kefu.workbench.dashboards.slices import slices_of
from kefu.workbench.dashboards.tasks import judge_month
from kefu.workbench.jobs.kinds import Report
from tests.conftest import DONE, Company, built_once
from tests.workbench.conftest import Login, served

MONTH = Period.month("2026-10")
FIGURE = re.compile(r'href="/dashboards/figures/(F-[0-9a-f]{8})"')


def _address(name: str) -> str:
    return f"/dashboards/{name.replace('_', '-')}"


def _body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return unescape(response.content.decode())


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [one for one in PAGES if one != "data_quality"])
def test_every_page_shows_figures_that_lead_to_their_recipe(name: str, demo_company: Company, logged_in: Login) -> None:
    body = _body(logged_in("manager"), _address(name))
    assert FIGURE.search(body)


def test_data_quality_says_what_was_read_before_anything_was_judged(demo_company: Company, logged_in: Login) -> None:
    body = _body(logged_in("manager"), "/dashboards/data-quality")
    assert f"数据来自{len(demo_company.project.record.imports)}个文件" in body
    assert "没有可计算的指标" not in body


def test_a_card_shows_what_measure_says(demo_company: Company, logged_in: Login) -> None:
    line = company().measure("ticket_volume", MONTH)[0]
    body = _body(logged_in("manager"), "/dashboards/overview")
    assert f'data-figure="{line.figure.id}">{line.figure.value:,.0f}</a>' in body


def test_no_element_carries_a_style_or_a_script_of_its_own(demo_company: Company, logged_in: Login) -> None:
    """The policy of the server would drop them, and the page would look broken."""
    for address in (*map(_address, PAGES), "/dashboards/live", "/dashboards/explore?metric=csat"):
        body = logged_in("manager").get(address).content.decode()
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", body), address
        assert not re.search(r"<style|<script(?![^>]*(src=|type=\"application/json\"))", body), address


def test_a_company_without_data_is_told_what_to_do(logged_in: Login) -> None:
    assert "先导入工单" in _body(logged_in("manager"), "/dashboards/overview")


def test_the_day_board_holds_each_hour_against_the_usual(demo_company: Company, logged_in: Login) -> None:
    """2026-10-31, the last day of the data, is a Saturday."""
    body = _body(logged_in("manager"), "/dashboards/live")
    assert "2026年10月31日 周六" in body
    volume = company().measure("ticket_volume", Period(MONTH.end.replace(month=10, day=31), MONTH.end))[0]
    assert volume.figure.id in body
    assert "样本量小，仅供参考" in body  # a day of this company has some five tickets


# --- filters ---------------------------------------------------------------------------------------------------------


def test_the_address_keeps_what_was_chosen(demo_company: Company, logged_in: Login) -> None:
    line = company().measure("ticket_volume", Period.month("2026-09"), where={"channel": "phone"})[0]
    body = _body(logged_in("manager"), "/dashboards/overview?period=2026-09&channel=phone")
    assert line.figure.id in body
    assert '<option value="phone" selected>' in body
    assert "/dashboards/explore?period=2026-09&channel=phone&metric=ticket_volume" in body


def test_what_is_chosen_is_written_back_into_an_address() -> None:
    filters = Filters(MONTH, "2026-10", "same_month_last_year", {"team": "phone"})
    assert filters.query(channel="email", team="") == "period=2026-10&compare=same_month_last_year&channel=email"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("period=soon", "看不懂统计期“soon”"),
        ("channel=pigeon", "没有这个渠道：pigeon"),
        ("compare=mars", "没有这种对比：mars"),
    ],
)
def test_a_filter_that_does_not_exist_is_said(asked: str, said: str, demo_company: Company, logged_in: Login) -> None:
    response = logged_in("manager").get(f"/dashboards/overview?{asked}")
    assert response.status_code == 400
    assert said in unescape(response.content.decode())


def test_an_indicator_that_does_not_exist_is_said(demo_company: Company, logged_in: Login) -> None:
    response = logged_in("manager").get("/dashboards/explore?metric=happiness")
    assert response.status_code == 400
    assert "没有这个指标：happiness" in response.content.decode()


# --- who sees what ---------------------------------------------------------------------------------------------------


@pytest.fixture
def agents(demo_company: Company, people: dict[str, User]) -> tuple[str, str]:
    """The account ``agent`` is the first of two agents of the data who have tickets; the second is somebody else."""
    found = company().measure("ticket_volume", MONTH, by=["agent_id"])
    busy = [str(one.measurement.member("agent_id")) for one in found if one.measurement.member("agent_id")]
    people["agent"].agent_id = busy[0]
    people["agent"].save()
    return busy[0], busy[1]


def test_an_agent_sees_own_figures_only(agents: tuple[str, str], logged_in: Login) -> None:
    own, other = agents
    client = logged_in("agent")
    mine = company().measure("ticket_volume", MONTH, where={"agent_id": own})[0]
    assert mine.figure.id in _body(client, "/dashboards/overview")
    assert client.get("/dashboards/agents").headers["Location"] == f"/dashboards/agents/{own}"
    assert client.get(f"/dashboards/agents/{own}").status_code == 200
    assert client.get(f"/dashboards/agents/{other}").status_code == 404
    told = _body(logged_in("manager"), f"/dashboards/agents/{own}")
    assert "只看一部分时列出数值" in told  # the analyses will never speak of a single agent


def test_no_filter_shows_an_agent_anybody_else(agents: tuple[str, str], logged_in: Login) -> None:
    """Every figure any of these pages leads to was measured within the agent's own rows, or made of such figures."""
    _, other = agents
    client, seen = logged_in("agent"), set[str]()
    for page in ("overview", "channels", "complaints", "satisfaction", "explore"):
        for asked in ("", f"agent_id={other}", "team=online", "channel=phone", "period=2026-09"):
            address = f"/dashboards/{page}?metric=ticket_volume&{asked}"
            response = client.get(address)
            assert response.status_code in (200, 400), address
            shown = set(FIGURE.findall(response.content.decode()))
            for figure in shown - seen:
                assert client.get(f"/dashboards/figures/{figure}").status_code == 200, (address, figure)
            seen |= shown
            assert response.status_code == 400 or f"agent_id={other}" not in asked


def test_a_figure_of_others_is_not_there_for_an_agent(agents: tuple[str, str], logged_in: Login) -> None:
    _, other = agents
    whole = company().measure("ticket_volume", MONTH, compare=["previous_month"])[0]
    theirs = company().measure("ticket_volume", MONTH, where={"agent_id": other})[0]
    made_of_it = whole.comparisons["previous_month"].figures["change"]
    client = logged_in("agent")
    for figure in (whole.figure, theirs.figure, made_of_it):
        assert client.get(f"/dashboards/figures/{figure.id}").status_code == 404
        assert client.get(f"/dashboards/figures/{figure.id}/rows").status_code == 404
        assert logged_in("manager").get(f"/dashboards/figures/{figure.id}").status_code == 200


def test_a_lead_sees_the_team_and_its_agents(demo_company: Company, logged_in: Login) -> None:
    client, team = logged_in("lead"), company().measure("ticket_volume", MONTH, where={"team": "phone"})[0]
    assert team.figure.id in _body(client, "/dashboards/teams")
    elsewhere = company().measure("ticket_volume", MONTH, by=["agent_id"], where={"team": "complaints"})
    others = {one.measurement.member("agent_id") for one in elsewhere} - {None}
    ours = {one.measurement.member("agent_id") for one in company().measure(
        "ticket_volume", Period(MONTH.shifted(-12).start, MONTH.end), by=["agent_id"], where={"team": "phone"}
    )}  # fmt: skip
    for other in sorted(str(one) for one in others - ours)[:3]:
        assert client.get(f"/dashboards/agents/{other}").status_code == 404
    assert client.get("/dashboards/stock").status_code == 403
    assert client.get("/dashboards/overview?team=online").status_code == 400


def test_an_account_of_no_agent_sees_no_rows(demo_company: Company, logged_in: Login) -> None:
    assert not FIGURE.search(_body(logged_in("agent"), "/dashboards/overview"))


def test_a_project_opened_in_a_slice_refuses_another(demo_company: Company) -> None:
    mine = company().within({"team": "phone"})
    assert mine.measure("ticket_volume", MONTH)[0].figure == company().measure(
        "ticket_volume", MONTH, where={"team": "phone"}
    )[0].figure  # fmt: skip
    with pytest.raises(UsageError, match="only phone"):
        mine.measure("ticket_volume", MONTH, where={"team": "online"})


# --- one figure ------------------------------------------------------------------------------------------------------


def test_the_panel_says_what_the_number_is(demo_company: Company, logged_in: Login) -> None:
    line = company().measure("csat", MONTH, where={"channel": "phone"}, intervals=True)[0]
    body = _body(logged_in("manager"), f"/dashboards/figures/{line.figure.id}")
    for said in ("客户满意度", "2026年10月", "电话", line.figure.id, f"<dd>{line.figure.sample}"):
        assert said in body
    assert "/dashboards/explore?period=2026-10&channel=phone&metric=csat" in body
    partial = logged_in("manager").get(f"/dashboards/figures/{line.figure.id}", headers={"HX-Request": "true"})
    assert b"<html" not in partial.content


def test_a_computed_figure_names_what_it_is_made_of(demo_company: Company, logged_in: Login) -> None:
    found = company().measure("ticket_volume", MONTH, compare=["previous_month"])[0].comparisons["previous_month"]
    body = _body(logged_in("manager"), f"/dashboards/figures/{found.figures['change'].id}")
    assert "new - old" in body
    assert f"/dashboards/figures/{found.figures['before'].id}" in body


def test_a_figure_nobody_has_shown_is_not_there(demo_company: Company, logged_in: Login) -> None:
    assert logged_in("manager").get("/dashboards/figures/F-00000000").status_code == 404


def test_from_card_to_trend_to_slice_to_rows(demo_company: Company, logged_in: Login) -> None:
    client = logged_in("manager")
    assert "/dashboards/explore?metric=complaint_rate" in _body(client, "/dashboards/overview")
    assert "?channel=phone&metric=complaint_volume" in _body(client, "/dashboards/explore?metric=complaint_volume")
    sliced = _body(client, "/dashboards/explore?channel=phone&metric=complaint_volume")
    line = company().measure("complaint_volume", MONTH, where={"channel": "phone"})[0]
    assert f"/dashboards/figures/{line.figure.id}/rows" in sliced
    rows = _body(client, f"/dashboards/figures/{line.figure.id}/rows")
    assert f"共 {line.figure.value:.0f} 行" in rows


def test_months_with_an_incident_are_marked_on_the_trend(demo_company: Company, logged_in: Login) -> None:
    """The last one of the register that hit a region for more than a day, and of another region's rows nothing."""
    snapshot = company().meter.snapshot
    snapshot.open("incident")
    rows = snapshot.engine.rows(
        "SELECT title, member FROM incident WHERE dimension = 'region' AND started_at >= TIMESTAMP '2025-10-01' "
        "AND ended_at > started_at + INTERVAL 1 DAY ORDER BY started_at"
    )
    title, region = rows[-1]
    client, named = logged_in("manager"), "当月有重点事件"
    body = _body(client, "/dashboards/explore?metric=ticket_volume")
    assert named in body
    assert title in body
    assert "月 ▲" in body
    assert title in _body(client, f"/dashboards/explore?metric=ticket_volume&region={region}")
    measured = company().measure("ticket_volume", MONTH, by=["region"])
    other = next(one for line in measured if (one := line.measurement.member("region")) not in (None, region))
    assert title not in _body(client, f"/dashboards/explore?metric=ticket_volume&region={other}")


def test_the_slice_asked_for_is_what_an_action_would_speak_of(demo_company: Company) -> None:
    mine, filters = company().within({"channel": "phone"}), Filters(MONTH, "2026-10", where={"channel": "phone"})
    found = explore(mine, "complaint_volume", filters, whole=False)
    assert (found.dimension, found.member) == ("channel", "phone")
    assert found.figure == company().measure("complaint_volume", MONTH, where={"channel": "phone"})[0].figure.id


def test_rows_are_paged_and_hold_no_free_text(demo_company: Company, logged_in: Login) -> None:
    line = company().measure("ticket_volume", MONTH)[0]
    first, second = (_body(logged_in("manager"), f"/dashboards/figures/{line.figure.id}/rows?page={n}") for n in (1, 2))
    assert first.count("<tr>") == 51  # fifty and the head
    assert first != second
    days = re.findall(r"<tr><td>[^<]*</td><td>(\d{4}-\d{2})-\d{2} \d{2}:\d{2}:\d{2}</td>", first + second)
    assert set(days) == {"2026-10"}  # in the company's time, by which rows belong to a month; they are stored in UTC
    assert '<th scope="col">工单号</th>' in first
    assert "<td>在线组</td>" in first
    assert "<td>online</td>" not in first  # codes by name
    assert "主题" not in first  # what the customer wrote


def test_as_many_rows_stand_behind_a_figure_as_it_counts_and_leaves_open(demo_company: Company) -> None:
    meter = company().meter
    for metric in ("csat", "low_score_rate", "return_closure_rate", "first_response_median", "call_abandonment_rate"):
        counted = int(meter.rows(metric, MONTH).count().to_pyarrow().as_py())
        figure = company().measure(metric, MONTH)[0].figure
        assert counted == figure.sample + figure.censored, metric


def test_rows_are_said_in_words(demo_company: Company) -> None:
    columns = ("ticket_id", "team", "first_response_seconds", "is_resolved", "order_id", "their own")
    stored = Rows(columns, (("T1", "phone", 90, True, None, "x"), ("T2", None, None, False, None, "y")), 2, 0)
    with translation.override("en"):
        said = in_words(company(), stored)
    assert said.columns == ("Ticket number", "Team", "Time to the first answer", "Resolved", "Their own")
    assert said.rows == (("T1", "phone team", "90 s", "Yes", "x"), ("T2", "–", "–", "No", "y"))


def test_rows_are_taken_away_by_those_who_may_and_that_is_remembered(demo_company: Company, logged_in: Login) -> None:
    line = company().measure("complaint_volume", MONTH)[0]
    address = f"/dashboards/figures/{line.figure.id}/rows?format=csv"
    assert logged_in("executive").get(address).status_code == 403
    response = logged_in("manager").get(address)
    assert response.content.decode().count("\n") == line.figure.sample + 1
    assert AuditEvent.objects.get(what="dashboards.rows_exported").after["figure"] == line.figure.id


def test_programs_get_a_figure_with_its_recipe_and_its_rows(
    demo_company: Company, logged_in: Login, people: dict[str, User]
) -> None:
    """As the page does, with the number as it is; rows by those who may take them away, and that is remembered."""
    line = company().measure("csat", MONTH, where={"channel": "phone"}, intervals=True)[0]
    at, client = f"/api/v1/dashboards/figures/{line.figure.id}", logged_in("manager")
    told = client.get(at).json()
    assert (told["id"], told["value"], told["unit"]) == (line.figure.id, line.figure.value, line.figure.unit)
    assert (told["sample"], told["title"], told["slice"]) == (line.figure.sample, "客户满意度", "电话")
    found = company().measure("ticket_volume", MONTH, compare=["previous_month"])[0].comparisons["previous_month"]
    change = client.get(f"/api/v1/dashboards/figures/{found.figures['change'].id}").json()
    assert found.figures["before"].id in [one["id"] for one in change["inputs"]]
    assert client.get(f"/api/v1/dashboards/figures/{found.figures['change'].id}/rows").status_code == 404
    rows = client.get(f"{at}/rows?limit=2&start=1").json()
    assert (rows["rows"], len(rows["some"]), len(rows["some"][0])) == (line.figure.sample, 2, len(rows["columns"]))
    event = AuditEvent.objects.get(what="dashboards.rows_exported")
    assert event.after == {"figure": line.figure.id, "rows": 2}
    assert logged_in("executive").get(f"{at}/rows").status_code == 403
    assert logged_in("lead").get(at).status_code == 404  # of the whole channel, not of the team
    assert client.get("/api/v1/dashboards/figures/F-00000000").status_code == 404


# --- what the analyses found -----------------------------------------------------------------------------------------


def test_findings_are_kept_until_the_data_change(own_demo_company: Company, logged_in: Login) -> None:
    assert findings_of(company(), MONTH) is None
    assert "变化尚未判定" in _body(logged_in("manager"), "/dashboards/satisfaction")
    count = judge(company(), MONTH)
    found = findings_of(company(), MONTH)
    assert found is not None
    assert len(found) == count
    assert {one.subject["metric"] for one in found if one.made_by == "analyses.change"} >= {"csat", "ticket_volume"}
    assert judge_month(_quiet) == {"month": "2026-10"}  # looked at already
    body = _body(logged_in("manager"), "/dashboards/overview")
    assert "变化是否真实已判定" in body
    assert "变化尚未判定" not in _body(logged_in("manager"), "/dashboards/satisfaction")
    assert "真实变化与正常波动" in body  # the report's own page on what really changed
    assert body.count("近13个月走势") >= 2
    assert "近26个月" not in body
    assert "只看一部分时列出数值" in _body(logged_in("lead"), "/dashboards/overview")
    (own_demo_company.folder / "actions.csv").touch()
    assert findings_of(company(), MONTH) is None


_quiet: Report = lambda _stage, _done: None  # noqa: E731 - progress nobody watches


# --- figures for programs --------------------------------------------------------------------------------------------


def test_figures_come_as_json_csv_and_arrow(demo_company: Company, logged_in: Login) -> None:
    client, asked = logged_in("manager"), "metrics=ticket_volume,csat&period=2026-10&by=channel&compare=previous_month"
    answer = company().measure(["ticket_volume", "csat"], MONTH, by=["channel"], compare=["previous_month"])
    told = json.loads(client.get(f"/api/v1/dashboards/measure?{asked}").content)["figures"]
    assert [one["id"] for one in told] == [line.figure.id for line in answer]
    assert [one["value"] for one in told] == [line.value for line in answer]
    table = pa.ipc.open_stream(client.get(f"/api/v1/dashboards/measure?{asked}&format=arrow").content).read_all()
    assert table.equals(answer.to_arrow())
    lines = client.get(f"/api/v1/dashboards/measure?{asked}&format=csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].split(",") == answer.to_arrow().column_names
    assert len(lines) == 1 + len(answer)


def test_alarms_are_those_of_the_overview(demo_company: Company, logged_in: Login) -> None:
    """In June 2026 the made-up company missed its target of the net promoter score, and no other."""
    client, june = logged_in("manager"), "period=2026-06"
    told = client.get(f"/api/v1/dashboards/alarms?{june}").json()
    assert (told["period"], [one["rule"] for one in told["rules"]]) == ("2026-06", ["change", "watch", "target"])
    (alarm,) = told["raised"]
    (line,) = company().measure("nps", Period.month("2026-06"))
    assert (alarm["rule"], alarm["metric"], alarm["value"]) == ("target", "nps", line.value)
    assert alarm["figure"] == line.figure.id
    shown = _body(client, f"/dashboards/overview?{june}").split('class="box alarms"')[1].split("</section>")[0]
    assert shown.count("<li") == 1
    assert alarm["said"] in shown
    assert told["rules"][2]["said"] in shown
    assert client.get(f"/api/v1/dashboards/figures/{alarm['figure']}").json()["value"] == line.value


def test_alarms_of_a_part_are_measured_in_it(demo_company: Company, logged_in: Login) -> None:
    """Changes are judged for the whole company only, so a lead and a filter hear of targets alone."""
    at = "/api/v1/dashboards/alarms?period=2026-10"
    for role, asked in (("lead", ""), ("manager", "&team=phone")):
        told = logged_in(role).get(f"{at}{asked}").json()
        assert {one["rule"] for one in told["raised"]} <= {"target"}
        assert "不判定变化" in told["judged"]
        for one in told["raised"]:
            (line,) = company().measure(one["metric"], MONTH, where={"team": "phone"})
            assert (one["figure"], one["value"]) == (line.figure.id, line.value)
    assert logged_in("lead").get(f"{at}&team=online").status_code == 422
    assert logged_in("manager").get(f"{at}&channel=pigeon").status_code == 422


def test_the_day_board_is_told_to_programs(demo_company: Company, logged_in: Login) -> None:
    """2026-10-31, the last day of the data; the usual of a Saturday is the mean of the eight before."""
    client, day = logged_in("manager"), date(2026, 10, 31)
    told = client.get("/api/v1/dashboards/live").json()
    assert (told["day"], told["is_today"]) == ("2026-10-31", False)
    whole = {one["metric"]: one for one in told["whole"]}
    saturdays = [day - timedelta(weeks=back) for back in range(1, 9)]
    volume = [
        company().measure("ticket_volume", Period(one, one + timedelta(days=1)))[0].value for one in (day, *saturdays)
    ]
    assert whole["ticket_volume"]["value"] == volume[0]
    assert whole["ticket_volume"]["usual"] == pytest.approx(sum(one or 0.0 for one in volume[1:]) / 8)
    hours = [one for one in told["hours"] if one["metric"] == "ticket_volume"]
    assert [one["hour"] for one in hours] == [f"{hour:02d}" for hour in range(24)]
    assert sum(one["value"] or 0 for one in hours) == volume[0]
    body = _body(client, "/dashboards/live")
    assert all(one["figure"] in body for one in told["whole"])
    figure = client.get(f"/api/v1/dashboards/figures/{whole['ticket_volume']['usual_figure']}").json()
    assert figure["value"] == whole["ticket_volume"]["usual"]


def test_a_program_is_told_of_no_day_without_data(logged_in: Login) -> None:
    told = logged_in("manager").get("/api/v1/dashboards/live").json()
    assert told == {"day": None, "is_today": False, "whole": [], "hours": []}


def test_a_program_sees_no_more_than_its_person(agents: tuple[str, str], logged_in: Login) -> None:
    own, other = agents
    client, address = logged_in("agent"), "/api/v1/dashboards/measure?metrics=ticket_volume&period=2026-10"
    told = json.loads(client.get(f"{address}&by=agent_id").content)["figures"]
    assert [one["agent_id"] for one in told] == [own]
    assert client.get(f"{address}&where=agent_id:{other}").status_code == 422
    assert client.get(f"{address}&where=agent_id").status_code == 422
    assert client.get(f"{address}&by=agent_id&compare=peers").json()["figures"][0]["peers"] is None


def test_a_program_is_told_no_customer(demo_company: Company, logged_in: Login) -> None:
    answer = company().measure("ticket_volume", MONTH, by=["customer_id"], where={"channel": "phone"})
    known = {one.measurement.member("customer_id") for one in answer} - {None}
    asked = "metrics=ticket_volume&period=2026-10&by=customer_id&where=channel:phone"
    told = logged_in("manager").get(f"/api/v1/dashboards/measure?{asked}").json()["figures"]
    assert [one["id"] for one in told] == [line.figure.id for line in answer]
    assert not {one["customer_id"] for one in told} & known
    assert len({one["customer_id"] for one in told} - {None}) == len(known)


# --- the same number everywhere --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    """The figures of a report and what it shows of them, by their ids, and its files."""

    figures: tuple[Figure, ...]
    shown: Mapping[str, str]
    files: Mapping[str, Path]


@pytest.fixture
def written(built_company: Company, shared: Path) -> Iterator[Written]:
    """The workbench serves a company whose report is written; once for all runs, no database has a part in it."""
    folder = built_once(shared / "written_company", partial(_write, company=built_company))
    for _ in served(Company(folder)):
        yield pickle.loads((folder / "written").read_bytes())  # noqa: S301 - written by this run of the tests


def _write(folder: Path, company: Company) -> None:
    shutil.copytree(company.folder, folder, ignore=shutil.ignore_patterns(DONE))
    made = Project(folder).report(MONTH, language="zh", formats=("pptx", "xlsx"))
    shown = {line.id: line.shown for line in made.document.figures}
    written = Written(made.figures, shown, {one.suffix: one for one in made.files})
    (folder / "written").write_bytes(pickle.dumps(written))


def test_page_programs_workbook_and_slide_agree_on_a_hundred_figures(written: Written, logged_in: Login) -> None:
    workbook, slides, shown = _workbook(written.files[".xlsx"]), _slides(written.files[".pptx"]), written.shown
    measured = {one.id: one for one in written.figures if one.lineage.query is not None and one.id in slides}
    chosen = random.Random(20).sample(sorted(measured), 100)  # noqa: S311 - a sample, not a secret
    client = logged_in("manager")
    for one in chosen:
        assert workbook[one] == pytest.approx(measured[one].value), one
        assert slides[one] == shown[one], one
        assert f"<b>{shown[one]}</b>" in _body(client, f"/dashboards/figures/{one}"), one
        assert _told(client, measured[one]) == (one, measured[one].value)


def _told(client: Client, figure: Figure) -> tuple[str, float | None]:
    """What a program that asks the figure's own question is answered."""
    query = figure.lineage.query
    assert query is not None
    asked = {
        "metrics": query.metric,
        "period": f"{query.period.start}..{query.period.end}",
        "where": ",".join(f"{name}:{member or ''}" for name, member in query.where.items()),
    }
    (told,) = json.loads(client.get("/api/v1/dashboards/measure", asked).content)["figures"]
    return told["id"], told["value"]


def _workbook(file: Path) -> Mapping[str, Any]:
    """The value of every figure by its id, as the register has it, which is the last sheet."""
    *_, register = load_workbook(file, read_only=True).worksheets
    head, *rows = register.iter_rows(values_only=True)
    place, value = head.index("编号"), head.index("数值")
    return {str(row[place]): row[value] for row in rows}


def _slides(file: Path) -> Mapping[str, str]:
    """The text of every figure by its id, as the notes of the slides have it."""
    notes = [one.notes_slide.notes_text_frame.text for one in Presentation(str(file)).slides if one.has_notes_slide]
    return dict(re.findall(r"(F-[0-9a-f]{8}) = ([^｜]*)｜", "\n".join(notes)))


def test_a_change_of_few_rows_is_not_told_as_a_share(demo_company: Company) -> None:
    """49 agents share some 80 tickets a month: ratings are greyed, and three more than three is no +100 %."""
    project, filters = company(), Filters(MONTH, "2026-10")
    found = slices_of(project, "agent_id", ["ticket_volume", "csat"], filters)
    assert found is not None
    volumes, ratings = ([one.values[number] for one in found.members] for number in (0, 1))
    assert all(one.small and one.delta.text == DASH for one in ratings if one.text != DASH)
    changed = [one.delta.text for one in volumes if one.delta.text != DASH]
    assert changed
    assert not any("%" in one for one in changed)
    teams = slices_of(project, "team", ["ticket_volume"], filters)
    assert teams is not None
    assert "%" in teams.members[0].values[0].delta.text  # enough of them for a share


def test_a_card_tells_a_small_count_by_how_many_it_changed(demo_company: Company, logged_in: Login) -> None:
    """An agent has a handful of tickets a month, the company more than 30."""
    counted = company().measure("ticket_volume", MONTH, by=["agent_id"])
    agent = next(
        one.measurement.member("agent_id") for one in counted if one.value and one.measurement.member("agent_id")
    )
    pages = (f"/dashboards/agents/{agent}", "/dashboards/overview")
    own, whole = (_deltas(_body(logged_in("manager"), one)) for one in pages)
    assert own
    assert not any("%" in one for one in own)
    assert any("%" in one for one in whole)


def _deltas(body: str) -> list[str]:
    """The changes on the first card, that of the tickets."""
    card = body.split("card-value")[1]
    return re.findall(r"[▲▼▬][^<]*", card)


# --- what a page says of itself ---------------------------------------------------------------------------------------


def test_whoever_sees_a_part_is_told_which(demo_company: Company, logged_in: Login, people: dict[str, User]) -> None:
    assert "2026年10月 · 电话组 · 只看一部分" in _body(logged_in("lead"), "/dashboards/overview")
    assert "电话组 · " not in _body(logged_in("manager"), "/dashboards/overview")
    people["lead"].team = None
    people["lead"].save()
    assert "您的账户还没有对应的班组" in _body(logged_in("lead"), "/dashboards/overview")


def test_another_month_than_the_last_is_never_promised_a_verdict(demo_company: Company, logged_in: Login) -> None:
    """Only the last whole month, 2026-10, is judged by the job."""
    body = _body(logged_in("manager"), "/dashboards/channels?period=2026-08")
    assert "变化只在最近一个完整月（2026-10）判定" in body
    assert "后台分析完成后显示" not in body
    assert "判定" not in _body(logged_in("manager"), "/dashboards/data-quality").split("</h1>")[1].split("</p>")[0]


def test_only_filters_that_narrow_the_page_are_offered(demo_company: Company, logged_in: Login) -> None:
    """Spare parts lie in no channel and belong to no team, but to a product line."""
    body = _body(logged_in("manager"), "/dashboards/stock")
    assert re.findall(r'<select id="filter-(\w+)"', body) == ["compare", "product_line"]
    assert 'id="filter-channel"' in _body(logged_in("manager"), "/dashboards/overview")
    assert 'id="filter-channel"' in _body(logged_in("manager"), "/dashboards/stock?channel=phone")  # to be taken off


def test_incidents_are_told_once_a_page(demo_company: Company, logged_in: Login) -> None:
    body = _body(logged_in("manager"), "/dashboards/overview")
    assert body.count("▲ 当月有重点事件") == 1


def test_a_table_is_by_a_dimension_as_a_sentence_has_it(demo_company: Company, logged_in: Login) -> None:
    client = logged_in("manager")
    client.cookies["kefu_language"] = "en"
    assert "<h2>By channel</h2>" in _body(client, "/dashboards/channels")


def test_a_figure_out_of_sight_says_why(demo_company: Company, logged_in: Login) -> None:
    figure = FIGURE.findall(_body(logged_in("manager"), "/dashboards/overview"))[0]
    answer = logged_in("lead").get(f"/dashboards/figures/{figure}")
    assert answer.status_code == 404
    assert "没有您能看到的这个数字" in answer.content.decode()
    assert "没有您能看到" not in logged_in("lead").get("/nowhere").content.decode()


def test_who_may_import_is_led_there_from_an_empty_page(logged_in: Login) -> None:
    told = {role: _body(logged_in(role), "/dashboards/live") for role in ("analyst", "executive")}
    assert 'href="/data/uploads">导入数据' in told["analyst"].split("<main")[1]
    assert "客服经理或数据分析导入" in told["executive"]
