"""What a rule is: a pattern, what must stand before and after it, and a check of what was found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

SPAN = "value"
HAN = "[\u4e00-\u9fff]"
FROM_HAN, TO_HAN = 0x4E00, 0x9FFF


def han_but(stops: str) -> str:
    """A character class: any Chinese character but ``stops``, as ranges, because the engine knows no subtraction."""
    edges = [FROM_HAN - 1, *sorted(map(ord, stops)), TO_HAN + 1]
    ranges = [(low + 1, high - 1) for low, high in pairwise(edges) if high - low > 1]
    return "[" + "".join(chr(low) if low == high else f"{chr(low)}-{chr(high)}" for low, high in ranges) + "]"


def whatever(_value: str) -> bool:
    """The pattern says enough."""
    return True


@dataclass(frozen=True, slots=True)
class Rule:
    """``cue`` stays, ``value`` is masked; both are patterns that Python and RE2 read alike (no looking around).

    ``before`` and ``after`` look around the two, and ``trace`` is a cheap pattern without which the rule is not tried;
    these are Python's only. ``core`` is what the engine looks for where cue and value are too much for it, or say too
    little.
    """

    kind: str
    value: str
    cue: str = ""
    before: str = ""
    after: str = ""
    check: Callable[[str], bool] = whatever
    trace: str = ""
    core: str = ""

    @property
    def in_engine(self) -> str:
        """A pattern that is in every text the rule finds something in."""
        return self.core or self.cue + self.value

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the rule's values are."""
        pattern, at = compiled(self), 0
        while match := pattern.search(text, at):
            if self.check(match[SPAN]):
                yield match.span(SPAN)
                at = match.end()
            else:
                at = match.start() + 1  # a longer number that is none may hold one


@cache
def compiled(rule: Rule) -> re.Pattern[str]:
    return re.compile(f"{rule.before}{rule.cue}(?P<{SPAN}>{rule.value}){rule.after}")
