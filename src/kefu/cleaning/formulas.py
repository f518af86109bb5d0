"""Texts a spreadsheet would run: made harmless where Kefu writes for people, and as they were where a sheet comes back.

A cell that begins with ``= + - @``, a tab or a line end is a formula to Excel and its like, whatever the file's author
meant (OWASP, CSV injection; the full-width signs count in Chinese and Japanese settings). An apostrophe before it makes
it text. Numbers are numbers. Workbooks need none of this: their cells are written as texts.
"""

from __future__ import annotations

import re
from typing import Any

BEGINNING = "'*[=+\\-@\t\r\n＝＋－＠]"  # with apostrophes of its own, so that taking one away gives back what was there
FORMULA = re.compile(BEGINNING)
MARKED = re.compile(f"'{BEGINNING}")


def harmless(value: Any) -> Any:
    """The value as a cell of a text file."""
    if not isinstance(value, str) or not FORMULA.match(value) or _is_number(value):
        return value
    return f"'{value}"


def as_it_was(text: str) -> str:
    """The text that ``harmless`` made this one of."""
    return text[1:] if MARKED.match(text) else text


def as_it_was_sql(text: str) -> str:
    """SQL for the same."""
    return f"CASE WHEN regexp_matches({text}, '^''''*[=+\\-@\\t\\r\\n＝＋－＠]') THEN substr({text}, 2) ELSE {text} END"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
