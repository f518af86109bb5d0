"""Draw a value by its spreadsheet format code where the format itself has no such codes.

A renderer chooses no precision and no unit: the code came with the value, this only carries it out, once for text and
once as the pattern Vega understands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

QUOTED = re.compile(r'"([^"]*)"|\\(.)')
PATTERN = re.compile(r"[#0][#0,]*(?:\.([0#]+))?")


@dataclass(frozen=True, slots=True)
class Code:
    """What a code asks for; ``decimals`` None means as many digits as the number has (General)."""

    decimals: int | None = None
    percent: bool = False
    grouped: bool = False
    signed: bool = False
    prefix: str = ""
    suffix: str = ""


def read(code: str) -> Code:
    """Read the positive section of a code; what is neither number nor quoted text (dates, colours) reads as General."""
    section = code.split(";")[0]
    literals: list[str] = []

    def hold(found: re.Match[str]) -> str:
        literals.append(found[1] if found[1] is not None else found[2])
        return chr(0xE000 + len(literals) - 1)

    held = QUOTED.sub(hold, section)
    number = PATTERN.search(held)
    if not number or re.search(r"[A-Za-z\[\]@]", held):
        return Code()

    def told(text: str) -> str:
        return "".join(literals[ord(c) - 0xE000] if 0xE000 <= ord(c) < 0xF000 else c for c in text)

    before, after = held[: number.start()], held[number.end() :]
    return Code(
        decimals=len(number[1] or ""),
        percent="%" in after,
        grouped="," in number[0],
        signed="+" in before,
        prefix=told(before.replace("+", "").strip()),
        suffix=told(after.replace("%", "").strip()),
    )


def shown(value: float, code: str) -> str:
    """Return the value as a spreadsheet would show it under ``code``, a half rounded up as everywhere else."""
    asked = read(code)
    if asked.decimals is None:
        return f"{value:.12g}"
    scaled = Decimal(str(float(value))) * (100 if asked.percent else 1)
    rounded = abs(scaled).quantize(Decimal(1).scaleb(-asked.decimals), ROUND_HALF_UP)
    number = f"{rounded:{',' if asked.grouped else ''}f}"
    zero = not any(digit in number for digit in "123456789")
    sign = "" if zero else "-" if scaled < 0 else "+" if asked.signed else ""
    return f"{sign}{asked.prefix}{number}{'%' if asked.percent else ''}{asked.suffix}"


def d3(code: str) -> str:
    """Return the d3 pattern of a code without its literal texts, which an axis has no room for."""
    asked = read(code)
    if asked.decimals is None:
        return ",.12~g"
    kind = "%" if asked.percent else "f"
    return f"{'+' if asked.signed else ''}{',' if asked.grouped else ''}.{asked.decimals}{kind}"
