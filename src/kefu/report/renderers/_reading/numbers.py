"""The numbers in a text as they stand there, and the text without them."""

from __future__ import annotations

import re

NUMBER = re.compile(r"(?:(?<![\w.])[-+−])?\d(?:[\d,]*\d)?(?:\.\d+)?(?:[eE][-+]?\d+)?")
UNIT = re.compile(r"(?<=\d) (?=(?:h|min|s|ms|days?|weeks?|months?|pp|hours?|minutes?|seconds?)\b)")
MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
TOGETHER = re.compile(
    r"(?<=\d) of (?=\d)|\bn = (?=\d)|(?<=[a-z]) (?=\d{1,2}, \d{4}\b)|(?<=\d,) (?=(?:19|20)\d{2}\b)"
    rf"|\b(?:{MONTH}) (?=\d{{1,2}}\b)|(?<=\d) – (?=(?:{MONTH}) \d)"
)
PAIR = re.compile(
    r"(?<=\d) (?=– ?\d)"  # the dash of a span
    r"|(?<=\w:) (?=[-+\u2212]?\d)|(?<=[\d%]) (?=\([\d.,]+%?\))"  # a number of a name, and one it is compared with
)
HAN = re.compile("[\u3400-\u9fff]")
COUNTED = re.compile("(?<=[\u3400-\u9fff]) (?=\\d)|(?<=\\d) (?=[\u3400-\u9fff])|(?<=\\d) (?=\\([\\d.,]+%?\\))")
COMPOUND = re.compile(r"(?<=[A-Za-z]-)(?=[a-z])")
NAMED = re.compile(r"\b([A-Z][a-z]+) (?=\d{1,3}(?![\d.,]*[\d%]))")  # "Resolver 58", not "Tickets 1,198"
AMOUNT = r"(?=(?:[A-Z]{0,3}[$¥€£₪₩₹]|[A-Z]{3}\u00a0)?\d)"
SIGN = re.compile(rf"(?<![\w.)%\u2212-])-{AMOUNT}")
WITHIN = re.compile(rf"(?:(?<!^)(?<![\w.)%+\u2212-])[-+]|[≤≥]){AMOUNT}", re.ASCII)  # in a text, also behind a Han
SPAN = re.compile(
    r"(?<=[\d%]–)(?=-?\d)|(?<=\b(?:19|20)\d\d-)(?=\d\d\b)|(?<=\b(?:19|20)\d\d-\d\d-)(?=\d\d\b)", re.ASCII
)  # of numbers, and within a date, 2026-11-06
UPPER = re.compile(r"(?<=至)[-+]?\d[\d.,]*(?=%)")
OF_MONEY = re.compile(r"(?<=\u2212)(?=[A-Z]{0,3}[$¥€£₪₩₹])")
MINUS, JOINER, BREAK = "\N{MINUS SIGN}", "\N{WORD JOINER}", "\N{ZERO WIDTH SPACE}"
BLANK = "…"


def numbers(text: str) -> list[str]:
    """Every number of the text, with its sign: ``-1,234.5``, ``2026``."""
    return NUMBER.findall(text)


def unnumbered(text: str) -> str:
    """The text with a blank in the place of each number."""
    return NUMBER.sub(BLANK, text)


def bound(text: str) -> str:
    """The text with spaces no line ends at between a number and its unit, "23.3 h", a part and its whole, "8 of 15",
    and within a date and between two, "Sep 3 – Oct 31, 2026"."""
    kept = TOGETHER.sub(_unbroken, text)
    return UNIT.sub("\N{NO-BREAK SPACE}", kept)


def _unbroken(found: re.Match[str]) -> str:
    """Without a space a line ends at, nor behind a dash."""
    return found[0].replace(" ", "\N{NO-BREAK SPACE}").replace("–", f"–{JOINER}")


def paired(text: str) -> str:
    """The text as bound, with names whole, "Team 3", and days, "Oct 8–16", and each number held to the name whose it is
    and to one in brackets that it is held against, "Resolver 58: 96.7% (65.7%)"; no line begins with a dash. Beside Han
    it is as bound: LibreOffice breaks within a word there before it looks for a mark to end a line at."""
    held = bound(text)
    return held if HAN.search(text) else PAIR.sub("\N{NO-BREAK SPACE}", NAMED.sub("\\1\N{NO-BREAK SPACE}", held))


def counted(text: str) -> str:
    """The text as paired, and a number beside Han held to what it counts, 「共 112 个」, and to its name."""
    return COUNTED.sub("\N{NO-BREAK SPACE}", paired(text))


def compounded(text: str) -> str:
    """The text with compound words joined at their hyphens, "agent-day", at which office programs may end a line."""
    return COMPOUND.sub(JOINER, text)


def signed(text: str, language: str) -> str:
    """The text as bound, a range joined to its dash, "39–70", the end of one to its unit, 「至96.0%」, a date to its
    hyphens, and in English with the minus its hyphen stands for before a number: office programs may end a line behind
    any of them. Beside Han it stays a hyphen, because LibreOffice sets a true minus apart there."""
    whole = spanned(bound(text))
    return whole if language == "zh" else SIGN.sub(MINUS, whole)


def spanned(text: str) -> str:
    """The text with each range joined to its dash, 「至96.0%」 to its unit and a date to its hyphens."""
    return UPPER.sub(rf"\g<0>{JOINER}", SPAN.sub(JOINER, text))


def joined(text: str, language: str) -> str:
    """The text as signed, and each sign within it joined to the number it stands before, "为-10.3小时", "for +¥8.90":
    slides have no list of signs that no line ends behind, and Word's holds beside Han only."""
    return unparted(signed(text, language))


def unparted(text: str) -> str:
    """The text with each sign within it joined to the number or the amount of money it stands before."""
    return OF_MONEY.sub(JOINER, WITHIN.sub(rf"\g<0>{JOINER}", text))


def unsigned(text: str) -> str:
    """The text with hyphens for its signs and nothing that joins them to their numbers or ends a line, as the register
    has them and people type them."""
    return text.replace(MINUS, "-").replace(JOINER, "").replace(BREAK, "")
