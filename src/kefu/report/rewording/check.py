"""Whether a rewording says what was told: the same numbers, units and names in the same order, the same directions.

A sentence is read as a sequence of what it says: numbers, words, Han characters, marks in brackets. Words of the
vocabulary are read as their group ("rose" and "climbed" are both *up*), free ones and punctuation as nothing. Two
sentences say the same only where these sequences are equal. So nothing can be added, dropped, swapped, negated or made
a cause of something; a good rewording may be refused for it, and then the told sentence stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from kefu import yaml_text
from kefu.report.renderers._reading.numbers import NUMBER

VOCABULARY = Path(__file__).with_name("vocabulary.yaml")
FREE = "free"
LONGER = 1.5  # a rewording may have so many times the letters of what was told, and EXTRA more
EXTRA = 12
PUNCTUATION = "，。；：、,.;:!！“”\"'’ \u00a0"


def difference(told: str, said: str, language: str) -> str:
    """What is wrong with the rewording, in a few words; "" for one that says what was told."""
    if any(unicodedata.category(one) in ("Cc", "Cf", "Co", "Cn") for one in said):
        return "has hidden letters or more than one line"
    if len(said) > LONGER * len(told) + EXTRA:
        return "is much longer"
    due, found = sayings(told, language), sayings(said, language)
    if due == found:
        return ""
    if _numbers(due) != _numbers(found):
        return f"has other numbers: {', '.join(_numbers(found)) or 'none'}"
    return f"says something else: {_first_difference(due, found)}"


def sayings(text: str, language: str) -> tuple[str, ...]:
    """What a sentence says, in order; a group of the vocabulary in angle brackets."""
    groups, pattern = _vocabulary(language)
    found: list[str] = []
    for match in pattern.finditer(unicodedata.normalize("NFKC", text)):
        word = match[0].casefold()
        if match.lastgroup == "listed":
            found += groups[word]
        elif match.lastgroup != "empty":
            found.append(f"#{word}" if match.lastgroup == "number" else word)
    return tuple(found)


@cache
def _vocabulary(language: str) -> tuple[Mapping[str, Sequence[str]], re.Pattern[str]]:
    """The groups of every listed word, and how a sentence is cut: the longest listed word first."""
    raw: Mapping[str, Any] = yaml_text.read(VOCABULARY.read_text(encoding="utf-8"))[language]
    groups = {
        word: () if group == FREE else tuple(f"<{one}>" for one in group.split())
        for group, words in raw.items()
        for word in map(str, words)
    }
    edge = r"\b" if language == "en" else ""
    listed = "|".join(re.escape(word) for word in sorted(groups, key=len, reverse=True))
    parts = (
        r"(?P<held>〔[^〕]*〕)",
        rf"(?P<number>{NUMBER.pattern})",
        rf"(?P<listed>{edge}(?:{listed}){edge})",
        r"(?P<word>[^\W\d_\u3400-\u9fff]+)",
        rf"(?P<empty>[{re.escape(PUNCTUATION)}])",
        r"(?P<one>\S)",
    )
    return groups, re.compile("|".join(parts), re.IGNORECASE)


def _numbers(said: Sequence[str]) -> list[str]:
    return [one[1:] for one in said if one.startswith("#")]


def _first_difference(due: Sequence[str], found: Sequence[str]) -> str:
    changes = SequenceMatcher(None, due, found, autojunk=False).get_opcodes()
    _, a, b, c, d = next(one for one in changes if one[0] != "equal")
    return f"{' '.join(due[a:b]) or 'nothing'} became {' '.join(found[c:d]) or 'nothing'}"
