"""Volume and effort: calls, conversations and messages, how long each takes, and what the bot takes over."""

from collections.abc import Iterable

from kefu.findings.finding import CHANGED
from kefu.narrative import formats
from kefu.report.breakdown import indicators
from kefu.report.context import Context
from kefu.report.document import Block
from kefu.report.pieces import conclusion, headline, trend
from kefu.report.sections import Section

VOLUMES = (
    "inbound_calls",
    "outbound_calls",
    "sessions",
    "customer_messages",
    "agent_messages",
    "consulting_customers",
    "active_agents",
    "tickets_per_agent_day",
)
EFFORT = ("call_handle_time", "call_talk_time", "call_wrap_time", "session_length_median", "messages_per_ticket")
BOT = ("bot_contact_share", "bot_resolution_rate", "bot_handover_rate")
FEW = 3  # volumes a title names


def build(context: Context) -> Iterable[Block]:
    volumes = [one for one in VOLUMES if context.has(one)]
    if volumes:
        lead = _changed(context, volumes)
        yield from context.page(
            headline(context, lead) if lead else _named(context, volumes),
            context.say("workload", "topic"),
            trend(context, lead or volumes[0], columns=True),
            indicators(context, "workload.volumes", volumes),
            conclusion(context, lead or volumes[0]),
        )
    effort = [one for one in EFFORT if context.has(one)]
    bot = [one for one in BOT if context.has(one)]
    if effort or bot:
        lead = _changed(context, [*effort, *bot])
        led = list(dict.fromkeys(one for one in (lead, *effort[:1], *bot[:1]) if one))[:2]
        yield from context.page(
            headline(context, led[0]) if lead or len(led) == 1 else _named(context, led),
            context.say("workload", "effort_topic"),
            *(trend(context, one) for one in led),
            indicators(context, "workload.effort", [*effort, *bot]),
            conclusion(context, led[0]),
        )


def _changed(context: Context, metrics: list[str]) -> str:
    """The first of them that changed; "" where none did."""
    found = ((one, context.change(one)) for one in metrics)
    return next((one for one, change in found if change is not None and change.kind in CHANGED), "")


def _named(context: Context, metrics: list[str]) -> str:
    """The first few with their numbers: "inbound calls 64, sessions 253"."""
    titles = [(one, context.narrator.title(one)) for one in metrics[:FEW]]
    said = [
        context.say("pieces", "alone", title=formats.small(title), now=context.show(context.now(one), title))
        for one, title in titles
    ]
    return context.word("comma").join(said)


SECTION = Section(build, (*VOLUMES, *EFFORT, *BOT))
