"""Cases about numbers made of numbers: changes, points, sums, and how they are written."""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from kefu.cli import main
from kefu.comparisons import compare
from kefu.comparisons.rolling_three_months import MONTHS
from kefu.configuration import Configuration
from kefu.findings import Figure, Lineage, Period, Unit
from kefu.findings.figure import relative_change
from kefu.methods.appraisal.points import linear_points, weighted_score
from kefu.metrics.grain import Grain
from kefu.narrative.formats import duration, growth
from kefu.project import Project
from kefu.service import Service
from kefu.service.policies import Policy, Promises
from tests.conformance.case import Adapter, Answer, Answers, Case, Settled, each
from tests.conformance.desk import Desk, of_case, rows_of

TODAY = date(2024, 5, 20)
NOON = "2024-05-20T12:00:00Z"


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def change(given: Mapping[str, Any]) -> Answer:
    now, before = (Figure(given[side], Unit.COUNT, 1, Lineage(side)) for side in ("current", "previous"))
    relative = relative_change(now, before)
    label = growth(relative.value, before.value, now.value, "zh")
    return {"change_percent": _percent(relative.value), "label": label}


def mean_and_change(cases: Sequence[Case], folder: Path) -> Answers:
    """The first and the last day of each period have one of its tickets."""
    now = Period.last_days(30, TODAY)
    desk = Desk()
    for case in cases:
        for side, period in (("current", now), ("previous", now.previous)):
            days = (period.start, period.end - timedelta(days=1))
            for day, seconds in zip(days, case.given[side], strict=True):
                at = datetime.fromisoformat(f"{day}T12:00:00+00:00")
                desk.ticket(case.id, at, first_responded_at=at + timedelta(seconds=seconds))
    meter = desk.open(folder)

    def answer(case: Case) -> Answer:
        where = {"team": case.id}
        measured = meter.measure(["first_response_mean"], now, where=where)
        found = compare("previous_month", meter, measured)["first_response_mean"]
        return {"mean": found.figures["now"].value, "change_percent": _percent(found.figures["relative"].value)}

    return {case.id: answer(case) for case in cases}


def previous_period(given: Mapping[str, Any]) -> Answer:
    """A calendar month, or the last so many days told with both ends."""
    if "today" in given:
        period = Period.last_days(given["days"], date.fromisoformat(given["today"]))
        return {"current": _inclusive(period), "previous": _inclusive(period.previous)}
    period = Period(*(datetime.fromisoformat(given[end]).date() for end in ("since", "until")))
    told = {
        "last_month": period.previous,
        "same_month_last_year": period.shifted(-12),
        "rolling_3_month_mean": Period(period.shifted(-MONTHS).start, period.start),
    }
    return {name: [one.start.isoformat(), one.end.isoformat()] for name, one in told.items()}


def _inclusive(period: Period) -> list[str]:
    return [period.start.isoformat(), (period.end - timedelta(days=1)).isoformat()]


def points(given: Mapping[str, Any]) -> Answer:
    return {"points": float(linear_points(given["value"], worst=given["worst"], best=given["best"]))}


def score(given: Mapping[str, Any]) -> Answer:
    parts = given["parts"]
    return {"score": weighted_score([one["points"] for one in parts], [one["weight"] for one in parts])}


def words(given: Mapping[str, Any]) -> Answer:
    return {"text": duration(given["seconds"], "en", undefined="N/A")}


def rollup(cases: Sequence[Case], folder: Path) -> Answers:
    """Each row is a day of tickets; the days' sums are those of the whole."""
    desk = Desk()
    for case in cases:
        for day, row in enumerate(case.given["rows"]):
            at = datetime.fromisoformat(NOON) - timedelta(days=day)
            for clock, key in ((case.id, "sum"), (f"{case.id}/business", "sum_business")):
                for _ in range(row["count"]):
                    desk.ticket(clock, at, first_responded_at=at + timedelta(seconds=row[key] / row["count"]))
    meter = desk.open(folder)

    def total(name: str, days: int) -> float:
        period = Period.last_days(days, TODAY)
        parts = meter.measure(["first_response_mean"], period, grain=Grain.DAY, where={"team": name})
        return sum((one.figure.value or 0) * one.figure.sample for one in parts)

    def answer(case: Case) -> Answer:
        whole, days = of_case(meter, "first_response_mean", case.id), len(case.given["rows"])
        sums = {"sum": total(case.id, days), "sum_business": total(f"{case.id}/business", days)}
        return {"count": whole.sample, "mean": whole.value, **sums}

    return {case.id: answer(case) for case in cases}


def hit_rate(cases: Sequence[Case], folder: Path) -> Answers:
    """A promise of an hour to every ticket; those that miss it are answered after two."""
    service = Service(promises=Promises((Policy("everybody", first_response=3_600),)))
    desk = Desk()
    desk.ticket("", NOON)
    for case in cases:
        for number in range(case.given["applied"]):
            hours = 2 if number < case.given["missed"] else 0.5
            at = datetime.fromisoformat(NOON)
            desk.ticket(case.id, at, first_responded_at=at + timedelta(hours=hours))
    meter = desk.open(folder, service=service)
    shares = {case.id: of_case(meter, "sla_first_response_met_rate", case.id).value for case in cases}
    return {name: {"hit_rate": None if one is None else f"{round(100 * one, 2):g}%"} for name, one in shares.items()}


