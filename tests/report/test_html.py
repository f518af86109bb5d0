"""The web page: one file, nothing from outside, no script but its own, every figure findable."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import accumulate, groupby, pairwise
from pathlib import Path

import pytest
import vl_convert

from kefu.report.document import (
    Callout,
    Card,
    Cell,
    Chart,
    Column,
    Document,
    FigureLine,
    FigureRow,
    Heading,
    Language,
    MapLink,
    MapStep,
    Notes,
    Paragraph,
    ProcessMap,
    Question,
    Series,
    Step,
    Steps,
    Table,
    Tone,
    blocks_of,
)
from kefu.report.renderers import RENDERERS
from kefu.report.renderers._html.amounts import clauses, unbroken
from kefu.report.renderers._html.drawing import is_paired, is_short, is_told, is_whole, is_wide, judged_column
from kefu.report.renderers._html.page import text_of
from kefu.report.renderers._html.vega import specification
from kefu.report.renderers._reading.codes import d3, shown
from kefu.report.renderers.html import block_style, fragment
from kefu.report.themes import THEMES
from tests.report.specimen import specimen

ATTACK = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
VOID = {"meta", "input", "col", "img", "rect", "circle", "polyline", "line", "path", "br"}


class Outline(HTMLParser):
    """Elements with their attributes, and the texts of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.codes: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("script", "style"):
            self.codes.append((tag, dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("script", "style"):
            tag, attrs, text = self.codes[-1]
            self.codes[-1] = (tag, attrs, text + data)


def page_of(document: Document, folder: Path) -> str:
    path = folder / "report.html"
    RENDERERS["html"].render(document, path, THEMES["light"])
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=["zh", "en"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    return page_of(specimen(request.param), tmp_path_factory.mktemp("html"))


def hostile() -> Document:
    """A document whose every text tries to get out of its place."""
    series = Series(ATTACK, (1.0, 2.0), labels=(ATTACK, ""))
    chart = Chart(ATTACK, Question.TREND, ATTACK, (ATTACK, "b"), (series,), ATTACK, unit=ATTACK, source=ATTACK)
    card = Card(ATTACK, ATTACK, ATTACK, "F-1", status=ATTACK, target=ATTACK, note=ATTACK)
    drawn = ProcessMap(
        ATTACK, ATTACK, (MapStep(ATTACK, (ATTACK,), figure=ATTACK), MapStep(ATTACK, role="end")),
        (MapLink(0, 1, ATTACK, ATTACK, figure=ATTACK),), Table(ATTACK, (Column(ATTACK),), ((Cell(ATTACK),),)),
        ATTACK, ATTACK,
    )  # fmt: skip
    blocks = (Heading(1, ATTACK), Heading(2, ATTACK, ATTACK), Paragraph(ATTACK, ("F-1",)), FigureRow((card,)), chart,
              drawn, Table(ATTACK, (Column(ATTACK),), ((Cell(ATTACK),),), ATTACK, ATTACK), Callout(ATTACK, (ATTACK,)),
              Steps((Step(ATTACK, ATTACK, (ATTACK,)),), ATTACK), Notes((ATTACK,)))  # fmt: skip
    line = FigureLine("F-1", ATTACK, ATTACK, ATTACK, ATTACK, 1.0, "0", 1, ATTACK, ATTACK)
    words = {"contents": ATTACK, "figures": ATTACK}
    return Document(ATTACK, ATTACK, ATTACK, ATTACK, "zh", blocks, (line,), (card,), ATTACK, ATTACK, {}, words)


def test_nothing_comes_from_outside(page: str) -> None:
    outline = Outline(page)
    assert outline.open == []
    for tag, attributes in outline.elements:
        assert tag not in ("link", "iframe", "object", "embed", "base")
        assert not (attributes.get("src") or "data:").startswith("http")
        assert (attributes.get("href") or "#").startswith("#")
        assert tag != "img" or (attributes["src"] or "").startswith("data:image/")
    assert "@import" not in page
    assert "url(" not in "".join(code for tag, _, code in outline.codes if tag == "style")


def test_policy_names_the_hash_of_every_script_and_style_and_nothing_loose(page: str) -> None:
    outline = Outline(page)
    policy = next(a["content"] or "" for t, a in outline.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    run = [(tag, text) for tag, attributes, text in outline.codes if attributes.get("type") != "application/json"]
    assert [tag for tag, _ in run] == ["style", "script", "script"]
    for _, text in run:
        assert f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in policy
    for _, attributes in outline.elements:
        assert not any(name.startswith("on") or name == "style" for name in attributes)


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    text = page_of(hostile(), tmp_path)
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    outline = Outline(text)
    assert sum(tag == "script" for tag, _ in outline.elements) == 3
    specs = next(code for _, attributes, code in outline.codes if attributes.get("type") == "application/json")
    assert ATTACK in json.dumps(json.loads(specs), ensure_ascii=False).replace('\\"', '"')


def test_ids_are_unique_and_every_inner_link_has_its_target(page: str) -> None:
    elements = Outline(page).elements
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in elements:
        link = attributes.get("href")
        assert not link or link[1:] in ids
        assert all(name in ids for name in (attributes.get("aria-labelledby") or "").split())


def test_in_the_dark_what_is_not_the_point_of_a_chart_is_dimmed(page: str) -> None:
    grey = THEMES["light"].palette["compare"]
    dark = page.split("(prefers-color-scheme: dark)", 1)[1].split("}\n", 1)[0]
    assert f'[fill="#{grey}"] {{ fill: var(--compare); }}' in dark
    assert f'[stroke="#{grey}"] {{ stroke: var(--compare); }}' in dark


def test_in_the_dark_charts_take_the_colours_of_the_page_unless_texts_stand_in_their_marks(page: str) -> None:
    brand = THEMES["light"].palette["brand"]
    dark = page.split("(prefers-color-scheme: dark)", 1)[1].split("}\n", 1)[0]
    assert f'.chart:not(.inscribed) [stroke="#{brand}"] {{ stroke: var(--brand); }}' in dark
    kinds = re.findall('<figure class="block chart([^"]*)"', page)
    charts = [block.question for block in specimen("zh").blocks if isinstance(block, Chart)]
    assert [" inscribed" if one in (Question.COMPOSITION, Question.PARTS) else "" for one in charts] == kinds


def test_short_cells_stay_whole_on_a_telephone() -> None:
    assert is_short("2024-09-01 – 2026-11-03")  # 23 letters
    assert not is_short("已切换备用承运商，积压订单全部送达")
    long = "已切换备用承运商，积压订单全部送达"
    table = Table("t", (Column("a"), Column("b")), ((Cell("2024-09-01 – 2026-11-03"), Cell(long)),))
    written = fragment(
        Document("t", "", "", "", "zh", (table,)), THEMES["light"], figure_address=str, drill_address=lambda _: "",
    ).html  # fmt: skip
    assert re.findall(r'class="(left[^"]*)"><span class="">([^<]*)', written) == [
        ("left short", "2024-09-01 – 2026-11-03"),
        ("left", long[:-2]),  # the last two letters are one piece
    ]


def test_a_name_is_broken_between_words_and_before_its_bracket() -> None:
    rows = (
        "重点客户首次响应时长（中位数）",
        "提交 → 分派 → 处理中 → 解决 → 关闭",
        "华东干线承运商停运九天，订单积压",
        "华东",
    )
    table = Table("t", (Column("a"),), tuple((Cell(row),) for row in rows))
    written = fragment(
        Document("t", "", "", "", "zh", (table,)), THEMES["light"], figure_address=str, drill_address=lambda _: "",
    ).html  # fmt: skip
    assert [" name" in one for one in re.findall('<td class="([^"]*)"', written)] == [True, True, False, False]


def test_a_date_and_an_amount_are_broken_nowhere() -> None:
    assert is_whole("2026-10-01")
    assert is_whole("+5.0百分点")  # 4 letters and 3 of Han: 10
    assert not is_whole("-2.4至+5.9个百分点")


def test_a_table_of_sentences_is_told_row_by_row_on_a_telephone() -> None:
    """Its cells know the names of their columns; in a table of numbers they need not, nor where only names are long."""
    long = "已切换备用承运商，积压订单全部送达"
    columns = (Column("Event"), Column("Progress"), Column("Action"))
    told = Table("t", columns, ((Cell(long), Cell(long), Cell("")),))
    numbers = Table("t", columns, ((Cell(long), Cell("12"), Cell("13")),))
    written = [
        fragment(
            Document("t", "", "", "", "zh", (table,)), THEMES["light"], figure_address=str, drill_address=lambda _: ""
        ).html
        for table in (told, numbers)
    ]
    assert re.findall(r'data-name="([^"]*)"', written[0]) == ["Event", "Progress"]
    assert 'class="told"' in written[0]
    assert "data-name" not in written[1]
    assert "told" not in written[1]


def test_words_before_the_first_number_leave_it_room_on_a_telephone() -> None:
    """Two columns of words are narrow there; rows of three are told one below the other."""
    word, number = Column("a"), Column("n", align="right")
    row = (Cell("waiting"), Cell("work"), Cell("us"), Cell("7"))
    two, three = Table("t", (word, word, number, number), (row,)), Table("t", (word, word, word, number), (row,))
    assert (is_paired(two), is_told(two)) == (True, False)
    assert (is_paired(three), is_told(three)) == (False, True)
    words = Table("t", (word,) * 4, (row,))
    assert not is_paired(words)
    assert not is_told(words)


def test_the_one_column_that_judges_stays_in_sight_on_a_telephone() -> None:
    """Where each of several columns is judged, none of them is the status of the row."""
    pill = Cell("missed", tone=Tone.BAD)
    assert judged_column(Table("t", (), ((Cell("a"), Cell("1"), pill), (Cell("b"), Cell("2"), Cell(""))))) == 2
    assert judged_column(Table("t", (), ((Cell("a"), pill, pill),))) is None
    assert judged_column(Table("t", (), ((Cell("a"), Cell("1")),))) is None


def test_a_text_names_its_lines_of_the_register_in_runs_and_never_leaves_them(tmp_path: Path) -> None:
    lines = tuple(FigureLine(f"F-{n}", "name", "", "", "1", 1.0, "General", 1, "", "definition") for n in range(1, 7))
    callout = Callout("Finding", ("A text.",), figures=("F-6", "F-2", "F-1", "F-3", "F-2"))
    text = page_of(Document("t", "", "", "", "zh", (callout,), lines), tmp_path)
    behind = text.split("A text.", 1)[1].split("</p>", 1)[0]
    assert re.findall(r'href="#(F-\d)"[^>]*>([^<]*)</a>', behind) == [("F-1", "1–3"), ("F-6", "6")]
    assert behind.startswith("\N{WORD JOINER}") or behind.startswith("&#8288;")


def test_on_paper_the_register_says_a_long_definition_once(tmp_path: Path) -> None:
    said = ("Cases by the time of the request, without spam.", "A target.")
    lines = tuple(FigureLine(f"F-{n}", "name", "", "", "1", 1.0, "General", 1, "", said[n % 2]) for n in range(4))
    text = page_of(Document("t", "", "", "", "en", (Paragraph("a"),), lines), tmp_path)
    assert re.findall(r'<td data-again="([^"]*)">([^<]*)', text) == [("as line 1", said[0])]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("由40.64元变为52.70元", ["40.64元", "52.70元"]),
        ("等了3.1分钟，共2,373次", ["3.1分钟", "2,373次"]),
        ("变化-10.3小时，+1.8个百分点", ["-10.3小时", "+1.8个百分点"]),
        ("76.1%的工单", ["76.1%的", "工单"]),
        ("华东×物流", ["东×物"]),
        ("销售额167.7万元", ["167.7万元"]),
        ("make +¥1,745 (95% interval)", ["+¥1,745"]),
        ("范围（629至945）", ["629至945"]),
        ("增减-251至+1,741元", ["-251至+1,741元"]),
        ("集中在09:00–12:00", ["09:00–12:00"]),
        ("2026年10月8日至16日", ["2026年", "10月", "8日至16日"]),
        ("5.7 times (95% interval 2.0–8.9)", ["2.0–8.9"]),
        ("closed on Oct 8–16, 2026", ["Oct\N{NO-BREAK SPACE}8–16"]),
        ("Category 46、Category 5", ["Category 46", "Category 5"]),
        ("首次响应时长（中位数）为1.0分钟", ["（中位数）", "1.0分钟"]),
        ("措施：核查并整改。", ["整改。"]),
        ("the rate of on-time delivery, self-regulating too", ["on-time"]),
    ],
)
def test_no_line_ends_within_an_amount(text: str, whole: list[str]) -> None:
    written = unbroken(text)
    assert re.findall(r'<span class="amount">([^<]*)</span>', written) == whole
    assert re.sub("<[^>]*>", "", written) == text.replace(
        "Oct 8–16, 2026", "Oct\N{NO-BREAK SPACE}8–16,\N{NO-BREAK SPACE}2026"
    )


def test_no_line_ends_with_the_sign_of_a_slice() -> None:
    assert unbroken("the East region × delivery") == "the East region ×\N{NO-BREAK SPACE}delivery"


def test_no_line_ends_between_a_name_and_its_number_or_begins_with_a_dot() -> None:
    """The spaces of two colons before numbers and that before the dot; the one before a word may end a line."""
    told = re.sub("<[^>]*>", "", unbroken("Ann: 84.7% · South, Bea: -3, note: none"))
    assert [place for place, letter in enumerate(told) if letter == "\N{NO-BREAK SPACE}"] == [4, 10, 24]


def test_amounts_are_marked_without_letting_anything_through() -> None:
    assert unbroken("<b>3元</b>") == '&lt;b&gt;<span class="amount">3元</span>&lt;/b&gt;'


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("投诉量升至173，华东几乎贡献了全部变化", ["投诉量升至173，", "华东几乎贡献了全部变化"]),
        ("首次响应时长（中位数）升至1.0分钟，以邮件为主", ["首次响应时长（中位数）升至1.0分钟，", "以邮件为主"]),
        ("工单量：近13个月（深色80%区间）", ["工单量：近13个月", "（深色80%区间）"]),
        ("微信、电商平台的首次响应慢于标准，最多为3倍", ["微信、电商平台的首次响应慢于标准，", "最多为3倍"]),
        ("影响最大的是“干线停运，订单积压”", ["影响最大的是", "“干线停运，", "订单积压”"]),
        ("物流占67.1%", []),
        ("Tickets: 840, within normal variation", []),
        ("the largest: “停运， 积压”", []),
    ],
)
def test_a_chinese_heading_ends_its_lines_between_clauses(text: str, parts: list[str]) -> None:
    """A space at the edge of a part would be lost: such a heading stays one text."""
    written = clauses(text)
    assert re.sub("<[^>]*>", "", written).replace("\N{NO-BREAK SPACE}", " ") == text
    assert [
        re.sub("<[^>]*>", "", one) for one in re.split('(?=<span class="clause">)', written) if "clause" in one
    ] == parts


