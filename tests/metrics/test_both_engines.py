"""The whole catalogue on the embedded engine and on Spark: the same figures with the same ids.

Every metric comes from the registry, so a new file is compared without a word here. What is counted must be equal; what
is interpolated or added up in another order may differ by 1e-9 of itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import isclose
from pathlib import Path
from typing import Any

import pytest

from kefu.configuration import Configuration
from kefu.demo import write_company
from kefu.engine import connect
from kefu.engine.duckdb import DuckDB
from kefu.findings import Figure, Period
from kefu.metrics import METRICS
from kefu.metrics.definition import Aggregate
from kefu.metrics.dimension import dimensions
from kefu.metrics.explanation import explain
from kefu.metrics.grain import Grain
from kefu.metrics.intervals import with_intervals
from kefu.metrics.query import Measurement, Meter
from kefu.project import Project
from kefu.store import ledger
from kefu.store.snapshot import Snapshot
from tests.spark import cluster, needs_spark

pytestmark = needs_spark

TICKETS = 3_000
KEPT = {
    "客户 等级": "A.1",
    "备注（内部）": "back\\slash, it's",
    '尺寸 12"/30.5': "x",
}  # columns of an export that no field speaks of
EVER = Period(date(2024, 1, 1), date(2027, 1, 1))
SLICES = ("channel", "region", "product_line", "segment", "team", "category", "kind", "status", "hour", "weekday")
COUNTED = (Aggregate.COUNT, Aggregate.DISTINCT, Aggregate.SHARE)


@pytest.fixture(scope="module")
def small_company(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("both") / "小店 [1]"  # a name no shell and no pattern would love
    write_company(folder, tickets=TICKETS, last_month=date(2026, 10, 1))
    _add_columns(folder / "exports" / "helpdesk_tickets_2026H2.jsonl")
    project = Project.create(folder, Configuration(company="Lantern"))
    project.import_files(sorted((folder / "exports").iterdir()))
    return project


def _add_columns(export: Path) -> None:
    """Every other ticket states the columns that are kept."""
    tickets = [json.loads(line) for line in export.read_text(encoding="utf-8").splitlines()]
    grown = [ticket | (KEPT if number % 2 else dict.fromkeys(KEPT)) for number, ticket in enumerate(tickets)]
    export.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in grown), encoding="utf-8")


@pytest.fixture(scope="module", params=["local[2]", "a master and two workers"])
def master(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if request.param.startswith("local"):
        yield request.param
        return
    with cluster(tmp_path_factory.mktemp("cluster")) as address:
        yield address


@dataclass(frozen=True)
class Both:
    """One meter on each engine, over the same snapshot."""

    embedded: Meter
    spark: Meter

    def measure(
        self,
        metrics: list[str],
        grain: Grain | None = None,
        by: tuple[str, ...] = (),
        where: Mapping[str, str | None] | None = None,
    ) -> list[Measurement]:
        """The embedded engine's answer, after both gave the same."""
        one, other = (
            meter.measure(metrics, EVER, grain=grain, by=by, where=where) for meter in (self.embedded, self.spark)
        )
        assert [measured.query for measured in one] == [measured.query for measured in other]
        different = [
            (left.query, left.figure, right.figure)
            for left, right in zip(one, other, strict=True)
            if not same(METRICS[left.metric].aggregate, left.figure, right.figure)
        ]
        assert different == []
        return one

    def sliced(self) -> Iterator[tuple[list[str], tuple[str, ...]]]:
        """Every metric with two dimensions that its tables have (or the one), those of the same two together."""
        found: dict[tuple[str, ...], list[str]] = {}
        for metric in METRICS:
            entities = self.embedded.tables(metric)
            over = METRICS[metric].over  # what a spread compares it is not sliced by
            fitting = [name for name in SLICES if name != over and all(name in dimensions(one) for one in entities)]
            found.setdefault(tuple(fitting[:2]), []).append(metric)
        return ((metrics, by) for by, metrics in found.items())


@pytest.fixture(scope="module")
def both(small_company: Project, master: str) -> Iterator[Both]:
    engine = connect(master, scratch=small_company.data, memory="1GB")
    embedded = small_company.meter
    yield Both(embedded, Meter(Snapshot(small_company.data, engine), small_company.metrics, embedded.bands))
    engine.close()


def same(aggregate: Aggregate, one: Figure, other: Figure) -> bool:
    """Whether two engines gave the same figure: id, sample and censored rows to the last, numbers as said above."""
    exactly = (one.id, one.unit, one.sample, one.censored) == (other.id, other.unit, other.sample, other.censored)
    values = one.value == other.value if aggregate in COUNTED else close(one.value, other.value)
    # The spread is what is left of two nearly equal numbers where all rows are worth the same.
    spreads = close(one.spread, other.spread, least=1e-6 * abs(one.value or 0.0))
    ends = zip(one.interval or (None,), other.interval or (None,), strict=True)
    return exactly and values and spreads and all(close(left, right) for left, right in ends)


def close(one: float | None, other: float | None, *, least: float = 0.0) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-9, abs_tol=least)


def test_everything_as_one_number(both: Both) -> None:
    measured = both.measure(list(METRICS))
    assert len(measured) == len(METRICS)
    assert sum(one.figure.value is not None for one in measured) > len(METRICS) / 2, "the company says something"


