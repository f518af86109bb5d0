"""Making a report: measure the month, ask the analyses, let the sections speak, hand the document to the renderers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from kefu.analyses import Study, run_all
from kefu.analyses.restatement.published import publish
from kefu.configuration import Configuration
from kefu.findings import Figure, Finding, Period
from kefu.metrics.query import Meter
from kefu.narrative import formats, subjects
from kefu.narrative.formats import Language
from kefu.narrative.narrator import Narrator
from kefu.report import commentary
from kefu.report.commentary import Remark
from kefu.report.context import DETAILS, Context
from kefu.report.document import Block, Cell, Chart, Column, Document, Heading, Paragraph, Table
from kefu.report.kinds import Chapter, Kind
from kefu.report.pieces import card, foremost, is_judged
from kefu.report.renderers import RENDERERS, Renderer
from kefu.report.sections import SECTIONS
from kefu.report.sections.scope import of_all_channels
from kefu.report.themes import Theme
from kefu.schema import ENTITIES
from kefu.store import ledger

Progress = Callable[[str, float], None]
COVER_CARDS = 4
NAMED_SOURCES = 5
UNTOLD = ("source", "sources_more", "notes")  # of the words of a document: they wait for their numbers
WITHOUT_DATA = "chapters_without_data"  # the table that lists them
TICKETS = "ticket"  # what a section needs that LACKS does not name
LACKS = {  # what a section cannot do without
    "core_tasks": "target",
    "complaints": "complaint",
    "complaint_causes": "complaint",
    "impact": "complaint",
    "incidents": "incident",
    "satisfaction": "survey_response",
    "returns": "return_case",
    "sales": "order",
    "sales_breakdown": "order",
    "quotes": "survey_response",
    "training": "training_record",
    "recommendation": "survey_response",
    "drivers": "survey_response",
    "callbacks": "survey_response",
    "key_customers": "segment",
    "key_customer_indicators": "segment",
    "key_customer_topics": "segment",
    "key_customer_list": "buyers",
}
NOTHING = "nothing"  # of a chapter whose data are there: this month it has nothing to say
ALWAYS_TOLD = ("summary", "scope", "data_quality")  # also by a report whose subject is not in the data


@dataclass(frozen=True, slots=True)
class Made:
    """A finished report: its files, the document they draw, the findings it tells and every figure it shows.

    ``untraced`` are numbers of somebody's own commentary, each with its section, that the section does not show;
    ``note`` is why the project's language model could not be asked ("" where it could, or there is none). ``context``
    is the month as it was measured and analysed, for whoever tells it in another language too.
    """

    files: tuple[Path, ...]
    document: Document
    findings: tuple[Finding, ...]
    figures: tuple[Figure, ...]
    context: Context
    untraced: tuple[tuple[str, str], ...] = ()
    note: str = ""


def make(
    meter: Meter,
    configuration: Configuration,
    data: Path,
    period: Period,
    kind: Kind,
    language: str,
    formats: Sequence[str],
    folder: Path,
    theme: Theme,
    progress: Progress,
    project: Path | None = None,
    voice: Callable[[Context, Document], Document] | None = None,
    before: Context | None = None,
) -> Made:
    """Write the report of a month in every format, in the words of ``voice`` where there is one; ``before`` is the
    month as it was told in another language. Raises NotFoundError for a month without any rows."""
    renderers = {name: RENDERERS[name] for name in formats}
    context = told(meter, configuration, period, kind, language, progress, project, before)
    spoken, findings, document = context.narrator.language, context.findings, compose(context)
    if voice is not None:
        document = voice(context, document)
    ledger.enter(data, context.figures.values())
    publish(data, meter.snapshot.record, period, kind.name, spoken, context.figures)
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{kind.name}_{period}_{spoken}"
    files = {name: folder / f"{stem}{renderer.suffix}" for name, renderer in renderers.items()}
    write(document, theme, renderers, files, progress)
    progress("", 1.0)
    untraced = commentary.untraced(context.remarks, context.shown)
    return Made(tuple(files.values()), document, findings, tuple(context.figures.values()), context, tuple(untraced))


def write(
    document: Document, theme: Theme, renderers: Mapping[str, Renderer], files: Mapping[str, Path], progress: Progress
) -> None:
    """Write the document as a file of every renderer; those that work outside of Python begin at once and go on beside
    the others, on the machine's second core."""
    with ThreadPoolExecutor(1) as beside:
        begun = {
            name: beside.submit(renderer.render, document, files[name], theme)
            for name, renderer in renderers.items()
            if renderer.outside
        }
        for position, name in enumerate(sorted(renderers, key=begun.__contains__)):
            progress(name, 0.6 + 0.4 * position / len(renderers))
            if name in begun:
                begun[name].result()
            else:
                renderers[name].render(document, files[name], theme)


