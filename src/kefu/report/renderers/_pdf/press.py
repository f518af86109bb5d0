"""The press: content in, the bytes of a PDF out. Nothing is read from a network or from outside this folder."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from kefu.report.renderers._pdf.fonts import fonts

TEMPLATE = Path(__file__).parent / "report.typ"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
UNSEEN = {
    code: None for code in range(32) if chr(code) not in "\t\n"
}  # control characters a customer's words may bring
NO_LETTER = "could not be displayed with font"
REMEMBERED = 10  # compilations for which Typst's binding keeps what it worked out


def press(content: dict[str, Any], dated: str) -> bytes:
    """Return the finished file; its date is that of the data, so the same content gives the same bytes.

    PDF/UA-1 forbids a letter that no font of the machine has. A report with one (an emoji in a customer's words) is
    printed all the same, tagged but without the claim, the letter as an empty box.
    """
    inputs = {"document": json.dumps(legible(content), ensure_ascii=False, allow_nan=False)}
    try:
        return typeset(inputs, dated, ["ua-1"])
    except typst.TypstError as error:
        if NO_LETTER not in str(error):
            raise
        return typeset(inputs, dated, [])


def heights(content: dict[str, Any]) -> list[tuple[float, float]]:
    """Return how high each block of the content is and how much of it stands together where it is broken, in points."""
    inputs = {"document": json.dumps(legible(content | {"register": None})), "measuring": "yes"}
    try:
        found = typst.query(
            TEMPLATE.read_bytes(), "<heights>", field="value", one=True, font_paths=fonts(), sys_inputs=inputs
        )
    finally:
        forget()
    return [(float(high), float(begun)) for high, begun in json.loads(found)]


def typeset(inputs: dict[str, str], dated: str, standards: list[Any]) -> bytes:
    try:
        return typst.compile(
            TEMPLATE.read_bytes(), font_paths=fonts(), sys_inputs=inputs, pdf_standards=standards,
            timestamp=moment(dated),
        )  # fmt: skip
    finally:
        forget()


def forget() -> None:
    """Make Typst let go of the report, for another is never like it: empty pages take its place in what is remembered.

    Without this a process that writes one report after the other holds the last ten, of several hundred MB each.
    """
    for _ in range(REMEMBERED + 1):
        typst.compile(b"", font_paths=fonts())


def legible(value: Any) -> Any:
    """Leave out control characters, wherever the content holds text."""
    if isinstance(value, dict):
        return {key: legible(one) for key, one in value.items()}
    if isinstance(value, list):
        return [legible(one) for one in value]
    return value.translate(UNSEEN) if isinstance(value, str) else value


def moment(dated: str) -> datetime:
    """The date of the data at midnight; a fixed day where it is not a date."""
    try:
        return datetime.fromisoformat(dated).replace(tzinfo=UTC)
    except ValueError:
        return LONG_AGO
