"""What the compiler makes of a definition, on rows made by hand with the arithmetic beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kefu.engine import connect
from kefu.errors import DefinitionError
from kefu.findings import Period
from kefu.metrics import METRICS, Definition
from kefu.metrics.grain import Grain
from kefu.metrics.query import Meter
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in

MARCH, APRIL, MAY = (Period.month(f"2026-0{month}") for month in (3, 4, 5))
SPRING = Period(MARCH.start, MAY.end)


def ticket(name: str, at: str, **more: str) -> Row:
    return {"ticket_id": name, "created_at": f"2026-{at}", **more}


def meter_of(folder: Path, metrics: Mapping[str, Definition] = METRICS, *, timezone: str = "UTC",
             **entities: Sequence[Row]) -> Meter:  # fmt: skip
    bring_in(folder / "data", timezone=timezone, **entities)
    return Meter(Snapshot(folder / "data", connect()), metrics)


STANDING = [
    ticket("A", "03-10 00:00:00", closed_at="2026-03-20 00:00:00", channel="phone"),  # gone before March is over
    ticket("B", "03-11 00:00:00", closed_at="2026-05-01 00:00:00", channel="phone"),  # as April ends
    ticket("C", "03-31 23:00:00", channel="email"),  # never closed
    ticket("D", "04-20 00:00:00", closed_at="2026-04-20 01:00:00", channel="email"),
    ticket("E", "05-31 00:00:00", closed_at="2026-06-02 00:00:00", channel="email"),
]


def test_a_state_is_what_stands_at_the_end_of_each_period(tmp_path: Path) -> None:
    """End of March: B, C. End of April: C, and B, closed at that very moment and not before. End of May: C, E."""
    meter = meter_of(tmp_path, timezone="Asia/Shanghai", ticket=STANDING)
    assert [one.figure.value for one in meter.measure(["backlog"], SPRING, grain=Grain.MONTH)] == [2, 2, 2]
    by_channel = {
        (str(one.period), one.member("channel")): one.figure.value
        for one in meter.measure(["backlog"], SPRING, grain=Grain.MONTH, by=["channel"])
    }
    assert by_channel == {
        ("2026-03", "phone"): 1, ("2026-03", "email"): 1, ("2026-04", "phone"): 1, ("2026-04", "email"): 1,
        ("2026-05", "email"): 2,
    }  # fmt: skip


def test_a_state_of_a_quarter_is_that_of_its_end(tmp_path: Path) -> None:
    meter = meter_of(tmp_path, timezone="Asia/Shanghai", ticket=STANDING)
    assert meter.figure("backlog", SPRING).value == 2
    assert {row["ticket_id"] for row in meter.rows("backlog", SPRING).to_pyarrow().to_pylist()} == {"C", "E"}


def test_the_age_of_a_state_runs_to_the_end_of_the_period_there(tmp_path: Path) -> None:
    """Of C one hour, of B 21 days, in China's time though the times are stored as UTC."""
    meter = meter_of(tmp_path, timezone="Asia/Shanghai", ticket=STANDING)
    figure = meter.figure("backlog_age_median", MARCH)
    assert (figure.value, figure.sample) == ((3_600 + 21 * 86_400) / 2, 2)


def test_a_state_names_all_the_data_up_to_the_end_and_none_after_it(tmp_path: Path) -> None:
    meter = meter_of(tmp_path, timezone="Asia/Shanghai", ticket=STANDING)
    assert set(meter.figure("backlog", APRIL).lineage.snapshots) == {"ticket/2026-03", "ticket/2026-04"}


def test_where_the_data_do_not_reach_a_state_is_unknown(tmp_path: Path) -> None:
    meter = meter_of(tmp_path, ticket=STANDING)
    assert meter.figure("backlog", Period.month("2026-02")).value is None
    assert meter.figure("backlog", Period.month("2026-07")).value is None
    assert meter.figure("complaint_backlog", MAY).value == 0  # none of the tickets is known to be one


BUYERS = [
    {"order_id": name, "ordered_at": f"2026-{day} 12:00:00", "customer_id": who, "status": "completed", "amount": "1"}
    for name, day, who in (("1", "03-02", "c"), ("2", "03-20", "c"), ("3", "03-21", "d"), ("4", "05-02", "c"))
]


def test_different_values_are_counted_once_and_months_do_not_add_up(tmp_path: Path) -> None:
    meter = meter_of(tmp_path, order=BUYERS)
    assert [one.figure.value for one in meter.measure(["buyers"], SPRING, grain=Grain.MONTH)] == [2, 0, 1]
    assert meter.figure("buyers", SPRING).value == 2
    assert meter.figure("orders_per_buyer", SPRING).value == 2  # 4 orders of 2 customers
    assert meter.figure("orders_per_buyer", APRIL).value is None


