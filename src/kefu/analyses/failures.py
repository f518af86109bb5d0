"""Which production batch fails more than its months in service allow, how long products last, what will come back.

A failure is a repair, or a case whose cause is quality: what was broken, not what was not liked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Analysis, Study
from kefu.analyses._undecided import undecided
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import derived
from kefu.methods.change.false_discovery import adjusted
from kefu.methods.survival.batch import Batch, judge
from kefu.methods.survival.kaplan_meier import survival
from kefu.methods.survival.service_time import Table, ahead, limits, seen, table
from kefu.methods.survival.weibull import Weibull, fit

Floats = NDArray[np.float64]
FALSE_DISCOVERIES = 0.05  # of the batches told, the share that may be told by luck
WEEK = 7.0  # days; ages are in weeks
MONTH = 365.25 / 12 / WEEK
MOST_WEEKS = 156  # in service; later failures are wear of another kind
FEWEST = 10  # failures of a product line below which its life is not told
AHEAD, YEAR = 3, 12  # months
QUARTER = 3  # months whose sales the next ones are taken to repeat
SALES_A_MONTH = 20  # moments of a month at which its sales are taken to happen
IMMATURE = 0.8  # share of its failures a month's sales must have had time for, to be compared as they are

# Units sold and what became of them: age in days at failure, or at the end of the period where they still work. What
# one customer bought together fails together (one treatment, one delivery): for chance it is one line of an order.
UNITS = """
WITH failed AS (
    SELECT order_id, product_id, min(opened_at_local) AS failed_at,
        sum(greatest(coalesce(quantity, 1), 1)) AS units
    FROM return_case
    WHERE order_id IS NOT NULL AND opened_at_local < $end
        AND (kind = 'repair' OR cause IN ('quality', 'product_defect'))
    GROUP BY order_id, product_id
),
sold AS (
    SELECT l.order_id, l.product_id, any_value(coalesce(l.product_line, o.product_line)) AS product_line,
        any_value(l.batch) AS batch, sum(coalesce(l.quantity, 1)) AS units,
        min(l.ordered_at_local + (coalesce(o.delivered_at, o.ordered_at) - o.ordered_at)) AS began_at
    FROM order_line l JOIN "order" o USING (order_id)
    WHERE o.is_completed GROUP BY l.order_id, l.product_id
),
told AS (
    SELECT s.*, f.failed_at, least(coalesce(f.units, 0), s.units) AS failures
    FROM sold s LEFT JOIN failed f ON f.order_id = s.order_id AND f.product_id IS NOT DISTINCT FROM s.product_id
    WHERE s.began_at < $end AND s.units > 0
),
each AS (
    SELECT product_line, batch, began_at, failed_at AS until, true AS failed, failures AS units, 1 AS lines
    FROM told WHERE failures > 0
    UNION ALL
    SELECT product_line, batch, began_at, $end, false, units - failures, (failures = 0)::INTEGER
    FROM told WHERE units > failures
)
SELECT coalesce(product_line, '') AS product_line, coalesce(batch, '') AS batch, failed,
    failed AND until >= $start AS is_new,
    greatest(date_diff('day', began_at, until), 0) AS days, sum(units) AS units,
    sum(lines) AS lines
FROM each GROUP BY ALL ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class Units:
    """``units`` of a product line and batch that failed at, or work since, ``age`` weeks, and the ``lines`` of orders
    they are; ``is_new``: in this month."""

    line: NDArray[np.str_]
    batch: NDArray[np.str_]
    failed: NDArray[np.bool_]
    is_new: NDArray[np.bool_]
    age: Floats
    units: Floats
    lines: Floats

    def of(self, which: NDArray[np.bool_]) -> Units:
        return Units(*(getattr(self, name)[which] for name in self.__slots__))

    @property
    def failures(self) -> float:
        return float(self.units[self.failed].sum())

    def table(self) -> Table:
        return table(self.age, self.failed, self.units, MOST_WEEKS)

    @property
    def by_line(self) -> Units:
        """The same with every line of an order as one unit."""
        return replace(self, units=self.lines)


