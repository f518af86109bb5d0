"""Weighted satisfaction and intervals among a known number of customers, on ten answers made by hand.

Four by telephone, of which three satisfied (75 %), and six by e-mail, of which three (50 %): 60 % of all. Of a hundred
customers sixty telephone, so an answer by telephone counts 0.6 / 0.4 = 1.5 times, one by e-mail 0.4 / 0.6 times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kefu.engine import connect
from kefu.errors import DefinitionError
from kefu.findings import Period
from kefu.metrics import METRICS
from kefu.metrics.grain import Grain
from kefu.metrics.query import Meter
from kefu.metrics.weighted import Surveys
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in

MARCH = Period.month("2026-03")
QUARTER = Period(Period.month("2026-01").start, MARCH.end)
ANSWERS = {"phone": [(5, 10), (4, 10), (5, 0), (1, 8)],
           "email": [(5, 0), (4, 0), (4, 9), (1, 9), (2, 9), (3, 9)]}  # fmt: skip
CUSTOMERS = {"channel": {"phone": 60, "email": 40}}
Customers = Mapping[str, Mapping[str, float]]


def answers() -> list[Row]:
    when = {"sent_at": "2026-03-02 09:00:00", "answered_at": "2026-03-02 10:00:00"}
    return [
        {"response_id": f"{channel}{i}", "channel": channel, "csat": str(csat), "nps": str(nps), **when}
        for channel, given in ANSWERS.items()
        for i, (csat, nps) in enumerate(given)
    ]


def tickets() -> list[Row]:
    """Three resolved by telephone and two by e-mail, and one that is not resolved: the shares of ``CUSTOMERS``."""
    when = {"created_at": "2026-03-01 09:00:00", "resolved_at": "2026-03-01 10:00:00"}
    channels = ["phone", "phone", "phone", "email", "email"]
    done = [{"ticket_id": str(i), "channel": channel, **when} for i, channel in enumerate(channels)]
    return [*done, {"ticket_id": "open", "channel": "email", "created_at": "2026-03-01 09:00:00"}]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    store: Path = tmp_path_factory.mktemp("surveys") / "data"
    bring_in(store, ticket=tickets(), survey_response=answers())
    return Snapshot(store, connect())


def meter(snapshot: Snapshot, customers: Customers | None = None, *, finite: bool = False) -> Meter:
    return Meter(snapshot, METRICS, surveys=Surveys(finite, customers or {}))


@pytest.mark.parametrize("customers", [CUSTOMERS, {}])
def test_every_answer_counts_for_its_channel(snapshot: Snapshot, customers: Customers) -> None:
    """0.6 x 75 % + 0.4 x 50 % = 65 %, stated or counted; (1.5 x 4 + 0.667 x 6)² / (2.25 x 4 + 0.444 x 6) = 8.571
    answers, and Wilson's interval of 65 % of these: (0.65 + 3.8415 / 17.143) / (1 + 3.8415 / 8.571) = 0.6036, less and
    more 1.96 sqrt(0.65 x 0.35 / 8.571 + 3.8415 / (4 x 73.47)) / 1.4482 = 0.2694."""
    figure = meter(snapshot, customers).figure("csat_weighted", MARCH)
    assert (figure.value, figure.sample) == (0.65, 10)
    assert figure.interval == pytest.approx((0.3342, 0.8730), abs=1e-4)


def test_a_score_is_weighted_too(snapshot: Snapshot) -> None:
    """By telephone 100 (2 - 1) / 4 = 25, by e-mail 100 (4 - 2) / 6 = 33.3: 0.6 x 25 + 0.4 x 33.3 = 28.3.

    Of the 8.571 answers 0.6 x 2/4 + 0.4 x 4/6 = 56.67 % are promoters (4.857) and 0.6 / 4 + 0.4 x 2/6 = 28.33 %
    detractors (2.429). With 3/4 more of each among 11.571: (5.607 - 3.179) / 11.571 = 20.99 %, less and more
    1.96 sqrt((0.7593 - 0.2099²) / 11.571) = 48.73 %.
    """
    figure = meter(snapshot, CUSTOMERS).figure("nps_weighted", MARCH)
    assert figure.value == pytest.approx(28.333333, abs=1e-5)
    assert figure.interval == pytest.approx((-27.74, 69.72), abs=0.02)


def test_answers_of_a_channel_without_customers_are_left_out(snapshot: Snapshot) -> None:
    figure = meter(snapshot, {"channel": {"phone": 60}}).figure("csat_weighted", MARCH)
    assert (figure.value, figure.sample) == (0.75, 4)


def test_without_answers_it_is_undefined(snapshot: Snapshot) -> None:
    found = meter(snapshot).measure(["csat_weighted"], QUARTER, grain=Grain.MONTH)
    assert [(one.figure.value, one.figure.sample) for one in found] == [(None, 0), (None, 0), (0.65, 10)]


def test_other_numbers_of_customers_are_another_figure(snapshot: Snapshot) -> None:
    ids = [meter(snapshot, one).figure("csat_weighted", MARCH).id for one in (CUSTOMERS, CUSTOMERS, {})]
    ids.append(meter(snapshot, {"channel": {"phone": 61, "email": 39}}).figure("csat_weighted", MARCH).id)
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3


def test_it_is_not_sliced_by_what_it_is_weighted_by(snapshot: Snapshot) -> None:
    with pytest.raises(DefinitionError, match="csat_weighted: is made of the members of channel"):
        meter(snapshot).measure(["csat_weighted"], MARCH, by=["channel"])


def test_a_project_may_weigh_by_another_dimension(snapshot: Snapshot) -> None:
    """Nobody states a region: one stratum of nobody knows where, and what is weighted is what is not."""
    own = {**METRICS, "csat_weighted": replace(METRICS["csat_weighted"], over="region")}
    assert Meter(snapshot, own).figure("csat_weighted", MARCH).value == pytest.approx(0.6)


def test_among_a_known_number_of_customers_the_interval_is_narrower(snapshot: Snapshot) -> None:
    """Ten of a hundred are worth 10 x 99 / 90 = 11 of countless ones: (0.6 + 3.8415 / 22) / (1 + 3.8415 / 11) = 0.5741,
    less and more 1.96 sqrt(0.24 / 11 + 3.8415 / 484) / 1.3492 = 0.2506. The number and its id stay what they are."""
    plain, narrow = (meter(snapshot, CUSTOMERS, finite=finite).figure("csat", MARCH) for finite in (False, True))
    assert narrow.interval == pytest.approx((0.3235, 0.8247), abs=1e-4)
    assert (plain.value, plain.id) == (narrow.value, narrow.id)
    assert plain.interval is not None
    assert plain.interval[0] < 0.3235
    assert plain.interval[1] > 0.8247


def test_who_asked_everybody_knows_the_number(snapshot: Snapshot) -> None:
    everybody = meter(snapshot, {"channel": {"phone": 4, "email": 6}}, finite=True)
    assert everybody.figure("csat", MARCH).interval == (0.6, 0.6)
    assert everybody.figure("csat", MARCH, {"channel": "phone"}).interval == (0.75, 0.75)
    weighted = everybody.figure("csat_weighted", MARCH)
    assert weighted.interval == (weighted.value, weighted.value) == pytest.approx((0.6, 0.6))


def test_customers_are_counted_where_nobody_states_them_and_fewer_than_answers_narrow_nothing(
    snapshot: Snapshot,
) -> None:
    """Five resolved tickets and ten answers: they do not speak of the same customers."""
    plain, narrow = (meter(snapshot, finite=finite).figure("csat", MARCH) for finite in (False, True))
    assert narrow.interval == plain.interval


def test_of_a_slice_whose_customers_nobody_knows_nothing_is_narrowed(snapshot: Snapshot) -> None:
    where = {"scenario": None}
    plain, narrow = (meter(snapshot, one, finite=True).figure("csat", MARCH, where) for one in ({}, CUSTOMERS))
    assert plain.interval == narrow.interval == meter(snapshot).figure("csat", MARCH).interval