def test_a_ratio_is_multiplied(tmp_path: Path) -> None:
    tickets = [ticket("A", "03-10 00:00:00", category="complaint"), ticket("B", "03-11 00:00:00", category="inquiry")]
    meter = meter_of(tmp_path, order=BUYERS, ticket=tickets)
    assert meter.figure("complaints_per_10000_orders", MARCH).value == pytest.approx(10_000 / 3)


def answered(channel: str, seconds: int, count: int) -> list[Row]:
    """Tickets of a channel, each answered after so many seconds."""
    return [
        ticket(f"{channel}{i}", "03-10 09:00:00", channel=channel, team="b" if i == 0 else "a",
               first_responded_at=f"2026-03-10 09:00:{seconds:02}")
        for i in range(count)
    ]  # fmt: skip


def test_a_spread_is_the_largest_member_by_the_smallest_and_leaves_out_the_small(tmp_path: Path) -> None:
    """Thirty by phone after 5 s, thirty online after 20 s; the nine by e-mail after 50 s are too few."""
    rows = [*answered("phone", 5, 30), *answered("online", 20, 30), *answered("email", 50, 9)]
    meter = meter_of(tmp_path, ticket=rows)
    figure = meter.figure("channel_response_spread", MARCH)
    assert (figure.value, figure.sample) == (4, 60)
    assert meter.figure("channel_response_spread", APRIL).value is None
    alone = meter.measure(["channel_response_spread"], MARCH, by=["team"])
    assert [(one.query.where, one.figure.value) for one in alone] == [({"team": "a"}, None), ({"team": "b"}, None)]
    with pytest.raises(DefinitionError, match="is made of the members of channel; slice by another"):
        meter.measure(["channel_response_spread"], MARCH, by=["channel"])


def test_a_spread_has_the_same_id_alone_and_among_others(tmp_path: Path) -> None:
    meter = meter_of(tmp_path, ticket=[*answered("phone", 5, 30), *answered("online", 20, 30)])
    alone = meter.figure("channel_response_spread", MARCH)
    among = meter.measure(["ticket_volume", "channel_response_spread"], SPRING, grain=Grain.MONTH)
    assert alone.id in {one.figure.id for one in among if one.metric == "channel_response_spread"}
    assert alone.id != meter.figure("first_response_median", MARCH).id


def test_a_ticket_belongs_to_its_holder_or_to_who_answered_first(tmp_path: Path) -> None:
    """A answers T after a minute and passes it on to B of another group."""
    talk = {"message_id": "1", "ticket_id": "T", "sent_at": "2026-03-10 09:01:00", "author_kind": "agent"}
    agents = [{"agent_id": "A", "team": "phone"}, {"agent_id": "B", "team": "complaints"}]
    held = ticket("T", "03-10 09:00:00", agent_id="B", team="complaints")
    meter = meter_of(tmp_path, ticket=[held], message=[{**talk, "author_id": "A"}], agent=agents)

    def of(metric: str, dimension: str) -> dict[str | None, float | None]:
        return {one.member(dimension): one.figure.value for one in meter.measure([metric], MARCH, by=[dimension])}

    assert (of("first_response_median", "agent_id"), of("first_response_median", "team")) == (
        {"B": 60},
        {"complaints": 60},
    )
    by_responder = "responder_first_response_median"
    assert (of(by_responder, "agent_id"), of(by_responder, "team")) == ({"A": 60}, {"phone": 60})
    assert meter.figure(by_responder, MARCH, {"agent_id": "A"}).value == 60
    assert meter.figure(by_responder, MARCH, {"agent_id": "B"}).value is None


def test_an_end_that_is_no_column_is_answered_with_the_nearest(tmp_path: Path) -> None:
    wrong = replace(METRICS["backlog"], name="wrong", until="setled_at")
    meter = meter_of(tmp_path, {"wrong": wrong}, ticket=STANDING)
    with pytest.raises(DefinitionError, match=r'wrong\.yaml: until: no column "setled_at"; did you mean "settled_at"'):
        meter.figure("wrong", MARCH)


def test_what_a_store_has_no_column_for_cannot_be_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files brought in by an earlier version lack what was added to the tables since."""
    at = {"sent_at": "2026-03-01 09:00:00", "answered_at": "2026-03-02 09:00:00"}
    meter = meter_of(tmp_path, survey_response=[{"response_id": "1", **at, "csat": "5", "ces": "6"}])
    assert meter.answerable(["csat", "ces"]) == ["csat", "ces"]
    older = Meter(meter.snapshot, METRICS)
    monkeypatch.setattr(older, "table", lambda name: meter.table(name).drop("ces"))
    assert older.answerable(["csat", "ces"]) == ["csat"]
