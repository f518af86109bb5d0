"""Incidents: legal states, whom they reached, and that they come round into the data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import override_settings

from kefu.configuration import Configuration
from kefu.errors import UsageError
from kefu.findings import Period
from kefu.project import Project
from kefu.workbench.accounts.models import AuditEvent, User
from kefu.workbench.incidents import queries, services
from kefu.workbench.incidents.models import Incident, Status
from kefu.workbench.incidents.tasks import go_round
from kefu.workbench.web.origin import Origin
from tests.workbench.conftest import Login

PROFILE = """
title: {en: Desk, zh: 工单}
match: {columns: [ticket, asked, customer, region]}
tables: {ticket: {fields: {ticket_id: ticket, created_at: asked, customer_id: customer, region: region}}}
"""
TICKETS = """ticket,asked,customer,region
T1,2026-03-01 09:00:00,A,east
T2,2026-03-03 09:00:00,A,east
T3,2026-03-03 10:00:00,B,east
T4,2026-03-04 23:30:00,C,east
T5,2026-03-05 00:30:00,D,east
T6,2026-03-03 11:00:00,E,north
T7,2026-04-01 09:00:00,F,north
"""
STARTED = datetime(2026, 3, 3, 1, tzinfo=UTC)  # 9 o'clock in Shanghai
ENDED = datetime(2026, 3, 4, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai


@pytest.fixture
def company_of_seven(tmp_path: Path) -> Iterator[Project]:
    """A company of its own with seven tickets, served by the workbench."""
    project = Project.create(tmp_path / "seven", Configuration(company="Seven"))
    (project.folder / "mappings" / "desk.yaml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "tickets.csv").write_text(TICKETS, encoding="utf-8")
    project.import_files([tmp_path / "tickets.csv"])
    (project.folder / "workbench").mkdir()
    cache.clear()
    with override_settings(KEFU_PROJECT=project.folder):
        yield project
    cache.clear()


def opened(by: User, **told: Any) -> Incident:
    known = {"title": "华东仓爆仓", "kind": "logistics", "severity": "high", "started_at": STARTED}
    return services.open_incident(by=by, **{**known, **told})


# --- states ----------------------------------------------------------------------------------------------------------

PAIRS = [(before, after) for before in Status for after in Status]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_status_follows_another_or_is_refused(people: dict[str, User], before: Status, after: Status) -> None:
    """Legal: open → monitoring, closed; monitoring → closed, open; closed → open."""
    legal = {
        ("open", "monitoring"),
        ("open", "closed"),
        ("monitoring", "closed"),
        ("monitoring", "open"),
        ("closed", "open"),
    }
    manager = people["manager"]
    incident = opened(manager, ended_at=ENDED, prevention="加开备用仓")
    Incident.objects.filter(pk=incident.pk).update(status=before)
    if (before.value, after.value) in legal:
        assert services.go_on(by=manager, incident=incident, status=after).status == after
    else:
        with pytest.raises(UsageError, match="不能这样变更"):
            services.go_on(by=manager, incident=incident, status=after)


def test_closing_needs_what_keeps_it_from_coming_back(people: dict[str, User]) -> None:
    manager, incident = people["manager"], opened(people["manager"])
    with pytest.raises(UsageError, match="预防措施"):
        services.go_on(by=manager, incident=incident, status=Status.CLOSED)
    early = STARTED - timedelta(hours=1)
    with pytest.raises(UsageError, match="不能早于"):
        services.go_on(by=manager, incident=incident, status=Status.CLOSED, prevention="x", ended_at=early)
    closed = services.go_on(
        by=manager, incident=incident, status=Status.CLOSED, prevention="加开备用仓", ended_at=ENDED
    )
    assert (closed.status, closed.ended_at, closed.prevention) == ("closed", ENDED, "加开备用仓")
    assert services.go_on(by=manager, incident=closed, status=Status.OPEN).ended_at is None


WRONG: list[dict[str, Any]] = [
    {"status": "gone"}, {"severity": "extreme"}, {"kind": "x"}, {"status": "closed"}, {"dimension": "region"},
    {"ended_at": STARTED - timedelta(seconds=1)}, {"affected": 3},
]  # fmt: skip


@pytest.mark.parametrize("told", WRONG)
def test_the_database_refuses_what_cannot_be(people: dict[str, User], told: dict[str, Any]) -> None:
    incident = opened(people["manager"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(**told)


def test_an_origin_has_one_incident(people: dict[str, User]) -> None:
    opened(people["manager"], origin=Origin("figure", "F-1"))
    with pytest.raises(UsageError, match="已登记"):
        opened(people["manager"], origin=Origin("figure", "F-1"))


def test_what_is_new_is_progress_and_timeline(people: dict[str, User]) -> None:
    incident = opened(people["lead"])
    services.write_down(by=people["lead"], incident=incident, text="已切换承运商，联系人 13800138000")
    incident.refresh_from_db()
    assert incident.progress.startswith("已切换承运商")
    assert "13800138000" not in incident.progress
    assert [one.what for one in queries.timeline(incident)] == ["written_down", "opened"]
    with pytest.raises(UsageError, match="写下"):
        services.write_down(by=people["lead"], incident=incident, text=" ")


# --- the data --------------------------------------------------------------------------------------------------------


def test_whom_it_reached_is_counted_by_a_figure(people: dict[str, User], company_of_seven: Project) -> None:
    """East, 3 and 4 March: T2 and T3 and T4, that is A, B and C; T5 is of the next day in Shanghai, T6 of the north."""
    incident = opened(people["manager"], ended_at=ENDED, dimension="region", member="east")
    counted = services.count_affected(by=people["manager"], incident=incident)
    assert counted.affected == 3
    asked = company_of_seven.measure(
        "customers_served", Period(STARTED.date(), date(2026, 3, 5)), where={"region": "east"}
    )
    assert counted.figure_id == next(iter(asked)).figure.id
    assert company_of_seven.explain(counted.figure_id)
    everywhere = services.change(by=people["manager"], incident=counted, dimension="", member="")
    assert (everywhere.affected, everywhere.figure_id) == (None, "")
    assert services.count_affected(by=people["manager"], incident=everywhere).affected == 4


def test_incidents_come_round_into_the_data(people: dict[str, User], company_of_seven: Project) -> None:
    manager = people["manager"]
    incident = opened(manager, dimension="region", member="east", title='="1",\n仓')
    assert go_round(lambda *_: None) == {"sent": 1}
    assert go_round(lambda *_: None) == {"sent": 0}
    services.go_on(by=manager, incident=incident, status=Status.MONITORING)
    services.go_on(by=manager, incident=incident, status=Status.OPEN)
    services.change(by=manager, incident=incident, severity="low", started_at=STARTED - timedelta(days=31))
    services.go_on(by=manager, incident=incident, status=Status.CLOSED, prevention="加开备用仓", ended_at=ENDED)
    assert go_round(lambda *_: None) == {"sent": 1}
    snapshot = Project(company_of_seven.folder).meter.snapshot
    snapshot.open("incident")
    (row,) = snapshot.engine.records("SELECT * FROM incident")
    assert (row["incident_id"], row["severity"], row["status"]) == (incident.number, "low", "closed")
    assert (row["dimension"], row["member"], row["prevention"]) == ("region", "east", "加开备用仓")
    assert row["started_at_local"] == datetime(2026, 1, 31, 9)  # noqa: DTZ001 - local to the company
    assert row["title"].startswith('="1",')
    incident.refresh_from_db()
    assert incident.is_in_the_data


def test_an_import_that_failed_is_tried_again(
    people: dict[str, User], company_of_seven: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident = opened(people["manager"])

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Project, "import_files", killed)
        with pytest.raises(KeyboardInterrupt):
            go_round(lambda *_: None)
    incident.refresh_from_db()
    assert not incident.is_in_the_data
    assert go_round(lambda *_: None) == {"sent": 1}


def test_the_analysis_names_it(people: dict[str, User], company_of_seven: Project) -> None:
    opened(people["manager"], dimension="region", member="east", ended_at=ENDED)
    go_round(lambda *_: None)
    project = Project(company_of_seven.folder)
    (found,) = project.analyse("incidents", Period.month("2026-03"))
    assert found.subject["title"] == "华东仓爆仓"
    assert found.figures["ticket_volume.during"].value == 3  # T2, T3, T4


# --- pages and the API -----------------------------------------------------------------------------------------------

ASKED = {
    "title": "<script>alert(1)</script>", "kind": "system", "severity": "medium", "place": "region=east",
    "started_at": "2026-03-03T09:00",
}  # fmt: skip


def test_an_incident_is_registered_on_its_page(
    people: dict[str, User], company_of_seven: Project, logged_in: Login
) -> None:
    client = logged_in("lead")
    assert "地区 · 华东" not in client.get("/incidents/").content.decode()
    assert "region=east" in client.get("/incidents/add").content.decode()
    assert client.post("/incidents/add", {**ASKED, "place": "region=nowhere"}).status_code == 200
    assert not Incident.objects.exists()
    client.post("/incidents/add", ASKED)
    incident = Incident.objects.get()
    assert (incident.dimension, incident.member, incident.started_at) == ("region", "east", STARTED)
    page = client.get(f"/incidents/{incident.pk}").content.decode()
    assert "<script>alert" not in page
    assert "地区 · 华东" in page
    assert client.post(f"/incidents/{incident.pk}/count").status_code == 403  # a lead sees the team only
    assert logged_in("manager").post(f"/incidents/{incident.pk}/count").status_code == 302
    client.post(
        f"/incidents/{incident.pk}/go-on", {"status": "closed", "ended_at": "2026-03-04T23:59", "prevention": "x"}
    )
    incident.refresh_from_db()
    assert (incident.status, incident.ended_at) == ("closed", ENDED)
    assert AuditEvent.objects.filter(what="incidents.went_on").get().after == {"status": "closed"}


@pytest.mark.parametrize("role", ["agent", "executive", "auditor"])
def test_who_only_reads_changes_nothing(people: dict[str, User], logged_in: Login, role: str) -> None:
    incident, client = opened(people["manager"]), logged_in(role)
    assert client.get(f"/incidents/{incident.pk}").status_code == 200
    assert client.get("/incidents/add").status_code == 403
    assert client.get(f"/incidents/{incident.pk}/edit").status_code == 403
    for what in ("go-on", "entries", "count"):
        assert client.post(f"/incidents/{incident.pk}/{what}").status_code == 403
    assert client.post("/api/v1/incidents/", {}, content_type="application/json").status_code in (403, 422)
    assert client.get("/incidents/999999").status_code == 404


def test_a_formula_is_harmless_in_the_file(people: dict[str, User], logged_in: Login) -> None:
    opened(people["manager"], title="=SUM(A1:A9)", progress="@x")
    line = logged_in("agent").get("/incidents/?format=csv").getvalue().decode("utf-8-sig").splitlines()[1]
    assert ",'=SUM(A1:A9)," in line
    assert ",'@x," in line


def test_the_api_registers_and_goes_on(people: dict[str, User], logged_in: Login) -> None:
    client = logged_in("quality")
    told = {"title": "停机", "kind": "system", "severity": "high", "started_at": "2026-03-03T09:00:00+08:00"}
    made = client.post("/api/v1/incidents/", told, content_type="application/json")
    assert (made.status_code, made.json()["number"]) == (201, f"WB-{made.json()['id']:05d}")
    one = f"/api/v1/incidents/{made.json()['id']}"
    refused = client.post(f"{one}/status", {"status": "closed"}, content_type="application/json")
    assert refused.status_code == 422
    assert client.post(f"{one}/entries", {"text": "已恢复"}, content_type="application/json").status_code == 201
    assert client.get(one).json()["progress"] == "已恢复"
    changed = client.patch(one, {"severity": "low"}, content_type="application/json").json()
    assert (changed["severity"], changed["title"]) == ("low", made.json()["title"])  # what is not sent stays
    assert client.patch(one, {"kind": None}, content_type="application/json").status_code == 422
    assert len(client.get("/api/v1/incidents/?status=open").json()) == 1
    assert client.get("/api/v1/incidents/?status=closed").json() == []
    naive = {**told, "started_at": "2026-03-03T09:00:00"}
    assert client.post("/api/v1/incidents/", naive, content_type="application/json").status_code == 422
