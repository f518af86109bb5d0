"""``kefu describe``: what a metric is, in full, and whether this project can measure it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from kefu.cli import Command
from kefu.cli._parser import offer_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kefu.cli._screen import Screen
    from kefu.metrics import Definition
    from kefu.project import Project


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("metric", metavar="METRIC", help="name of a metric (kefu list metrics)")
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cli._place import project_or_none
    from kefu.cli._screen import Screen
    from kefu.errors import NotFoundError, did_you_mean
    from kefu.metrics import METRICS

    project = project_or_none(args)
    metrics = project.metrics if project else METRICS
    if args.metric not in metrics:
        raise NotFoundError('no metric "{metric}"{near}', metric=args.metric, near=did_you_mean(args.metric, metrics))
    screen = Screen(args, project)
    said = _as_data(screen, metrics[args.metric], metrics, project)
    screen.give(said)
    _tell(screen, metrics[args.metric], said)
    return 0


def _as_data(
    screen: Screen, one: Definition, metrics: Mapping[str, Definition], project: Project | None
) -> dict[str, Any]:
    from kefu.cli._account import expression
    from kefu.metrics.dimension import telling
    from kefu.narrative.rules import followed

    parts = _of_rows(one, metrics)
    tables = list(dict.fromkeys(part.entity for part in parts if part.entity))
    reason = _why_not(screen, one.name, project)
    return {
        "name": one.name,
        "title": dict(one.title),
        "question": dict(one.question),
        "note": dict(one.note),
        "expression": expression(one),
        "unit": one.unit.value,
        "better": one.better.value,
        "formula": dict(one.formula),
        "rules": {name: rule.value for name, rule in followed(one).items()},
        "minimum_sample": one.minimum_sample,
        "relevant_change": one.relevant_change,
        "preset_of": one.preset_of,
        "owner": one.owner,
        "version": one.version,
        "tables": tables,
        "columns": sorted({column for part in parts for column in _columns(part)}),
        "dimensions": [name for name in telling(tables[0]) if all(name in telling(table) for table in tables)],
        "origin": "own" if project and one.name in getattr(project.metrics, "own", ()) else "built_in",
        "digest": one.digest,
        "check": one.check,
        "available": None if project is None else not reason,
        "why_not": reason,
    }


def _of_rows(one: Definition, metrics: Mapping[str, Definition]) -> list[Definition]:
    """The metrics of rows it is made of: itself, or those of all its parts."""
    if not one.parts:
        return [one]
    return [part for name in one.parts for part in _of_rows(metrics[name], metrics)]


def _columns(one: Definition) -> set[str]:
    from kefu.metrics.expression import columns_of

    named = [columns_of(text) for text in (one.value, one.where) if text]
    return {one.at, *(column for some in named for column in some)} - {""}


def _why_not(screen: Screen, metric: str, project: Project | None) -> str:
    if project is None:
        return ""
    from kefu.cli._inspection import why_not

    return why_not(project.meter, metric, screen.language)


def _tell(screen: Screen, metric: Definition, said: Mapping[str, Any]) -> None:
    from kefu.cli._screen import titled
    from kefu.narrative.rules import followed, meaning

    language, say = screen.language, screen.word
    lines = {
        "metric": f"{titled(said['title'], language)} ({said['name']})",
        "question": titled(said["question"], language),
        "formula": titled(said["formula"], language),
        "note": titled(said["note"], language),
        "expression": said["expression"],
        "unit": said["unit"],
        "better": say(f"better_{said['better']}"),
        **{name: meaning(rule, language) for name, rule in followed(metric).items()},
        "minimum_sample": str(said["minimum_sample"]),
        "relevant_change": f"{said['relevant_change']:.0%}",
        "preset_of": said["preset_of"],
        "owner": said["owner"],
        "version": str(said["version"]),
        "tables": ", ".join(said["tables"]),
        "columns": ", ".join(said["columns"]),
        "dimensions": ", ".join(said["dimensions"]),
        "origin": say(said["origin"]),
        "digest": said["digest"],
    }
    for key, text in lines.items():
        if text:
            screen.pair(say(key), text)
    if said["available"] is not None:
        screen.pair(say("state"), say("can_be_measured") if said["available"] else said["why_not"])


COMMAND = Command(
    title={"en": "what a metric is, in full", "zh": "指标口径说明"},
    help="""
Tells what a metric measures: the question it answers, its formula, unit and good direction, the rules it follows
(which period a row belongs to, whose it is, what becomes of rows without a value, what may be added up), from how many
rows on it is relied on, the tables and columns it reads, and what it can be sliced by. In a project it also
tells whether the data there can answer it and, where not, why.

examples:
  kefu describe first_response_median
  kefu describe csat --json
""",
    configure=configure,
    run=run,
)
