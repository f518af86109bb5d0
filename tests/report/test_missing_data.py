"""What a data set lacks is said once, in words: never drawn, never zero, never an error.

Each store here holds one kind of record only, made up by arithmetic; the report is composed for the first month there
is, for one with a settled history and for the last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kefu.analyses import Study, run_all
from kefu.configuration import Configuration
from kefu.engine import connect
from kefu.errors import NotFoundError
from kefu.findings import Period
from kefu.metrics import METRICS
from kefu.metrics.dimension import Band
from kefu.metrics.query import Meter
from kefu.narrative.formats import DASH
from kefu.narrative.narrator import Narrator
from kefu.narrative.words import WORDS
from kefu.report.context import Context
from kefu.report.document import (
    Block,
    Callout,
    Card,
    Chart,
    Document,
    FigureRow,
    Heading,
    Language,
    Steps,
    Table,
    blocks_of,
    pages,
)
from kefu.report.kinds import KINDS
from kefu.report.making import compose, make
from kefu.report.sections import difficulties
from kefu.report.themes import THEMES
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in

KIND = KINDS["after_sales_monthly"]
FIRST, SETTLED, LAST = Period.month("2025-01"), Period.month("2025-10"), Period.month("2025-12")
SUBJECTS = ("ticket", "message", "call", "survey_response", "order", "return_case", "incident", "target")
EMPTY_CHAPTERS = {"survey_response": "satisfaction", "incident": "incidents", "target": "core_tasks"}
BANDS = [Band("within_30m", 1800), Band("overdue", None)]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def moments(each: int = 40) -> Iterator[tuple[int, datetime]]:
    """Every month of 2025 has about as many moments, a few more in uneven ones."""
    number = 0
    for month in range(1, 13):
        for place in range(each + month % 3):
            number += 1
            yield number, datetime(2025, month, 1 + place % 28, 9, place % 60)  # noqa: DTZ001 - in UTC, as the store is


def text(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")


def tickets() -> list[Row]:
    return [
        {
            "ticket_id": f"T{n}",
            "created_at": text(at),
            "first_responded_at": text(at + timedelta(minutes=5 + n % 50)),
            "resolved_at": text(at + timedelta(hours=2 + n % 30)),
            "customer_id": f"C{n % 211}",
            "agent_id": f"A{n % 7}",
            "team": f"group {n % 3}",
            "channel": ("phone", "email")[n % 2],
        }
        for n, at in moments()
    ]


def bare_tickets() -> list[Row]:
    """No answer, no solution, nobody's name: nothing but when they came."""
    return [{"ticket_id": f"T{n}", "created_at": text(at)} for n, at in moments()]


def orders() -> list[Row]:
    return [
        {
            "order_id": f"O{n}",
            "ordered_at": text(at),
            "amount": str(50 + n % 90),
            "customer_id": f"C{n % 211}",
            "product_line": f"line {n % 4}",
            "status": "completed",
        }
        for n, at in moments()
    ]


def surveys() -> list[Row]:
    return [
        {
            "response_id": f"S{n}",
            "sent_at": text(at),
            "answered_at": text(at + timedelta(hours=3)) if n % 3 else "",
            "csat": str(1 + n % 5) if n % 3 else "",
        }
        for n, at in moments(90)
    ]


def returns() -> list[Row]:
    return [
        {
            "return_id": f"R{n}",
            "opened_at": text(at),
            "closed_at": text(at + timedelta(days=2)),
            "cause": ("quality", "wrong_item", "")[n % 3],
            "kind": "refund",
        }
        for n, at in moments()
    ]


def calls() -> list[Row]:
    return [
        {
            "call_id": f"K{n}",
            "started_at": text(at),
            "direction": "inbound",
            "outcome": "abandoned" if n % 9 == 0 else "answered",
            "team": f"group {n % 2}",
        }
        for n, at in moments()
    ]


STORES: dict[str, dict[str, Any]] = {
    "tickets": {"ticket": tickets()},
    "bare tickets": {"ticket": bare_tickets()},
    "orders": {"order": orders()},
    "surveys": {"survey_response": surveys()},
    "returns": {"return_case": returns()},
    "calls": {"call": calls()},
    "tickets, and surveys of another month": {"ticket": tickets(), "survey_response": surveys()[-90:]},
}


@pytest.fixture(scope="module", params=STORES)
def meter(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meter]:
    store = tmp_path_factory.mktemp("lack") / "data"
    bring_in(store, **STORES[request.param])
    engine = connect()
    yield Meter(Snapshot(store, engine), METRICS, BANDS)
    engine.close()


@pytest.fixture(scope="module", params=[FIRST, SETTLED, LAST], ids=str)
def context(request: pytest.FixtureRequest, meter: Meter) -> Context:
    return context_of(meter, request.param, "en")


