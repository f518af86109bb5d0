"""How wide text is in columns of a fixed-width font: a Han character counts double."""

from __future__ import annotations

from unicodedata import east_asian_width


def width(text: str) -> int:
    """Return the width of the longest line of ``text``."""
    lines = text.split("\n")
    return max(sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line) for line in lines)
