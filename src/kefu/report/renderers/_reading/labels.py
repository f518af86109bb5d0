"""Which labels of a line come first where there is no room for all of them."""

from __future__ import annotations

from collections.abc import Sequence


def by_weight(texts: Sequence[str], values: Sequence[float | None]) -> list[int]:
    """Return the labelled points: the last, the highest, the lowest, the first, then the others as they come."""
    seen = {at: value for at, value in enumerate(values) if value is not None and at < len(texts) and texts[at]}
    if not seen:
        return []
    first = [max(seen), max(seen, key=seen.__getitem__), min(seen, key=seen.__getitem__), min(seen)]
    return list(dict.fromkeys([*first, *seen]))
