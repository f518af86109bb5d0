"""The numbers in a text as they stand there, and the text without them."""

from __future__ import annotations

import re

NUMBER = re.compile(r"(?:(?<![\w.])[-+−])?\d(?:[\d,]*\d)?(?:\.\d+)?(?:[eE][-+]?\d+)?")
UNIT = re.compile(r"(?<=\d) (?=(?:h|min|s|ms|days?|pp|hours?|minutes?|seconds?)\b)")
SIGN = re.compile(r"(?<![A-Za-z0-9_.])-(?=[¥$€£]?\d)")
HAN = re.compile("[\u3400-\u9fff]")
MINUS = "\N{MINUS SIGN}"
BLANK = "…"


def numbers(text: str) -> list[str]:
    """Every number of the text, with its sign: ``-1,234.5``, ``2026``."""
    return NUMBER.findall(text)


def unnumbered(text: str) -> str:
    """The text with a blank in the place of each number."""
    return NUMBER.sub(BLANK, text)


def bound(text: str) -> str:
    """The text with a space no line ends at between a number and its unit: "23.3 h"."""
    return UNIT.sub("\N{NO-BREAK SPACE}", text)


def signed(text: str) -> str:
    """The text as bound, and before a number the minus its hyphen stands for: office programs may end a line behind a
    hyphen. Beside Han it stays one, because LibreOffice sets a true minus apart there."""
    return bound(text) if HAN.search(text) else SIGN.sub(MINUS, bound(text))
