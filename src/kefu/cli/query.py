"""``kefu query``: figures asked for directly, each with an id that ``kefu explain`` knows."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kefu.cli import Command
from kefu.cli._parser import offer_json
from kefu.errors import UsageError, did_you_mean
from kefu.findings.written import FORMS, read_period

if TYPE_CHECKING:
    from kefu.cli._screen import Screen
    from kefu.comparisons._answer import Answer
    from kefu.metrics.query import Meter

GRAINS = ("day", "week", "month", "quarter", "year")
FORMATS = ("table", "csv", "json", "arrow")


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("metrics", metavar="METRIC", nargs="+", help="names of metrics (kefu list metrics)")
    parser.add_argument(
        "--period", metavar="PERIOD", help=f"{FORMS}; default: the last month the data cover to its end"
    )
    parser.add_argument(
        "--grain",
        choices=GRAINS,
        help="one figure for each of these; default: one for the whole period (for hours: --by hour)",
    )
    _several(parser, "--by", "DIM", "one figure for each member of the dimension")
    _several(
        parser,
        "--where",
        "DIM=VALUE",
        'only rows with this value; "DIM=" for rows that do not state one, "DIM!=VALUE" for all others',
    )
    _several(parser, "--compare", "COMPARISON", "hold every figure against it (kefu list comparisons)")
    parser.add_argument(
        "--top", metavar="N", type=int, help="the N largest members of the first dimension, the others together"
    )
    parser.add_argument(
        "--intervals", action="store_true", help="95 %% intervals of medians, quantiles and means too; takes longer"
    )
    parser.add_argument(
        "--format", choices=FORMATS, help="table: for reading; csv, json, arrow: values as they are stored"
    )
    parser.add_argument(
        "--output", metavar="FILE", type=Path, help="write to a file; its ending (.csv, .json, .arrow) is the format"
    )
    parser.add_argument("--personal", action="store_true", help="with --by: show customer numbers instead of a digest")
    offer_json(parser)


def _several(parser: ArgumentParser, option: str, metavar: str, help_: str) -> None:
    parser.add_argument(option, metavar=metavar, nargs="+", action="extend", default=[], help=help_)


def run(args: Namespace) -> int:
    from kefu.cli._answers import Answers
    from kefu.cli._place import project_of
    from kefu.cli._screen import Screen

    where, format_ = read_where(args.where), _format(args)
    period = read_period(args.period) if args.period else None
    if args.top is not None and args.top < 1:
        raise UsageError("--top: {top} should be 1 or more", top=args.top)
    if args.top is not None and not args.by:
        raise UsageError("--top: the first N are members of a dimension; name it with --by")
    args.json = format_ == "json" and args.output is None
    project = project_of(args)
    screen = Screen(args, project)
    answer = project.measure(
        args.metrics,
        period,
        grain=args.grain,
        by=_words(args.by),
        where=where,
        compare=_words(args.compare),
        top=args.top,
        intervals=args.intervals,
    )
    shown = Answers(screen, project, answer, personal=args.personal)
    shown.give(format_, args.output)
    _warn(screen, project.meter, args.metrics, answer)
    return 0


def _words(texts: Sequence[str]) -> list[str]:
    """Names that may stand apart or with commas between them."""
    return [name for text in texts for name in text.split(",") if name]


def _format(args: Namespace) -> str:
    """The format asked for, or that of the file's name."""
    if args.json:
        return "json"
    if args.format is not None or args.output is None:
        return str(args.format or "table")
    ending: str = args.output.suffix.removeprefix(".").lower()
    if ending not in FORMATS or ending == "table":
        near = did_you_mean(ending, [one for one in FORMATS if one != "table"])
        raise UsageError("--output: {output}: its ending names no format{near}", output=args.output, near=near)
    return ending


def read_where(texts: Sequence[str]) -> dict[str, str | None]:
    """``DIM=VALUE`` as pairs, an empty value meaning "not stated"; ``DIM!=VALUE`` as conditions that leave it out."""
    from kefu.findings.lineage import without

    where: dict[str, str | None] = {}
    left_out: dict[str, list[str | None]] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not name.removesuffix("!") or not equals:
            raise UsageError('--where: "{text}" should be DIM=VALUE, such as team=phone, or DIM!=VALUE', text=text)
        if name.endswith("!"):
            left_out.setdefault(name[:-1], []).append(value or None)
        elif name in where:
            raise UsageError("--where: {name} is named twice; a figure has one value of a dimension", name=name)
        else:
            where[name] = value or None
    for name, members in left_out.items():
        where |= without(name, members)
    return where


def _warn(screen: Screen, meter: Meter, metrics: Sequence[str], answer: Answer) -> None:
    """Say why a metric has no value at all, which a dash alone does not tell."""
    for metric in dict.fromkeys(metrics):
        if all(line.value is None for line in answer if line.metric == metric):
            from kefu.cli._inspection import why_not

            reason = why_not(meter, metric, screen.language) or screen.word("nothing_in_period")
            screen.warn(f"{metric}: {reason}")


COMMAND = Command(
    title={"en": "ask for figures", "zh": "查询指标数值"},
    help="""
Measures one or more metrics over a period, with the number of rows behind each figure, its 95 % interval where it has
one, and its id for kefu explain. The metrics come first, then the options.

--top ranks by the first metric over the whole period, largest first. Who equals the last place stays in; members with a
small sample have no place and follow the others. What is left over is measured again from its rows.

examples:
  kefu query ticket_volume csat
  kefu query csat --period 2026-01..2026-10 --grain month --by team
  kefu query first_response_median --where team=phone channel!=email --format csv
  kefu query ticket_volume --by category --top 5 --compare previous_month same_month_last_year
  kefu query ticket_volume --period 2026 --by weekday,hour --output hours.arrow
""",
    configure=configure,
    run=run,
)
