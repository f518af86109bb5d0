"""How many chats people hold at once, what that does to a chat, and how many people the chats need.

Findings: one ``chats.held`` whose parts are the numbers held; whether a chat takes longer beside another; the
person-hours needed with chats in parallel and one by one; the formula's wait beside the one observed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from kefu.analyses import Analysis, Study
from kefu.analyses._sessions import Floats, Sessions, sessions
from kefu.findings import Figure, Finding, Unit
from kefu.findings.figure import derived
from kefu.methods.queueing.chats import chats, fewest
from kefu.methods.queueing.concurrency import Levels, levels
from kefu.methods.queueing.presence import at_work, stints

MADE_BY = "analyses.chats"
Flags = NDArray[np.bool_]
HOUR, WEEK = 3_600.0, 7 * 24
LEAST_CHATS = 200
LEAST_ENDS = 30  # chats ended with so many in hand, to say how long one takes then
PAUSE = 1_800.0  # seconds without a chat after which somebody is taken to have gone
BUSY = 0.5  # people at work from which on an hour counts as open
LEAST_LOAD = 1.0  # chats going on in the mean open hour, to speak of a queue
MAY_WAIT = 0.2  # share of chats that may find everybody full: the 80 of the 80/20 rule
LONGER = 1.96


def run(study: Study) -> Iterable[Finding]:
    found = sessions(study)
    if found is not None and len(found.begin) >= LEAST_CHATS:
        story = _Story(study, found)
        yield story.held()
        yield from story.slower()
        yield from story.need()


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of the week in which chats are taken: chats that came in the mean such hour, people at work then, and
    how many such hours there were."""

    came: Floats
    people: Floats
    times: Floats


