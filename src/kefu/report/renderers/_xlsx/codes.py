"""Number formats with a text before their numbers: a mark, or the sign of a bound."""

from __future__ import annotations

import re

CONDITION = re.compile(r"^(\[[<>=][^\]]*\])?")  # "[>=1000]", for which numbers a section is
BOUNDS = ("≤", "≥")


def with_sign(code: str, sign: str) -> str:
    """Put a text before every section of a number format, behind its condition and before the sign of a number below
    zero: ``0.0%`` becomes ``"● "0.0%;"● "-0.0%``."""
    if not sign:
        return code
    sections = code.split(";")
    if len(sections) == 1 and code != "General":
        sections.append(f"-{code}")
    return ";".join(CONDITION.sub(f'\\1"{sign}"', section) for section in sections)