def told(
    meter: Meter,
    configuration: Configuration,
    period: Period,
    kind: Kind,
    language: str,
    progress: Progress,
    project: Path | None = None,
    before: Context | None = None,
) -> Context:
    """The month measured and analysed, ready to be told in the language (by default the project's), with the remarks
    that the project's folder has on it. ``before`` is the same month and kind told in another language from the same
    data: then only the words are new."""
    spoken: Language = "en" if (language or configuration.language) == "en" else "zh"
    remarks = commentary.read(project, period, kind, spoken) if project else ()
    narrator = Narrator(spoken, meter.metrics, configuration.currency)
    if before is not None:
        progress("write", 0.5)
        return before.retold(narrator, before.findings, remarks)
    progress("measure", 0.05)
    study = Study.of_month(meter, period, kind.metrics, configuration.country, configuration.quality.platforms)
    progress("analyse", 0.15)
    findings = run_all(study)
    progress("write", 0.5)
    return Context(study, findings, narrator, kind, configuration.company, remarks)


def compose(context: Context) -> Document:
    """The document of a study: every chapter of the kind, then the register of all figures they showed."""
    blocks = _blocks(context)
    language = context.narrator.language
    wanted = tuple(dict.fromkeys((*context.kind.cover, *context.kind.cards)))
    large = [] if context.absence else foremost(context, wanted, COVER_CARDS)
    cover = tuple(card(context, metric) for metric in large)
    return Document(
        title=context.kind.title[language],
        subtitle=_subtitle(context),
        organisation=context.organisation,
        period=context.narrator.period(context.period),
        language=language,
        blocks=blocks,
        figures=tuple(context.register.values()),
        cover=cover,
        source=_source(context),
        generated=_until(context),
        words={key: str(word) for key, word in context.narrator.words["document"].items() if key not in UNTOLD},
    )


def _subtitle(context: Context) -> str:
    """That of the kind, and of a report about one shop that its numbers are of all channels, where they are."""
    subtitle = context.kind.subtitle[context.narrator.language]
    return context.say("scope", "subtitle_of_all", subtitle=subtitle) if of_all_channels(context) else subtitle


def _blocks(context: Context) -> tuple[Block, ...]:
    """Every chapter that has something to say; those that have not stand together on one page of the last."""
    told: list[list[Block]] = []
    empty: list[Chapter] = []
    for chapter in context.kind.chapters:
        context.chapter = chapter.title[context.narrator.language]
        pages = [block for name in chapter.sections for block in _section(context, name)]
        if pages:
            told.append([Heading(1, context.chapter), *pages])
        else:
            empty.append(chapter)
    if empty and context.absence is None:
        last: list[Block] = told[-1] if told else [Heading(1, context.kind.title[context.narrator.language])]
        told[-1:] = [_with_left_out(context, last, _without_data(context, empty))]
    blocks = (block for chapter in told for block in chapter)
    return tuple(begun(block) if context.narrator.language == "en" else block for block in blocks)


def begun(block: Block) -> Block:
    """The block with a capital at the beginning of every name at the head of a row or a column, on an axis or in a
    legend, whatever it is called inside a sentence."""
    match block:
        case Table(columns=columns, rows=rows):
            heads = tuple(replace(one, header=formats.capital(one.header)) for one in columns)
            led = (tuple(replace(one, text=formats.capital(one.text)) for one in row[:1]) + row[1:] for row in rows)
            return replace(block, columns=heads, rows=tuple(led))
        case Chart(categories=categories, series=series):
            named = tuple(replace(one, name=formats.capital(one.name)) for one in series)
            return replace(block, categories=tuple(map(formats.capital, categories)), series=named)
        case _:
            return block


