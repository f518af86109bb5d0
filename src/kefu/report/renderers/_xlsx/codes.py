"""Number formats with words around their numbers, so that a cell says all it has to say and still counts."""

from __future__ import annotations

import re

from kefu.report.document import Cell
from kefu.report.renderers._reading.codes import read, shown

CONDITION = re.compile(r"^(\[[<>=][^\]]*\])?")  # "[>=1000]", for which numbers a section is
SHARE, FINE_SHARE = "0.0%", "0.00%"
LESS = re.compile(r"<([\d.]+)%")
BOUNDS = ("≤", "≥")
REMARK = re.compile(r"\s?[（(][^（(]*[）)]$")  # "(target ≥75.0%)" behind a number
PART = re.compile(r"[\d.,]")
LONGEST = 100  # letters of the words of a format, of which a program takes 255 in all


def spelled(code: str, before: str, after: str = "") -> str:
    """Put words around every section of a number format, behind its condition and before the sign of a number below
    zero: ``0.0%`` becomes ``"● "0.0%;"● "-0.0%``."""
    first, last = (f'"{one}"' if one else "" for one in (before, after))
    if not first + last:
        return code
    sections = code.split(";")
    if first and len(sections) == 1 and code != "General":
        sections.append(f"-{code}")
    put = ";".join(CONDITION.sub(f"\\1{first}", section) + last for section in sections)
    return put.replace('""', "")  # two texts beside one another are one: of a doubled quote programs think differently


def without_sign_of_nothing(code: str, value: float) -> str:
    """The code for a number which, where it shows one below zero as nothing, programs would write as -0.0."""
    nothing = value < 0 and ";" not in code and shown(value, code) == shown(0.0, code)
    return f"{code};{code}" if nothing else code


def small_shares(cell: Cell) -> str:
    """The format of a cell in which 0.03 % is not 0.0 %, and what is told as less than a bound is shown as that."""
    if cell.value is None or cell.number_format != SHARE:
        return cell.number_format
    if cell.text == shown(cell.value, FINE_SHARE):
        return FINE_SHARE
    bound = LESS.fullmatch(cell.text)
    return f'[<{float(bound[1]) / 100:.9g}]"{cell.text}";{SHARE}' if bound else cell.number_format


def words_around(cell: Cell) -> tuple[str, str]:
    """What the text of a cell says before and behind its number: a bound, whose target that is, an interval."""
    if cell.value is None or '"' in cell.text:
        return "", ""
    before, after = _around_number(cell.text, cell.value, cell.number_format)
    return (before, after) if len(before + after) <= LONGEST else ("", "")


def _around_number(text: str, value: float, code: str) -> tuple[str, str]:
    before, found, after = text.partition(shown(value, code))
    if found and read(code).decimals is not None and not (PART.match(before[-1:]) or PART.match(after[:1])):
        return before, after
    remark = REMARK.search(text)  # of a number told in another form only what surely is no part of it
    return text[:1] if text.startswith(BOUNDS) else "", remark[0] if remark else ""