def run(study: Study) -> Iterable[Finding]:
    if not all(study.meter.snapshot.has(name) for name in ("order", "order_line", "return_case")):
        return
    units = _units(study, study.period)
    if not units.failures:
        return
    returns = study.meter.figure("return_volume", study.period)
    batches = list(_batches(study, units, returns))
    yield from batches
    before = _units(study, study.period.shifted(-1))
    yield from _lives(study, units)
    yield from _ahead(units, before, returns, defective=any(one.kind == "failures.batch" for one in batches))
    yield from undecided(study, returns)


def _units(study: Study, period: Period) -> Units:
    study.meter.snapshot.open("order", "order_line", "return_case")
    rows = study.meter.snapshot.engine.records(UNITS, {"start": period.start, "end": period.end})
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]} if rows else {}
    return Units(
        line=columns.get("product_line", np.array([], dtype=str)),
        batch=columns.get("batch", np.array([], dtype=str)),
        failed=columns.get("failed", np.array([], dtype=bool)),
        is_new=columns.get("is_new", np.array([], dtype=bool)),
        age=(columns.get("days", np.array([])).astype(np.float64) + 0.5) / WEEK,  # days are counted whole
        units=columns.get("units", np.array([])).astype(np.float64),
        lines=columns.get("lines", np.array([])).astype(np.float64),
    )


# --- batches ---------------------------------------------------------------------------------------------------------


def _batches(study: Study, units: Units, returns: Figure) -> Iterable[Finding]:
    """Batches in which something failed this month, each held against the other batches of its line."""
    judged = list(_judged(units.by_line))
    if not judged:
        return
    passed_over = np.ones(
        max(_sold(units) - len(judged), 0)
    )  # looked at too, though too few of them failed to be judged
    exact = adjusted(np.concatenate(([one.p_value for *_, one in judged], passed_over)))[: len(judged)]
    cases = _by_batch(study)
    worst = sorted(zip(judged, exact, strict=True), key=lambda one: (one[1], -one[0][3].ratio))
    told = [one for one in worst if one[1] < FALSE_DISCOVERIES]
    above = "batches above the others (exact, Benjamini-Hochberg 5 %)"
    counted_batches = {
        "judged": derived("batches with three failures or more", Unit.COUNT, float(len(judged)), returns),
        "found": derived(above, Unit.COUNT, float(len(told)), returns),
    }
    yield Finding("analyses.failures", "failures.batches", {}, counted_batches)
    for (line, batch, sold, one), p_value in told:
        counted = cases.get((line, batch), returns)
        failures = derived(f"failures of batch {line} {batch}", Unit.COUNT, float(one.failures), counted)
        rate = "at the other batches' rate by time in service"
        ratio = derived(f"failures / expected {rate}", Unit.RATIO, one.ratio, failures)
        figures = {
            "cases": counted,
            "units": derived(f"units sold of batch {line} {batch}", Unit.COUNT, sold, counted),
            "failures": failures,
            "expected": derived(f"failures {rate}", Unit.COUNT, one.expected, failures),
            "ratio": replace(ratio, interval=one.interval),
            "chance": derived("conditional exact binomial, Benjamini-Hochberg", Unit.SHARE, float(p_value), failures),
        }
        yield Finding("analyses.failures", "failures.batch", {"product_line": line, "batch": batch}, figures)


def _judged(units: Units) -> Iterable[tuple[str, str, float, Batch]]:
    for line in np.unique(units.line):
        own = units.of(units.line == line)
        whole = own.table()
        rate, batches = whole.rate, np.unique(own.batch[own.is_new & (own.batch != "")])
        exposed = whole.expected(rate)
        for batch in batches if len(np.unique(own.batch)) > 1 else ():
            held = own.of(own.batch == batch)
            exposure = held.table().expected(rate)
            failures = round(held.failures)
            found = judge(failures, exposure, round(own.failures) - failures, exposed - exposure)
            if found is not None:
                yield str(line), str(batch), float(held.units.sum()), found


