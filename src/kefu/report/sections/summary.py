"""One page for eight minutes: what really changed, why, and what only varies as it always does."""

from collections.abc import Iterable

from kefu.findings import Finding
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Paragraph, Tone
from kefu.report.pieces import headline
from kefu.report.sections import Section
from kefu.report.stories import told_first

MOST_TOLD = 4
NAMED = 6


def build(context: Context) -> Iterable[Block]:
    changes = context.found("change")
    moved = told_first(context)
    stable = [one for one in changes if one.kind == "change.normal"]
    told = [_callout(context, one) for one in moved[:MOST_TOLD]]
    rest = [context.narrator.title(one.subject["metric"]) for one in moved[MOST_TOLD:]]
    more = f"{context.say('summary', 'more')}{_colon(context)}{context.word('and').join(rest)}" if rest else ""
    return context.page(
        _title(context, changes, len(stable)),
        context.say("summary", "topic"),
        *told,
        Paragraph(context.narrator.tidy(more)) if more else None,
        _stable(context, stable),
    )


def _title(context: Context, changes: list[Finding], stable: int) -> str:
    real, noticeable = (sum(one.kind == kind for one in changes) for kind in ("change.real", "change.noticeable"))
    if real or noticeable:
        return context.say("changes", "title", real=real, noticeable=noticeable, normal=stable)
    if stable:
        return context.say("summary", "title_quiet", stable=stable)
    return context.say("summary", "title_young", known=len(changes))


def _callout(context: Context, change: Finding) -> Callout:
    metric = change.subject["metric"]
    cause = context.cause(metric)
    told = context.narrator.tell(cause or change) + context.word("stop")
    ids = tuple(dict.fromkeys([*context.note_finding(change), *(context.note_finding(cause) if cause else ())]))
    return Callout(headline(context, metric), (told,), _tone(context, change), ids)


def _tone(context: Context, change: Finding) -> Tone:
    expected, now = change.figures.get("expected"), change.figures["now"]
    if expected is None or expected.value is None or now.value is None:
        return Tone.NEUTRAL
    return context.tone(change.subject["metric"], now.value - expected.value)


def _stable(context: Context, stable: list[Finding]) -> Block | None:
    if not stable:
        return None
    names = context.word("and").join(context.narrator.title(one.subject["metric"]) for one in stable[:NAMED])
    said = context.say("summary", "stable_text", names=names, count=len(stable))
    return Paragraph(context.narrator.tidy(f"{context.say('summary', 'stable')}{_colon(context)}{said}"), muted=True)


def _colon(context: Context) -> str:
    return "：" if context.narrator.language == "zh" else ": "


SECTION = Section(build)
