"""What LibreOffice makes of our files: edited decks stay editable and verifiable, workbooks compute what they show."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from kefu.report.document import Document
from kefu.report.renderers import RENDERERS
from kefu.report.themes import THEMES
from kefu.report.verification import Verified, verify
from tests.report.libreoffice import ABSENT, OFFICE, Edited, convert, edit
from tests.report.specimen import specimen

pytestmark = pytest.mark.skipif(OFFICE is None, reason=ABSENT)
NUMBER, AGAIN = 98765.0, 54321.0
KEPT = re.compile(r"(<f>[^<]*</f>)<v>[^<]*</v>")


@pytest.fixture(scope="module")
def document() -> Document:
    return specimen("zh")


@pytest.fixture(scope="module")
def ours(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    deck = tmp_path_factory.mktemp("edited") / "report.pptx"
    RENDERERS["pptx"].render(document, deck, THEMES["light"])
    return deck


@pytest.fixture(scope="module")
def edited(ours: Path) -> Edited:
    return edit(ours, ours.parent, NUMBER, AGAIN)


def held(document: Document, deck: Path) -> Verified:
    return verify(document, deck, RENDERERS["pptx"], THEMES["light"])


def charts(deck: Path) -> list[list[tuple[Any, ...]]]:
    """The values kept by the series of every native chart."""
    shapes = (shape for slide in Presentation(str(deck)).slides for shape in slide.shapes if shape.has_chart)
    return [[tuple(one.values) for plot in shape.chart.plots for one in plot.series] for shape in shapes]


def test_a_deck_saved_anew_holds_and_its_charts_are_native(document: Document, ours: Path, edited: Edited) -> None:
    assert len(charts(ours)) > 10
    assert charts(edited.resaved) == charts(ours)
    found = held(document, edited.resaved)
    assert found.faults == ()
    assert held(document, ours).flaws == ()
    assert found.flaws[0].startswith("LibreOffice saved this file and dropped what it does not keep")
    assert f" of {len(charts(ours))} charts" in found.flaws[0]
    texts = int(re.findall("texts of ([0-9]+) charts", found.flaws[0])[0])
    assert texts >= len(charts(ours))  # told once, not chart by chart, and nobody is left to think they are there
    assert not any("has no alternative text" in one for one in found.flaws)
    assert all("LibreOffice" in one for one in found.flaws if one.startswith("slide "))


def test_a_number_changed_in_a_chart_is_the_one_fault(document: Document, ours: Path, edited: Edited) -> None:
    before, after = charts(ours), charts(edited.changed)
    assert [one for one, other in zip(after, before, strict=True) if one != other] == [after[0]]
    assert after[0][0][0] == NUMBER
    (fault,) = held(document, edited.changed).faults
    assert float(fault.found) == NUMBER
    assert float(fault.expected) == before[0][0][0]


def test_a_deck_opened_again_keeps_its_charts_and_can_be_changed_once_more(ours: Path, edited: Edited) -> None:
    before, after = charts(ours), charts(edited.reopened)
    assert after[1:] == before[1:]
    assert after[0][0] == (AGAIN, *before[0][0][1:])


def test_the_workbook_computes_what_it_shows(document: Document, tmp_path: Path) -> None:
    """Without the values kept beside the formulas LibreOffice has to compute every one of them."""
    ours, bare = tmp_path / "report.xlsx", tmp_path / "bare.xlsx"
    RENDERERS["xlsx"].render(document, ours, THEMES["light"])
    forgetting(ours, bare)
    computed = dict(cells(convert(bare, "xlsx", tmp_path / "made")))
    formulas = {place: text for place, text in cells(ours, kept=False) if str(text).startswith("=")}
    shown = {place: value for place, value in cells(ours) if place in formulas}
    assert len(formulas) > 20
    assert {place: computed[place] for place in formulas} == pytest.approx(shown, rel=1e-9, abs=1e-12)


def forgetting(source: Path, target: Path) -> None:
    with zipfile.ZipFile(source) as read, zipfile.ZipFile(target, "w") as write:
        for name in read.namelist():
            content = read.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = KEPT.sub(r"\1", content.decode("utf-8")).encode("utf-8")
            write.writestr(name, content)


def cells(path: Path, *, kept: bool = True) -> Iterator[tuple[tuple[str, str], Any]]:
    for sheet in openpyxl.load_workbook(path, data_only=kept):
        yield from (((sheet.title, cell.coordinate), cell.value) for row in sheet.iter_rows() for cell in row)
