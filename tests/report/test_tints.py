"""Changes in tables have the colour they have on cards, in every format with colours, and no mark but their arrow."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook
from pypdf import PdfReader

from kefu.report.document import Card, Cell, Column, Delta, Document, Heading, Table, Tone
from kefu.report.pieces import delta_cell
from kefu.report.renderers import RENDERERS
from kefu.report.renderers._reading.cells import card_table
from kefu.report.themes import THEMES, on_paper

BAD = THEMES["light"].palette["bad"].lstrip("#").upper()
CHANGES = (
    Delta("MoM", "▲24.0%", Tone.BAD, "", 0.24, '"▲"0.0%;"▼"0.0%'),
    Delta("YoY", "▲13.0%", Tone.NEUTRAL, "", 0.13, '"▲"0.0%;"▼"0.0%'),
)


def rendered(format_: str, folder: Path, *, tone: Tone = Tone.BAD) -> Path:
    """A table of two changes, the first of that tone."""
    heads = (Column("Indicator"), Column("MoM", "right"), Column("YoY", "right"))
    first, second = CHANGES
    row = (Cell("Complaints"), delta_cell(replace(first, tone=tone)), delta_cell(second))
    table = Table("changes", heads, (row, (Cell("Tickets"), Cell("840"), Cell("-"))))
    document = Document("t", "", "o", "p", "en", (Heading(1, "A"), Heading(2, "B"), table))
    path = folder / f"report.{format_}"
    RENDERERS[format_].render(document, path, THEMES["light"])
    return path


def packed(path: Path, *parts: str) -> str:
    with zipfile.ZipFile(path) as package:
        return "".join(package.read(one).decode() for one in package.namelist() if one.startswith(parts))


def test_a_change_on_a_slide(tmp_path: Path) -> None:
    runs = re.findall(r"<a:r>.*?</a:r>", packed(rendered("pptx", tmp_path), "ppt/slides/slide"), re.DOTALL)
    (bad,), (plain,) = ([one for one in runs if text in one] for text in ("▲24.0%", "▲13.0%"))
    fill = re.search(r"<a:solidFill>.*?</a:solidFill>", bad)
    assert fill is not None
    assert fill[0] not in plain
    assert "■" not in bad


def test_a_change_in_a_document(tmp_path: Path) -> None:
    runs = re.findall(r"<w:r>.*?</w:r>", packed(rendered("docx", tmp_path), "word/document.xml"), re.DOTALL)
    (bad,), (plain,) = ([one for one in runs if text in one] for text in ("▲24.0%", "▲13.0%"))
    assert '<w:rStyle w:val="KefuWordBad"/>' in bad
    assert "KefuWord" not in plain


def test_a_change_on_a_page(tmp_path: Path) -> None:
    text = rendered("html", tmp_path).read_text(encoding="utf-8")
    looks = {number: look for look, number in re.findall(r'<td class="([^"]*)"><span class="">(▲[^<]*)<', text)}
    assert "tint-bad" in looks["▲24.0%"].split()
    assert "tint" not in looks["▲13.0%"]


def test_a_change_in_a_workbook(tmp_path: Path) -> None:
    cells = [one for sheet in load_workbook(rendered("xlsx", tmp_path)) for row in sheet for one in row]
    (bad,), (plain,) = ([one.font.color for one in cells if one.value == number] for number in (0.24, 0.13))
    assert bad.rgb[-6:] == BAD
    assert plain.rgb != bad.rgb


def colours(path: Path) -> set[str]:
    """The colours a page fills letters and areas with, as the theme writes them."""
    contents = [page.get_contents() for page in PdfReader(path).pages]
    drawn = "".join(one.get_data().decode("latin-1") for one in contents if one is not None)
    found = re.findall(r"(\S+) (\S+) (\S+) (?:rg|scn)\b", drawn)
    return {"".join(f"{round(255 * float(part)):02X}" for part in one) for one in found}


def test_a_change_on_paper(tmp_path: Path) -> None:
    bad = on_paper(THEMES["light"]).palette["bad"].lstrip("#").upper()
    assert bad in colours(rendered("pdf", tmp_path))
    assert bad not in colours(rendered("pdf", tmp_path, tone=Tone.NEUTRAL))


def test_cards_that_are_a_table_keep_their_colours() -> None:
    said = {"indicator": "Indicator", "value": "Value"}
    (cells,) = card_table((Card("Complaints", "173", "", "F-1", deltas=CHANGES),), said).rows
    assert [one.tint for one in cells if one.text.startswith("▲")] == [Tone.BAD, Tone.NEUTRAL]