@pytest.fixture(scope="module", params=LANGUAGES)
def document(request: pytest.FixtureRequest, context: Context) -> Document:
    spoken = Context(
        Study(context.meter, context.period, context.metrics, "DE"),
        context.findings,
        Narrator(request.param, context.meter.metrics),
        KIND,
        "Lantern",
    )
    return compose(spoken)


def context_of(meter: Meter, period: Period, language: Language) -> Context:
    available = meter.answerable(KIND.metrics)
    known = tuple(one.metric for one in meter.measure(available, period) if one.figure.value is not None)
    study = Study(meter, period, known, "DE")
    return Context(study, run_all(study), Narrator(language, meter.metrics), KIND, "Lantern")


def cards(document: Document) -> list[Card]:
    rows: Sequence[Block] = blocks_of(document, FigureRow)
    return [*document.cover, *(card for row in rows if isinstance(row, FigureRow) for card in row.cards)]


def chapters_without_data(document: Document) -> dict[str, str]:
    """The chapters that have nothing to say, on one page of the last before the definitions, each with what emptied
    it."""
    topic = WORDS[document.language]["sections"]["pieces"]["without_topic"]
    shown = list(pages(document))
    named = [page for page in shown if page.heading.eyebrow.endswith(topic)]
    definitions = WORDS[document.language]["sections"]["definitions"]["topic"]
    behind = list(shown[shown.index(named[0]) + 1 :]) if named else []
    assert len(named) <= 1
    assert all(page.heading.eyebrow.endswith(definitions) for page in behind)
    listed = (block for page in named for block in page.blocks if isinstance(block, Table))
    return {row[0].text: row[1].text for table in listed for row in table.rows}


def charts(document: Document) -> list[Chart]:
    return [one for one in document.blocks if isinstance(one, Chart)]


def tables(document: Document) -> list[Table]:
    return [one for one in document.blocks if isinstance(one, Table)]


def test_every_page_has_a_title_and_something_below_it(document: Document) -> None:
    for page in pages(document):
        assert page.heading.text.strip(DASH + " 。.:：")
        assert page.blocks, page.heading.text
        assert all(one.text != page.heading.text for one in page.blocks if isinstance(one, Heading))
    told = {one.text for one in document.blocks if isinstance(one, Heading) and one.level == 1}
    wanted = [chapter.title[document.language] for chapter in KIND.chapters]
    assert sorted([*told, *chapters_without_data(document)]) == sorted(wanted)


def test_no_chart_is_drawn_of_one_category_or_of_nothing(document: Document) -> None:
    for chart in charts(document):
        assert len(chart.categories) > 1, chart.name
        for series in chart.series:
            assert any(value is not None for value in series.values), (chart.name, series.name)


def test_metrics_the_data_do_not_give_are_not_shown(document: Document, context: Context) -> None:
    absent = {METRICS[name].title[document.language] for name in KIND.metrics if name not in context.metrics}
    assert not absent & {card.name for card in cards(document)}
    assert not {chart.name.split(".")[0] for chart in charts(document)} & (set(KIND.metrics) - set(context.metrics))
    shown = [table for table in tables(document) if table.name != "data_quality.lacking"]
    assert not absent & {row[0].text for table in shown for row in table.rows}


def test_nothing_shown_is_blank(document: Document) -> None:
    for card in cards(document):
        assert card.value != DASH, card.name
        assert DASH not in [one.text for one in card.deltas], card.name
    for table in tables(document):
        assert table.rows, table.name
        for row in table.rows:
            assert any(cell.text not in ("", DASH) for cell in row[1:]), (table.name, row[0].text)
        for place, column in enumerate(table.columns):
            assert any(row[place].text not in ("", DASH) for row in table.rows), (table.name, column.header)
    for callout in (one for one in document.blocks if isinstance(one, Callout)):
        assert callout.paragraphs, callout.heading
        assert all(said.strip(" .。") for said in callout.paragraphs), callout.heading


def test_sentences_hold_no_word_of_a_machine(document: Document) -> None:
    said = " ".join(texts(document))
    assert not re.search(r"\b(None|nan|inf|N/A|undefined|general)\b|\{\{|\}\}|\{%|  ", said), said


def texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        match block:
            case Heading(text=said):
                yield said
            case Callout(paragraphs=paragraphs):
                yield from paragraphs
            case Steps(items=items):
                yield from (item.text for item in items)
            case Chart(title=title, alt=alt):
                yield from (title, alt)
            case _:
                pass


