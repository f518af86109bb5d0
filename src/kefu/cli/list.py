"""``kefu list``: what there is to choose from, built in or the project's own."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from kefu.cli import Command
from kefu.cli._parser import offer_json

if TYPE_CHECKING:
    from kefu.cli._screen import Screen
    from kefu.metrics import Definition
    from kefu.project import Project

Row = Mapping[str, Any]


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("subject", choices=tuple(SUBJECTS), help="what to list")
    offer_json(parser)


def run(args: Namespace) -> int:
    from kefu.cli._place import project_of, project_or_none
    from kefu.cli._screen import Screen

    project = project_of(args) if args.subject == "imports" else project_or_none(args)
    screen = Screen(args, project)
    rows = SUBJECTS[args.subject](screen, project)
    screen.give(rows)
    if rows:
        numbers = [at for at, value in enumerate(rows[0].values()) if isinstance(value, int)]
        texts = [[_shown(value) for value in row.values()] for row in rows]
        screen.table([screen.word(name) for name in rows[0]], texts, right=numbers)
    else:
        screen.say(screen.word("none"))
    return 0


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _origin(screen: Screen, name: str, own: Collection[str]) -> str:
    return screen.word("own" if name in own else "built_in")


def _own(members: object) -> Collection[str]:
    """Names a project laid over the built-in ones."""
    from kefu.project import Overlay

    return members.own if isinstance(members, Overlay) else ()


def _metrics(screen: Screen, project: Project | None) -> list[Row]:
    from kefu.cli._screen import titled
    from kefu.metrics import METRICS

    members = project.metrics if project else METRICS
    return [
        {
            "name": name,
            "title": titled(members[name].title, screen.language),
            "unit": members[name].unit.value,
            "entity": " / ".join(_tables(members, name)),
            "origin": _origin(screen, name, _own(members)),
        }
        for name in members
    ]


def _tables(members: Mapping[str, Definition], name: str) -> list[str]:
    """Tables the metric counts rows of; those of its parts where it is made of others, each once."""
    metric = members[name]
    if metric.entity:
        return [metric.entity]
    return list(dict.fromkeys(table for part in metric.parts if part in members for table in _tables(members, part)))


def _profiles(screen: Screen, project: Project | None) -> list[Row]:
    from kefu.cli._screen import titled
    from kefu.sources.profiles import PROFILES

    members = project.profiles if project else PROFILES
    return [
        {
            "name": name,
            "title": titled(members[name].title, screen.language),
            "tables": sorted({table.entity for table in members[name].tables}),
            "origin": _origin(screen, name, _own(members)),
        }
        for name in members
    ]


def _dimensions(screen: Screen, _project: Project | None) -> list[Row]:
    """Columns of few values, by the tables that have them; what names a person is not offered."""
    from kefu.metrics.dimension import COMPUTED
    from kefu.schema import ENTITIES, Privacy, Type
    from kefu.store.facts import FACTS

    tables: dict[str, list[str]] = {}
    meaning: dict[str, str] = {}
    for table, entity in ENTITIES.items():
        for name, one in entity.fields.items():
            if one.type in (Type.CODE, Type.ID, Type.BOOLEAN) and one.privacy is Privacy.PUBLIC:
                tables.setdefault(name, []).append(table)
                meaning.setdefault(name, one.doc)
    for table, fact in FACTS.items():
        added = {**fact.base, **fact.extra}
        for name, kind in added.items():
            if kind in ("VARCHAR", "BOOLEAN"):
                tables.setdefault(name, []).append(table)
    rows = [{"name": one, "tables": tables[one], "meaning": meaning.get(one, "")} for one in sorted(tables)]
    computed = [{"name": one, "tables": [], "meaning": screen.word(f"dimension_{one}")} for one in sorted(COMPUTED)]
    return [*rows, *computed]


def _reports(screen: Screen, project: Project | None) -> list[Row]:
    from kefu.cli._screen import titled
    from kefu.report.kinds import KINDS

    members = project.kinds if project else KINDS
    return [
        {
            "name": name,
            "title": titled(members[name].title, screen.language),
            "origin": _origin(screen, name, _own(members)),
        }
        for name in members
    ]


def _comparisons(screen: Screen, _project: Project | None) -> list[Row]:
    from kefu.cli._screen import titled
    from kefu.comparisons import COMPARISONS

    return [{"name": name, "title": titled(one.title, screen.language)} for name, one in COMPARISONS.items()]


def _analyses(screen: Screen, _project: Project | None) -> list[Row]:
    from kefu.analyses import ANALYSES
    from kefu.cli._screen import titled

    return [
        {"name": name, "title": titled(one.title, screen.language), "question": titled(one.question, screen.language)}
        for name, one in ANALYSES.items()
    ]


def _calendars(screen: Screen, project: Project | None) -> list[Row]:
    from kefu.cli._screen import titled
    from kefu.service import ALWAYS_OPEN, CALENDARS

    members = project.calendars if project else CALENDARS
    default = (project.service if project else ALWAYS_OPEN).default
    others = [screen.word("everybody_else")]
    return [
        {
            "name": name,
            "title": titled(members[name].title, screen.language),
            "teams": [*members[name].teams, *(others if name == default else [])],
            "timezone": members[name].calendar.zone,
            "origin": _origin(screen, name, _own(members)),
        }
        for name in members
    ]


def _formats(_screen: Screen, _project: Project | None) -> list[Row]:
    from kefu.report.renderers import RENDERERS

    return [{"name": name, "title": one.title, "suffix": one.suffix} for name, one in RENDERERS.items()]


def _sources(_screen: Screen, _project: Project | None) -> list[Row]:
    from kefu.sources import SOURCES

    return [{"name": name, "title": one.title, "suffixes": list(one.suffixes)} for name, one in SOURCES.items()]


def _rules(screen: Screen, _project: Project | None) -> list[Row]:
    from kefu.cleaning import RULES
    from kefu.cli._screen import titled

    return [{"name": name, "title": titled(one.title, screen.language)} for name, one in RULES.items()]


def _imports(_screen: Screen, project: Project | None) -> list[Row]:
    imports = project.record.imports if project else ()
    return [
        {
            "number": one.number,
            "file": one.file,
            "profile": one.profile,
            "imported_at": one.imported_at,
            "rows": one.rows,
            "clean": one.clean,
            "set_aside": one.quarantined,
            "replaced": one.replaced,
        }
        for one in imports
    ]


SUBJECTS: Mapping[str, Callable[[Screen, Project | None], list[Row]]] = {
    "metrics": _metrics,
    "profiles": _profiles,
    "dimensions": _dimensions,
    "comparisons": _comparisons,
    "analyses": _analyses,
    "reports": _reports,
    "calendars": _calendars,
    "formats": _formats,
    "sources": _sources,
    "rules": _rules,
    "imports": _imports,
}

COMMAND = Command(
    title={"en": "what there is to choose from", "zh": "列出指标、导入模板、维度等"},
    help="""
metrics     what can be measured (kefu query, kefu report)
profiles    exports Kefu recognises (kefu import --as)
dimensions  what figures can be sliced by (kefu query --by, --where)
comparisons what a figure can be held against (kefu query --compare)
analyses    questions put to a month (kefu analyse)
reports     kinds of report (kefu report --kind)
calendars   opening hours and the teams that work by them
formats     files a report can be written as (kefu report --format)
sources     kinds of file Kefu reads
rules       why rows are set aside
imports     what was brought in, in order

Metrics, profiles, reports and calendars say whether they are built in or the project's own. Outside a project the
built-in ones are listed.
""",
    configure=configure,
    run=run,
)
