"""Lines of the register of figures, and what a page says of how many rows and months its numbers are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from kefu.analyses import Study
from kefu.analyses.process import ANALYSIS
from kefu.engine import connect
from kefu.findings import Figure, Finding, Lineage, Period, Query, Unit
from kefu.findings.figure import apart, derived, difference, quotient, relative_change
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.narrator import Narrator
from kefu.report.context import Context
from kefu.report.document import Callout, Chart, Heading, Question, Table
from kefu.report.kinds import KINDS
from kefu.report.sections import causes, people, process
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in

MARCH = Period.month("2025-03")
LATE = (3, 12)  # of the twenty orders, the first three came late and those from the thirteenth on have not come yet
TEAMS = {"phone": 30, "online": 54}  # satisfied of 60 answers each


def orders() -> Iterator[Row]:
    for n in range(20):
        come = {} if n >= LATE[1] else {"delivered_at": f"2025-03-{9 if n < LATE[0] else 5:02d} 09:00:00"}
        yield {"order_id": f"O{n}", "ordered_at": "2025-03-02 09:00:00", "promised_at": "2025-03-08 09:00:00"} | come


def tickets() -> Iterator[Row]:
    """Twelve of March, and one of January and of February each."""
    for n, day in enumerate(("01-10", "02-10", *("03-03" for _ in range(12)))):
        yield {"ticket_id": f"T{n}", "created_at": f"2025-{day} 09:00:00"}


def events() -> Iterator[Row]:
    """All are created, open at ten, solved at eleven and closed three days later; every second one says open twice."""
    for n in range(2, 14):
        again = [("10:30:00", 3, "status_changed", "open")] if n % 2 else []
        steps = [("09:00:00", 3, "created", ""), ("10:00:00", 3, "status_changed", "open"), *again,
                 ("11:00:00", 3, "resolved", ""), ("11:00:00", 6, "closed", "")]  # fmt: skip
        for time, day, kind, value in steps:
            yield {"ticket_id": f"T{n}", "happened_at": f"2025-03-{day:02d} {time}", "kind": kind, "to_value": value}


def answers() -> Iterator[Row]:
    for team, happy in TEAMS.items():
        for n in range(60):
            score = 5 if n < happy else 1
            yield {"response_id": f"{team}{n}", "sent_at": "2025-03-05 09:00:00", "team": team, "csat": str(score)}


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    folder = tmp_path_factory.mktemp("register") / "data"
    bring_in(folder, order=list(orders()), ticket=list(tickets()), ticket_event=list(events()),
             survey_response=list(answers()))  # fmt: skip
    engine = connect()
    asked = ("ticket_volume", "orders", "delivery_on_time_rate", "csat")
    study = Study(Meter(Snapshot(folder, engine), METRICS), MARCH, asked)
    yield Context(study, list(ANALYSIS.run(study)), Narrator("en", METRICS), KINDS["management"], "Lantern")
    engine.close()


def share(value: float, formula: str = "a share") -> Figure:
    return Figure(value, Unit.SHARE, 40, Lineage("d", formula=formula), (value - 0.1, value + 0.1))


@pytest.mark.parametrize(
    ("figure", "shown", "value"),
    [
        (difference(share(0.8), share(0.9)), "-10.0 pp", -10.0),
        (apart("effect of region=east", Unit.SHARE, 0.05), "5.0 pp", 5.0),
        (apart("half the 95 % interval", Unit.SHARE, 0.048), "4.8 pp", 4.8),
        (relative_change(share(0.8), share(0.4)), "100.0%", 1.0),  # the share of a share is one
        (share(0.8), "80.0%", 0.8),
        (difference(derived("x", Unit.COUNT, 3.0), derived("y", Unit.COUNT, 5.0)), "-2", -2.0),
    ],
)
def test_a_difference_of_shares_is_recorded_in_points(
    context: Context, figure: Figure, shown: str, value: float
) -> None:
    line = context.register[context.note(figure, "a name", {})]
    assert line.shown == shown
    assert line.value == pytest.approx(value)
    assert line.number_format == ('0.0" pp"' if "pp" in shown else line.number_format)


def test_the_interval_of_a_difference_is_in_points_as_well(context: Context) -> None:
    gap = replace(share(-0.02, "buys within 90 days of a second complaint: difference"), is_difference=True)
    assert context.register[context.note(gap, "gap", {})].interval == "-12.0 to +8.0 pp"


def test_a_rate_of_few_of_its_rows_says_of_how_many(context: Context) -> None:
    """Twelve of twenty orders have come, of those nine in time; a metric that leaves nothing out says nothing."""
    said = context.resting(["delivery_on_time_rate", "csat"])
    assert said is not None
    rest = "the other 8 are not delivered yet or lack a date."
    assert said.text == f"Of 20 orders, 12 count for on-time delivery rate; {rest}"
    assert context.resting(["csat"]) is None
    zh = context.retold(Narrator("zh", METRICS), ()).resting(["delivery_on_time_rate"])
    assert zh is not None
    assert zh.text == "准时送达率按12单计算（共20单），另有8单未送达或缺日期。"


def test_no_months_are_told_that_the_data_do_not_hold(context: Context) -> None:
    """Tickets begin on the tenth of January, so of that month there is a part only; answers there are of March."""
    assert [context.span(3, name) for name in ("ticket", "survey_response")] == ["two months", "one month"]


def test_the_teams_furthest_apart_are_told_where_chance_is_ruled_out(context: Context) -> None:
    """90 % and 50 % of 60: z = 4.8. The same of six answers each would be no difference, for they are too few."""
    said = people._teams_apart(context, "csat")
    assert said == (
        "Customer satisfaction differs between teams beyond chance: the online team 90.0%, the phone team 50.0%"
    )


def test_what_a_page_before_has_said_is_not_said_again(context: Context) -> None:
    told = context.retold(context.narrator, ())
    told.shown["volume"] = (Heading(2, "Complaints rose"), Callout("What it means", ("One.", "Two.")))
    left = causes._untold(told, Callout("What it means", ("Two.", "Three.")))
    assert left is not None
    assert left.paragraphs == ("Three.",)
    assert causes._untold(told, Callout("What it means", ("One.",))) is None


def test_lines_of_the_process_have_short_names(context: Context) -> None:
    blocks = list(process.build(context))
    names = {line.name for line in context.register.values() if "→" in line.name or "Path" in line.name}
    assert "Created → In work · median" in names
    assert "Path 1 · cumulative share" in names
    assert all(len(name) < 60 for name in names)
    notes = [one.note for one in blocks if isinstance(one, Table)]
    assert any("a fixed 3.0 days after “Resolved”" in note for note in notes)


def test_an_update_is_no_step_done_again(context: Context) -> None:
    """Six of twelve tickets say once more that they are in work."""
    assert not [one for one in context.found("process") if one.kind == "process.loop"]


def test_a_slice_has_its_name_on_the_line_of_a_computed_figure(context: Context) -> None:
    expected = derived("expected from history", Unit.COUNT, 28.0)
    change = Finding("analyses.slices", "change.real", {"metric": "ticket_volume", "region": "east"}, {"now": expected})
    context.note_finding(change)
    assert context.register[expected.id].slice == "East"


def test_a_chart_of_the_months_carries_the_remark(context: Context) -> None:
    drawn = Chart("a.chart", Question.TREND, "t", ("Mar",), (), "alt", course_of="delivery_on_time_rate")
    texts = [getattr(one, "text", "") for one in context.page("A title", "Topic", drawn)]
    assert any(text.startswith("Of 20 orders, 12 count") for text in texts)


def test_a_computed_figure_speaks_of_the_days_of_what_it_was_computed_from(context: Context) -> None:
    """The share of three months is of three months; a change from the month before is one of the month."""
    first, march = Period(date(2025, 1, 1), date(2025, 4, 1)), MARCH

    def measured(days: Period, value: float) -> Figure:
        return Figure(value, Unit.COUNT, 4, Lineage("d", Query("orders", days)))

    share_of_three = quotient(measured(first, 2.0), measured(first, 4.0))
    assert context.register[context.note(share_of_three, "share", {})].period == context.narrator.period(first)
    change = difference(measured(march, 3.0), measured(Period.month("2025-02"), 5.0))
    assert context.register[context.note(change, "change", {})].period == "Mar 2025"
    expected = derived("expected from history", Unit.COUNT, 4.0, measured(march.previous, 3.0), measured(march, 5.0))
    assert expected.days is None  # it is of neither month


def test_a_computed_figure_of_a_common_name_says_what_it_is(context: Context) -> None:
    short = derived("parts at or below their reorder point", Unit.COUNT, 24.0)
    name = context.register[context.note_measured(short, "Spare parts")].name
    assert name == "Spare parts · parts at or below their reorder point"


def test_a_share_is_not_named_like_the_amount_it_is_of(context: Context) -> None:
    """Of a volume: a third of the tickets, whose change is a share as well and has a name of its own."""
    part = derived("now: rows of channel=email / rows", Unit.SHARE, 1 / 3)
    grown = derived("(new - old) / |old|", Unit.SHARE, 0.5)
    mix = Finding("analyses.mix", "mix.changed", {"metric": "ticket_volume"}, {"now": part, "relative": grown})
    context.note_finding(mix)
    assert context.register[part.id].name == "Tickets: share"
    assert context.register[grown.id].name.startswith("Tickets · ")