def test_an_eyebrow_does_not_repeat_the_section_it_stands_in(tmp_path: Path) -> None:
    blocks = (Heading(1, "Results"), Heading(2, "A rose", "Results · Volume"), Heading(2, "B fell", "Results"))
    text = page_of(Document("t", "", "", "", "en", blocks), tmp_path)
    assert re.findall(r'class="eyebrow">([^<]*)', text) == ["Volume"]


def test_ids_of_figures_in_a_definition_are_broken_nowhere(tmp_path: Path) -> None:
    line = FigureLine("F-00000001", "a · b", "", "", "1", 1.0, "General", 1, "", "a sum (F-0a1b2c3d, F-00000002)")
    text = page_of(Document("t", "", "", "", "en", (Paragraph("a"),), (line,)), tmp_path)
    assert "a sum (<code>F-0a1b2c3d</code>, <code>F-00000002</code>)" in text
    assert ">a\N{NO-BREAK SPACE}· b<" in text


def test_a_table_beside_a_chart_has_room_for_the_widest_text_of_every_column() -> None:
    """By column 10, 9, 9 and three of 10, with 3 for each 76 letters of 70 there are; no row takes more than 68."""
    rows = [("销售额", "167.7万元", "173.0万元", "▼9.2%", "▼3.0%", "▼9.9%"),
            ("咨询转化率", "16.4%", "18.0%", "▲1.9百分点", "▼0.2百分点", "▲0.3百分点")]  # fmt: skip
    table = Table("t", tuple(Column("") for _ in range(6)), tuple(tuple(map(Cell, row)) for row in rows))
    assert is_wide(table)
    assert not is_wide(replace(table, rows=table.rows[:1]))
    assert not is_wide(replace(table, rows=table.rows[1:]))