def test_a_later_session_answers_what_an_earlier_one_compiled(both: Both, small_company: Project) -> None:
    """As after an import, when a server goes on with a session of its own."""
    first: Any = both.spark.snapshot.engine
    engine: Any = connect(first.master, scratch=small_company.data, memory="1GB")
    later = Meter(Snapshot(small_company.data, engine), small_company.metrics, both.embedded.bands)
    one, other = (meter.figure("ticket_volume", Period.month("2026-10")) for meter in (both.spark, later))
    assert one.value
    assert one == other
    DuckDB.close(engine)  # closing it as Spark would end the application of both


def test_month_by_month(both: Both) -> None:
    assert len(both.measure(list(METRICS), Grain.MONTH)) == 36 * len(METRICS)


def test_month_by_month_by_two_dimensions_and_a_slice_of_it(both: Both) -> None:
    for metrics, by in both.sliced():
        cells = both.measure(metrics, Grain.MONTH, by)
        members = [one.member(by[0]) for one in cells if one.member(by[0])]
        if members:
            both.measure(metrics, Grain.QUARTER, by[1:], {by[0]: members[len(members) // 2]})


@pytest.mark.parametrize("grain", [Grain.DAY, Grain.WEEK, Grain.YEAR])
def test_other_grains_begin_on_the_same_day(both: Both, grain: Grain) -> None:
    assert both.measure(["ticket_volume", "first_response_median"], grain)


@pytest.mark.parametrize("by", [("hour", "weekday"), ("response_band",), ("month", "is_resolved"), ("agent_turns",)])
def test_dimensions_that_are_no_text_have_the_same_members(both: Both, by: tuple[str, ...]) -> None:
    assert len(both.measure(["ticket_volume", "first_response_mean"], None, by)) > 2


@pytest.mark.parametrize(
    ("grain", "by", "where"),
    [
        (None, ("channel", "region", "product_line", "segment"), {}),  # the leaves a change is looked for in
        (Grain.MONTH, ("hour",), {}),
        (None, ("weekday", "hour_slot"), {}),
        (Grain.DAY, (), {"channel": "phone", "region": "east"}),  # the days of a combination
        (None, ("team",), {"channel": "phone", "category!1": "complaint"}),
    ],
)
def test_as_analyses_measure(
    both: Both, grain: Grain | None, by: tuple[str, ...], where: Mapping[str, str | None]
) -> None:
    found = both.measure(["ticket_volume", "unanswered_rate", "csat"], grain, by, where)
    assert {one.metric for one in found if one.figure.sample} == {"ticket_volume", "unanswered_rate", "csat"}


def test_kept_columns_of_an_export_have_the_same_members(both: Both) -> None:
    for name, member in KEPT.items():
        stated, absent = both.measure(["ticket_volume"], None, (name,))
        assert (stated.member(name), absent.member(name)) == (member, None)
        [one] = both.measure(["ticket_volume"], None, (), {name: member})
        assert one.figure.value == stated.figure.value


@pytest.mark.parametrize(
    "member",
    ["it's", 'a "quoted" one', "back\\slash", "'; DROP VIEW ticket; --", ":member0", "${env:HOME}", "电话", None],
)
def test_a_member_is_whatever_somebody_typed(both: Both, member: str | None) -> None:
    [one] = both.measure(["ticket_volume"], None, (), {"channel": member})
    assert one.figure.value == 0


def test_rows_behind_a_figure_are_the_same(both: Both) -> None:
    month = Period.month("2026-10")
    rows = [
        sorted(
            (row["ticket_id"], row["created_at"])
            for row in meter.rows("complaint_volume", month).to_pyarrow().to_pylist()
        )
        for meter in (both.embedded, both.spark)
    ]
    assert rows[0] == rows[1]
    assert len(rows[0]) == both.embedded.figure("complaint_volume", month).value


def test_a_figure_is_explained_alike(both: Both) -> None:
    figure = both.embedded.figure("complaint_volume", Period.month("2026-10"), {"channel": "phone"})
    data = both.embedded.snapshot.folder
    ledger.enter(data, [figure])
    one, other = (explain(meter, data, figure.id) for meter in (both.embedded, both.spark))
    assert one.unchanged
    assert other.unchanged
    assert (one.row_count, one.files, len(one.rows)) == (other.row_count, other.files, len(other.rows))
    assert one.row_count == figure.value


def test_intervals_of_quantiles_end_at_the_same_values(both: Both) -> None:
    """They are looked up in the rows, by a table of places that the engine is handed."""
    ends = [
        [one.figure.interval for one in with_intervals(meter, measured, ["region"], Grain.QUARTER)]
        for meter in (both.embedded, both.spark)
        for measured in [meter.measure(["first_response_median"], EVER, grain=Grain.QUARTER, by=["region"])]
    ]
    assert ends[0] == ends[1]
    assert sum(one is not None for one in ends[0]) > 10


def test_values_and_fitting_dimensions_are_the_same(both: Both) -> None:
    month = Period.month("2026-10")
    values = [
        sorted(
            (row["channel"], row["value"])
            for row in meter.values("first_response_median", month, ("channel",)).to_pylist()
        )
        for meter in (both.embedded, both.spark)
    ]
    assert values[0] == values[1]
    fitting = [meter.slicers("ticket_volume", month, SLICES, 12) for meter in (both.embedded, both.spark)]
    assert fitting[0] == fitting[1] != []
    assert all(both.embedded.available(metric) == both.spark.available(metric) for metric in METRICS)


def test_every_worker_took_part(both: Both, master: str) -> None:
    """The process that asks is counted too, and alone where Spark is inside it."""
    context = both.spark.snapshot.engine.ibis._session.sparkContext
    assert context._jsc.sc().getExecutorMemoryStatus().size() == (1 if master.startswith("local") else 3)
