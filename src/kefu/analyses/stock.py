"""Which spare parts to keep, how many of each, what to order now, and what the rest of the store ties up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Analysis, Study
from kefu.findings import Figure, Finding, Unit
from kefu.findings.figure import derived
from kefu.findings.finding import SHORT_HISTORY
from kefu.methods.inventory.backtest import METHODS
from kefu.methods.inventory.classes import abc, xyz
from kefu.methods.inventory.intermittent import classify
from kefu.methods.inventory.lot_size import lot_cost
from kefu.methods.inventory.policy import Levels, levels, month_lot
from kefu.methods.inventory.replay import replay

Floats = NDArray[np.float64]
SERVICE = {"A": 0.98, "B": 0.95, "C": 0.90}  # customary: the parts that carry the money are missed the most
YEAR = 12
MONTH = 365.25 / YEAR * 86400  # seconds
MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Store:
    """The parts at the month's end: a row a part, a column a month up to it. ``cost`` is 0 where nobody knows it."""

    part: list[str]
    name: list[str]
    demand: Floats
    on_hand: Floats
    cost: Floats
    dead: NDArray[np.bool_]

    @property
    def classes(self) -> NDArray[np.str_]:
        """A, B or C by the last year's issues: their cost, or their pieces where no cost is known."""
        issued = self.demand[:, -YEAR:].sum(axis=1)
        return abc(issued * self.cost if self.cost.any() else issued)


def run(study: Study) -> Iterable[Finding]:
    if not study.meter.snapshot.has("stock_movement"):
        return
    store = _store(study)
    if store is None:
        return
    held = study.meter.figure("parts_on_hand", study.period)
    if store.demand.shape[1] <= YEAR:
        yield Finding("analyses.stock", "stock.young", {}, {"on_hand": held}, (SHORT_HISTORY,))
        return
    classes = store.classes
    made = _levels(study, store, store.demand, classes)
    yield _policy(study, store, classes, made)
    yield from _lots(study, store, made)
    figures = _by_part(study)
    yield from _orders(store, made, figures, study.meter.stocking.lead)
    yield from _dead(store, figures)
    if store.demand.shape[1] >= 2 * YEAR:
        yield _replayed(study, store)


def _store(study: Study) -> Store | None:
    """Demand and stock of all parts by month; None where the ledger holds no month up to the one studied."""
    table = study.meter.table("part_stock")
    columns = ("part_id", "name", "month", "issued", "on_hand", "unit_cost", "is_dead")
    rows = table.filter(table["month"] <= study.period.months[-1]).select(*columns).to_pyarrow()
    if not rows.num_rows or study.period.months[-1] not in set(rows["month"].to_pylist()):
        return None
    parts, row = np.unique(rows["part_id"].to_numpy(zero_copy_only=False), return_inverse=True)
    months, column = np.unique(rows["month"].to_numpy(zero_copy_only=False), return_inverse=True)
    demand, on_hand = np.zeros((len(parts), len(months))), np.zeros((len(parts), len(months)))
    demand[row, column] = np.maximum(np.nan_to_num(rows["issued"].to_numpy().astype(np.float64)), 0)
    on_hand[row, column] = np.nan_to_num(rows["on_hand"].to_numpy().astype(np.float64))
    now = rows.filter(column == len(months) - 1).sort_by("part_id")  # every part has a row of the last month
    return Store(
        part=now["part_id"].to_pylist(),
        name=[one or "" for one in now["name"].to_pylist()],
        demand=demand,
        on_hand=on_hand,
        cost=np.nan_to_num(now["unit_cost"].to_numpy().astype(np.float64)),
        dead=now["is_dead"].fill_null(False).to_numpy(zero_copy_only=False).astype(bool),
    )


def _service(classes: NDArray[np.str_]) -> Floats:
    return np.array([SERVICE[str(one)] for one in classes])


def _levels(study: Study, store: Store, demand: Floats, classes: NDArray[np.str_]) -> Levels:
    """Levels by what the project says of lead time and costs."""
    said = study.meter.stocking
    holding = store.cost * said.holding / YEAR
    return levels(demand, _service(classes), lead=said.lead, order_cost=said.order_cost, holding=holding)


