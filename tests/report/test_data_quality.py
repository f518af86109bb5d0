"""The data-quality pages of a report: when all is clean, when platforms differ, and when figures changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kefu.analyses import Study, run_all
from kefu.engine import connect
from kefu.findings import Period
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.formats import Language
from kefu.narrative.narrator import Narrator
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Heading, Paragraph, Table
from kefu.report.kinds import KINDS
from kefu.report.sections.data_quality import SECTION, _subject, _thin
from kefu.store import ledger
from kefu.store.snapshot import Snapshot
from tests.analyses.test_quality import ANSWERED, platform, ticket
from tests.analyses.test_restatement import OCTOBER, ORDERS, TICKETS, late, write_report
from tests.analyses.test_restatement import ticket as answered
from tests.canonical import Row, bring_in

KIND = KINDS["after_sales_monthly"]


def pages(
    store: Path, language: Language = "en", period: Period = OCTOBER, metrics: tuple[str, ...] = ("ticket_volume",)
) -> list[Block]:
    study = Study(Meter(Snapshot(store, connect()), METRICS), period, metrics)
    context = Context(study, run_all(study), Narrator(language, METRICS), KIND, "Lantern")
    blocks = list(SECTION.build(context))
    ledger.enter(store, context.figures.values())  # every figure shown can be kept
    return blocks


def titles(blocks: Sequence[Block]) -> list[str]:
    return [one.text for one in blocks if isinstance(one, Heading)]


def table(blocks: Sequence[Block], name: str) -> Table:
    return next(one for one in blocks if isinstance(one, Table) and one.name == name)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [("zh", "3行全部计入", "各来源"), ("en", "All 3 rows are counted", "No source is late")],
)
def test_clean_data_are_said_to_be_clean(store: Path, language: Language, title: str, said: str) -> None:
    bring_in(store, ticket=[ticket(n) for n in range(3)])
    blocks = pages(store, language)
    assert titles(blocks) == [title]
    assert next(one.text for one in blocks if isinstance(one, Paragraph)).startswith(said)
    assert not any(isinstance(one, Callout) for one in blocks)


def test_what_is_odd_comes_before_what_was_set_aside(store: Path) -> None:
    rows = [*(ticket(n, team="a" if n < 5 else "") for n in range(9)), ticket(9, "")]
    bring_in(store, ticket=rows)
    blocks = pages(store)
    # 1 of 10 rows without a time; 4 of the 9 others without a team
    assert titles(blocks)[0] == "1 of 10 rows are set aside, each with its reason; 1 point to check"
    [look] = [one for one in blocks if isinstance(one, Callout)]
    assert look.paragraphs == ("plain_ticket: 44.4% of rows do not state the team.",)
    [row] = table(blocks, "data_quality").rows
    assert [cell.text for cell in row] == ["plain_ticket", "10", "1", "10.0%", "required field is empty: 1"]


def test_platform_figures_have_a_page_with_the_caveat(store: Path) -> None:
    stated = [platform(5, "first_response_seconds", 10), platform(6, "first_response_seconds", 40)]
    stated += [platform(5, "received_sessions", 100), platform(6, "received_sessions", 300)]
    stated += [platform(day, "three_minute_rate", rate, report="rates") for day, rate in ((5, 0.9), (6, 0.4))]
    bring_in(store, ticket=ANSWERED, platform_figure=stated)
    blocks = pages(store)
    shown = [[cell.text for cell in row[2:]] for row in table(blocks, "data_quality.reconciliation").rows]
    # 2 - 400 tickets is 99.5 % apart, 40 s against 32.5 (33) is 23 %
    assert shown == [["taobao", "400", "2", "-398"], ["taobao", "33 s", "40 s", "+7.5 s"]]
    note = [one for one in blocks if isinstance(one, Callout)][-1]
    assert note.heading == "The platform counts by its own rules; a comparison only"
    assert "cannot be one number" in note.paragraphs[1]
    assert "2026-10-06 is furthest apart: 40.0% as stated, 100.0% from the records" in note.paragraphs[1]


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "2026年10月报告中3项数字已更正"), ("en", "3 figures of the report")]
)
def test_the_next_report_lists_what_the_last_one_said_otherwise(store: Path, language: Language, title: str) -> None:
    bring_in(store, ticket=TICKETS, order=ORDERS)
    write_report(store)
    late(store, [answered(20, "online", 240), answered(21, "online", 240)])
    blocks = pages(store, language, OCTOBER.shifted(1))
    assert titles(blocks)[-1].startswith(title)
    rows = table(blocks, "data_quality.restated").rows
    # the mean wait, between the two volumes, went from 84 to 110 seconds
    waits = {"zh": ("84秒", "110秒"), "en": ("84 s", "110 s")}[language]
    assert [tuple(cell.text for cell in row[3:5]) for row in rows] == [("6", "8"), waits, ("10", "12")]


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "时间已够、可供统计的本月订单数据"), ("en", "Order data of this month old enough to be counted")],
)
def test_a_rate_whose_months_are_not_over_lacks_no_field(store: Path, language: Language, said: str) -> None:
    """On October 31 the 90 days after an order of July are over, those after one of October are not. What no month
    before has lacks its fields."""
    days = ("2026-07-01", "2026-07-20", "2026-10-31")
    orders = [{"order_id": f"O{day}", "ordered_at": f"{day} 09:00:00", "customer_id": "C1"} for day in days]
    bring_in(store, order=orders)
    study = Study(Meter(Snapshot(store, connect()), METRICS), OCTOBER, ("order_volume",))
    context = Context(study, [], Narrator(language, METRICS), KINDS["independent_shop"], "Lantern")
    told = {metric: lack for lack in context.lacking for metric in lack.metrics}
    assert told["retention_rate"].how == "uncounted"
    assert _subject(context, told["retention_rate"]) == said
    assert not told["retention_rate"].is_whole  # the scope does not say that there are no orders
    assert told["revenue"].how == told["average_order_value"].how == "partial"


def ordered(day: int, status: str, delivered: str = "") -> Row:
    at, due = f"2026-10-{day:02} 09:00:00", f"2026-10-{day + 3:02} 09:00:00"
    return {"order_id": f"O{day}", "ordered_at": at, "promised_at": due, "delivered_at": delivered, "status": status}


def test_an_indicator_that_leaves_out_many_rows_is_something_to_look_at(store: Path) -> None:
    """Of ten orders six have come; of the other four, two are shipped, one waits, and one is of a word of its own."""
    came = [ordered(day, "completed", f"2026-10-{day + 2:02} 09:00:00") for day in range(1, 7)]
    others = [ordered(7 + place, status) for place, status in enumerate(("shipped", "waiting", "shipped", "lost"))]
    bring_in(store, order=[*came, *others])
    look = "Of 10 orders, 6 count for on-time delivery rate; the other 4: 2 marked shipped without a day of delivery "
    look += "(not counted as late, even past their promise), "
    blocks = pages(store, metrics=("orders", "delivery_on_time_rate"))
    assert titles(blocks)[0] == "All 10 rows are counted; 1 point to check"
    [said] = [one for one in blocks if isinstance(one, Callout)]
    assert said.paragraphs == (f"{look}1 marked not shipped yet, 1 of another status or none.",)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "Of 10 tickets, 5 count for median time to resolve; the other 5: 3 too recent to tell, 2 not solved yet",
        ),
        ("zh", "解决时长（中位数）按5个工单计算（共10个），另有5个：3个时间太近尚不能判断、2个尚未解决"),
    ],
)
def test_rows_are_left_out_for_reasons_with_a_number_each(store: Path, language: Language, said: str) -> None:
    """Five tickets of early October are solved, two are not, and three came in the last seven days of the data. Those
    are judged next month: of ten, two left out for another reason are no more than a fifth."""
    solved = [{"ticket_id": f"S{n}", "created_at": f"2026-10-0{n} 09:00:00", "resolved_at": f"2026-10-0{n} 10:00:00"}
              for n in range(1, 6)]  # fmt: skip
    still = [{"ticket_id": f"N{n}", "created_at": f"2026-10-0{n} 12:00:00", "resolved_at": ""} for n in (1, 2)]
    late = [{"ticket_id": f"L{n}", "created_at": f"2026-10-{n} 09:00:00", "resolved_at": ""} for n in (27, 28, 29)]
    bring_in(store, ticket=[*solved, *still, *late])
    asked = ("ticket_volume", "resolution_time_median", "resolution_rate")
    study = Study(Meter(Snapshot(store, connect()), METRICS), OCTOBER, asked)
    context = Context(study, (), Narrator(language, METRICS), KIND, "Lantern")
    assert context.rests_on("resolution_time_median", "rests_on") == said
    alone = {"en": "the other 3 are too recent to tell", "zh": "另有3个时间太近尚不能判断"}
    assert context.rests_on("resolution_rate", "rests_on").endswith(alone[language])
    found = context.uncounted("resolution_time_median")
    assert found is not None
    assert found.share == pytest.approx(0.2)
    assert _thin(context) == []
