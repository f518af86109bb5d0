"""Which labels of a line or of columns come first where there is no room for all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence


def by_weight(texts: Sequence[str], values: Sequence[float | None]) -> list[int]:
    """Return the labelled points: the last, the highest, the lowest, the first, then the others as they come."""
    return list(dict.fromkeys([*landmarks(texts, values), *_labelled(texts, values)]))


def landmarks(texts: Sequence[str], values: Sequence[float | None]) -> list[int]:
    """Return those labelled points a reader looks for: the last, the highest, the lowest, the first."""
    seen = _labelled(texts, values)
    if not seen:
        return []
    return list(dict.fromkeys([max(seen), max(seen, key=seen.__getitem__), min(seen, key=seen.__getitem__), min(seen)]))


def _labelled(texts: Sequence[str], values: Sequence[float | None]) -> dict[int, float]:
    return {at: value for at, value in enumerate(values) if value is not None and at < len(texts) and texts[at]}


def clears(at: int, wide: float, slot: float, column: float, values: Sequence[float | None]) -> bool:
    """Whether a label so ``wide`` over a column ends before the columns beside it, or stands above both. Columns take
    the share ``column`` of a ``slot``."""
    around = (*values[max(0, at - 1) : at], *values[at + 1 : at + 2])
    return wide / 2 <= slot * (1 - column / 2) or all((one or 0.0) <= (values[at] or 0.0) for one in around)


def apart(
    texts: Sequence[str],
    values: Sequence[float | None],
    slot: float,
    measure: Callable[[str], float],
    shown: Collection[int] = (),
    first: Collection[int] = (),
) -> set[int]:
    """Return the columns whose labels are shown: by weight, none that touches one before it. ``slot`` is what a column
    has with the gap beside it, in the unit in which ``measure`` gives the width of a text; those ``shown`` stay, and
    those ``first`` come before all others."""
    kept = {at: measure(texts[at]) for at in shown}
    for at in sorted(by_weight(texts, values), key=lambda at: at not in first):
        wide = measure(texts[at])
        if all(abs(at - other) * slot >= (wide + near) / 2 for other, near in kept.items()):
            kept[at] = wide
    return set(kept)