def _policy(study: Study, store: Store, classes: NDArray[np.str_], made: Levels) -> Finding:
    """What lies in the store, what is needed of it, and what is not."""
    held = study.meter.figure("parts_on_hand", study.period)
    now = store.on_hand[:, -1]
    excess = np.where(store.dead, 0, np.maximum(now - made.upto, 0))
    short = ~store.dead & (made.forecast > 0) & (now <= made.reorder)
    runs_out = short & _runs_out(now, made, study.meter.stocking.lead)
    figures = {
        "parts": derived("parts ever moved", Unit.COUNT, float(len(now)), held),
        "on_hand": held,
        "excess_pieces": derived("pieces above the order level, parts in use", Unit.COUNT, float(excess.sum()), held),
        "to_order": derived("parts at or below their reorder point", Unit.COUNT, float(short.sum()), held),
        "runs_out": derived("parts used up before a delivery comes", Unit.COUNT, float(runs_out.sum()), held),
    }
    if store.cost.any():
        value = study.meter.figure("parts_stock_value", study.period)
        dead = study.meter.figure("dead_stock_value", study.period)
        above = float(excess @ store.cost)
        freed = None if dead.value is None else above + dead.value
        figures |= {
            "value": value,
            "dead": dead,
            "excess": derived("pieces above the order level x cost, parts in use", Unit.MONEY, above, value),
            "freed": derived("excess + dead stock", Unit.MONEY, freed, value, dead),
        }
        rate = study.meter.stocking.holding
        saved = None if freed is None else freed * rate
        figures["holding"] = derived(f"{100 * rate:g} % of it a year", Unit.MONEY, saved, figures["freed"])
    parts = tuple(_classes(store, classes, made, excess, held))
    return Finding("analyses.stock", "stock.policy", {}, figures, (), parts)


def _lots(study: Study, store: Store, made: Levels) -> Iterable[Finding]:
    """What ordering several months at a time saves; nothing where no part is worth it, or nobody says what an order
    costs."""
    said = study.meter.stocking
    monthly = month_lot(made.forecast, store.demand)
    which = ~store.dead & (store.cost > 0) & (made.forecast > 0)
    more = which & (made.lot > monthly)
    if not said.order_cost or not more.any():
        return
    holding, forecast = store.cost[which] * said.holding / YEAR, made.forecast[which]
    held = study.meter.figure("parts_stock_value", study.period)

    def a_year(lots: str, lot: Floats) -> Figure:
        spent = YEAR * float(lot_cost(said.order_cost, holding, forecast, lot[which]).sum())
        return derived(f"orders and half a lot kept, a year, {lots}", Unit.MONEY, spent, held)

    figures = {
        "order_cost": derived("cost of an order, as kefu.yaml states it", Unit.MONEY, float(said.order_cost), held),
        "parts": derived("parts of which several months are ordered at a time", Unit.COUNT, float(more.sum()), held),
        "monthly": a_year("a month's demand at a time", monthly),
        "economic": a_year("economic lots", made.lot),
    }
    yield Finding("analyses.stock", "stock.lots", {}, figures)


def _classes(store: Store, classes: NDArray[np.str_], made: Levels, excess: Floats, held: Figure) -> Iterable[Finding]:
    """Parts of one value class and one pattern of demand."""
    patterns = np.array([str(classify(one).pattern) for one in store.demand[:, -2 * YEAR :]])
    steady = xyz(store.demand[:, -YEAR:])
    for letter in "ABC":
        for pattern in ("smooth", "erratic", "intermittent", "lumpy", "none"):
            which = (classes == letter) & (patterns == pattern)
            if which.any():
                yield _class(store, which, {"abc": letter, "pattern": pattern}, made, steady, excess, held)


