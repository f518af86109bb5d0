"""Order of service: whether first come is first served, what priorities do, what another order would do."""

from collections.abc import Iterable

from kefu.findings import Finding
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Column, Paragraph, Table
from kefu.report.sections import Section

ORDERS = tuple(f"dispatch.{one}" for one in ("kept", "partly", "no_order", "reversed"))
WAITS = ("wait", "first_come", "in_order")
MEASURED = {"passed": "passed", "overtaken": "overtaken", "wait": "mean_wait"}  # figure: name of its row
UNTOLD = "checked.priority_no_formula"  # of no use to whom the formula is not told


def build(context: Context) -> Iterable[Block]:
    found = context.found("dispatch")
    topic = context.say("dispatch", "topic")
    for order in (one for one in found if one.kind in ORDERS):
        told = [one for one in found if one.subject["entity"] == order.subject["entity"] and one.kind != UNTOLD]
        ids = context.note_stated(told, topic)
        classes = [part for one in told for part in one.parts]
        texts = [*(context.narrator.tell(one) for one in told), *_longer(context, classes)]
        said = tuple(one + context.word("stop") for one in texts)
        yield from context.page(
            context.narrator.headline(order),
            topic,
            _classes(context, classes) or _measured(context, order),
            Callout(context.say("dispatch", "conclusion"), said, figures=ids),
            Paragraph(context.say("dispatch", "note"), muted=True),
        )


def _longer(context: Context, classes: list[Finding]) -> list[str]:
    """Why the most urgent wait longest, where they would do so in the order of coming too."""
    first, last = (classes[0], classes[-1]) if classes else (None, None)
    if first is None or last is None or not all(_value(first, one) > _value(last, one) for one in WAITS[:2]):
        return []
    shown = {key: context.narrator.show(one.figures["first_come"]) for key, one in (("first", first), ("last", last))}
    name, other = (context.narrator.member("priority", one.subject["priority"]) for one in (first, last))
    return [context.say("dispatch", "longer", priority=name, other=other, **shown)]


def _value(one: Finding, role: str) -> float:
    return one.figures[role].value or 0.0


def _classes(context: Context, classes: list[Finding]) -> Table | None:
    """A row a priority: how many, how long they waited, and how long in another order; None where none is stated."""
    if not classes:
        return None
    columns = [Column(context.say("dispatch", "priority"), width=1.3)]
    columns += [Column(context.say("dispatch", role), "right") for role in ("count", *WAITS)]
    rows = tuple(tuple(_row(context, one)) for one in classes)
    return Table("dispatch.classes", tuple(columns), rows, title=context.say("dispatch", "table"))


def _measured(context: Context, order: Finding) -> Table:
    """The order of service in numbers; what strict order and lots would make of them, the conclusion says."""
    columns = [Column(context.say("dispatch", "what"), width=2.0), Column(context.say("dispatch", "now"), "right")]
    titles = {role: context.say("dispatch", name) for role, name in MEASURED.items()}
    rows = (
        (Cell(title, strong=True), context.cell(order.figures[role], title, strong=True))
        for role, title in titles.items()
    )
    return Table(f"dispatch.order_{order.subject['entity']}", tuple(columns), tuple(rows))


def _row(context: Context, one: Finding) -> Iterable[Cell]:
    name = context.narrator.member("priority", one.subject["priority"])
    yield Cell(name, strong=True)
    for role in ("count", *WAITS):
        yield context.cell(one.figures[role], f"{context.say('dispatch', role)} · {name}")


SECTION = Section(build)