def test_headings_go_down_one_level_at_a_time(page: str) -> None:
    levels = [int(tag[1]) for tag, _ in Outline(page).elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_chart_has_its_picture_its_words_and_its_numbers(language: Language, tmp_path: Path) -> None:
    document = specimen(language)
    text = page_of(document, tmp_path)
    charts = blocks_of(document, Chart)
    outline = Outline(text)
    plots = [attributes for _, attributes in outline.elements if "plot" in (attributes.get("class") or "").split()]
    specs = json.loads(next(code for _, a, code in outline.codes if a.get("type") == "application/json"))
    assert [attributes["id"] for attributes in plots] == list(specs)
    assert [attributes["aria-label"] for attributes in plots] == [
        chart.alt for chart in charts if isinstance(chart, Chart)
    ]
    assert text.count('<figure class="block chart') == len(charts)
    assert f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in text


@pytest.mark.parametrize("chart", [c for c in specimen("zh").blocks if isinstance(c, Chart)], ids=lambda c: c.name)
def test_vega_accepts_every_chart_and_every_figure_reaches_it(chart: Chart) -> None:
    spec = specification(chart, THEMES["light"])
    drawn = vl_convert.vegalite_to_svg(
        {**spec, "width": 500, "$schema": "https://vega.github.io/schema/vega-lite/v5.json"}
    )
    assert drawn.startswith("<svg")
    written = json.dumps(spec)
    for series in chart.series:
        for value, figure in zip(series.values, series.figures, strict=False):
            assert value is None or not figure or figure in written


def test_a_ring_is_lower_than_other_charts_and_comes_after_its_parts(tmp_path: Path) -> None:
    """Its outer radius is 96 pixels; other standing charts are higher."""
    ring = Chart("c", Question.PARTS, "Parts", ("closed", "open"), (Series("n", (40.0, 1.0), labels=("40", "1")),), "a")
    bars = replace(ring, question=Question.COMPARISON)
    assert 2 * 96 < specification(ring, THEMES["light"])["height"] < specification(bars, THEMES["light"])["height"]
    text = page_of(Document("T", "", "", "", "en", (ring,), ()), tmp_path)
    assert text.index('<ul class="legend parts">') < text.index('<div class="plot" id="chart-1"')


def test_same_document_gives_the_same_page(tmp_path: Path) -> None:
    assert page_of(specimen("zh"), tmp_path) == page_of(specimen("zh"), tmp_path)


@pytest.mark.parametrize("name", ["style.css", "blocks.css"])
def test_a_style_sheet_closes_what_it_opens(name: str) -> None:
    """A group left open at its end would take in the sheet that follows it."""
    rules = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", text_of(name), flags=re.DOTALL)
    depths = list(accumulate({"{": 1, "}": -1}.get(letter, 0) for letter in rules))
    assert (min(depths), depths[-1]) == (0, 0)


def test_page_without_charts_carries_no_library(tmp_path: Path) -> None:
    bare = replace(specimen("en"), blocks=(Heading(1, "A"), Paragraph("b")), cover=())
    assert len(page_of(bare, tmp_path)) < 60_000


def in_browser(document: Document, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """What a browser makes of the page: its elements once everything is drawn, and what it complains of."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if not browser:
        pytest.skip("no browser here")
    page_of(document, folder)
    command = [browser, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'user'}",
               "--enable-logging=stderr", "--virtual-time-budget=20000", *options, "--dump-dom",
               (folder / "report.html").as_uri()]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_browser_draws_every_chart_under_the_policy(tmp_path: Path) -> None:
    document = specimen("zh")
    done = in_browser(document, tmp_path)
    assert 'data-drawn="true"' in done.stdout
    assert done.stdout.count('class="marks"') == len(blocks_of(document, Chart))
    assert "CONSOLE" not in done.stderr


def test_a_table_a_little_too_wide_for_a_telephone_stands_closer_and_a_wider_one_says_that_it_moves(
    tmp_path: Path,
) -> None:
    """Six columns that grow by a digit from table to table: twice 0.1 rem a column, 19 pixels, is room for two
    digits of 7 to 9, so after those that fit come two that stand closer, with 8 pixels between columns, then all that
    move."""
    tables = [
        Table("", (Column("A"),) * 6, ((*(Cell("7" * 8),) * 5, Cell("7" * digits)),), f"t{digits}")
        for digits in range(1, 25)
    ]
    done = in_browser(replace(specimen("en"), blocks=(Heading(1, "A"), *tables), figures=(), cover=()), tmp_path,
                      "--window-size=390,900")  # fmt: skip
    seen = re.findall(r'<div class="scroll ?([a-z]*)"', done.stdout)
    assert [kind for kind, _ in groupby(seen)] == ["fits", "close", "moves"]
    assert seen.count("close") == 2


def test_headings_and_names_in_chinese_end_their_lines_between_words(tmp_path: Path) -> None:
    """前3月|班组|结构|变化|贡献|1.34小时, in which no line ends within the amount or before 3; a letter the dictionary
    knows no word for stays with what is before it, 满意度, and one that joins phrases begins a line, 与."""
    name = Table("", (Column("项目"), Column("数")), ((Cell("家具与客户满意度"), Cell("1")),))
    blocks = (Heading(1, "甲"), Heading(2, "前3月班组结构变化贡献1.34小时"), Paragraph("结构变化"), name)
    done = in_browser(replace(specimen("zh"), blocks=blocks, figures=(), cover=()), tmp_path)
    heading, paragraph, cell = (
        re.sub(r"<(?!wbr)[^>]*>", "", found[0])
        for found in (
            re.search(pattern, done.stdout) for pattern in ("<h3.*?</h3>", '<p class="block.*?</p>', "<td.*?</td>")
        )
        if found
    )
    assert heading == "前3月<wbr>班组<wbr>结构<wbr>变化<wbr>贡献<wbr>1.34小时"
    assert paragraph == "结构变化"
    assert cell == "家具<wbr>与<wbr>客户<wbr>满意度"


@pytest.mark.parametrize(
    ("value", "code", "text", "pattern"),
    [
        (0.9345, "0.0%", "93.5%", ".1%"),
        (128460.0, "#,##0", "128,460", ",.0f"),
        (-1.25, "+0.0;-0.0", "-1.3", "+.1f"),
        (40.5, '0"秒"', "41秒", ".0f"),
        (0.04, "+0.0;-0.0", "0.0", "+.1f"),
        (42.0, '0"秒"', "42秒", ".0f"),
        (3.5, "¥#,##0.00", "¥3.50", ",.2f"),
        (3.25, "General", "3.25", ",.12~g"),
        (0.5, "[h]:mm:ss", "0.5", ",.12~g"),
    ],
)
def test_number_formats_are_carried_out(value: float, code: str, text: str, pattern: str) -> None:
    assert shown(value, code) == text
    assert d3(code) == pattern


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_fragment_leads_from_every_number_to_where_it_is_told(language: Language) -> None:
    """For pages that have a frame of their own: no style, no script, and addresses the page gives."""
    document = specimen(language)
    made = fragment(
        document,
        THEMES["light"],
        figure_address=lambda figure: f"/figures/{figure}",
        drill_address=lambda card: f"/explore/{card.figure}",
        name="main",
    )
    charts = [one for one in document.blocks if isinstance(one, Chart)]
    assert list(made.specifications) == [f"main-{number}" for number in range(1, len(charts) + 1)]
    assert all(f'id="{name}"' in made.html for name in made.specifications)
    cards = [card for one in document.blocks if isinstance(one, FigureRow) for card in one.cards]
    assert all(f'href="/explore/{card.figure}"' in made.html for card in cards)
    assert all(f'href="/figures/{line.id}"' in made.html for line in document.figures if line.id == cards[0].figure)
    assert not re.search(r"<(style|script|html)|\sstyle=|\son[a-z]+=", made.html)


def test_what_has_no_heading_above_it_is_the_first_below_the_pages_own() -> None:
    """On a page that has its own h1, a chart by itself is an h2; below a heading of the document it stays an h4."""
    document = specimen("zh")
    charts = tuple(one for one in document.blocks if isinstance(one, Chart))
    for blocks, level in ((document.blocks, "h4"), (charts, "h2")):
        made = fragment(
            replace(document, blocks=blocks), THEMES["light"], figure_address=str, drill_address=lambda _: ""
        )
        assert f"<{level}>{clauses(charts[0].title)}</{level}>" in made.html


def test_the_style_of_blocks_stands_in_the_page_too(page: str) -> None:
    assert block_style() in page


def test_a_table_without_a_title_is_called_by_the_heading_above_it(tmp_path: Path) -> None:
    """Never by its key in the document; two tables of a name are no two landmarks."""
    table = Table("some.key", (Column("a"),), ((Cell("1"),),))
    blocks = (Heading(2, "What was found"), table, replace(table, title="Before and after"))
    text = page_of(Document("t", "", "", "", "en", blocks), tmp_path)
    groups = [one for _, one in Outline(text).elements if "scroll" in (one.get("class") or "")]
    assert [one["aria-label"] for one in groups] == ["What was found", "Before and after"]
    assert {one["role"] for one in groups} == {"group"}


def test_a_date_is_not_broken_at_its_hyphens() -> None:
    assert unbroken("data until 2018-10-17") == 'data until <span class="amount">2018-10-17</span>'