def _class(
    store: Store,
    which: NDArray[np.bool_],
    subject: Mapping[str, str],
    made: Levels,
    steady: NDArray[np.str_],
    excess: Floats,
    held: Figure,
) -> Finding:
    method = METHODS[int(np.bincount(made.method[which], minlength=len(METHODS)).argmax())]
    counts = np.array([(steady[which] == one).sum() for one in "XYZ"])
    place = f"class {subject['abc']}, {subject['pattern']}"

    def of_class(formula: str, value: object, unit: Unit = Unit.COUNT) -> Figure:
        return derived(f"{formula}, {place}", unit, float(np.asarray(value)), held)

    figures = {
        "parts": of_class("parts", which.sum()),
        "issued": of_class("pieces issued in twelve months", store.demand[which, -YEAR:].sum()),
        "on_hand": of_class("pieces in stock", store.on_hand[which, -1].sum()),
        "target": of_class("order levels", made.upto[which].sum()),
    }
    if store.cost.any():
        cost = store.cost[which]
        figures["value"] = of_class("pieces in stock x cost", store.on_hand[which, -1] @ cost, Unit.MONEY)
        figures["excess"] = of_class("pieces above the order level x cost", excess[which] @ cost, Unit.MONEY)
        spare = excess[which] + np.where(store.dead[which], store.on_hand[which, -1], 0)
        figures["freed"] = of_class("pieces above the order level and dead ones x cost", spare @ cost, Unit.MONEY)
    named = {**subject, "xyz": "XYZ"[int(counts.argmax())], "forecast": "" if subject["pattern"] == "none" else method}
    return Finding("analyses.stock", "stock.class", named, figures)


def _by_part(study: Study) -> dict[str, Figure]:
    measured = study.meter.measure(["parts_on_hand"], study.period, by=["part_id"])
    return {one.member("part_id") or "": one.figure for one in measured}


def _runs_out(now: Floats, made: Levels, lead: float) -> NDArray[np.bool_]:
    """Which parts are used up before what is ordered today comes."""
    return now < made.forecast * lead


def _orders(store: Store, made: Levels, figures: Mapping[str, Figure], lead: float) -> Iterable[Finding]:
    """Parts to order, those that are used up first in front."""
    now = store.on_hand[:, -1]
    due = np.flatnonzero(~store.dead & (made.forecast > 0) & (now <= made.reorder))
    due = due[np.argsort(now[due] / made.forecast[due], kind="stable")][:MOST_TOLD]
    for row in due:
        held, monthly = figures[store.part[row]], float(made.forecast[row])
        wanted = {
            "on_hand": held,
            "forecast": derived(f"forecast a month ({METHODS[made.method[row]]})", Unit.COUNT, monthly, held),
            "cover": derived("stock / forecast a month", Unit.SECONDS, max(now[row], 0.0) / monthly * MONTH, held),
            "reorder": derived("reorder point", Unit.COUNT, float(made.reorder[row]), held),
            "quantity": derived("order level - stock", Unit.COUNT, float(made.upto[row] - now[row]), held),
        }  # fmt: skip
        runs_out = "yes" if _runs_out(now, made, lead)[row] else ""
        subject = {"part_id": store.part[row], "name": store.name[row], "runs_out": runs_out}
        yield Finding("analyses.stock", "stock.order", subject, wanted)


def _dead(store: Store, figures: Mapping[str, Figure]) -> Iterable[Finding]:
    """Parts nobody asked for in half a year, the most money first."""
    worth = store.on_hand[:, -1] * store.cost
    rows = np.flatnonzero(store.dead)
    for row in rows[np.argsort(-worth[rows], kind="stable")][:MOST_TOLD]:
        held = figures[store.part[row]]
        wanted = {"on_hand": held}
        if store.cost[row]:
            wanted["value"] = derived("pieces in stock x cost", Unit.MONEY, float(worth[row]), held)
        yield Finding("analyses.stock", "stock.dead", {"part_id": store.part[row], "name": store.name[row]}, wanted)


