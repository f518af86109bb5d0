"""What slices of indicators, the records behind them and the places of a change are called."""

from __future__ import annotations

import pytest

from kefu.findings import Figure, Finding, Lineage, Unit
from kefu.metrics import METRICS
from kefu.narrative import formats
from kefu.narrative.formats import Language, Style
from kefu.narrative.narrator import Narrator


def number(value: float) -> Figure:
    return Figure(value, Unit.COUNT, 9, Lineage("by hand", formula=str(value)))


@pytest.mark.parametrize(
    ("metric", "where", "en", "zh"),
    [
        ("ticket_volume", {"category": "complaint"}, "Complaint tickets", "投诉工单量"),
        ("ticket_volume", {"subcategory": "logistics"}, "Delivery tickets", "物流工单量"),
        ("ticket_volume", {"channel": "email"}, "Tickets by email", "邮件工单量"),
        ("complaint_volume", {"region": "east"}, "Complaints in the East region", "华东投诉量"),
        ("resolution_rate", {"category": "complaint"}, "Resolution rate (7 days) for complaint tickets", None),
        ("complaint_volume", {"cause": "process_delay"}, "Complaints put down to “process delay”", None),
        ("csat", {"segment": "key"}, "Customer satisfaction of key customers", "重点客户的客户满意度"),
        ("sla_resolution_met_rate", {"priority": "high"}, "Tickets solved as promised for high priority", None),
        (
            "ticket_volume",
            {"region": "east", "subcategory": "logistics"},
            "Tickets for delivery in the East region",
            None,
        ),
        ("ticket_volume", {}, "Tickets", "工单量"),
    ],
)
def test_a_slice_has_one_natural_name(metric: str, where: dict[str, str], en: str, zh: str | None) -> None:
    assert Narrator("en", METRICS).placed(metric, where) == en
    if zh is not None:
        assert Narrator("zh", METRICS).placed(metric, where) == zh


@pytest.mark.parametrize(
    ("metric", "en", "zh"),
    [
        ("key_customer_resolution_rate", "tickets of key customers not solved within 7 days",
         "重点客户7天内未解决的工单"),
        ("conversion_after_contact", "contacts that led to no order", "未下单的咨询"),
        ("backlog_over_7_days", "cases that count against share of the backlog older than 7 days",
         "对积压超7天占比不利的记录"),
        ("resolution_time_median", "cases furthest from the target of median time to resolve",
         "解决时长（中位数）离目标最远的记录"),
    ],
)  # fmt: skip
def test_records_that_miss_a_target_are_called_what_they_are(metric: str, en: str, zh: str) -> None:
    assert Narrator("en", METRICS).against(metric) == en
    assert Narrator("zh", METRICS).against(metric).replace(" ", "") == zh


@pytest.mark.parametrize("language", ["en", "zh"])
def test_names_of_records_are_those_of_indicators(language: Language) -> None:
    named = set(Narrator(language, METRICS).words["against"]) - {"share", "other"}
    assert named <= set(METRICS)


@pytest.mark.parametrize(
    ("share", "zh"),
    [
        (0.6, "华东占变化的60%（由14变为79）"),
        (0.95, "华东几乎贡献了全部变化（由14变为79）"),
        (1.08, "华东贡献了全部变化（由14变为79）"),
        (1.17, "华东贡献了全部变化（由14变为79），其余略有抵消"),  # 27 of 23, and 4 fewer elsewhere
        (1.5, "华东贡献了全部变化（由14变为79），其余部分抵消"),
    ],
)
def test_a_part_larger_than_the_whole_is_not_nearly_all_of_it(share: float, zh: str) -> None:
    moved = {"before": number(14.0), "now": number(79.0), "share": number(share)}
    east = Finding("analyses.cause", "cause.member", {"dimension": "region", "member": "east"}, moved)
    cause = Finding("analyses.cause", "cause.member", {"metric": "complaint_volume"}, moved, (), (east,))
    assert zh in Narrator("zh", METRICS).tell(cause)


def test_rows_are_told_to_the_last_one() -> None:
    assert formats.rows((141_712, 0, None), Style("zh")) == ("141,712", "0", formats.DASH)
    assert formats.rows((2_500_000,), Style("zh")) == ("250.0万",)  # too long to read in full


@pytest.mark.parametrize(
    ("metric", "expected", "en"),
    [
        ("call_volume", 26.0, "37 more than the 26 its history suggests would not stand out"),  # 11 fewer than none
        ("call_volume", 50.0, "37 more or less than the 50 its history suggests would not stand out"),
        ("nps", 26.0, "37.0 more or less than the 26.0 its history suggests would not stand out"),  # from -100 on
    ],
)
def test_a_change_larger_than_the_number_goes_one_way_only(metric: str, expected: float, en: str) -> None:
    """Limits of 99 times what is expected are not told, only what would not stand out."""
    unit = METRICS[metric].unit
    figures = {
        role: Figure(value, unit, 9, Lineage("by hand", formula=role))
        for role, value in {
            "now": 30.0,
            "hidden": 37.0,
            "expected": expected,
            "lower": 0.5,
            "upper": 99 * expected,
        }.items()
    }
    few = Finding("analyses.change", "change.few", {"metric": metric}, figures)
    assert en in Narrator("en", METRICS).tell(few)


@pytest.mark.parametrize(
    ("kind", "upper", "roles", "en", "zh"),
    [
        ("change.uneven", 1256.0, {"now"},
         "Median first response time: 3.0 h; past months vary too much to say whether that is unusual",
         "首次响应时长（中位数）为3.0小时，不能判断是否正常：历史各月起伏太大"),
        ("change.uneven", 2.0, {"now", "lower", "upper"},
         "Median first response time: 3.0 h; past months vary too much to say whether that is unusual: 1.0 to 48.0 h "
         "would still be ordinary ups and downs",
         "首次响应时长（中位数）为3.0小时，不能判断是否正常：历史各月起伏太大，1.0至48.0小时都可能是平常的起伏"),
        ("change.few", 1256.0, {"now", "expected", "hidden"},
         "Median first response time: 3.0 h, too few to say whether that is unusual: 4.0 h more or less than the 6.0 h "
         "its history suggests would not stand out",
         "首次响应时长（中位数）为3.0小时，不能判断是否正常：数量太少，比历史推算的6.0小时高或低4.0小时也无从分辨"),
        ("change.rising", 2.0, {"now"}, "Median first response time: 3.0 h; on the rise for months",
         "首次响应时长（中位数）为3.0小时"),
    ],
)  # fmt: skip
def test_a_month_nobody_can_judge_has_only_figures_that_are_told(
    kind: str, upper: float, roles: set[str], en: str, zh: str
) -> None:
    """An upper limit of 1,256 days beside six hours is named by nobody, one of two days is."""
    hours = {"now": 3.0, "hidden": 4.0, "expected": 6.0, "lower": 1.0, "upper": 24 * upper}
    figures = {
        role: Figure(3600 * value, Unit.SECONDS, 9, Lineage("by hand", formula=role)) for role, value in hours.items()
    }
    month = Finding("analyses.change", kind, {"metric": "first_response_median"}, figures)
    assert set(Narrator("en", METRICS).as_told(month).figures) == roles
    assert Narrator("en", METRICS).tell(month).startswith(en)
    assert Narrator("zh", METRICS).tell(month).startswith(zh)
