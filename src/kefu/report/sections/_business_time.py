"""Waiting in opening hours beside waiting by the clock, and whose opening hours those are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from kefu.findings import Figure, Lineage, Unit
from kefu.report.context import Context
from kefu.report.document import Paragraph
from kefu.service import CALENDARS, DEFAULT, ROUND_THE_CLOCK, own_calendars
from kefu.store.hours import TABLE

IN_OPENING_HOURS = {
    "first_response_median": "first_response_business_median",
    "first_response_mean": "first_response_business_mean",
    "turn_response_median": "turn_response_business_median",
}
HOUR = 3_600


def calendars(context: Context) -> tuple[str, ...]:
    """The calendars the month's tickets are counted by; none where everybody is there round the clock."""
    used = {one.member("calendar") for one in context.by("ticket_volume", "calendar")} - {None}
    return () if used <= {ROUND_THE_CLOCK} else tuple(sorted(one for one in used if one))


def in_opening_hours(context: Context, metric: str) -> Figure | None:
    """The same statistic in opening hours, where there is such a metric."""
    name = IN_OPENING_HOURS.get(metric, "")
    return context.meter.figure(name, context.period) if name in context.meter.metrics else None


def hours_used(context: Context, names: tuple[str, ...]) -> Paragraph:
    """One sentence: the calendars, and how long each was open this month."""
    open_hours, titles = [_open_hours(context, name) for name in names], _titles(context, names)
    said = [
        context.say(
            "response",
            "open",
            calendar=title,
            hours=context.show(figure, context.say("response", "open_hours", calendar=title)),
        )
        for title, figure in zip(titles, open_hours, strict=True)
    ]
    text = context.say("response", "hours_used", calendars=context.listed(said))
    return Paragraph(text, tuple(one.id for one in open_hours), muted=True)


def _titles(context: Context, names: Sequence[str]) -> list[str]:
    """What people call the calendars; one without a title by its name, or as that of all the other teams."""
    known = {**CALENDARS, **own_calendars(context.meter.settings, context.meter.timezone)}
    language, others = context.narrator.language, context.say("response", "other_teams")
    titles = {name: known[name].title.get(language, "") for name in names if name in known}
    return [titles.get(name) or (others if name == DEFAULT else name) for name in names]


def _open_hours(context: Context, name: str) -> Figure:
    """Hours a calendar was open in the period, from the stretches by which the facts were computed."""
    snapshot = context.meter.snapshot
    snapshot.open(TABLE)
    first, end = (_moment(day, context.meter.timezone) for day in (context.period.start, context.period.end))
    [(seconds,)] = snapshot.engine.rows(
        "SELECT sum(epoch(least(closes_at, CAST(? AS TIMESTAMP)) - greatest(opens_at, CAST(? AS TIMESTAMP)))) "
        f"FROM {TABLE} WHERE calendar = ? AND closes_at > CAST(? AS TIMESTAMP) AND opens_at < CAST(? AS TIMESTAMP)",
        [end, first, name, first, end],
    )
    state = snapshot.state(TABLE)
    snapshots = {f"{TABLE}/{month}": held.digest for month, held in (state.partitions if state else {}).items()}
    lineage = Lineage(TABLE, formula=f"open hours of {name} in {context.period}", snapshots=snapshots)
    return Figure((seconds or 0.0) / HOUR, Unit.COUNT, 0, lineage)


def _moment(day: date, zone: str) -> str:
    """Midnight of a local day, as the tables keep moments: UTC without saying so."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None).isoformat()
