"""Names a spreadsheet program accepts for a sheet: short, without its special characters, each used once."""

from __future__ import annotations

import re

LONGEST = 31
LONGEST_TABLE = 200
NO_WORD = re.compile(r"\W+")
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")  # of "month's", which may stand there as a letter of its own
FORBIDDEN = re.compile(r"[\[\]:*?/\\'!\x00-\x1f]")  # also what would need quoting in every reference


def sheet_name(title: str, taken: set[str]) -> str:
    """Return a free name near the title and note it in ``taken``; upper and lower case count as the same name."""
    plain = shortened(" ".join(FORBIDDEN.sub(" ", APOSTROPHE.sub("’", title)).split())) or "Sheet"
    if plain.lower() == "history":  # the program keeps this one for itself
        plain = f"{plain} 1"
    return _free(plain, " ", LONGEST, taken)


def shortened(title: str) -> str:
    """A title that is too long ends behind a word, where it has some."""
    if len(title) <= LONGEST:
        return title
    words = title[:LONGEST].rpartition(" ")[0]
    return f"{words}…" if words else title[:LONGEST]


def table_name(name: str, taken: set[str]) -> str:
    """Return a free name for a table, as formulas call it, and note it in ``taken``: ``kefu_core_tasks``."""
    return _free(f"kefu_{NO_WORD.sub('_', name)}"[:LONGEST_TABLE], "_", LONGEST_TABLE, taken)


def _free(plain: str, between: str, longest: int, taken: set[str]) -> str:
    """The name, with a number behind it where it is taken."""
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[: longest - len(str(number)) - len(between)].rstrip()}{between}{number}"
    taken.add(name.lower())
    return name


def quoted(name: str) -> str:
    """Return the name as it stands in a reference or an internal link."""
    return f"'{name}'"
