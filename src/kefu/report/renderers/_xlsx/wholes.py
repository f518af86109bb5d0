"""What no line of a cell ends in: brackets of a few letters, ranges, signed amounts.

No-break spaces and word joiners say so. Texts that stay on one line have none, so that they are found as people type
them. Among Han letters there are none: LibreOffice regards neither these nor, in cells, the rules for their marks.
"""

from __future__ import annotations

import re

from kefu.report.renderers._reading.numbers import JOINER, paired, spanned, unparted

BRACKET = re.compile(r"\([^()\n]{1,8}\)|（[^（）\n]{1,8}）")
RANGE = re.compile(r"(?<=\d)(%?) to (?=[-+\u2212]?\d)")
NUMBERED = re.compile(r"\d[\u2e80-\u9fff]|[\u2e80-\u9fff]\d")


def whole(text: str) -> str:
    """The text with no-break spaces and word joiners where no line ends: (7 days), 23.5%–26.9%, -14.2 to 26.9,
    +¥10.43."""
    ranges = RANGE.sub("\\1\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}", spanned(paired(text)))
    return BRACKET.sub(_held, unparted(ranges))


def _held(found: re.Match[str]) -> str:
    """A bracket with its spaces unbreakable, and where it has a number beside Han letters, none of its letters without
    the next."""
    kept = found[0].replace(" ", "\N{NO-BREAK SPACE}")
    return JOINER.join(kept.replace(JOINER, "")) if NUMBERED.search(kept) else kept