def _sold(units: Units) -> int:
    """Batches that units are in use of: one of them was bound to fail most."""
    named = units.batch != ""
    return len({*zip(units.line[named].tolist(), units.batch[named].tolist(), strict=True)})


def _by_batch(study: Study) -> dict[tuple[str, str], Figure]:
    measured = study.meter.measure(["return_volume"], study.period, by=["product_line", "batch"])
    return {(one.member("product_line") or "", one.member("batch") or ""): one.figure for one in measured}


# --- lives and what is to come ---------------------------------------------------------------------------------------


def _lives(study: Study, units: Units) -> Iterable[Finding]:
    """How many of each product line with enough failures have failed, told no further than its units are old; early
    ones or wear by the shape of a Weibull life, whose share is told where it is another."""
    cases = {
        one.member("product_line") or "": one.figure
        for one in study.meter.measure(["return_volume"], study.period, by=["product_line"])
    }
    for line in np.unique(units.line):
        own, counted = units.of(units.line == line), cases.get(str(line))
        life = fit(own.age, own.failed, own.units)
        if life is None or counted is None or not line or life.failures < FEWEST:
            continue
        oldest = float(own.age.max()) / MONTH
        until = next((month for month in (12.0, 6.0, 3.0) if month <= oldest), None)
        if until is None:
            continue
        share, limits, modelled = _failed_by(own, life, until * MONTH)
        failed = derived("share failed within the months (Kaplan-Meier)", Unit.SHARE, share, counted)
        figures = {
            "units": derived("units sold", Unit.COUNT, float(own.units.sum()), counted),
            "failures": derived("failures so far", Unit.COUNT, float(life.failures), counted),
            "shape": derived("Weibull shape, right-censored", Unit.RATIO, life.shape, counted),
            "share": replace(failed, interval=limits),
            "months": derived("months in service", Unit.COUNT, until, counted),
        }  # fmt: skip
        if modelled is not None:
            formula = "share failed within the months (Weibull)"
            figures["modelled"] = derived(formula, Unit.SHARE, modelled, counted)
        kind = "failures.early" if life.shape < 1 else "failures.wear"
        yield Finding("analyses.failures", kind, {"product_line": str(line)}, figures)


def _failed_by(own: Units, life: Weibull, age: float) -> tuple[float, tuple[float, float] | None, float | None]:
    """The share failed by ``age``, its 95 % limits, and what the Weibull life says where that lies outside them.

    The limits are those of as many units as there are lines of orders, because what was bought together fails together.
    """
    lasting = survival(own.age, own.failed, own.units * (own.lines.sum() / own.units.sum()))
    share, limits = lasting.failed_by(age)
    modelled = float(life.failed_by(age))
    fits = limits is None or limits[0] <= modelled <= limits[1]
    return share, limits, None if fits else modelled


def _ahead(units: Units, before: Units, returns: Figure, *, defective: bool) -> Iterable[Finding]:
    """Failures to expect, what the same rule said of this month, and the sales that are too young to be judged; nothing
    is expected by a rule that just missed while a batch is ``defective``, which it takes for one like the others."""
    came = float(units.units[units.failed & units.is_new].sum())
    checked = _checked(before, came, returns) if before.failures >= FEWEST else None
    unsure = defective and checked is not None and not checked.subject["inside"]
    figures = {"failures": derived("repairs and quality cases of the month", Unit.COUNT, came, returns)}
    if not unsure:
        figures |= _months_ahead(units, returns)
    fresh = ~units.failed & (units.age < MONTH)
    share = seen(units.age[fresh], units.units[fresh], units.table().rate)
    if share is not None:
        figures["seen"] = derived("share of failures the month's sales had time for", Unit.SHARE, share, returns)
    immature = share is not None and share < IMMATURE
    yield Finding("analyses.failures", "failures.ahead", {"immature": "yes" if immature else ""}, figures)
    if checked is not None:
        said = {**checked.subject, "unsure": "yes" if unsure else ""}
        yield replace(checked, subject=said)


