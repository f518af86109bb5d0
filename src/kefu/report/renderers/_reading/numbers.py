"""The numbers in a text as they stand there, and the text without them."""

from __future__ import annotations

import re

NUMBER = re.compile(r"(?:(?<![\w.])[-+−])?\d(?:[\d,]*\d)?(?:\.\d+)?(?:[eE][-+]?\d+)?")
UNIT = re.compile(r"(?<=\d) (?=(?:h|min|s|ms|days?|weeks?|months?|pp|hours?|minutes?|seconds?)\b)")
TOGETHER = re.compile(r"(?<=\d) of (?=\d)|(?<=[a-z]) (?=\d{1,2}, \d{4}\b)|(?<=\d,) (?=(?:19|20)\d{2}\b)")
SIGN = re.compile(r"(?<![\w.)%\u2212-])-(?=(?:[A-Z]{0,3}[$¥€£₪₩₹]|[A-Z]{3}\u00a0)?\d)")
WITHIN = re.compile(f"(?<!^){SIGN.pattern}", re.ASCII)  # also behind a Han
SPAN = re.compile(r"(?<=\d–)(?=\d)")
MINUS, JOINER = "\N{MINUS SIGN}", "\N{WORD JOINER}"
BLANK = "…"


def numbers(text: str) -> list[str]:
    """Every number of the text, with its sign: ``-1,234.5``, ``2026``."""
    return NUMBER.findall(text)


def unnumbered(text: str) -> str:
    """The text with a blank in the place of each number."""
    return NUMBER.sub(BLANK, text)


def bound(text: str) -> str:
    """The text with spaces no line ends at between a number and its unit, "23.3 h", a part and its whole, "8 of 15",
    and within a date, "Oct 10, 2026"."""
    kept = TOGETHER.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), text)
    return UNIT.sub("\N{NO-BREAK SPACE}", kept)


def signed(text: str, language: str) -> str:
    """The text as bound, in English with the minus its hyphen stands for before a number: office programs may end a
    line behind a hyphen. Beside Han it stays one, because LibreOffice sets a true minus apart there."""
    return bound(text) if language == "zh" else SIGN.sub(MINUS, bound(text))


def joined(text: str, language: str) -> str:
    """The text as signed, where a program has no list of signs that no line ends behind: within a text a hyphen and a
    dash are joined to the number they stand before, "-10.3小时", "39–70"."""
    return SPAN.sub(JOINER, WITHIN.sub(f"-{JOINER}", signed(text, language)))


def unsigned(text: str) -> str:
    """The text with hyphens for its signs and nothing that joins them to their numbers, as the register has them and
    people type them."""
    return text.replace(MINUS, "-").replace(JOINER, "")
