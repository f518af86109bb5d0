"""How much room a block asks for, and how room is shared out among blocks above each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf


@dataclass(frozen=True, slots=True)
class Need:
    """Heights in inches: below ``least`` it does not fit, at ``natural`` it looks best. ``most`` bounds its growth;
    ``stretch`` takes what is left; when nobody stretches ``fill`` takes what the others leave. ``saving`` is what
    ``least`` could give up in the smallest print, or as a lower line; to ``ample`` it may grow, in larger letters,
    where a slide holds little else (0: not at all)."""

    least: float
    natural: float
    most: float = inf
    stretch: bool = False
    fill: bool = False
    saving: float = 0.0
    ample: float = 0.0

    def dense(self) -> Need:
        """The same in the smallest print."""
        return replace(self, least=self.least - self.saving, saving=0.0)


def stacked(needs: Sequence[Need], gap: float) -> Need:
    """The need of blocks above each other."""
    gaps = gap * (len(needs) - 1)
    return Need(
        sum(n.least for n in needs) + gaps,
        sum(n.natural for n in needs) + gaps,
        sum(n.most for n in needs) + gaps,
        any(n.stretch for n in needs),
        any(n.fill for n in needs),
        sum(n.saving for n in needs),
        sum(max(n.natural, n.ample) for n in needs) + gaps if any(n.ample for n in needs) else 0.0,
    )


def beside(needs: Sequence[Need]) -> Need:
    """The need of columns next to each other: the tallest decides, but none is larger than all of them can fill."""
    least, natural = max(n.least for n in needs), max(n.natural for n in needs)
    saving = least - max(n.dense().least for n in needs)
    most, stretch, fill = max(n.most for n in needs), any(n.stretch for n in needs), any(n.fill for n in needs)
    return Need(least, natural, most, stretch, fill, saving, min(n.ample for n in needs))


def share(needs: Sequence[Need], height: float, gap: float, *, roomy: bool = False) -> list[float]:
    """Give everybody their least, then bring them to natural, then let those who can take the rest: a table whose rows
    stand apart is read better, so are larger letters on a ``roomy`` slide, a panel larger than its words only looks
    empty."""
    given = [n.least for n in needs]
    free = height - gap * (len(needs) - 1) - sum(given)
    free = _ease(given, [max(n.least, n.natural) for n in needs], free)
    stretching, filling = [n.stretch for n in needs], [n.fill for n in needs]
    most = [
        [n.most if takes else 0.0 for n, takes in zip(needs, takers, strict=True)]
        for takers in (stretching, [not one for one in filling], filling)
    ]
    for wanted in (*most[:2], *([[n.ample for n in needs]] if roomy else []), most[2]):
        free = _pour(given, [max(have, want) for have, want in zip(given, wanted, strict=True)], free)
    return given


def _ease(given: list[float], goals: list[float], free: float) -> float:
    """Bring all the same part of the way to their goals, so that the letters of all are about equally large; return
    what is left."""
    ways = [goal - have for goal, have in zip(goals, given, strict=True)]
    part = min(1.0, free / sum(ways)) if free > 0 and sum(ways) > 0 else 0.0
    for i, way in enumerate(ways):
        given[i] += part * way
    return max(0.0, free - part * sum(ways))


def _pour(given: list[float], goals: list[float], free: float) -> float:
    """Raise ``given`` towards ``goals`` evenly; return what is left."""
    while free > 1e-6:
        open_ = [i for i, goal in enumerate(goals) if goal - given[i] > 1e-6]
        if not open_:
            break
        step = min(free / len(open_), min(goals[i] - given[i] for i in open_))
        for i in open_:
            given[i] += step
        free -= step * len(open_)
    return max(0.0, free)
