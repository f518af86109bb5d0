"""The defective batch hidden in the made-up company is told; the others of two years are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kefu.analyses import Study, run_all
from kefu.analyses._undecided import undecided
from kefu.analyses.failures import Units, _failed_by
from kefu.demo.calendar import month_at
from kefu.demo.products import batch_name
from kefu.demo.stories import load
from kefu.demo.vocabulary import LINE
from kefu.engine import connect
from kefu.findings import Figure, Finding, Period
from kefu.methods.survival.weibull import fit
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.formats import Language
from kefu.narrative.narrator import Narrator
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in
from tests.conftest import LAST_MONTH, Company

STORY = next(one for one in load().every if one.id == "defective_batch_cleaning")
TIMES = next(one.times for one in STORY.effects if one.changes == "returns")
QUIET = range(-19, -2)  # months before the batch was sold


@pytest.fixture(scope="module")
def meter(demo_company: Company) -> Meter:
    return demo_company.project.meter


def failures(meter: Meter, month: Period) -> list[Finding]:
    return list(run_all(Study(meter, month, ()), ["failures"]))


@pytest.fixture(scope="module")
def told(meter: Meter) -> list[Finding]:
    return failures(meter, LAST_MONTH)


def of(found: Sequence[Finding], kind: str) -> list[Finding]:
    return [one for one in found if one.kind == kind]


def value(figure: Figure) -> float:
    assert figure.value is not None
    return figure.value


@pytest.mark.parametrize("step", [-1, 0])
def test_the_defective_batch_is_told_with_its_size_in_both_its_months(meter: Meter, step: int) -> None:
    (found,) = of(failures(meter, LAST_MONTH.shifted(step)), "failures.batch")
    line = STORY.where["product_line"]
    made = month_at(LAST_MONTH.start, STORY.batch_made)
    assert (found.subject["product_line"], found.subject["batch"]) == (line, batch_name(LINE.position(line), made))
    assert value(found.figures["chance"]) < 0.001
    low, high = found.figures["ratio"].interval or (0.0, 0.0)
    assert 1 < low <= TIMES <= high < 2 * TIMES
    assert value(found.figures["ratio"]) == pytest.approx(
        value(found.figures["failures"]) / value(found.figures["expected"])
    )


def test_hardly_any_batch_is_told_in_the_months_without_the_story(meter: Meter) -> None:
    """By luck one month in twenty may tell of a batch: more than three of seventeen come once in a hundred times."""
    told = [one for step in QUIET for one in of(failures(meter, LAST_MONTH.shifted(step)), "failures.batch")]
    assert len(told) <= 3


def test_failures_come_early_and_most_units_never_fail(told: list[Finding]) -> None:
    """The company's returns come within weeks of delivery, and none later."""
    lives = of(told, "failures.early")
    assert {one.subject["product_line"] for one in lives} == set(LINE.codes)
    assert of(told, "failures.wear") == []
    for one in lives:
        ever = value(one.figures["failures"]) / value(one.figures["units"])
        assert value(one.figures["share"]) == pytest.approx(ever, rel=0.2)


def test_a_life_of_another_shape_is_told_by_what_was_seen() -> None:
    """Of 1,000 units, each of an order of its own, 20 fail in the first week, 300 about the twentieth, and the others
    work for a year. After thirteen weeks 2 % have failed, whatever shape of life is supposed: sqrt(.02 / .98 / 1000) /
    -ln .98 * 1.96 = .4384 and its exp 1.550, so the limits are 1 - .98^(1/1.550) = 1.3 % and 1 - .98^1.550 = 3.1 %."""
    weeks = np.array([0.5, 19.0, 20.0, 21.0, 52.0])
    units, failed = np.array([20.0, 100, 100, 100, 680]), np.array([True, True, True, True, False])
    names = np.array(["a"] * len(weeks))
    own = Units(names, names, failed, failed, weeks, units, units)
    life = fit(weeks, failed, units)
    assert life is not None
    share, limits, modelled = _failed_by(own, life, 13.0)
    assert share == pytest.approx(0.02)
    assert limits == pytest.approx((0.0130, 0.0308), abs=2e-4)
    assert modelled is not None
    assert modelled > 0.05
    again = replace(own, lines=own.units / 4)  # four pieces a line: twice the error, exp of .8768 is 2.403
    assert _failed_by(again, life, 13.0)[1] == pytest.approx((1 - 0.98 ** (1 / 2.403), 1 - 0.98**2.403), abs=2e-4)


