"""The text format: it says everything, line by line, and data cannot act as marks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kefu.report.document import (
    Callout,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Language,
    Notes,
    Paragraph,
    Question,
    Role,
    Series,
    Table,
    blocks_of,
)
from kefu.report.renderers import RENDERERS
from kefu.report.renderers.md import escape
from kefu.report.themes import THEMES
from tests.report.specimen import specimen


def text_of(document: Document, folder: Path) -> str:
    path = folder / "report.md"
    RENDERERS["md"].render(document, path, THEMES["light"])
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_heading_callout_chart_and_table_is_there(language: Language, tmp_path: Path) -> None:
    document = specimen(language)
    text = text_of(document, tmp_path)
    for heading in blocks_of(document, Heading):
        assert isinstance(heading, Heading)
        assert f"{'#' * (heading.level + 1 if heading.level > 1 else 2)} {escape(heading.text)}\n" in text
    for chart in blocks_of(document, Chart):
        assert isinstance(chart, Chart)
        assert escape(chart.alt.rstrip("。.")) in text
    for callout in blocks_of(document, Callout):
        assert isinstance(callout, Callout)
        assert all(escape(paragraph) in text for paragraph in callout.paragraphs)


def test_same_document_gives_the_same_text(tmp_path: Path) -> None:
    assert text_of(specimen("zh"), tmp_path) == text_of(specimen("zh"), tmp_path)


def test_lines_are_tidy(tmp_path: Path) -> None:
    text = text_of(specimen("zh"), tmp_path)
    assert "\n\n\n" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_pages_end_with_the_lines_of_their_figures_in_the_register(tmp_path: Path) -> None:
    document = specimen("en")
    text = text_of(document, tmp_path)
    page = text.split("### Trend: volume is 30.8% above last year")[1].split("### ")[0]
    last = page.rstrip().splitlines()[-1]
    assert last.startswith("*Figures ")
    assert last.count("`F-00000100`") == 1  # of a figure without a line its id
    known = replace(document, blocks=(Heading(1, "A"), Paragraph("P", figures=(document.figures[1].id,))))
    assert "\n\n*Figure 2*\n\n" in text_of(known, tmp_path)


def test_what_a_chart_shows_is_not_said_twice_on_its_page(tmp_path: Path) -> None:
    chart = Chart("c", Question.TREND, "C", ("a",), (Series("s", (1.0,)),), "Complaints rose to 173")
    told = (Heading(1, "A"), Heading(2, "B"), chart, Callout("What it means", ("Complaints rose to 173.",)))
    untold = (Heading(1, "A"), Heading(2, "B"), chart, Heading(2, "Complaints rose to 173"))
    for blocks in (told, untold):
        assert text_of(Document("T", "", "", "", "en", blocks), tmp_path).count("Complaints rose to 173") == (
            1 if blocks is told else 2
        )


def test_numbers_of_a_chart_that_a_table_of_its_page_has_are_told_once(tmp_path: Path) -> None:
    """The second table lacks East."""
    bars = Series("Revenue", (7.0, 5.0), labels=("70 K", "50 K"), figures=("F-1", "F-2"))
    chart = Chart("c", Question.RANKING, "Revenue by region", ("North", "East"), (bars,), "North is highest")
    rows = ((Cell("North"), Cell("70 K", figure="F-1")), (Cell("East"), Cell("50 K", figure="F-2")))
    for held, count in ((rows, 1), (rows[:1], 2)):
        table = Table("t", (Column("Region"), Column("Sales")), held)
        text = text_of(Document("T", "", "", "", "en", (Heading(1, "A"), Heading(2, "B"), chart, table)), tmp_path)
        assert text.count("| North | 70 K |") == count
        assert "**Revenue by region**\n\n> North is highest" in text


def test_times_of_a_line_with_few_labels_are_told_in_one_unit(tmp_path: Path) -> None:
    line = Series("Wait", (0.65, 0.7, 1.3), labels=("39 s", "", "1.3 min"))
    chart = Chart("c", Question.TREND, "T", ("a", "b", "c"), (line,), "a", unit="min", number_format="0.0")
    text = text_of(Document("T", "", "", "", "en", (Heading(1, "A"), chart)), tmp_path)
    assert [row in text for row in ("| a | 0.7 min |", "| b | 0.7 min |", "| c | 1.3 min |")] == [True] * 3


def test_points_without_a_label_say_the_unit_that_labels_say(tmp_path: Path) -> None:
    line, goal = Series("Wait", (0.7,), labels=("0.7 min",)), Series("Target", (1.0,), Role.TARGET)
    chart = Chart("c", Question.TREND, "T", ("a",), (line, goal), "a", unit="min", number_format="0.0")
    text = text_of(Document("T", "", "", "", "en", (Heading(1, "A"), chart)), tmp_path)
    assert "| a | 0.7 min | 1.0 min |" in text


def test_notes_say_only_what_the_register_does_not(tmp_path: Path) -> None:
    """A line of the register stands in the file once; what somebody noted by hand stays on its page."""
    known = specimen("en").figures[0].id
    page = (Heading(1, "A"), Notes((f"{known} = 1", "by hand")), Heading(2, "B"), Notes((f"{known} = 1",)))
    text = text_of(replace(specimen("en"), blocks=page), tmp_path)
    assert text.count(known) == 1
    assert text.count(f"> *{specimen('en').words['note']}*\n>\n> by hand\n") == 1


def test_units_stand_in_the_brackets_of_the_language_and_topics_without_their_section(tmp_path: Path) -> None:
    chart = Chart("c", Question.TREND, "T", ("a",), (Series("s", (1.0,)),), "a", unit="h")
    blocks = (Heading(1, "A"), Heading(2, "B", "A \u00b7 topic"), chart, Heading(2, "C", "A"))
    titles: dict[Language, str] = {"zh": "**T**\uff08h\uff09", "en": "**T** (h)"}
    for language, title in titles.items():
        text = text_of(Document("T", "", "", "", language, blocks), tmp_path)
        assert f"\n{title}\n" in text
        assert [line for line in text.splitlines() if line.startswith("*") and line[1] != "*"] == ["*topic*"]


def test_a_text_does_not_speak_of_marks_it_has_none_of(tmp_path: Path) -> None:
    series = Series("NPS", (40.0,), labels=("40.0",))
    chart = Chart("c", Question.INTERVAL, "By occasion", ("call",), (series,), "", marked="whiskers are 95% intervals")
    document = Document("T", "", "", "", "en", (chart,), ())
    assert "**By occasion**\n" in text_of(document, tmp_path)
    RENDERERS["html"].render(document, tmp_path / "report.html", THEMES["light"])
    assert "whiskers are 95% intervals" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_tables_have_as_many_cells_in_every_row(tmp_path: Path) -> None:
    columns = (Column("a | b"), Column("c", "right"))
    table = Table("t", columns, ((Cell("x|y\nz"), Cell("1")), (Cell("=1+1"), Cell("2"))))
    document = Document("T", "", "", "", "en", (Heading(1, "S"), table))
    lines = [line for line in text_of(document, tmp_path).splitlines() if line.startswith("|")]
    assert lines == ["| a \\| b | c |", "| --- | ---: |", "| x\\|y z | 1 |", "| =1+1 | 2 |"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"),
        ("目标 <2 小时", "目标 <2 小时"),
        ("# 1 名", "\\# 1 名"),
        ("- 12.5%", "\\- 12.5%"),
        ("-12.5%", "-12.5%"),
        ("1. 首先", "1\\. 首先"),
        ("ds_20261101_0612", "ds_20261101_0612"),
        ("*重要* [a](b)", "\\*重要\\* \\[a\\](b)"),
        ("&lt;b&gt; A&B", "&amp;lt;b&amp;gt; A&B"),
    ],
)
def test_only_characters_that_would_act_are_escaped(text: str, expected: str) -> None:
    assert escape(text) == expected


def test_preface_and_pages_without_a_heading_are_kept(tmp_path: Path) -> None:
    document = Document(
        "T", "", "", "", "zh", (Paragraph("开头"), Heading(1, "一"), Paragraph("节首"), Heading(2, "页"))
    )
    text = text_of(document, tmp_path)
    assert text.index("## 摘要") < text.index("开头") < text.index("## 一") < text.index("节首") < text.index("### 页")
