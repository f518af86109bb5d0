"""The numbers in a text as they stand there, and the text without them."""

from __future__ import annotations

import re

NUMBER = re.compile(r"(?:(?<![\w.])[-+−])?\d(?:[\d,]*\d)?(?:\.\d+)?(?:[eE][-+]?\d+)?")
BLANK = "…"


def numbers(text: str) -> list[str]:
    """Every number of the text, with its sign: ``-1,234.5``, ``2026``."""
    return NUMBER.findall(text)


def unnumbered(text: str) -> str:
    """The text with a blank in the place of each number."""
    return NUMBER.sub(BLANK, text)
