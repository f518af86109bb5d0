"""The quality of the data as ``kefu check`` shows it: a line per source, what asks for attention, platforms, limits."""

from __future__ import annotations

from collections.abc import Sequence

from kefu.analyses.quality import unusual
from kefu.analyses.quality.reconciliation import widest
from kefu.analyses.quality.thresholds import Miss
from kefu.cli._inspection import Inspection
from kefu.cli._screen import Screen
from kefu.findings import Finding
from kefu.narrative import formats
from kefu.narrative.narrator import Narrator
from kefu.project import Project

MOST_COMPARED = 30
MOST_LISTED = 5


def show(screen: Screen, project: Project, found: Inspection) -> None:
    """Everything on the quality of the data; nothing for a project without data."""
    if not found.quality:
        return
    narrator = Narrator(screen.language, project.metrics, screen.currency)
    month = narrator.period(found.month) if found.month else formats.DASH
    screen.say(f"\n{screen.word('quality_heading', as_of=found.as_of, month=month)}")
    _show_sources(screen, found.quality, narrator)
    _show_unusual(screen, found.quality, narrator)
    _show_compared(screen, found.quality, narrator)
    _show_missed(screen, found.missed, narrator)


def _show_sources(screen: Screen, findings: Sequence[Finding], narrator: Narrator) -> None:
    """A line per source and table."""
    held = dict.fromkeys(
        (one.subject["source"], one.subject["entity"]) for one in findings if {"source", "entity"} <= set(one.subject)
    )
    names = ("profile", "table", "quality_newest", "quality_age", "set_aside", "quality_repeated", "quality_orphans",
             "quality_missing")  # fmt: skip
    rows = [_source(findings, source, entity, narrator) for source, entity in sorted(held)]
    screen.table([screen.word(one) for one in names], rows, right=(3, 4, 5, 6))


def _source(findings: Sequence[Finding], source: str, entity: str, narrator: Narrator) -> list[str]:
    def of(*kinds: str) -> list[Finding]:
        wanted = {"source": source, "entity": entity}
        return [one for one in findings if one.kind in kinds and wanted.items() <= dict(one.subject).items()]

    newest = next(iter(of("quality.freshness", "quality.stale")), None)
    valid, repeated = next(iter(of("quality.validity")), None), next(iter(of("quality.duplicates")), None)
    orphans, empty = of("quality.orphans"), next(iter(of("quality.completeness")), None)
    worst = max(orphans, key=lambda one: one.figures["share"].value or 0.0, default=None)
    return [
        source,
        entity,
        newest.subject["last"] if newest else "",
        _shown(narrator, newest, "age"),
        _shown(narrator, valid, "share"),
        _shown(narrator, repeated, "exact"),
        _shown(narrator, worst, "share"),
        f"{empty.subject['field']} {narrator.show(empty.figures['share'])}" if empty else "",
    ]


def _shown(narrator: Narrator, finding: Finding | None, role: str) -> str:
    return narrator.show(finding.figures[role]) if finding else ""


def _show_unusual(screen: Screen, findings: Sequence[Finding], narrator: Narrator) -> None:
    odd = unusual(findings)
    screen.say(f"\n{screen.word('quality_found' if odd else 'quality_nothing')}")
    for one in odd:
        screen.say(f"  {narrator.tell(one)}")
        if one.kind in ("quality.near_duplicates", "quality.days_missing"):
            for part in one.parts[:MOST_LISTED]:
                screen.say(f"    {narrator.tell(part)}")


def _show_compared(screen: Screen, findings: Sequence[Finding], narrator: Narrator) -> None:
    """Platform figures beside recomputed ones, the widest apart first; days that cannot be combined as sentences."""
    compared = widest(findings)
    apart = [one for one in findings if one.kind in ("quality.not_combinable", "quality.unmatched")]
    if not compared and not apart:
        return
    screen.say(f"\n{screen.word('quality_reconciliation')}")
    names = (
        "metric",
        "quality_platform",
        "slice",
        "quality_stated",
        "quality_recomputed",
        "quality_difference",
        "note",
    )
    rows = [_compared(one, narrator) for one in compared[:MOST_COMPARED]]
    if rows:
        screen.table([screen.word(one) for one in names], rows, right=(3, 4, 5))
    if len(compared) > MOST_COMPARED:
        screen.advise(screen.word("more_compared", shown=MOST_COMPARED, all=len(compared)))
    for one in apart:
        screen.say(f"  {narrator.tell(one)}")


def _compared(one: Finding, narrator: Narrator) -> list[str]:
    return [
        narrator.title(one.subject["metric"]),
        narrator.member("platform", one.subject["platform"]),
        narrator.slice_of(one),
        narrator.show(one.figures["stated"]),
        narrator.show(one.figures["now"]),
        narrator.show_change(one.figures["difference"]),
        narrator.word("comma").join(narrator.caveats(one)[1:]),
    ]


def _show_missed(screen: Screen, missed: Sequence[Miss], narrator: Narrator) -> None:
    """Findings beyond the project's limits."""
    screen.say(f"\n{screen.word('quality_beyond' if missed else 'quality_within')}")
    for one in missed:
        limit = formats.figure(one.limit, one.value.unit, screen.style)
        said = narrator.tell(one.finding)
        screen.say(
            f"  {screen.word('quality_limit', name=one.name, limit=limit, value=narrator.show(one.value), said=said)}"
        )
