"""Every metric of the catalogue, asked twice: of the compiler, and of the SQL its own file has as ``check``.

The checks go another road (from messages and events instead of the ready columns), so a mistake in the facts shows too.
A metric brings its test by having a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from kefu.engine import connect
from kefu.engine.duckdb import DuckDB
from kefu.findings import Period
from kefu.metrics import METRICS, Aggregate
from kefu.metrics.grain import Grain
from kefu.metrics.query import Meter
from kefu.metrics.template import end_of
from kefu.store.snapshot import Snapshot
from tests.conftest import LAST_MONTH, Company

EVER = Period(date(2000, 1, 1), date(2100, 1, 1))
MONTHS = [str(LAST_MONTH), str(LAST_MONTH.shifted(-6)), str(LAST_MONTH.shifted(-20))]

# Their checks look at what the same customer did before or after, which a table cut to one month no longer shows.
LOOKS_AROUND = {
    "first_contact_resolution", "repeat_contact_rate", "complaint_repeat_rate", "repurchase_rate", "retention_rate",
}  # fmt: skip
# Theirs look at a customer's whole day, of which a slice shows a part.
WHOLE_DAY = {"consulting_customers", "pdd_valid_reply_rate", "pdd_three_minute_rate", "kuaishou_three_minute_rate"}
# Their checks ask the stock movements, which the months' ends are made of; test_part_stock looks at single months.
OF_MOVEMENTS = {name for name in METRICS if name.startswith(("parts_", "dead_"))}
ONE_ROW = sorted(set(METRICS) - LOOKS_AROUND - OF_MOVEMENTS)
DATED_BY = {
    "ticket": "created_at",
    "survey_response": "sent_at",
    "order": "ordered_at",
    "return_case": "opened_at",
    "call": "started_at",
    "turn": "asked_at",
    "ticket_event": "happened_at",
    "training_record": "held_at",
}
# Rows made of another table's, which is what their checks ask.
MADE_OF = {"ticket_label": "ticket", "shared_rating": "survey_response"}
NEVER_DATED = "true"  # a state looks at all rows up to the moment, and the check itself says which still stand


@pytest.fixture(scope="module")
def meter(demo_company: Company) -> Meter:
    meter = demo_company.project.meter
    meter.snapshot.open_all()
    stand(meter.snapshot.engine, EVER, meter.timezone)
    return meter


@pytest.fixture(scope="module")
def measured(meter: Meter) -> Mapping[str, float | None]:
    """Every metric over everything, in as few passes as a report takes."""
    return {one.metric: one.figure.value for one in meter.measure(list(METRICS), EVER)}


class Cut:
    """Tables of the company cut to the rows of some months by the time itself, not by the store's month column."""

    def __init__(self, company: Company) -> None:
        self.engine = connect()
        self.snapshot = Snapshot(company.project.data, self.engine)
        self.snapshot.open_all()
        self.timezone = self.snapshot.record.timezone
        for table in DATED_BY:
            self.engine.run(f'CREATE TEMP TABLE "all_{table}" AS FROM "{table}"')

    def ask(self, metric: str, month: str, slice_: str = "true") -> float | None:
        """The metric's check where every table the metric counts holds only the rows of the month and the slice."""
        dated = within(month)
        stand(self.engine, Period.month(month), self.timezone)
        for table in DATED_BY:
            when = NEVER_DATED if METRICS[metric].until else dated[table]
            wanted = f"{when} AND {slice_}" if table in counted(metric) else "true"
            self.engine.run(f'CREATE OR REPLACE TEMP VIEW "{table}" AS FROM "all_{table}" WHERE {wanted}')
        found = self.engine.one(METRICS[metric].check)
        return None if found is None else float(found)


@pytest.fixture(scope="module")
def cut(demo_company: Company) -> Cut:
    return Cut(demo_company)


def counted(metric: str) -> set[str]:
    """Tables whose rows the metric counts, as its file says, or whose rows those are made of."""
    definition = METRICS[metric]
    if not definition.entity:
        return {one for part in definition.parts for one in counted(part)}
    return {MADE_OF.get(definition.entity, definition.entity)}


def stand(engine: DuckDB, period: Period, timezone: str) -> None:
    """Tell the checks of states the moment at which rows must still stand."""
    engine.run(f"SET VARIABLE as_of = TIMESTAMP '{end_of(period, timezone)}'")


def within(month: str) -> dict[str, str]:
    """Condition by table: its own time falls into the month in China, which is eight hours ahead all year."""
    period = Period.month(month)
    first, after = (f"TIMESTAMP '{day}' - INTERVAL 8 HOUR" for day in (period.start, period.end))
    return {table: f"{column} >= {first} AND {column} < {after}" for table, column in DATED_BY.items()}


def same(value: float | None, checked: float | None) -> bool:
    if value is None or checked is None:
        return value is checked
    return value == pytest.approx(checked, rel=1e-9, abs=0)


@pytest.mark.parametrize("metric", METRICS)
def test_the_compiler_agrees_with_the_check_of_the_metric(
    metric: str, meter: Meter, measured: Mapping[str, float | None]
) -> None:
    checked = meter.snapshot.engine.one(METRICS[metric].check)
    assert checked is not None, "the company has data for every metric"
    assert same(measured[metric], float(checked))


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("metric", ONE_ROW)
def test_they_agree_on_a_single_month(metric: str, month: str, meter: Meter, cut: Cut) -> None:
    assert same(meter.figure(metric, Period.month(month)).value, cut.ask(metric, month))


SLICED = [
    one
    for one in ONE_ROW
    if one not in WHOLE_DAY
    and counted(one) <= {"ticket", "turn", "survey_response"}
    and METRICS[one].aggregate not in (Aggregate.SPREAD, Aggregate.WEIGHTED)
]


@pytest.mark.parametrize("metric", SLICED)
def test_they_agree_on_a_slice_of_a_month(metric: str, meter: Meter, cut: Cut) -> None:
    """E-mail from the east: two dimensions at once, so few rows that a wrong one shows."""
    value = meter.figure(metric, LAST_MONTH, {"channel": "email", "region": "east"}).value
    assert same(value, cut.ask(metric, str(LAST_MONTH), "channel = 'email' AND region = 'east'"))


def test_the_months_of_a_volume_add_up_to_the_whole(meter: Meter, measured: Mapping[str, float | None]) -> None:
    """No row falls between two months: 26 of them make everything."""
    around = Period(LAST_MONTH.shifted(-30).start, LAST_MONTH.shifted(2).end)
    volumes = [name for name in METRICS if METRICS[name].adds_up]
    added: dict[str, float] = dict.fromkeys(volumes, 0.0)
    for one in meter.measure(volumes, around, grain=Grain.MONTH):
        added[one.metric] += one.figure.value or 0.0
    assert {name for name in volumes if not same(added[name], measured[name])} == set()
