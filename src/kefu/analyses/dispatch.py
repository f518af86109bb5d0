"""In which order waiting customers were served, what priorities made of it, and how evenly the work was given out.

Findings for tickets and for calls apart, each only where enough waited at the same time: whether first come was first
served; what priority did, with its classes as parts; what another order would do to the cost of waiting; how even the
work was. Of calls also whether the formula of priority queues fits them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from kefu.analyses import Analysis, Study
from kefu.analyses._cobham import formula
from kefu.analyses._lines import Flags, Floats, Line, Places, lines
from kefu.findings import Figure, Finding, Unit
from kefu.findings.figure import derived
from kefu.methods.queueing import by_day
from kefu.methods.queueing.discipline import Passing, passing
from kefu.methods.queueing.dispatch import first_served
from kefu.methods.queueing.evenness import evenness
from kefu.methods.queueing.reordered import reordered

MADE_BY = "analyses.dispatch"
LEAST_PAIRS = 200  # who waited together; below, chance says as much as any order
LEAST_OF_CLASS = 30
KEPT, BY_LOT = 0.05, 0.5  # share of pairs in which the later was first: an order that is kept, and no order
NO_DIFFERENCE = 0.1  # of that share between classes: at most so much is none
DEARER = 2.0  # a minute's wait of one class costs so much times that of the next
LEAST_WORK = 200  # pieces of work from which on it is told how evenly they were given out
CHANCE = 0.01


def run(study: Study) -> Iterable[Finding]:
    for line in lines(study):
        story = _Story(study, line)
        if story.whole(story.alike).sum() >= LEAST_PAIRS:
            yield from story.order()
            if story.has_classes:
                yield from story.priority()
                yield story.cost()
                yield from formula(study, line)
        yield from story.even()


@dataclass(frozen=True)
class _Story:
    """What one line tells, and how its numbers become findings."""

    study: Study
    line: Line

    @cached_property
    def total(self) -> Figure:
        return self.line.figure(self.study)

    @cached_property
    def passing(self) -> Passing:
        one = self.line
        return passing(one.came, one.left, one.served, one.queue, one.kind, len(one.kinds))

    @cached_property
    def waits(self) -> Floats:
        return self.line.left - self.line.came

    @property
    def classes(self) -> Places:
        return np.arange(len(self.line.kinds))

    @cached_property
    def alike(self) -> Flags:
        """For each who waited, whether a class of those who came later is his own."""
        return np.asarray(self.line.kind[:, None] == self.classes, dtype=np.bool_)

    @cached_property
    def urgent(self) -> Flags:
        """For each who waited, whether a class of those who came later is more urgent than his."""
        return np.asarray(self.classes < self.line.kind[:, None], dtype=np.bool_)

    @cached_property
    def has_classes(self) -> bool:
        """Whether there are classes, each of them with enough who were served, and enough pairs across them."""
        counts = np.bincount(self.line.kind[self.line.served & (self.line.kind >= 0)], minlength=len(self.classes))
        many = len(counts) > 1 and int((counts >= LEAST_OF_CLASS).sum()) > 1
        return many and float(self.whole(self.urgent).sum()) >= LEAST_PAIRS

    # --- sums by day ---------------------------------------------------------------------------------------------

    def part(self, which: Flags) -> Floats:
        """Pairs of each day in which the later was taken first."""
        return self._by_day((self.passing.taken * which).sum(axis=1))

    def whole(self, which: Flags) -> Floats:
        """Pairs of each day of which it is known who was taken first."""
        return self._by_day((self.passing.decided * which).sum(axis=1))

    def _by_day(self, values: Floats) -> Floats:
        day = self.line.day - self.line.day.min() if len(self.line.came) else self.line.day
        return np.bincount(day, values).astype(np.float64)

    def share(self, formula: str, which: Flags) -> Figure | None:
        told = by_day.share(self.part(which), self.whole(which))
        return None if told is None else self.told(formula, told)

    def told(self, formula: str, told: by_day.Told) -> Figure:
        return replace(derived(f"{formula}, by days", Unit.SHARE, told.value, self.total), interval=told.interval)

    def gap(self, formula: str, told: by_day.Told) -> Figure:
        return replace(self.told(formula, told), is_difference=True)

    def finding(self, kind: str, figures: dict[str, Figure], parts: Iterable[Finding] = (), **more: str) -> Finding:
        return Finding(MADE_BY, kind, {"entity": self.line.entity, **more}, figures, (), tuple(parts))

    # --- first come, first served --------------------------------------------------------------------------------

    def order(self) -> Iterator[Finding]:
        passed = self.share("pairs of a class in which the later was taken first / pairs", self.alike)
        if passed is None or passed.interval is None:
            return
        low, high = passed.interval
        kind = "kept" if high <= KEPT else "no_order" if low <= BY_LOT <= high else "partly"
        kind = "reversed" if low > BY_LOT else kind
        served = self.line.served
        overtaken = ((self.passing.taken * self.alike).sum(axis=1) > 0)[served]
        figures = {
            "passed": passed,
            "overtaken": derived("passed by one of the class / taken", Unit.SHARE, float(overtaken.mean()), self.total),
            "wait": derived("mean wait of those taken", Unit.SECONDS, float(self.waits[served].mean()), self.total),
        }
        yield self.finding(f"dispatch.{kind}", figures)

    # --- priority ------------------------------------------------------------------------------------------------

    def priority(self) -> Iterator[Finding]:
        """Whether those more urgent pass more often than those alike do."""
        apart = by_day.difference(
            (self.part(self.urgent), self.whole(self.urgent)), (self.part(self.alike), self.whole(self.alike))
        )
        urgent = self.share("pairs in which the later is more urgent and was taken first / pairs", self.urgent)
        same = self.share("pairs of a class in which the later was taken first / pairs", self.alike)
        if apart is None or apart.interval is None or urgent is None or same is None:
            return
        low, high = apart.interval
        kind = "counts" if low > 0 else "ignored" if high < NO_DIFFERENCE else "unclear"
        figures = {
            "urgent": urgent,
            "same": same,
            "apart": self.gap("share of the more urgent - share of those alike", apart),
        }
        yield self.finding(f"dispatch.priority_{kind}", figures, self._classes())

    def _classes(self) -> Iterator[Finding]:
        first, strict = self._mean_waits(self._other(self.classes * 0)), self._mean_waits(self._other(self.classes))
        now, counted = self._mean_waits(self.waits), self.line.by_kind(self.study)
        for place, name in enumerate(self.line.kinds):
            if name in counted:
                waits = {
                    "wait": ("mean wait of those taken", now),
                    "first_come": ("mean wait, first come first served at the same moments", first),
                    "in_order": ("mean wait, most urgent first at the same moments", strict),
                }
                figures = {"count": counted[name]} | {
                    role: derived(what, Unit.SECONDS, float(found[place]), counted[name])
                    for role, (what, found) in waits.items()
                }
                yield self.finding("dispatch.class", figures, priority=name)

    def _other(self, turn: Places) -> Floats:
        """Waits if those taken had been taken in another order of classes; those of no class come with the last."""
        one, served = self.line, self.line.served
        waits = self.waits.copy()
        turns = np.append(turn, turn.max())[one.kind]
        waits[served] = reordered(one.came[served], one.left[served], one.queue[served], turns[served])
        return waits

    def _mean_waits(self, waits: Floats) -> Floats:
        which = self.line.served & (self.line.kind >= 0)
        counts = np.bincount(self.line.kind[which], minlength=len(self.classes))
        return np.bincount(self.line.kind[which], waits[which], len(self.classes)) / np.maximum(counts, 1)

    # --- what another order would cost ---------------------------------------------------------------------------

    def cost(self) -> Finding:
        """The mean wait with each class weighed by what its waiting costs: now, first come first, dearest first."""
        weight = np.array([DEARER ** (len(self.classes) - 1 - place) for place in self.classes])
        order = first_served(weight, self._work())
        turn = np.empty_like(order)
        turn[order] = self.classes
        found = {"now": self.waits, "first_come": self._other(self.classes * 0), "dearest": self._other(turn)}
        said = {
            "now": "mean wait weighed by class",
            "first_come": "mean wait weighed by class, first come first served at the same moments",
            "dearest": "mean wait weighed by class, dearest first at the same moments",
        }
        figures = {
            role: derived(said[role], Unit.SECONDS, self._weighed(waits, weight), self.total)
            for role, waits in found.items()
        }
        last = int(order[-1])
        for role in ("now", "dearest"):
            formula = f"mean wait of the class served last, {role}"
            figures[f"last_{role}"] = derived(
                formula, Unit.SECONDS, float(self._mean_waits(found[role])[last]), self.total
            )
        named = ", ".join(self.line.kinds[place] for place in order)
        return self.finding("dispatch.cost", figures, priorities=named, priority=self.line.kinds[last])

    def _work(self) -> Floats:
        """Mean seconds of handling of each class; all alike where nobody counts them."""
        line = self.line
        if line.worked is None:
            return np.ones(len(self.classes))
        known = line.served & np.isfinite(line.worked)
        usual = float(np.maximum(line.worked[known].mean(), 1.0))
        each = [line.worked[known & (line.kind == place)] for place in self.classes]
        return np.array([max(float(one.mean()), 1.0) if len(one) else usual for one in each])

    def _weighed(self, waits: Floats, weight: Floats) -> float:
        which = self.line.served & (self.line.kind >= 0)
        each = weight[self.line.kind[which]]
        return float(each @ waits[which] / each.sum())

    # --- who got the work ----------------------------------------------------------------------------------------

    def even(self) -> Iterator[Finding]:
        which = self.line.served & (self.line.person >= 0)
        found = evenness(self.line.person[which], self.line.team[which], self.line.day[which])
        if found is None or which.sum() < LEAST_WORK:
            return
        uneven = found.chance < CHANCE and found.moved > found.by_lot
        figures = {
            "people": derived("people who took any", Unit.COUNT, float(found.people), self.total),
            "moved": derived("work to change hands for even shares / work", Unit.SHARE, found.moved, self.total),
            "by_lot": derived("the same if dealt out by lot", Unit.SHARE, found.by_lot, self.total),
        }
        yield self.finding("dispatch.uneven" if uneven else "dispatch.even", figures)


ANALYSIS = Analysis(
    {"en": "Order of service", "zh": "受理次序与分单"},
    run,
    question={
        "en": "Who was served first, did priorities matter, and was the work given out evenly?",
        "zh": "谁先被受理？优先级是否起作用？分单是否均匀？",
    },
    method={
        "en": (
            "Of every two who waited in one queue at the same time: in how many was the later taken first? None where "
            "first come is first served, half where the next is drawn by lot. Intervals count days, not pairs. Other "
            "orders are tried at the moments at which somebody was taken; the cheapest is by cost per minute of "
            "handling (c-mu). Calls are held against Cobham's formula by hour of the week."
        ),
        "zh": (
            "在同一队列中同时等待的任意两件里，后到的先被受理占多少？先到先得为0，随机取件为一半；区间按天而非按对计算。"
            "其他次序按实际受理的时刻重排；每分钟处理所省等待代价最高者先受理（cμ规则）最省。通话按一周各时段与Cobham公式对照。"
        ),
    },
    reference=(
        "Larson (1987), Operations Research 35:895; Cobham (1954), Operations Research 2:70; Kakalik & Little (1971), "
        "RAND; van Mieghem (1995), Annals of Applied Probability 5:809"
    ),
    assumes={
        "en": (
            "A ticket is taken at its first answer, so two answers written side by side may pass each other. A queue "
            "is a channel and a team, or a line; more queues hidden in it look like a broken order. Whoever is taken "
            "keeps people as long as the one taken in fact. A minute's wait costs twice that of the next class. Who "
            "did any work on a day was there all day; nobody "
            "has skills of his own."
        ),
        "zh": (
            "工单以首次答复为受理时刻，同时在写的两条答复可能先后颠倒。同一渠道同一班组（或同一线路）为一个队列，其中若实有几条队，看起来就像次序被打乱。"
            "换一件受理所占的时间不变。优先级每高一级，等待一分钟的代价加倍。当天有受理即视为全天在岗，不区分技能。"
        ),
    },
)