def _with_left_out(context: Context, last: list[Block], page: list[Block]) -> list[Block]:
    """The last chapter with the page on those left out, before the definitions: a long table fills what it leaves."""
    definitions = context.shown.get("definitions", ())
    place = next((at for at, one in enumerate(last) if definitions and one is definitions[0]), len(last))
    return [*last[:place], *page, *last[place:]]


def _without_data(context: Context, chapters: Sequence[Chapter]) -> list[Block]:
    """A row each: what emptied the chapter. Which indicators stay away with it, the data quality lists."""
    language = context.narrator.language
    columns = (
        Column(context.say("pieces", "without_chapter")),
        Column(context.say("pieces", "without_why"), width=3.0),
    )
    rows = tuple(
        (Cell(one.title[language], strong=True), Cell(context.narrator.tidy(_lacks(context, one)))) for one in chapters
    )
    title = context.say("pieces", "without_title", count=len(chapters))
    return context.page(title, context.say("pieces", "without_topic"), Table(WITHOUT_DATA, columns, rows))


def _section(context: Context, name: str) -> list[Block]:
    """The section's pages, then what the manager wrote about it."""
    section = SECTIONS[name]
    has_data = not section.metrics or any(context.has(metric) for metric in section.metrics)
    speaks = context.absence is None or name in ALWAYS_TOLD
    pages = list(section.build(context)) if has_data and speaks else []
    context.shown[name] = tuple(pages)
    return [*pages, *(block for one in context.remarks if one.about == name for block in _remark(context, one))]


def _remark(context: Context, remark: Remark) -> list[Block]:
    """A page of somebody's own words, which says that it is one."""
    title = remark.title or context.say("pieces", "commentary", chapter=context.chapter)
    heading = Heading(2, title, eyebrow=f"{context.chapter} · {context.say('pieces', 'written')}")
    return [heading, *(Paragraph(text, written=True) for text in remark.paragraphs)]


def _lacks(context: Context, chapter: Chapter) -> str:
    """What emptied the chapter: what the first of its sections that lacks something lacks."""
    known = {one.subject: one for one in context.lacking if one.is_whole}
    needed = (_needed(context, name) for name in chapter.sections)
    untold = (*DETAILS, TICKETS)  # what is lacking only where the data are known not to hold it
    rest = NOTHING if context.holds(TICKETS) else TICKETS
    subject = next((one for one in needed if one in known or one not in untold), rest)
    lack = known.get(subject)
    if lack is None or lack.how != "this_month" or not lack.metrics:
        return context.word("sections", "lacking", subject, "title")
    what = context.word("sections", "missing", subject)
    return context.say("pieces", "none_this_month", what=what, period=context.narrator.period(context.period))


def _needed(context: Context, section: str) -> str:
    """What the section cannot do without; to tell changes and their causes takes one that can be told from chance."""
    if section not in ("changes", "causes"):
        return LACKS.get(section, TICKETS)
    judged = any(is_judged(one) for one in context.found("change"))
    return "change" if judged else "history"


def _source(context: Context) -> str:
    record = context.meter.snapshot.record
    entities = dict.fromkeys(name for one in record.imports for name in one.tables if name in ENTITIES)
    names = [formats.small(subjects.records(name, context.narrator.language)) for name in entities]
    more = len(names) - NAMED_SOURCES
    listed = context.word("comma").join(names[:NAMED_SOURCES]) if more > 0 else context.listed(names)
    if more > 0:
        listed = context.narrator.say("document", "sources_more", names=listed, count=len(names), more=more)
    return context.narrator.say("document", "source", sources=listed, sequence=record.sequence, until=_until(context))


def _until(context: Context) -> str:
    reach = context.meter.snapshot.record.reach
    return max((last for _, last in reach.values()), default="")[:10]