def test_what_is_lacking_is_named_in_the_scope_and_listed_in_the_appendix(document: Document, context: Context) -> None:
    named = WORDS[document.language]["sections"]["missing"]
    lacking = [name for name in SUBJECTS if not context.holds(name)]
    assert lacking
    scope = next(one for one in document.blocks if isinstance(one, Steps))
    said = next(
        item.text for item in scope.items if item.title == WORDS[document.language]["sections"]["scope"]["missing"]
    )
    listed = next(table for table in tables(document) if table.name == "data_quality.lacking")
    subjects = {row[0].text.lower() for row in listed.rows}
    for name in lacking:
        assert named[name] in said
        assert named[name].lower() in subjects
    for metric in (name for name in KIND.metrics if name not in context.metrics):
        wanted = METRICS[metric].title[document.language].replace(" ", "").lower()  # a name in a row begins small
        assert any(wanted in row[1].text.replace(" ", "").lower() for row in listed.rows), metric


def test_a_chapter_without_data_says_so_once(document: Document, context: Context) -> None:
    titles = [page.heading.text for page in pages(document)]
    words = WORDS[document.language]["sections"]["lacking"]
    said = list(chapters_without_data(document).values())
    for entity in EMPTY_CHAPTERS:
        assert said.count(words[entity]["title"]) == (not context.holds(entity)), entity
    assert len(titles) == len(set(titles)), titles


def test_the_first_month_is_told_without_a_verdict(document: Document, context: Context) -> None:
    if context.period == FIRST:
        assert not any(word in " ".join(texts(document)) for word in ("normal variation", "正常波动"))


DENIED = {  # what holds it: what is said where nothing was found
    "target": "No target was missed two months in a row.",
    "ticket": "No backlog of tickets was found.",
    "call": "No shortage at the telephone was measured.",
}


def test_no_difficulty_is_denied_that_could_not_be_looked_for(context: Context) -> None:
    blocks = list(difficulties.build(context))
    said = {text for block in blocks if isinstance(block, Callout) for text in block.paragraphs}
    found = [block for block in blocks if isinstance(block, Steps)]
    held = {text for name, text in DENIED.items() if context.holds(name)}
    assert said == (set() if found else held)
    assert bool(blocks) == bool(found or held)


@pytest.mark.parametrize(("rows", "title"), [
    ({"ticket": tickets()}, "The tickets do not say which are complaints"),
    ({"call": calls()}, "No ticket data"),
])  # fmt: skip
@pytest.mark.parametrize(("kind", "chapter"), [
    ("sales_service_monthly", "Complaints"), ("independent_shop", "Business impact"),
])  # fmt: skip
def test_a_chapter_on_complaints_says_what_it_lacks(
    rows: dict[str, Any], title: str, kind: str, chapter: str, tmp_path: Path
) -> None:
    """Tickets without a category are there, and still nobody can count complaints."""
    bring_in(tmp_path / "data", **rows)
    engine = connect()
    study = Study(Meter(Snapshot(tmp_path / "data", engine), METRICS, BANDS), SETTLED, ())
    document = compose(Context(study, (), Narrator("en", METRICS), KINDS[kind], "Lantern"))
    engine.close()
    assert chapters_without_data(document)[chapter] == title


def test_whose_turn_an_open_ticket_is_goes_unsaid_where_no_message_tells(tmp_path: Path) -> None:
    """Every other ticket is solved and none has a message: the backlog is told, who wrote last is not."""
    rows = [{**row, "resolved_at": row["resolved_at"] if n % 2 else ""} for n, row in enumerate(tickets())]
    bring_in(tmp_path / "data", ticket=rows)
    engine = connect()
    context = context_of(Meter(Snapshot(tmp_path / "data", engine), METRICS, BANDS), SETTLED, "en")
    (whole,) = (one for one in context.found("unresolved") if one.kind == "unresolved.backlog")
    said = context.narrator.tell(whole)
    engine.close()
    assert "ours" not in whole.figures
    assert all(figure.value is not None for figure in whole.figures.values())
    assert "wrote last" not in said
    assert "were open" in said


