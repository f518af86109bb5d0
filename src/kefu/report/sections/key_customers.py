"""Key customers beside the rest over three months: satisfaction, response, resolution, revisits, and what is chance."""

from collections.abc import Iterable

from kefu.findings import Finding
from kefu.report.context import Context
from kefu.report.document import Block, Cell, Column, Paragraph, Table, Tone
from kefu.report.key_customers import short_of_target, side_by_side
from kefu.report.pieces import conclusion
from kefu.report.sections import Section

KINDS = ("better", "worse", "alike", "too_few")
OF_THE_MONTH = ("key_customer_resolution_rate", "key_customer_first_response_median", "key_customer_csat")
TONES = {"key.better": Tone.GOOD, "key.worse": Tone.BAD}
HEADS = (("metric", 1.8), ("key", 1.0), ("rows", 0.7), ("rest", 1.0), ("rest_rows", 0.7), ("gap", 1.3),
         ("interval", 1.7), ("verdict", 1.3))  # fmt: skip


def build(context: Context) -> Iterable[Block]:
    found = context.found("key_customers")
    if not found:
        return []
    columns = tuple(
        Column(context.say("key_customers", key), _aligned(key), width)  # type: ignore[arg-type]
        for key, width in HEADS
    )
    apart_first = sorted(found, key=lambda one: one.kind not in TONES)  # which the title tells
    table = Table("key_customers", columns, tuple(_row(context, one) for one in apart_first))
    note = Paragraph(context.say("key_customers", "note"), muted=True)
    changed = _changed(context)
    said = conclusion(context, changed) if changed else None
    return context.page(_title(context, found, changed), context.say("key_customers", "topic"), table, said, note)


def _changed(context: Context) -> str:
    """The indicator that changed for key customers in this month, before it is overlooked; a report on key customers
    has pages of its own for that."""
    if context.tells("key_customer_indicators"):
        return ""
    return next((one for one in OF_THE_MONTH if context.has(one) and context.changed(one)), "")


def _title(context: Context, found: list[Finding], changed: str) -> str:
    """How key customers stand beside the rest over three months and what changed for them in this one; a title that
    tells a missed target beside its three months is long enough, and the change stands in the conclusion."""
    change = context.change(changed) if changed else None
    if change is None or short_of_target(context, found) is not None:
        return side_by_side(context, found)
    said = side_by_side(context, found, most=1)
    return context.say("key_customers", "this_month", said=said, changed=context.narrator.brief(change))


def _aligned(key: str) -> str:
    return {"metric": "left", "verdict": "center"}.get(key, "right")


def _row(context: Context, one: Finding) -> tuple[Cell, ...]:
    title = context.narrator.title(one.subject["metric"])
    key, rest, gap = (one.figures[role] for role in ("now", "rest", "gap"))
    context.note(gap, f"{title} · {context.say('key_customers', 'gap')}", {})
    return (
        Cell(title, strong=True),
        context.cell(key, title, strong=True),
        Cell(context.counted(key.sample), float(key.sample), "#,##0"),
        context.cell(rest, title),
        Cell(context.counted(rest.sample), float(rest.sample), "#,##0"),
        context.change_cell(gap, beside=key),
        Cell(context.narrator.show_change_interval(gap, short=True)),
        Cell(context.say("key_customers", one.kind.removeprefix("key.")), tone=TONES.get(one.kind, Tone.NEUTRAL)),
    )


SECTION = Section(build)
