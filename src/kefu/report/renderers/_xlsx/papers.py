"""The sheets of a workbook as its language has them: in English with straight quotation marks."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from kefu.report.document import Language
from kefu.report.renderers._reading.quotes import STRAIGHT


class EnglishPaper(Worksheet):  # type: ignore[misc]  # the library has no types
    """A sheet whose cells have a Chinese font and English texts."""

    def write_string(self, row: int, col: int, string: str, *look: Any) -> Any:
        return super().write_string(row, col, string.translate(STRAIGHT), *look)


def paper_of(language: Language) -> type[Worksheet]:
    """The kind of sheet that texts of the language are written on."""
    return Worksheet if language == "zh" else EnglishPaper