@pytest.mark.parametrize(("language", "wanted"), [("en", "tickets were open"), ("zh", "未结工单")])
def test_a_month_nobody_can_judge_tells_first_what_is_hard(tmp_path: Path, language: Language, wanted: str) -> None:
    """Every other ticket of the first month stays open: that leads the summary, not how many indicators, and its first
    box says what to do about it; its own page then has another title."""
    rows = [{**row, "resolved_at": row["resolved_at"] if n % 2 else ""} for n, row in enumerate(tickets())]
    bring_in(tmp_path / "data", ticket=rows)
    engine = connect()
    document = compose(context_of(Meter(Snapshot(tmp_path / "data", engine), METRICS, BANDS), FIRST, language))
    engine.close()
    first = next(pages(document))
    hard, to_do = (block for block in first.blocks if isinstance(block, Callout))
    assert wanted in first.heading.text
    assert hard.heading == first.heading.text
    assert [len(one.paragraphs) for one in (hard, to_do)] == [1, 1]
    assert [page.heading.text for page in pages(document)].count(first.heading.text) == 1
    assert any(isinstance(block, Table) for block in first.blocks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_of_other_months_are_not_called_missing_for_ever(tmp_path: Path, language: Language) -> None:
    bring_in(tmp_path / "data", **STORES["tickets, and surveys of another month"])
    engine = connect()
    document = compose(context_of(Meter(Snapshot(tmp_path / "data", engine), METRICS, BANDS), SETTLED, language))
    engine.close()
    wanted = {"en": "No survey data for Oct 2025", "zh": "2025年10月无满意度调查数据"}[language]
    assert list(chapters_without_data(document).values()).count(wanted) == 1


def test_every_format_is_written(tmp_path: Path) -> None:
    bring_in(tmp_path / "data", call=calls())
    engine = connect()
    meter = Meter(Snapshot(tmp_path / "data", engine), METRICS, BANDS)
    formats = ("pptx", "xlsx", "html", "md")
    made = make(
        meter,
        Configuration(),
        tmp_path / "data",
        FIRST,
        KIND,
        "en",
        formats,
        tmp_path,
        THEMES["light"],
        lambda _stage, _done: None,
    )
    engine.close()
    assert [path.suffix for path in made.files] == [f".{name}" for name in formats]
    assert all(path.stat().st_size for path in made.files)


@pytest.mark.parametrize("month", ["2025-05", "2031-01"])
def test_a_month_without_any_row_is_refused_in_one_line(tmp_path: Path, month: str) -> None:
    rows = [row for row in tickets() if "2025-05" not in row["created_at"]]
    bring_in(tmp_path / "data", ticket=rows)
    engine = connect()
    meter = Meter(Snapshot(tmp_path / "data", engine), METRICS, BANDS)
    with pytest.raises(NotFoundError, match=f"{month}: the data hold no row of this month"):
        make(
            meter,
            Configuration(),
            tmp_path / "data",
            Period.month(month),
            KIND,
            "en",
            (),
            tmp_path,
            THEMES["light"],
            print,
        )
    engine.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_of_nothing_is_still_a_document(tmp_path: Path, language: Language) -> None:
    """Nobody asks for it, but no section may rely on a metric being there."""
    bring_in(tmp_path / "data", ticket=bare_tickets())
    engine = connect()
    meter = Meter(Snapshot(tmp_path / "data", engine), METRICS, BANDS)
    document = compose(Context(Study(meter, SETTLED, ()), (), Narrator(language, METRICS), KIND, "Lantern"))
    engine.close()
    assert all(page.heading.text and page.blocks for page in pages(document))
    assert not cards(document)
    assert not charts(document)


KEY_CUSTOMERS = KINDS["key_customer"]
LISTED = [{"customer_id": "C7", "segment": "key"}, {"customer_id": "C8", "segment": "regular"}]


@pytest.fixture
def about_key_customers(tmp_path: Path) -> Iterator[Callable[..., Document]]:
    """A report on key customers, of the settled month of some rows."""
    engine = connect()

    def made(language: Language, *, ticket: list[Row], customer: Sequence[Row] = ()) -> Document:
        bring_in(tmp_path / "data", ticket=ticket, customer=customer)
        meter = Meter(Snapshot(tmp_path / "data", engine), METRICS, BANDS)
        known = tuple(meter.answerable(KEY_CUSTOMERS.metrics))
        study = Study(meter, SETTLED, known, "DE")
        return compose(Context(study, run_all(study), Narrator(language, METRICS), KEY_CUSTOMERS, "Lantern"))

    yield made
    engine.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_without_its_subject_says_so_and_no_more(
    about_key_customers: Callable[..., Document], language: Language
) -> None:
    """Tickets nobody of whom is known as a key customer: one page says why and what it takes; then the sources."""
    document = about_key_customers(language, ticket=tickets())
    absence = KEY_CUSTOMERS.without_subject
    assert absence is not None
    first, *others = pages(document)
    said = " ".join(text for block in first.blocks if isinstance(block, Callout) for text in block.paragraphs)
    assert first.heading.text == absence.title[language]
    assert absence.why[language] in said
    assert absence.needs[language] in said
    assert not cards(document)
    assert not charts(document)
    assert not chapters_without_data(document)
    assert len(others) == 2  # the scope and the quality of the data


def test_a_report_whose_subject_is_known_has_its_chapters(about_key_customers: Callable[..., Document]) -> None:
    document = about_key_customers("en", ticket=tickets(), customer=LISTED)
    assert cards(document)
    left_out = chapters_without_data(document)
    assert "Who they are" in left_out
    assert left_out["Causes of change"] == "No change asks for an explanation"
    assert "No ticket data" not in left_out.values()
