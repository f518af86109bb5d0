"""Spare parts: which classes they make, what the store ties up, what to order now and what nobody asks for."""

from collections.abc import Iterable

from kefu.findings import Finding
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Column, Paragraph, Table, Tone
from kefu.report.measures import falling_short
from kefu.report.pieces import without_blanks
from kefu.report.sections import Section

CLASS = ("parts", "issued", "on_hand", "target", "value", "freed")
ORDER = ("on_hand", "cover", "quantity")
DEAD = ("on_hand", "value")
TURNOVER = "parts_turnover"
MOST = 10  # of each list: both stand beside each other
METHODS = ("croston", "sba", "tsb")  # for irregular demand; "last year's mean" explains itself


def build(context: Context) -> Iterable[Block]:
    found = context.found("stock")
    policy = next((one for one in found if one.kind == "stock.policy"), None)
    if policy is None:
        return
    told = [policy, *(one for one in found if one.kind == "checked.policy")]
    ids = context.note_stated(told, context.say("stock", "topic"))
    said = tuple(context.narrator.tell(one) + context.word("stop") for one in told)
    yield from context.page(
        context.narrator.headline(policy),
        context.say("stock", "topic"),
        _classes(context, policy),
        Callout(context.say("stock", "conclusion"), (*said, *_turnover(context, told)), figures=ids),
        Paragraph(_note(context, policy), muted=True),
    )
    orders, dead = ([one for one in found if one.kind == kind] for kind in ("stock.order", "stock.dead"))
    yield from context.page(
        context.say(
            "stock",
            "order_title",
            count=context.narrator.show(policy.figures["to_order"]),
            urgent=context.show(policy.figures["runs_out"], context.say("stock", "runs_out")),
            dead=context.counted(len(dead)),
        ),
        context.say("stock", "order_topic"),
        _parts(context, "order", orders, ORDER, policy.figures["to_order"].value or 0.0) if orders else None,
        _parts(context, "dead", dead, DEAD, len(dead)) if dead else None,
        *_lots(context, found),
    )


def _note(context: Context, policy: Finding) -> str:
    """What classes and levels mean, and the names of those methods the table has that do not tell it themselves."""
    used = {one.subject["forecast"] for one in policy.parts}
    named = [context.word("forecast", one) for one in METHODS if one in used]
    methods = context.listed(named) if named else ""
    return context.say("stock", "note", lead=context.meter.stocking.lead, methods=methods, one=len(named) == 1)


def _turnover(context: Context, told: list[Finding]) -> Iterable[str]:
    """What ordering by these levels makes of the turnover that is aimed at: each alone would contradict the other.
    Where the target is missed, the measure for it says so."""
    if context.has(TURNOVER) and falling_short(context, TURNOVER) is not None:
        return
    target = context.target(TURNOVER) if context.has(TURNOVER) else None
    for one in (one for one in told if "turnover_after" in one.figures):
        after, beside = (one.figures[role] for role in ("turnover_after", "turnover_beside"))
        if target is not None and target.value is not None and after.value is not None:
            yield context.say(
                "stock",
                "turnover",
                after=context.narrator.show(after),
                beside=context.narrator.show(beside),
                target=context.show(target, context.narrator.title(TURNOVER)),
                reached=after.value >= target.value,
                now=context.show(context.now(TURNOVER), context.narrator.title(TURNOVER)),
            ) + context.word("stop")


def _lots(context: Context, found: list[Finding]) -> Iterable[Paragraph]:
    """What ordering several months at a time saves, where somebody said what an order costs."""
    for one in (one for one in found if one.kind == "stock.lots"):
        ids = context.note_stated([one], context.say("stock", "order_topic"))
        yield Paragraph(context.narrator.tell(one) + context.word("stop"), ids)


def _classes(context: Context, policy: Finding) -> Table:
    columns = [Column(context.say("stock", "class"), "center", 0.6), Column(context.say("stock", "pattern"))]
    columns += [Column(context.say("stock", key), "right") for key in CLASS]
    columns += [Column(context.say("stock", "forecast"))]
    rows = []
    for one in policy.parts:
        kind, pattern = f"{one.subject['abc']}{one.subject['xyz']}", context.word("pattern", one.subject["pattern"])
        name = f"{context.say('stock', 'topic')} · {kind} · {pattern}"
        method = one.subject["forecast"]
        rows.append(
            (
                Cell(kind, strong=True),
                Cell(pattern),
                *(context.cell(one.figures.get(key), f"{name} · {context.say('stock', key)}") for key in CLASS),
                Cell(context.word("forecast", method) if method else formats.DASH),
            )
        )
    return without_blanks(Table("stock.classes", tuple(columns), tuple(rows), title=context.say("stock", "classes")))


def _parts(context: Context, kind: str, parts: list[Finding], keys: tuple[str, ...], of: float) -> Table:
    """The first parts of a list ``of`` so many; the title says where there are more."""
    columns = [Column(context.say("stock", "part")), Column(context.say("stock", "name"), width=1.6)]
    columns += [Column(context.say("stock", key), "right") for key in keys]
    rows = [
        (
            Cell(one.subject["part_id"], strong=True),
            Cell(one.subject["name"]),
            *(
                context.cell(
                    one.figures.get(key),
                    f"{one.subject['part_id']} · {context.say('stock', key)}",
                    tone=Tone.BAD if key == "cover" and one.subject.get("runs_out") else None,
                )
                for key in keys
            ),
        )
        for one in parts[:MOST]
    ]
    urgent = any(one.subject.get("runs_out") for one in parts[:MOST])
    title = context.say("stock", kind, more=of > MOST, shown=min(MOST, len(parts)), urgent=urgent)
    return without_blanks(Table(f"stock.{kind}", tuple(columns), tuple(rows), title=title))


SECTION = Section(build)
