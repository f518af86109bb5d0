"""The page on what goes together, of findings made by hand."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from kefu.analyses import Study
from kefu.findings import Figure, Finding, Lineage, Period, Query, Unit
from kefu.metrics import METRICS
from kefu.metrics.query import Measurement
from kefu.narrative.formats import Language
from kefu.narrative.narrator import Narrator
from kefu.report.context import Context
from kefu.report.document import Heading, Notes, Paragraph, Step, Tone
from kefu.report.kinds import KINDS
from kefu.report.measures import Measure
from kefu.report.sections import SECTIONS, indicator_families
from kefu.report.sections.associations import base
from kefu.report.stories import frequent

VALUES = {"overall": (0.16, Unit.SHARE), "strength": (0.337, Unit.RATIO), "before": (0.31, Unit.RATIO),
          "tried": (5.0, Unit.COUNT)}  # fmt: skip
STRONGEST = Finding(
    "analyses.association",
    "association.attribute",
    {"metric": "complaint_rate", "dimension": "channel", "degree": "strong"},
    {role: Figure(value, unit, 400, Lineage("by hand", formula=role)) for role, (value, unit) in VALUES.items()},
)


@pytest.mark.parametrize(("language", "title"), [("zh", "与结果关联最强的属性"), ("en", "What outcomes go with most")])
def test_an_attribute_alone_makes_a_page_whose_numbers_are_in_the_notes(language: Language, title: str) -> None:
    study = cast(Study, SimpleNamespace(meter=None, period=Period.month("2026-10"), metrics=()))
    context = Context(study, [STRONGEST], Narrator(language, METRICS), KINDS["management"], "Lantern")
    heading, told, _, notes = SECTIONS["associations"].build(context)
    assert isinstance(heading, Heading)
    assert heading.text == title
    assert isinstance(told, Paragraph)
    assert "0.34" in told.text
    assert isinstance(notes, Notes)
    assert {one.split()[0] for one in notes.lines} == {figure.id for figure in STRONGEST.figures.values()}


def measured(member: str | None, value: float, sample: int) -> Measurement:
    where = {"delivery": member}
    return Measurement(
        Query("low_score_rate", Period.month("2018-03"), where),
        Figure(value, Unit.SHARE, sample, Lineage("by hand", formula=str(member))),
    )


LATE = Finding(
    "analyses.association",
    "association.pair",
    {"metric": "low_score_rate", "dimension": "delivery", "member": "late"},
    {
        "now": Figure(0.732, Unit.SHARE, 224, Lineage("by hand", formula="late")),
        "lift": Figure(1.78, Unit.RATIO, 224, Lineage("by hand", formula="lift")),
    },
)
OF_TWO = [measured("late", 0.732, 224), measured("on_time", 0.106, 340), measured(None, 0.745, 94)]


def page_context(monkeypatch: pytest.MonkeyPatch, language: Language, cells: list[Measurement]) -> Context:
    study = cast(Study, SimpleNamespace(meter=None, period=Period.month("2018-03"), metrics=("low_score_rate",)))
    context = Context(study, [LATE], Narrator(language, METRICS), KINDS["sales_service_monthly"], "Lantern")
    whole = Figure(0.41, Unit.SHARE, 658, Lineage("by hand", formula="whole"))
    monkeypatch.setattr(Context, "by", lambda *_: cells)
    monkeypatch.setattr(Context, "now", lambda *_: whole)
    monkeypatch.setattr(Context, "has", lambda _, metric: metric == "delivery_on_time_rate")
    return context


def test_one_of_two_values_is_told_beside_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    context = page_context(monkeypatch, "en", OF_TWO)
    assert frequent(context, LATE) == (
        "Low score rate: 73.2% for orders late or still missing, 10.6% for orders delivered as promised; "
        "it was so in the months before"
    )
    context = page_context(monkeypatch, "zh", [*OF_TWO, measured("lost", 0.9, 5)])
    assert frequent(context, LATE) == "低分率：晚送达或逾期未到的订单为73.2%，是整体的1.78倍，前三个月也是如此"


def test_rows_without_the_attribute_and_the_two_bases_of_lateness_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """94 of 658 rows are 14 %; 20 of 658 would be 3 %, less than a twentieth."""
    context = page_context(monkeypatch, "en", OF_TWO)
    told = base(context, [LATE], "delivery")
    assert told is not None
    assert told.text.startswith("For 94 of the 658 records behind low score rate, delivery is not known")
    assert "low score rate among them is 74.5%" in told.text
    assert "On-time delivery rate (41.0%) is of orders placed this month that have been delivered" in told.text
    few = base(page_context(monkeypatch, "en", [*OF_TWO[:2], measured(None, 0.745, 20)]), [LATE], "delivery")
    assert few is not None
    assert "delivery is not known" not in few.text


@pytest.mark.parametrize(
    ("shown", "rests_on"),
    [
        (("csat", "low_score_rate"), "; low score rate: 73.2% for orders late or still missing, 10.6% for "
                                     "orders delivered as promised; it was so in the months before"),
        (("delivery_on_time_rate",), ""),
        (("complaint_rate",), None),
    ],
)  # fmt: skip
def test_a_measure_from_elsewhere_says_what_it_rests_on_and_carries_its_own_figures(
    monkeypatch: pytest.MonkeyPatch, shown: tuple[str, ...], rests_on: str | None
) -> None:
    """Late orders have 73.2 % low scores, and one place 56.0 % of its orders in time: no rate of complaints."""
    context = page_context(monkeypatch, "en", OF_TWO)
    place = Figure(0.56, Unit.SHARE, 50, Lineage("by hand", query=Query("delivery_on_time_rate", context.period)))
    late = OF_TWO[0].figure
    late = replace(late, lineage=replace(late.lineage, query=OF_TWO[0].query))
    context.figures |= {one.id: one for one in (late, place)}
    ids = (late.id, place.id)
    step = Step("Find where orders come late", "", (), Tone.WARN, ids)
    monkeypatch.setattr(indicator_families, "proposed", lambda _: [step])
    monkeypatch.setattr(indicator_families, "of_pair", lambda *_: Measure(step.title, "", "", Tone.WARN, ()))
    found = indicator_families._elsewhere(context, shown)
    if rests_on is None:
        assert found is None
    else:
        assert found is not None
        assert found[0] == step.title + rests_on
        assert set(ids) <= set(found[1])