def _months_ahead(units: Units, returns: Figure) -> dict[str, Figure]:
    """Failures to expect in each of the coming months."""
    return {
        f"month_{month}": replace(
            derived(f"units in the field and to be sold x rate, month {month}", Unit.COUNT, float(value), returns),
            period=returns.days.shifted(month) if returns.days else None,
        )
        for month, value in enumerate(_expected(units, AHEAD), start=1)
    }


def _expected(units: Units, months: int) -> Floats:
    """Failures, month by month, of the units in the field and of new ones, as many a month as in the last three."""
    made, edges = np.zeros(months), np.arange(months + 1, dtype=np.float64) * MONTH
    for line in np.unique(units.line):
        own = units.of(units.line == line)
        alive = ~own.failed
        sold = float(own.units[alive & (own.age < QUARTER * MONTH)].sum()) / QUARTER / SALES_A_MONTH
        coming = -(np.arange(months * SALES_A_MONTH) + 0.5) * MONTH / SALES_A_MONTH
        age = np.concatenate((own.age[alive], coming))
        count = np.concatenate((own.units[alive], np.full(len(coming), sold)))
        made += ahead(age, count, own.table().rate, edges)
    return made


def _checked(before: Units, came: float, returns: Figure) -> Finding:
    """What the same rule expected of this month a month ago."""
    expected = float(_expected(before, 1)[0])
    alive = ~before.failed
    age = np.minimum(before.age[alive] / MONTH, YEAR).astype(np.int64)
    sales = np.bincount(age, weights=before.units[alive], minlength=YEAR + 1)[:YEAR].astype(np.float64)
    low, high = limits(expected, sales[sales > 0])
    figures = {
        "failures": derived("repairs and quality cases of the month", Unit.COUNT, came, returns),
        "expected": derived("as expected a month before", Unit.COUNT, expected, returns),
        "lower": derived("lower 95 % limit, chance and varying sales", Unit.COUNT, low, returns),
        "upper": derived("upper 95 % limit, chance and varying sales", Unit.COUNT, high, returns),
    }
    inside = low <= came <= high
    return Finding("analyses.failures", "checked.failures", {"inside": "yes" if inside else ""}, figures)


ANALYSIS = Analysis(
    {"en": "Product failures", "zh": "产品故障预警"},
    run,
    question={
        "en": "Does a batch fail more than the others, how long do products last, and what will come back?",
        "zh": "是否有批次故障偏多？产品能用多久？接下来会有多少返修？",
    },
    method={
        "en": "Failures by time in service; each batch against the others of its line by the conditional exact test, "
        "at least three failures, corrected for looking at every batch sold; the share failed by Kaplan-Meier, early "
        "failures or wear by the shape of a Weibull life; units that still work count in both.",
        "zh": "按使用时长统计故障；各批次与同产品线其他批次作条件精确检验，至少三起故障，并作多重比较校正；"
        "故障比例用Kaplan-Meier法估计，早期故障或耗损由威布尔形状参数判断，均计入仍在使用的商品（右删失）。",
    },
    reference="Przyborowski & Wilenski (1940); Kaplan & Meier (1958); Meeker & Escobar (1998); Wu & Meeker (2002)",
    assumes={
        "en": "Use begins on delivery, a failure is reported when it happens, and the next months sell what the last "
        "three did.",
        "zh": "以签收为使用起点，故障发生即报修，未来月销量与近三个月相当。",
    },
)
