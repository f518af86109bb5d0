"""``kefu query``: figures asked for directly, each with an id that ``kefu explain`` knows."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.cli._period import FORMS, read_period
from kefu.errors import UsageError

if TYPE_CHECKING:
    from kefu.cli._screen import Screen
    from kefu.metrics.query import Measurement, Meter
    from kefu.project import Project

GRAINS = ("day", "week", "month", "quarter", "year")
FORMATS = ("table", "csv", "json")


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("metrics", metavar="METRIC", nargs="+", help="names of metrics (kefu list metrics)")
    parser.add_argument(
        "--period", metavar="PERIOD", help=f"{FORMS}; default: the last month the data cover to its end"
    )
    parser.add_argument(
        "--grain", choices=GRAINS, help="one figure for each of these; default: one for the whole period"
    )
    parser.add_argument(
        "--by",
        metavar="DIM",
        nargs="+",
        action="extend",
        default=[],
        help="one figure for each member of the dimension",
    )
    parser.add_argument(
        "--where",
        metavar="DIM=VALUE",
        nargs="+",
        action="extend",
        default=[],
        help='only rows with this value; "DIM=" for rows that do not state one',
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="table", help="table: for reading; csv, json: values as they are stored"
    )
    parser.add_argument("--personal", action="store_true", help="with --by: show customer numbers instead of a digest")
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen
    from kefu.metrics.grain import Grain
    from kefu.store import ledger

    where = read_where(args.where)
    period = read_period(args.period) if args.period else None
    args.json = args.json or args.format == "json"
    project = project_of(args)
    screen = Screen(args, project)
    grain = Grain(args.grain) if args.grain else None
    asked = period or project.last_complete_month()
    metrics, by = list(dict.fromkeys(args.metrics)), list(dict.fromkeys(args.by))
    measured = project.meter.measure(metrics, asked, grain=grain, by=by, where=where)
    ledger.enter(project.data, [one.figure for one in measured])
    if not args.personal:
        measured = [_covered(project, one) for one in measured]
    if args.format == "csv" and not args.json:
        _write_csv(measured, by)
    screen.give([_as_data(one) for one in measured])
    if args.format == "table" and not args.json:
        _show(screen, project.meter, measured, by)
    _warn(screen, project.meter, metrics, measured)
    return 0


def read_where(texts: Sequence[str]) -> dict[str, str | None]:
    """``DIM=VALUE`` as pairs; an empty value means "not stated"."""
    where: dict[str, str | None] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not name or not equals:
            raise UsageError(f'--where: "{text}" should be DIM=VALUE, such as team=phone')
        if name in where:
            raise UsageError(f"--where: {name} is named twice; a figure has one value of a dimension")
        where[name] = value or None
    return where


def _covered(project: Project, one: Measurement) -> Measurement:
    """The measurement with the names of people in its slice replaced by pseudonyms."""
    from kefu.cli._privacy import covered_row, privacy_of

    privacy = {name: one for entity in project.meter.tables(one.metric) for name, one in privacy_of(entity).items()}
    where = covered_row(one.query.where, privacy, project.pseudonyms)
    return replace(one, query=replace(one.query, where=where))


def _as_data(one: Measurement) -> dict[str, Any]:
    figure = one.figure
    return {
        "id": figure.id,
        "metric": one.metric,
        "from": one.period.start.isoformat(),
        "to": one.period.end.isoformat(),
        "where": dict(one.query.where),
        "value": figure.value,
        "unit": figure.unit.value,
        "sample": figure.sample,
        "censored": figure.censored,
        "interval": list(figure.interval) if figure.interval else None,
    }


def _write_csv(measured: Sequence[Measurement], by: Sequence[str]) -> None:
    import csv
    import sys

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(
        ["metric", "from", "to", *by, "value", "unit", "sample", "censored", "interval_low", "interval_high", "id"]
    )
    for one in measured:
        low, high = one.figure.interval or (None, None)
        figure = one.figure
        place = [one.metric, one.period.start, one.period.end, *(one.member(name) for name in by)]
        writer.writerow([*place, figure.value, figure.unit.value, figure.sample, figure.censored, low, high, figure.id])


def _show(screen: Screen, meter: Meter, measured: Sequence[Measurement], by: Sequence[str]) -> None:
    heads = [screen.word(one) for one in ("metric", "period")]
    tails = [screen.word(one) for one in ("value", "rows", "interval", "figure_id")]
    small = [one for one in measured if _small(meter, one)]
    rows = [_line(screen, meter, one, by, small=one in small) for one in measured]
    first = 2 + len(by)
    screen.table([*heads, *by, *tails], rows, right=(first, first + 1, first + 2))
    if small:
        screen.say(screen.word("small_sample"))
    if measured:
        screen.advise(screen.word("explain_hint", id=measured[0].figure.id))


def _line(screen: Screen, meter: Meter, one: Measurement, by: Sequence[str], *, small: bool) -> list[str]:
    from kefu.cli._screen import titled
    from kefu.narrative import formats

    figure = one.figure
    low, high = figure.interval or (None, None)
    return [
        titled(meter.metrics[one.metric].title, screen.language),
        formats.period(one.period, screen.language),
        *(one.member(name) or screen.word("not_stated") for name in by),
        f"{formats.figure(figure.value, figure.unit, screen.style)}{' *' if small else ''}",
        f"{figure.sample:,}",
        formats.interval(low, high, figure.unit, screen.style) if figure.interval else "",
        figure.id,
    ]


def _small(meter: Meter, one: Measurement) -> bool:
    return one.figure.value is not None and one.figure.sample < meter.metrics[one.metric].minimum_sample


def _warn(screen: Screen, meter: Meter, metrics: Sequence[str], measured: Sequence[Measurement]) -> None:
    """Say why a metric has no value at all, which a dash alone does not tell."""
    from kefu.cli._inspection import why_not

    for metric in metrics:
        if all(one.figure.value is None for one in measured if one.metric == metric):
            reason = why_not(meter, metric, screen.language) or screen.word("nothing_in_period")
            screen.warn(f"{metric}: {reason}")


COMMAND = Command(
    title={"en": "ask for figures", "zh": "查询指标数值"},
    help="""
Measures one or more metrics over a period, with the number of rows behind each figure, its 95 % interval where it has
one, and its id for kefu explain. The metrics come first, then the options.

examples:
  kefu query ticket_volume csat
  kefu query csat --period 2026-01..2026-10 --grain month --by team
  kefu query first_response_median --where team=phone channel=phone --format csv
""",
    configure=configure,
    run=run,
)