@dataclass(frozen=True)
class _Story:
    """The chats of one study, and how their numbers become findings."""

    study: Study
    chats: Sessions

    @cached_property
    def total(self) -> Figure:
        return self.study.meter.figure("ticket_volume", self.study.period)

    @cached_property
    def levels(self) -> Levels:
        return levels(self.chats.person, self.chats.begin, self.chats.end)

    @cached_property
    def handling(self) -> list[float]:
        return self.levels.handling(LEAST_ENDS)

    def figure(self, formula: str, unit: Unit, value: float) -> Figure:
        return derived(formula, unit, value, self.total)

    def finding(self, kind: str, figures: dict[str, Figure], parts: Iterable[Finding] = ()) -> Finding:
        subject = {"channels": ", ".join(self.chats.channels)}
        return Finding(MADE_BY, kind, subject, figures, (), tuple(parts))

    def held(self) -> Finding:
        figures = {
            "chats": self.figure("chats with a person", Unit.COUNT, len(self.chats.begin)),
            "mean": self.figure("chats held by somebody who holds any", Unit.RATIO, self.levels.mean),
            "several": self.figure("time with two chats or more / time with any", Unit.SHARE, self.levels.share(2)),
        }
        return self.finding("chats.held", figures, self._levels())

    def _levels(self) -> Iterator[Finding]:
        busy = self.levels.time[1:].sum()
        for held, long in enumerate(self.handling, start=1):
            time, ends = self.levels.time[held], self.levels.ends[held]
            figures = {
                "held": self.figure(f"chats in hand, {held}", Unit.COUNT, held),
                "time": self.figure(f"time with {held} in hand / time with any", Unit.SHARE, float(time / busy)),
                "ends": self.figure(f"chats ended with {held} in hand", Unit.COUNT, float(ends)),
                "handling": self.figure(f"seconds of a chat with {held} in hand", Unit.SECONDS, long),
            }
            yield self.finding("chats.level", figures)

    def slower(self) -> Iterator[Finding]:
        """Whether a chat takes longer beside another: the ratio of two rates, its logarithm by the counts of ends."""
        if len(self.handling) < 2:
            return
        alone, beside = self.handling[:2]
        times, ends = beside / alone, self.levels.ends
        half = LONGER * sqrt(1 / ends[1] + 1 / ends[2])
        made = self.figure("seconds of a chat beside another / alone", Unit.RATIO, times)
        interval = (times * exp(-half), times * exp(half))
        figures = {
            "alone": self.figure("seconds of a chat with 1 in hand", Unit.SECONDS, alone),
            "beside": self.figure("seconds of a chat with 2 in hand", Unit.SECONDS, beside),
            "times": replace(made, interval=interval),
        }
        yield self.finding("chats.slower" if log(times) > half else "chats.alike", figures)

    # --- how many people ------------------------------------------------------------------------------------------

    @cached_property
    def week(self) -> Week:
        """Means over the weeks, of the hours in which somebody was at work."""
        edges = np.arange(0.0, self.study.period.days * 24 * HOUR + 1, HOUR)
        people = at_work(*stints(self.chats.person, self.chats.begin, self.chats.end, pause=PAUSE), edges)
        came = np.histogram(self.chats.begin, edges)[0]
        cell = (self.study.period.start.weekday() * 24 + np.arange(len(people))) % WEEK
        is_open = people > BUSY
        times = np.bincount(cell, is_open, WEEK)
        each = np.maximum(times, 1)
        came, people = (np.bincount(cell, one * is_open, WEEK) / each for one in (came, people))
        return Week(came, people, times.astype(np.float64))

    def need(self) -> Iterator[Finding]:
        """Person-hours with which at most a fifth of the chats find nobody free, beside those there were."""
        week = self.week
        busy = (week.times > 0) & (week.came > 0)
        load = week.came[busy] * (self.handling[0] if self.handling else 0.0) / HOUR
        if len(self.handling) < 2 or load @ week.times[busy] < LEAST_LOAD * week.times[busy].sum():
            return
        single = float((self.chats.end - self.chats.begin).mean())
        needed = {"parallel": self._hours(busy, self.handling), "single": self._hours(busy, [single])}
        figures = {
            "parallel": self.figure("person-hours, chats in parallel", Unit.COUNT, needed["parallel"]),
            "single": self.figure("person-hours, one chat at a time (Erlang C)", Unit.COUNT, needed["single"]),
            "there": self.figure("person-hours at work", Unit.COUNT, float(week.people @ week.times)),
            "most": self.figure("most chats at once", Unit.COUNT, len(self.handling)),
        }
        yield self.finding("chats.need", figures)
        yield from self._checked(busy)

    def _hours(self, busy: Flags, handling: list[float]) -> float:
        week = self.week
        return float(sum(
            week.times[hour] * fewest(week.came[hour] / HOUR, handling, MAY_WAIT) for hour in np.flatnonzero(busy)
        ))  # fmt: skip

    def _checked(self, busy: Flags) -> Iterator[Finding]:
        """The wait until somebody is free, by the people there were, beside the wait for the first answer."""
        week, expected, weight = self.week, 0.0, 0.0
        for hour in np.flatnonzero(busy):
            found = chats(max(1, round(week.people[hour])), week.came[hour] / HOUR, self.handling)
            if np.isfinite(found.mean_wait):
                count = week.came[hour] * week.times[hour]
                expected, weight = expected + count * found.mean_wait, weight + count
        waited = self.chats.waited[np.isfinite(self.chats.waited)]
        if weight and len(waited):
            figures = {
                "expected": self.figure("mean wait until somebody is free, by hour", Unit.SECONDS, expected / weight),
                "wait": self.figure("mean wait for the first answer in a chat", Unit.SECONDS, float(waited.mean())),
                "covered": self.figure("chats of hours with people enough / chats", Unit.SHARE,
                                       weight / float(week.came[busy] @ week.times[busy])),
            }  # fmt: skip
            yield self.finding("checked.chats", figures)


ANALYSIS = Analysis(
    {"en": "Chats held at once", "zh": "同时会话"},
    run,
    question={
        "en": "How many chats do people hold at once, does a chat then take longer, and how many people are needed?",
        "zh": "客服同时接待几个会话？同时接待会使会话变长吗？需要多少人？",
    },
    method={
        "en": (
            "A chat lasts from a person's first message to the last before ten minutes of silence. The ends seen while "
            "people hold a number of chats, over that time, give the time of a chat at that number. A birth and death "
            "process with those rates gives the people with whom at most a fifth of the chats find nobody free, by "
            "hour of the week; one chat at a time (Erlang C) stands beside it."
        ),
        "zh": (
            "会话从客服第一条消息起，到沉默满十分钟前的最后一条止。按同时接待数统计结束次数与时间，得到各接待数下一个会话的时长；"
            "以此生灭过程按一周各时段求至多两成会话需要等待的最少人数，并与逐个接待（Erlang C）对照。"
        ),
    },
    reference="Tezcan & Zhang (2014), Operations Research 62:943; Kleinrock (1975), Queueing Systems I, ch. 3",
    assumes={
        "en": (
            "Ten minutes of silence end a chat. Whoever had a chat in the last half-hour is at work. Chats come at "
            "random and go to whoever holds fewest; nobody gives up. Nobody holds more than people were seen to hold."
        ),
        "zh": (
            "沉默十分钟即会话结束；半小时内有会话即视为在岗。会话随机到达，分给接待最少的人，客户不放弃；"
            "最多同时接待数取数据中见到的数。"
        ),
    },
)
