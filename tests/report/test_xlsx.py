"""The workbook: numbers are numbers, charts are native, nothing in the data becomes a formula."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from kefu.report.document import (
    Callout,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Language,
    Paragraph,
    Question,
    Role,
    Series,
    Table,
    blocks_of,
)
from kefu.report.renderers import RENDERERS
from kefu.report.renderers._reading.waterfall import floor_of, leaps
from kefu.report.renderers._xlsx.names import sheet_name
from kefu.report.themes import THEMES
from tests.report.specimen import specimen

pytestmark = [
    pytest.mark.filterwarnings("ignore:Sparkline Group extension"),
    pytest.mark.filterwarnings("error:Unknown worksheet reference"),
]


def book_at(document: Document, folder: Path, name: str = "report") -> Path:
    path = folder / f"{name}.xlsx"
    RENDERERS["xlsx"].render(document, path, THEMES["light"])
    return path


@pytest.fixture(scope="module", params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    found: Language = request.param
    return found


@pytest.fixture(scope="module")
def path(language: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_at(specimen(language), tmp_path_factory.mktemp("xlsx"))


def values_of(path: Path, *, computed: bool = True) -> list[tuple[str, str, Any]]:
    book = openpyxl.load_workbook(path, data_only=computed)
    return [(s.title, c.coordinate, c.value) for s in book for row in s.iter_rows() for c in row if c.value is not None]


def test_file_is_valid(path: Path) -> None:
    result = OpenXmlValidator().validate(str(path))
    assert result.errors == []


def test_same_document_gives_the_same_bytes(path: Path, language: Language, tmp_path: Path) -> None:
    assert book_at(specimen(language), tmp_path).read_bytes() == path.read_bytes()


def test_contents_link_to_sheets_that_exist(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    links = [str(c.hyperlink.location) for row in book.worksheets[0].iter_rows() for c in row if c.hyperlink]
    assert {link.rsplit("!", 1)[0].strip("'") for link in links} == set(book.sheetnames[1:])


def test_every_number_of_a_table_is_a_number(path: Path, language: Language) -> None:
    written = {value for _, _, value in values_of(path) if isinstance(value, int | float)}
    for table in blocks_of(specimen(language), Table):
        assert isinstance(table, Table)
        for cell in (cell for row in table.rows for cell in row):
            assert cell.value is None or cell.value in written


def test_every_chart_is_native_and_stands_on_cells(path: Path, language: Language) -> None:
    charts = blocks_of(specimen(language), Chart)
    with zipfile.ZipFile(path) as parts:
        drawn = [parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/charts/chart")]
        alts = "".join(parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/drawings/drawing"))
    assert len(drawn) == len(charts)
    assert all("<c:f>" in chart for chart in drawn)
    kinds = "".join(drawn)
    for kind in ("lineChart", "barChart", "doughnutChart", "scatterChart", "percentStacked", '"bar"', '"col"'):
        assert kind in kinds
    for chart in charts:
        assert isinstance(chart, Chart)
        assert chart.alt in alts


def test_figure_ids_are_there_and_lead_to_the_register(path: Path, language: Language) -> None:
    document = specimen(language)
    texts = {value for _, _, value in values_of(path) if isinstance(value, str)}
    for chart in blocks_of(document, Chart):
        assert isinstance(chart, Chart)
        assert all(figure in texts for series in chart.series for figure in series.figures)
    register = openpyxl.load_workbook(path).worksheets[-1]
    assert register.auto_filter.ref == f"A1:I{len(document.figures) + 1}"
    assert register.freeze_panes == "B2"
    assert [row[0].value for row in register.iter_rows(min_row=2)] == [line.id for line in document.figures]
    assert [row[5].value for row in register.iter_rows(min_row=2)] == [line.value for line in document.figures]


def test_formulas_carry_their_value(path: Path) -> None:
    formulas = {(s, c): v for s, c, v in values_of(path, computed=False) if isinstance(v, str) and v.startswith("=")}
    cached = {(s, c): v for s, c, v in values_of(path)}
    assert formulas
    assert all(isinstance(cached[place], int | float) for place in formulas)
    sums = [place for place, formula in formulas.items() if formula.startswith("=SUM(")]
    assert 501.0 in {cached[place] for place in sums}


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-cmd|' /C calc'!A0", "@SUM(A1)", "http://example.org", "007"])
def test_texts_stay_texts(text: str, tmp_path: Path) -> None:
    chart = Chart("c", Question.COMPARISON, text, (text,), (Series(text, (1.0,), labels=(text,)),), text)
    dots = Chart("r", Question.RELATION, text, (text,), (Series(text, (1.0,), labels=(text,), x=(2.0,)),), text,
                 x_title=text, y_title=text)  # fmt: skip
    blocks = (Heading(1, text), Heading(2, text), Paragraph(text), Callout(text, (text,)), chart, dots,
              Table("t", (Column(text),), ((Cell(text),),), text, text))  # fmt: skip
    path = book_at(Document(text, text, text, text, "zh", blocks, generated=text), tmp_path)
    with zipfile.ZipFile(path) as parts:
        sheets = "".join(parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/worksheets/sheet"))
        drawn = "".join(parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/charts/chart"))
    assert "<f>" not in sheets
    assert f"<c:f>{text[1:]}" not in drawn
    assert sum(value == text for _, _, value in values_of(path)) >= 10


def test_sheet_names_are_short_allowed_and_unique() -> None:
    taken: set[str] = set()
    titles = ["一、总体/概览?", "一、总体 概览", "x" * 40, "X" * 40, "'quoted'", "History", "", "[]:*?/\\"]
    names = [sheet_name(title, taken) for title in titles]
    assert names == [
        "一、总体 概览",
        "一、总体 概览 2",
        "x" * 31,
        "X" * 29 + " 2",
        "quoted",
        "History 1",
        "Sheet",
        "Sheet 2",
    ]


def test_waterfall_levels() -> None:
    series = Series(
        "N", (3.0, -5.0, None, -2.0, 6.5, 2.5), point_roles=(Role.START, *(Role.DOWN,) * 3, Role.UP, Role.START)
    )
    found = [(leap.before, leap.after) if leap else None for leap in leaps(series)]
    assert found == [(0.0, 3.0), (3.0, -2.0), None, (-2.0, -4.0), (-4.0, 2.5), (0.0, 2.5)]
    assert floor_of(leaps(series)) == -4.0
    high = Series("H", (78.0, 0.5, -1.5, 77.0))
    assert 70 < floor_of(leaps(high)) < 77
