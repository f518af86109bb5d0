"""Three real public data sets: every row is accounted for, and what is measured agrees with arithmetic of its own.

The expected numbers are computed here from the files with Python's csv and statistics, never with the code under test.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from kefu.analyses import ANALYSES, Study
from kefu.configuration import Configuration
from kefu.findings import Period
from kefu.metrics import METRICS, handovers, journey
from kefu.metrics.grain import Grain
from kefu.metrics.template import end_of
from kefu.narrative.formats import DASH
from kefu.narrative.words import WORDS
from kefu.project import Project
from kefu.report.document import Chart, Steps
from kefu.store.record import FileImport

DATA = Path(__file__).parents[2] / "shared" / "data"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not DATA.is_dir(), reason="the public data sets are not at ../shared/data beside the repository"
    ),
]
UCI = DATA / "uci_incident_event_log" / "incident_event_log.csv.gz"
HELPDESK = DATA / "helpdesk" / "helpdesk.csv.gz"
OLIST = {
    part: DATA / "olist_sample" / f"olist_{part}_dataset.csv.gz"
    for part in ("orders", "order_items", "order_reviews", "customers", "products")
}
SETTINGS = {  # as whoever kept the data would have set up the project
    "uci": Configuration(company="uci", country="BR", currency="BRL", timezone="America/Sao_Paulo"),
    "helpdesk": Configuration(company="helpdesk", country="IT", currency="EUR", timezone="Europe/Rome"),
    "olist": Configuration(company="olist", country="BR", currency="BRL", timezone="America/Sao_Paulo"),
}
IN_TIME = {"on_time": True, "late": False}
EVERYTHING = Period(date(2009, 1, 1), date(2020, 1, 1))
Row = dict[str, str]


@dataclass(frozen=True)
class Brought:
    """A project with a data set in it and what the import said of each file."""

    project: Project
    taken: dict[str, FileImport]

    def value(self, metric: str, period: Period = EVERYTHING, **where: str) -> float | None:
        return self.project.meter.figure(metric, period, where).value

    def by_month(self, metric: str, period: Period) -> dict[str, float | None]:
        measured = self.project.meter.measure([metric], period, grain=Grain.MONTH)
        return {str(one.period): one.figure.value for one in measured}


@pytest.fixture(scope="module")
def bring(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Brought]:
    @cache
    def brought(name: str, *files: Path) -> Brought:
        folder = tmp_path_factory.mktemp(name)
        project = Project.create(folder / name, SETTINGS[name])
        outcome = project.import_files(files)
        return Brought(project, {one.file: one for one in outcome.taken})

    return brought


@pytest.fixture
def uci(bring: Callable[..., Brought]) -> Brought:
    return bring("uci", UCI)


@pytest.fixture
def helpdesk(bring: Callable[..., Brought]) -> Brought:
    return bring("helpdesk", HELPDESK)


@pytest.fixture
def olist(bring: Callable[..., Brought]) -> Brought:
    return bring("olist", *OLIST.values())


@cache
def rows(path: Path) -> list[Row]:
    """The file's rows; of headers that are alike the last one counts."""
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def by(path: Path, column: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows(path):
        groups[row[column]].append(row)
    return groups


def moment(text: str, form: str = "%d/%m/%Y %H:%M") -> datetime:
    return datetime.strptime(text, form)  # noqa: DTZ007 - compared among themselves only


def mature(opened: dict[str, datetime]) -> Iterator[str]:
    """Tickets whose first seven days are over when the data end."""
    last = max(opened.values())
    return (number for number, at in opened.items() if at + timedelta(days=7) <= last)


def accounted(one: FileImport, path: Path) -> bool:
    return one.clean + one.quarantined == one.rows == len(rows(path))


def test_uci_every_row_is_accounted_for(uci: Brought) -> None:
    one = uci.taken[UCI.name]
    assert accounted(one, UCI)
    assert (one.profile, one.rows, one.quarantined) == ("servicenow_incident_log", 141_712, 0)
    assert one.tables == {"ticket": len(by(UCI, "number")), "ticket_event": 141_712}
    assert one.tables["ticket"] == 24_918  # the count its publishers give


def test_uci_tickets_by_month(uci: Brought) -> None:
    opened = (moment(log[0]["opened_at"]) for log in by(UCI, "number").values())
    expected = Counter(f"{at:%Y-%m}" for at in opened)
    assert uci.by_month("ticket_volume", Period(date(2016, 2, 1), date(2017, 3, 1))) == dict(expected)


def uci_resolved() -> dict[str, datetime]:
    """When each incident was resolved: the last change in state Resolved, else when it was closed."""
    found = {}
    for number, log in by(UCI, "number").items():
        at = [moment(row["sys_updated_at"]) for row in log if row["incident_state"] == "Resolved"]
        closed = [moment(row["sys_updated_at"]) for row in log if row["incident_state"] == "Closed"]
        found[number] = max(at or closed)
    return found


def test_uci_median_resolution_time(uci: Brought) -> None:
    opened = {number: moment(log[0]["opened_at"]) for number, log in by(UCI, "number").items()}
    resolved = uci_resolved()
    took = {number: (resolved[number] - opened[number]).total_seconds() for number in mature(opened)}
    april = [took[number] for number, at in opened.items() if f"{at:%Y-%m}" == "2016-04"]
    assert uci.value("resolution_time_median") == median(took.values())
    assert uci.value("resolution_time_median", Period.month("2016-04")) == median(april)


def test_uci_the_time_from_the_changes_is_the_one_the_publisher_states(uci: Brought) -> None:
    stated = {row["number"]: row["resolved_at"] for row in rows(UCI) if row["resolved_at"] != "?"}
    resolved = uci_resolved()
    assert sum(resolved[number] == moment(text) for number, text in stated.items()) == len(stated) == 23_362


def test_uci_reopened_incidents(uci: Brought) -> None:
    logs = by(UCI, "number")
    opened = {number: moment(log[0]["opened_at"]) for number, log in logs.items()}
    again = [max(int(row["reopen_count"]) for row in logs[number]) > 0 for number in mature(opened)]
    assert uci.value("reopen_rate") == pytest.approx(sum(again) / len(again))


def test_uci_incidents_within_their_target(uci: Brought) -> None:
    """Every incident was closed; what its last change says of the target is the platform's verdict."""
    kept: dict[str, list[bool]] = defaultdict(list)
    for log in by(UCI, "number").values():
        _, last = max(enumerate(log), key=lambda one: (moment(one[1]["sys_updated_at"]), one[0]))  # or the later row
        kept[f"{moment(log[0]['opened_at']):%Y-%m}"].append(last["made_sla"] == "true")
    for month in ("2016-03", "2016-04"):
        share = sum(kept[month]) / len(kept[month])
        assert uci.value("sla_resolution_met_rate", Period.month(month)) == pytest.approx(share)


def test_uci_what_is_not_in_the_log_is_unavailable_and_undefined(uci: Brought) -> None:
    missing = ["csat", "nps", "first_response_median", "unanswered_rate", "complaint_rate", "revenue", "call_volume"]
    missing += ["repurchase_rate", "return_rate", "turn_response_median", "conversion_after_contact"]
    assert {metric: uci.project.meter.available(metric) for metric in missing} == dict.fromkeys(missing, False)
    april = Period.month("2016-04")
    assert uci.value("csat", april) is None
    assert uci.value("first_response_median", april) is None


ITALIAN = "%Y/%m/%d %H:%M:%S.%f"


def helpdesk_times(activity: str = "") -> dict[str, list[datetime]]:
    """Times of a ticket's activities, or of one kind of them."""
    return {
        case: [moment(row["Complete Timestamp"], ITALIAN) for row in log if activity in ("", row["Activity"])]
        for case, log in by(HELPDESK, "Case ID").items()
    }


def test_helpdesk_every_row_is_accounted_for(helpdesk: Brought) -> None:
    """The log holds 127 rows that repeat another one word for word; they are set aside, and nothing else is."""
    one = helpdesk.taken[HELPDESK.name]
    repeated = len(rows(HELPDESK)) - len({tuple(row.values()) for row in rows(HELPDESK)})
    assert accounted(one, HELPDESK)
    assert (one.profile, one.rows, dict(one.reasons)) == ("italian_helpdesk_log", 21_348, {"duplicate": repeated})
    assert one.tables == {"ticket": 4_580, "ticket_event": 21_348 - repeated}


def test_helpdesk_tickets_by_month(helpdesk: Brought) -> None:
    expected = Counter(f"{min(at):%Y-%m}" for at in helpdesk_times().values())
    measured = helpdesk.by_month("ticket_volume", Period(date(2010, 1, 1), date(2013, 12, 1)))
    assert measured == dict(expected)


def test_helpdesk_first_response(helpdesk: Brought) -> None:
    """From the first activity to the first time somebody took charge or resolved it: 4 of the 4,580 nobody ever did."""
    begun = helpdesk_times()
    charged, solved = helpdesk_times("Take in charge ticket"), helpdesk_times("Resolve ticket")
    taken = {case: [*charged[case], *solved[case]] for case in begun}
    waited = [(min(taken[case]) - min(at)).total_seconds() for case, at in begun.items() if taken[case]]
    figure = helpdesk.project.meter.figure("first_response_median", EVERYTHING)
    assert figure.value == median(waited)
    assert (figure.sample, figure.censored) == (len(waited), len(begun) - len(waited)) == (4_576, 4)
    assert helpdesk.value("unanswered_rate") == pytest.approx((len(begun) - len(waited)) / len(begun))
    month = Period.month("2012-07")
    july = [
        (min(taken[case]) - min(at)).total_seconds()
        for case, at in begun.items()
        if taken[case] and f"{min(at):%Y-%m}" == "2012-07"
    ]
    assert helpdesk.value("first_response_median", month) == median(july)


def test_helpdesk_resolution_time(helpdesk: Brought) -> None:
    """Europe/Rome changes its clocks: real seconds pass, so local times are compared as UTC here too."""
    from zoneinfo import ZoneInfo

    rome = ZoneInfo("Europe/Rome")
    begun, solved, closed = helpdesk_times(), helpdesk_times("Resolve ticket"), helpdesk_times("Closed")
    first = {case: min(at) for case, at in begun.items()}
    took = []
    for case in mature(first):
        ends = solved[case] or closed[case]
        if ends:
            took.append(max(ends).replace(tzinfo=rome).timestamp() - first[case].replace(tzinfo=rome).timestamp())
    assert helpdesk.value("resolution_time_median") == median(took)


def test_helpdesk_what_is_not_in_the_log_is_unavailable(helpdesk: Brought) -> None:
    """Also the first contact: the log does not say which tickets were opened again."""
    missing = ["csat", "complaint_rate", "reopen_rate", "first_contact_resolution", "revenue", "turn_response_median"]
    assert {metric: helpdesk.project.meter.available(metric) for metric in missing} == dict.fromkeys(missing, False)


def test_olist_every_row_of_every_file_is_accounted_for(olist: Brought) -> None:
    assert {part: accounted(olist.taken[path.name], path) for part, path in OLIST.items()} == dict.fromkeys(OLIST, True)
    assert all(one.quarantined == 0 for one in olist.taken.values())
    assert {one.profile for one in olist.taken.values()} == {
        "olist_orders", "olist_order_items", "olist_reviews", "olist_customers", "olist_products",
    }  # fmt: skip


def test_olist_no_review_is_lost_though_neither_of_its_numbers_is_its_own(olist: Brought) -> None:
    reviews = rows(OLIST["order_reviews"])
    assert len({row["review_id"] for row in reviews}) < len(reviews) > len({row["order_id"] for row in reviews})
    assert olist.taken[OLIST["order_reviews"].name].tables == {"survey_response": len(reviews)}


def test_olist_share_of_satisfied_reviews(olist: Brought) -> None:
    for period, month in ((EVERYTHING, ""), (Period.month("2018-03"), "2018-03")):
        scores = [int(row["review_score"]) for row in rows(OLIST["order_reviews"])
                  if row["review_creation_date"].startswith(month)]  # fmt: skip
        assert olist.value("csat", period) == pytest.approx(sum(score >= 4 for score in scores) / len(scores))
        assert olist.value("low_score_rate", period) == pytest.approx(sum(score <= 2 for score in scores) / len(scores))


def test_olist_reviews_of_orders_that_came_late_are_low(olist: Brought) -> None:
    """What a shop manager should hear first: of those whose parcel came later than promised, or had not come by then,
    most are dissatisfied."""
    orders, march = {one["order_id"]: one for one in rows(OLIST["orders"])}, Period.month("2018-03")
    scores: dict[bool, list[int]] = defaultdict(list)
    for review in rows(OLIST["order_reviews"]):
        order = orders[review["order_id"]]
        came = order["order_delivered_customer_date"]
        promised = order["order_estimated_delivery_date"].replace("00:00:00", "23:59:59")  # a day, kept on that day
        known = bool(came) or review["review_answer_timestamp"] > promised
        if review["review_creation_date"][:7] == "2018-03" and order["order_status"] != "canceled" and known:
            scores[bool(came) and came <= promised].append(int(review["review_score"]))
    told = {name: sum(score <= 2 for score in scores[kept]) / len(scores[kept]) for name, kept in IN_TIME.items()}
    assert told["on_time"] < 0.15 < 0.7 < told["late"]
    measured = {name: olist.value("low_score_rate", march, delivery=name) for name in IN_TIME}
    assert measured == pytest.approx(told)
    for kind in ("sales_service_monthly", "management"):  # of which only the former tells how many come in time
        made = olist.project.report(march, kind=kind, language="en", formats=["md"])
        listed = [step.title for one in made.document.blocks if isinstance(one, Steps) for step in one.items]
        assert "Find where orders come late, and tell buyers before they ask" in listed


def olist_amounts() -> dict[str, float]:
    """What each order's lines cost, without freight; an order without lines is not in it."""
    found: dict[str, float] = defaultdict(float)
    for row in rows(OLIST["order_items"]):
        found[row["order_id"]] += float(row["price"])
    return found


def test_olist_revenue_and_orders_of_a_month(olist: Brought) -> None:
    amounts = olist_amounts()
    placed = [
        row["order_id"]
        for row in rows(OLIST["orders"])
        if row["order_purchase_timestamp"].startswith("2017-11") and row["order_status"] != "canceled"
    ]
    paid = [amounts[number] for number in placed if number in amounts]
    november = Period.month("2017-11")
    assert olist.value("orders", november) == len(placed) > len(paid)
    assert olist.value("revenue", november) == pytest.approx(sum(paid))
    assert olist.value("average_order_value", november) == pytest.approx(sum(paid) / len(paid))


def test_olist_revenue_of_a_state_and_of_a_category(olist: Brought) -> None:
    """The state is the customer's; the category is that of an order's dearest line that has one."""
    category = {row["product_id"]: row["product_category_name"] for row in rows(OLIST["products"])}
    state = {row["customer_id"]: row["customer_state"] for row in rows(OLIST["customers"])}
    amounts, lines = olist_amounts(), by(OLIST["order_items"], "order_id")
    in_state = in_category = 0.0
    for row in rows(OLIST["orders"]):
        held = [line for line in lines.get(row["order_id"], []) if category[line["product_id"]]]
        if row["order_status"] == "canceled" or row["order_id"] not in amounts:
            continue
        dearest = max(held, key=lambda line: (float(line["price"]), -int(line["order_item_id"])), default=None)
        in_state += amounts[row["order_id"]] if state[row["customer_id"]] == "SP" else 0
        if dearest and category[dearest["product_id"]] == "beleza_saude":
            in_category += amounts[row["order_id"]]
    assert olist.value("revenue", region="SP") == pytest.approx(in_state)
    assert olist.value("revenue", product_line="beauty_and_health") == pytest.approx(in_category)


def test_olist_what_cannot_be_known_is_unavailable(olist: Brought) -> None:
    """Repurchase, because every order has a customer number of its own; the response rate, because only answers are
    there; and everything of tickets."""
    orders = rows(OLIST["orders"])
    assert len({row["customer_id"] for row in orders}) == len(orders)
    missing = [
        "repurchase_rate",
        "survey_response_rate",
        "nps",
        "ticket_volume",
        "first_response_median",
        "return_rate",
    ]
    assert {metric: olist.project.meter.available(metric) for metric in missing} == dict.fromkeys(missing, False)
    assert olist.value("repurchase_rate", Period.month("2018-03")) is None


ITALIAN_NAMES = {  # what the profile calls the publisher's activities
    "Insert ticket": "created", "Take in charge ticket": "assigned", "Resolve ticket": "resolved", "Closed": "closed",
}  # fmt: skip
UCI_NAMES = {"Resolved": "resolved", "Closed": "closed"}
Told = list[tuple[str, datetime]]


@cache
def helpdesk_stories() -> list[Told]:
    """Per ticket its different rows as name and time, by time; of one moment as the file has them."""
    stories = []
    for log in by(HELPDESK, "Case ID").values():
        different = {tuple(row.values()): row for row in log}.values()
        steps = [(ITALIAN_NAMES.get(row["Activity"], row["Activity"]), row["Complete Timestamp"]) for row in different]
        stories.append(sorted(((name, moment(at, ITALIAN)) for name, at in steps), key=lambda step: step[1]))
    return stories


@cache
def uci_stories() -> list[Told]:
    return [
        sorted(
            (
                (UCI_NAMES.get(row["incident_state"], row["incident_state"]), moment(row["sys_updated_at"]))
                for row in log
            ),
            key=lambda step: step[1],
        )
        for log in by(UCI, "number").values()
    ]


NO_STATES = ("created", "assigned", "Assign seriousness", "Create SW anomaly", "Resolve SW anomaly", "RESOLVED",
             "VERIFIED", "INVALID", "DUPLICATE")  # fmt: skip


def begun(story: list[str], name: str) -> list[str]:
    """The steps without records that leave a ticket in the state it is in; in the log of incidents all are states."""
    pairs = zip(["", *story], story, strict=False)
    return [step for before, step in pairs if before != step or (name == "helpdesk" and step in NO_STATES)]


@pytest.mark.parametrize("name", ["helpdesk", "uci"])
def test_the_process_map_is_the_one_counted_by_hand(request: pytest.FixtureRequest, name: str) -> None:
    """Steps, ways, starts, ends, what is done again and the ways through, over the whole log."""
    brought: Brought = request.getfixturevalue(name)
    stories = helpdesk_stories() if name == "helpdesk" else uci_stories()
    told = journey.journey(journey.log(brought.project.meter, EVERYTHING))
    names = [[step for step, _ in story] for story in stories]
    assert (told.cases, told.events) == (len(stories), sum(map(len, stories)))
    assert {one.activity: one.events for one in told.steps} == Counter(step for story in names for step in story)
    assert {one.activity: one.first for one in told.steps if one.first} == Counter(story[0] for story in names)
    assert {one.activity: one.last for one in told.steps if one.last} == Counter(story[-1] for story in names)
    again = Counter(step for story in names for step, times in Counter(begun(story, name)).items() if times > 1)
    assert {one.activity: one.reworked for one in told.steps if one.reworked} == again
    ways = Counter(way for story in names for way in pairwise(story))
    assert {(one.source, one.target): one.count for one in told.transitions} == ways
    variants = Counter(tuple(story) for story in names)
    assert told.variant_count == len(variants)
    assert [one.cases for one in told.variants] == [count for _, count in variants.most_common(len(told.variants))]
    assert all(variants[one.steps] == one.cases for one in told.variants)


@pytest.mark.parametrize(("name", "month"), [("helpdesk", "2012-07"), ("uci", "2016-04")])
def test_the_map_a_report_shows_is_that_of_the_cases_begun_in_its_month(
    request: pytest.FixtureRequest, name: str, month: str
) -> None:
    """What the analysis tells of a month against the log: cases by when they began, followed to the end of the data."""
    if name == "helpdesk":
        began, stories = {case: min(at) for case, at in helpdesk_times().items()}, helpdesk_stories()
    else:
        logs = by(UCI, "number")
        began, stories = {case: moment(log[0]["opened_at"]) for case, log in logs.items()}, uci_stories()
    picked = [story for at, story in zip(began.values(), stories, strict=True) if f"{at:%Y-%m}" == month]
    names = [[step for step, _ in story] for story in picked]
    brought: Brought = request.getfixturevalue(name)
    found = ANALYSES["process"].run(Study(brought.project.meter, Period.month(month), ()))
    told = next(one for one in found if one.kind == "process.map")
    assert told.figures["cases"].value == len(picked) > 100
    ways = {
        (one.subject["source"], one.subject["target"]): one.figures["count"].value
        for one in told.parts
        if one.kind == "process.way"
    }
    assert ways == Counter(way for story in names for way in pairwise(story))
    steps = {one.subject["step"]: one.figures["count"].value for one in told.parts if one.kind == "process.step"}
    assert steps == Counter(step for story in names for step in story)


def test_helpdesk_waits_between_steps(helpdesk: Brought) -> None:
    """The wait from taking charge to solving, whole seconds, in Rome's time as UTC."""
    from zoneinfo import ZoneInfo

    rome, waits = ZoneInfo("Europe/Rome"), []
    for story in helpdesk_stories():
        for (source, begun), (target, done) in pairwise(story):
            if (source, target) == ("assigned", "resolved"):
                seconds = [int(at.replace(tzinfo=rome).timestamp()) for at in (begun, done)]
                waits.append(seconds[1] - seconds[0])
    told = journey.journey(journey.log(helpdesk.project.meter, EVERYTHING))
    way = next(one for one in told.transitions if (one.source, one.target) == ("assigned", "resolved"))
    assert (way.count, way.total, way.median) == (len(waits), sum(waits), median(waits))


@cache
def uci_groups() -> list[list[str]]:
    """The groups each incident lay with, one after the other; all are closed in the end."""
    found = []
    for log in by(UCI, "number").values():
        assert any(row["incident_state"] == "Closed" for row in log)
        rows_ = sorted(log, key=lambda row: moment(row["sys_updated_at"]))
        groups = [row["assignment_group"] for row in rows_ if row["assignment_group"] != "?"]
        found.append([group for n, group in enumerate(groups) if n == 0 or groups[n - 1] != group])
    return found


def test_uci_incidents_given_back_and_forth(uci: Brought) -> None:
    """Changes of the group an incident lies with, from one to another and back to the first."""
    back: Counter[tuple[str, str]] = Counter()
    for held in uci_groups():
        back.update((one, via) for one, via, other in zip(held, held[1:], held[2:], strict=False) if one == other)
    meter = uci.project.meter
    found = handovers.returns(meter, journey.log(meter, EVERYTHING))
    assert {(one.team, one.via): one.count for one in found} == back


def test_uci_groups_that_pass_on(uci: Brought) -> None:
    """How many stays ended with another group, and with which most often."""
    stays = Counter(group for held in uci_groups() for group in held)
    onward: dict[str, Counter[str]] = defaultdict(Counter)
    for one, other in (pair for held in uci_groups() for pair in pairwise(held)):
        onward[one][other] += 1
    meter = uci.project.meter
    found = handovers.relays(meter, journey.log(meter, EVERYTHING))
    assert {one.team: (one.stays, one.passed) for one in found} == {
        group: (stays[group], went.total()) for group, went in onward.items()
    }
    assert all(onward[one.team][one.to] == one.straight == max(onward[one.team].values()) for one in found)


REPORTS = {
    "uci": (("2016-02", "2016-04"), ("survey_response", "order", "return_case", "call", "incident", "target")),
    "helpdesk": (("2010-01", "2012-07"), ("survey_response", "order", "return_case", "call", "incident", "target")),
    "olist": (("2016-09", "2018-03"), ("ticket", "message", "return_case", "call", "incident", "target")),
}


@pytest.mark.parametrize("name", REPORTS)
def test_each_reports_on_its_first_month_and_one_in_the_middle(
    request: pytest.FixtureRequest, name: str, tmp_path: Path
) -> None:
    """No error, no chart of nothing, and what is not in the data is named: one month in English, one in Chinese."""
    project: Project = request.getfixturevalue(name).project
    months, missing = REPORTS[name]
    for month, language in zip(months, ("en", "zh"), strict=True):
        words = WORDS[language]["sections"]
        made = project.report(Period.month(month), language=language, formats=["md", "pptx"], folder=tmp_path)
        said = made.files[0].read_text(encoding="utf-8")
        assert all(len(chart.categories) > 1 for chart in made.document.blocks if isinstance(chart, Chart))
        assert all(card.value != DASH for card in made.document.cover)
        assert [entity for entity in missing if words["missing"][entity] not in said] == []
        assert said.count(words["lacking"]["incident"]["title"]) == 1


@pytest.mark.parametrize(
    ("name", "kind", "language"),
    [
        ("uci", "management", "en"),
        ("helpdesk", "management", "zh"),
        ("olist", "sales_service_monthly", "en"),
        ("olist", "independent_shop", "zh"),
    ],
)
def test_every_kind_that_applies_is_told_and_holds(
    request: pytest.FixtureRequest, name: str, kind: str, language: str, tmp_path: Path
) -> None:
    """A month in the middle: no chart of nothing, no blank card, and every number read back is the data's."""
    project: Project = request.getfixturevalue(name).project
    month = Period.month(REPORTS[name][0][1])
    made = project.report(month, kind=kind, language=language, formats=["md", "xlsx"], folder=tmp_path)
    assert all(len(chart.categories) > 1 for chart in made.document.blocks if isinstance(chart, Chart))
    assert all(card.value != DASH for card in made.document.cover)
    assert [(one.faults, one.edited, one.removed, one.flaws) for one in project.verify(made.files)] == [((),) * 4] * 2


TOLD = {  # a month in the middle, its kind of report, and what it must and must not say in Chinese
    "uci": (
        "management",
        ("2016年2月的工单数据不完整，不列入走势", "时限达标率（来源系统标记）76.7%，上月39.9%",
         "93个工单由Group 70转到Group 20又转回",
         "全部工单：7,934个已完成的工单中73.4%完全符合通用参考标准", "没有事件登记可查",
         "未结工单1,198，其中65.3%超过7天", "工单量近2个月走势", "| 工单（合为24,918条） | 1 | 141,712 |",
         "各类别期末积压工单量（29项中最大的10项）"),
        ("工单量近3个月走势", "| 2月 | 207 |"),
    ),
    "olist": (
        "independent_shop",
        ("2016年9月的订单数据不完整；2016年11月、12月没有订单数据", "美妆健康占销售额的12.1%",
         "各产品线销售额（45项中最大的7项）",
         "客户的原话（外文）", "| Até agora não recebi o produto | 2 |", "由历史推算的2018年4月预测值",
         "销售额、订单量总体在上升，可用的历史满两年才能判断", "R$10,328", "上期不足10条的不算增减",
         "准时送达率为82.6%，是13个月来最低"),
        ("beleza", "beauty", "¥", "说得最多", "未注明占", "本月、预测与区间", "（R$0至", "2,560.5%"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_foreign_data_are_told_in_their_own_words_and_whole_months(
    request: pytest.FixtureRequest, name: str, tmp_path: Path
) -> None:
    project: Project = request.getfixturevalue(name).project
    kind, told, untold = TOLD[name]
    month = Period.month(REPORTS[name][0][1])
    [file] = project.report(month, kind=kind, language="zh", formats=["md"], folder=tmp_path).files
    said = file.read_text(encoding="utf-8")
    assert [one for one in told if one not in said] == []
    assert [one for one in untold if one in said] == []


MEASURED = {  # of each kind of data some metrics that must be among those compared, so that none falls out unseen
    "uci": {
        "ticket_volume",
        "resolution_time_p90",
        "transfer_rate",
        "sla_resolution_met_rate",
        "first_line_resolution",
        "surge_ticket_share",
        "backlog",
    },
    "helpdesk": {"first_response_p95", "answered_within_1_day", "surge_delay_rate", "customers_served", "backlog"},
    "olist": {"csat_mean", "units_sold", "items_per_order", "order_cancellation_rate", "delivery_on_time_rate"},
}


@pytest.mark.parametrize("name", MEASURED)
def test_every_metric_agrees_with_its_check_where_there_are_data_for_it(
    request: pytest.FixtureRequest, name: str
) -> None:
    """Two roads on data nobody made up."""
    meter = request.getfixturevalue(name).project.meter
    meter.snapshot.open_all()
    engine = meter.snapshot.engine
    engine.run(f"SET VARIABLE as_of = TIMESTAMP '{end_of(EVERYTHING, meter.timezone)}'")
    values = {one.metric: one.figure.value for one in meter.measure(list(METRICS), EVERYTHING)}
    held = {metric for metric in METRICS if meter.available(metric)}
    checked = {metric: engine.one(METRICS[metric].check) for metric in held}
    apart = {one: (values[one], checked[one]) for one in held if not agree(values[one], checked[one])}
    assert apart == {}
    assert held >= MEASURED[name]


def agree(value: float | None, checked: float | None) -> bool:
    if value is None or checked is None:
        return value is checked
    return value == pytest.approx(float(checked), rel=1e-9, abs=0)