def selection(cases: Sequence[Case], folder: Path) -> Answers:
    """Policies in the order in which they stand; one that fits nothing is left out."""
    return {case.id: _selected(case, folder / case.id) for case in cases}


def _selected(case: Case, folder: Path) -> Answer | Settled:
    policies = [one for one in (_policy(case.id, raw) for raw in case.given["slas"]) if one]
    ours = _chosen(case, policies, folder / "as_given")
    if case.stance != "boundary":
        return {"chosen": ours}
    by_name = _chosen(case, sorted(policies, key=lambda one: one.name), folder / "by_name")
    return Settled({"chosen": by_name}, "the order of policies in sla.yaml", {"rule": ours == policies[0].name})


def _policy(team: str, raw: Mapping[str, Any]) -> Policy | None:
    if raw.get("matches"):
        return Policy(raw["name"], {"team": (team,)}, first_response=60)
    if raw.get("default"):
        return Policy(raw["name"], first_response=60)
    if not raw.get("condition"):
        return None
    dimension, values = raw["condition"].split(" in ")
    return Policy(raw["name"], {dimension: tuple(ast.literal_eval(values))}, first_response=60)


def _chosen(case: Case, policies: Sequence[Policy], folder: Path) -> Any:
    """The policy recorded with the ticket."""
    desk = Desk()
    desk.ticket(case.id, NOON, **case.given.get("ticket", {}))
    meter = desk.open(folder, service=Service(promises=Promises(tuple(policies))))
    return rows_of(meter, "ticket_volume", case.id)[0]["sla_policy"]


def csv_shape(cases: Sequence[Case], folder: Path) -> Answers:
    """What ``kefu query`` writes, by channel and by month: every row has a cell for every name of the header."""
    project = Project.create(folder / "project", Configuration(timezone="UTC"))
    desk = Desk()
    desk.ticket("", NOON, channel="web", first_responded_at="2024-05-20T13:00:00Z")
    desk.ticket("", NOON, channel="email")
    desk.import_into(project.data)
    asked = [
        "query",
        "ticket_volume",
        "first_response_mean",
        "csat",
        "--project",
        str(project.folder),
        "--period",
        "2024-05",
    ]
    forms = [["--by", "channel"], ["--by", "channel", "--grain", "month"], []]
    rows = [list(csv.reader(io.StringIO(_said([*asked, *form, "--format", "csv"])))) for form in forms]
    even = all(len(one) > 1 and len({len(row) for row in one}) == 1 for one in rows)
    return {case.id: {"rule": even} for case in cases}


def _said(words: list[str]) -> str:
    with redirect_stdout(io.StringIO()) as out:
        main(words)
    return out.getvalue()


def people_days(cases: Sequence[Case], folder: Path) -> Answers:
    """Days are numbered: d1 is the first."""
    desk = Desk()
    for case in cases:
        for day in case.given["consult_days"]:
            at = f"2024-05-{int(day[1:]):02}T12:00:00Z"
            desk.talk(desk.ticket(case.id, at, customer_id=case.given["customer"]), [(at, "customer")])
    meter = desk.open(folder)
    metrics = {"咨询人数": "consulting_customers", "总客户数": "customers_served"}
    return {
        case.id: {name: of_case(meter, metric, case.id).value for name, metric in metrics.items()} for case in cases
    }


def volumes(cases: Sequence[Case], folder: Path) -> Answers:
    desk = Desk()
    for case in cases:
        for one in case.given["conversations"]:
            at = f"{one['created']}T12:00:00Z"
            for _ in range(one["n"]):
                desk.talk(desk.ticket(case.id, at), [(at, "customer")] * one["in"] + [(at, "agent")] * one["out"])
    meter = desk.open(folder)
    metrics = {"conversations": "ticket_volume", "incoming": "customer_messages", "outgoing": "agent_messages"}

    def answer(case: Case) -> Answer:
        first, last = (date.fromisoformat(day) for day in case.given["range"])
        asked, where = Period(first, last + timedelta(days=1)), {"team": case.id}
        days: dict[str, dict[str, float | None]] = {}
        for name, metric in metrics.items():
            for one in meter.measure([metric], asked, grain=Grain.DAY, where=where):
                days.setdefault(one.period.start.isoformat(), {})[name] = one.figure.value
        whole = {name: meter.figure(metric, asked, where).value for name, metric in metrics.items()}
        return {
            "conversations": whole["conversations"], "incoming_messages": whole["incoming"],
            "outgoing_messages": whole["outgoing"], "by_day": days,
        }  # fmt: skip

    return {case.id: answer(case) for case in cases}


REPLAYED: Mapping[str, Adapter] = {
    "percent_change": each(change),
    "mean_and_change": mean_and_change,
    "previous_period": each(previous_period),
    "kpi_linear_points": each(points),
    "kpi_weighted_score": each(score),
    "format_duration": each(words),
    "rollup_add": rollup,
    "sla_hit_rate": hit_rate,
    "sla_selection": selection,
    "csv_shape": csv_shape,
    "daily_vs_distinct_customers": people_days,
    "volume_counts": volumes,
}
