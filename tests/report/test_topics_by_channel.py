"""The heat map of topics by channel: its cells beside a count of the same tickets by hand."""

from __future__ import annotations

from kefu.analyses import Study
from kefu.narrative.formats import small
from kefu.narrative.narrator import Narrator
from kefu.report.context import Context
from kefu.report.document import Heading, Table
from kefu.report.kinds import KINDS
from kefu.report.sections import SECTIONS
from kefu.store.snapshot import Snapshot
from tests.conftest import LAST_MONTH, Company


def test_cells_are_tickets_and_the_title_names_the_fullest(small_company: Company) -> None:
    meter = small_company.project.meter
    told = Study(meter, LAST_MONTH, ("ticket_volume",))
    context = Context(told, (), Narrator("en", meter.metrics), KINDS["management"], "Lantern")
    blocks = list(SECTIONS["topics_by_channel"].build(context))
    (table,) = [one for one in blocks if isinstance(one, Table)]
    heading = next(one for one in blocks if isinstance(one, Heading))
    counted = by_hand(meter.snapshot, context)
    heads = [column.header for column in table.columns]
    shown = {
        (row[0].text, heads[place]): int(cell.value or 0)
        for row in table.rows
        for place, cell in enumerate(row)
        if place
    }
    assert shown == {key: counted.get(key, 0) for key in shown}
    most = max(counted, key=lambda key: counted[key])
    assert heading.text.startswith(f"Most frequent: {small(most[0])} by ")
    assert f"{counted[most]} tickets" in heading.text
    assert max(cell.heat or 0.0 for row in table.rows for cell in row) == 1.0


def by_hand(snapshot: Snapshot, context: Context) -> dict[tuple[str, str], int]:
    snapshot.open("ticket")
    rows = snapshot.engine.rows(
        "SELECT subcategory, channel, count(*) FROM ticket WHERE strftime(created_at + INTERVAL 8 HOUR, '%Y-%m') = ? "
        "AND NOT coalesce(is_spam, false) GROUP BY ALL",
        [f"{LAST_MONTH.start:%Y-%m}"],
    )
    named = context.narrator.member
    return {
        (capital(named("subcategory", topic)), capital(named("channel", channel))): count
        for topic, channel, count in rows
        if topic and channel
    }


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