def test_what_was_expected_of_the_month_missed_the_defective_batch(told: list[Finding]) -> None:
    (checked,) = of(told, "checked.failures")
    low, expected, high, came = (value(checked.figures[role]) for role in ("lower", "expected", "upper", "failures"))
    assert low < expected < high < came
    assert checked.subject["inside"] == ""
    (ahead,) = of(told, "failures.ahead")
    assert value(ahead.figures["failures"]) == came
    assert "month_1" not in ahead.figures  # by a rule that takes the defective batch for one like the others
    assert checked.subject["unsure"] == "yes"
    assert 0.5 < value(ahead.figures["seen"]) < 0.9  # half a month in service on average, and six days to fail


def test_no_two_figures_share_an_id(told: list[Finding]) -> None:
    held: dict[str, Figure] = {}
    for one in told:
        for figure in one.figures.values():
            assert held.setdefault(figure.id, figure).value == figure.value


def test_every_sentence_names_the_thing_and_its_number(told: list[Finding]) -> None:
    (batch,) = of(told, "failures.batch")
    lines: dict[Language, str] = {"zh": "清洁电器", "en": "cleaning"}
    for language, line in lines.items():
        narrator = Narrator(language, METRICS)
        for one in told:
            assert narrator.tell(one)
        for said in (narrator.tell(batch), narrator.headline(batch)):
            assert line in said
            assert batch.subject["batch"] in said


def returned(begin: int, count: int, day: str, cause: str) -> list[Row]:
    return [
        {"return_id": f"R{begin + n}", "opened_at": f"{day} 10:00:00", "kind": "return", "cause": cause}
        for n in range(count)
    ]


def missing(store: Path, rows: list[Row]) -> list[Finding]:
    bring_in(store, return_case=rows)
    meter = Meter(Snapshot(store, connect()), METRICS)
    meter.snapshot.open("return_case")
    returns = meter.figure("return_volume", LAST_MONTH)
    return list(undecided(Study(meter, LAST_MONTH, ()), returns))


def test_failures_not_known_as_such_yet_are_counted_in(tmp_path: Path) -> None:
    """Before, 10 of 50 never got a cause and 10 of the other 40 were failures. Of 20 returns now 12 have no cause,
    where 4 usually have none: a quarter of the 8 others is 2."""
    before = [
        *returned(0, 10, "2026-08-05", "quality"), *returned(10, 30, "2026-09-05", "wrong_item"),
        *returned(40, 10, "2026-09-06", ""),
    ]  # fmt: skip
    now = [*returned(50, 8, "2026-10-05", "wrong_item"), *returned(58, 12, "2026-10-30", "")]
    (found,) = missing(tmp_path / "store", [*before, *now])
    told = {role: one.value for role, one in found.figures.items()}
    assert told == {"undecided": 12, "never": 0.2, "quality": 0.25, "missing": pytest.approx(2)}
    for language in ("zh", "en"):
        assert "12" in Narrator(language, METRICS).tell(found)


def test_returns_that_never_get_a_cause_are_no_failures_to_come(tmp_path: Path) -> None:
    before = [*returned(0, 40, "2026-08-05", "quality"), *returned(40, 40, "2026-09-05", "")]
    now = [*returned(80, 10, "2026-10-05", "quality"), *returned(90, 10, "2026-10-30", "")]
    assert missing(tmp_path / "store", [*before, *now]) == []