def _replayed(study: Study, store: Store) -> Finding:
    """The last year again: levels worked out from the months before it, run against the demand that then came."""
    before, year = store.demand[:, :-YEAR], store.demand[:, -YEAR:]
    issued = before[:, -YEAR:].sum(axis=1)
    made = _levels(study, store, before, abc(issued * store.cost if store.cost.any() else issued))
    start = np.maximum(store.on_hand[:, -YEAR - 1], 0)
    found = replay(year, start, made.reorder, made.upto, lead=study.meter.stocking.lead)
    wanted = ~store.dead & (store.demand.sum(axis=1) > 0)
    empty = ((store.on_hand[:, -YEAR:] <= 0) & wanted[:, None]).sum()
    stock = store.on_hand[:, -YEAR:].clip(0).mean(axis=1)
    held = study.meter.figure("parts_on_hand", study.period)
    asked, lacking = year.sum(), float(found.periods_short.sum())
    fill = float(1 - found.short.sum() / asked) if asked > 0 else None
    figures = {
        "empty": derived("month ends without stock, twelve months", Unit.COUNT, float(empty), held),
        "empty_after": derived("part-months with a shortage, replayed", Unit.COUNT, lacking, held),
        "stock": derived("mean pieces in stock, parts in use", Unit.COUNT, float(stock[wanted].sum()), held),
        "stock_after": derived("mean pieces in stock, replayed", Unit.COUNT, float(found.stock[wanted].sum()), held),
        "fill_after": derived("pieces there at once / pieces asked for, replayed", Unit.SHARE, fill, held),
    }  # fmt: skip
    if store.cost.any():
        money = store.cost * wanted
        figures["money"] = derived("mean stock x cost, parts in use", Unit.MONEY, float(stock @ money), held)
        figures["money_after"] = derived("mean stock x cost, replayed", Unit.MONEY, float(found.stock @ money), held)
        figures |= _turnover(float(year.sum(axis=1) @ store.cost), figures["money_after"], _lying(study, store))
    return Finding("analyses.stock", "checked.policy", {}, figures)


def _lying(study: Study, store: Store) -> Figure:
    worth = float(np.where(store.dead, store.on_hand[:, -1], 0) @ store.cost)
    return derived("dead pieces x cost", Unit.MONEY, worth, study.meter.figure("parts_on_hand", study.period))


def _turnover(issued: float, stock: Figure, lying: Figure) -> dict[str, Figure]:
    """How often a year the stock of these levels is used up: without the dead parts, and with them."""
    alone, both = stock.value or 0.0, (stock.value or 0.0) + (lying.value or 0.0)
    after = issued / alone if alone > 0 else None
    beside = issued / both if both > 0 else None
    return {
        "turnover_after": derived("cost of a year's issues / mean stock, replayed", Unit.RATIO, after, stock),
        "turnover_beside": derived("cost of a year's issues / (mean stock, replayed + dead)", Unit.RATIO, beside,
                                   stock, lying),
    }  # fmt: skip


ANALYSIS = Analysis(
    {"en": "Spare-part stock", "zh": "备件库存策略"},
    run,
    question={
        "en": "Which parts to keep, how many, what to order now, and how much money could be freed?",
        "zh": "哪些备件要备、备多少、现在订什么、能释放多少资金？",
    },
    method={
        "en": "Classes by value (ABC) and by how demand comes (ADI and CV²); the forecast that was nearest over twelve "
        "months of Croston, SBA, TSB and last year's mean; reorder points by Poisson or negative binomial; a month's "
        "demand ordered at a time, or the economic order quantity where kefu.yaml says what an order costs; the last "
        "year replayed with levels from before it.",
        "zh": "按金额（ABC）与需求形态（ADI、CV²）分类；在 Croston、SBA、TSB 与上年均值中取近十二个月回测误差最小者；"
        "按泊松或负二项分布定再订货点；一次订一个月用量，kefu.yaml写明订货成本的按经济订货批量；"
        "以此前数据定出的水位回放最近一年。",
    },
    reference="Syntetos, Boylan & Croston (2005); Teunter, Syntetos & Babai (2011); Silver, Pyke & Thomas, ch. 4, 7",
    assumes={
        "en": "Deliveries take as many months as kefu.yaml says (one) and stock is looked at monthly; what was issued "
        "is what was asked for; the ledger begins with what lay in the store.",
        "zh": "到货周期按kefu.yaml所写（默认一个月）、每月盘点订货；领用量即需求量；流水包含期初库存。",
    },
)
