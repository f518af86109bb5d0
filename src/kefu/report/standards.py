"""What broken standards of service ask for: channels beyond theirs, and later tickets served before earlier ones."""

from __future__ import annotations

from dataclasses import replace

from kefu.report.context import Context
from kefu.report.document import Tone
from kefu.report.lately import taken_up
from kefu.report.measures import Measure, worded

WAIT, VOLUME = "first_response_median", "ticket_volume"


def of_standards(context: Context) -> list[tuple[str, Measure]]:
    """What every standard asks for that is broken by what the report shows, each with the indicator its numbers stand
    under."""
    return [one for one in (_of_channels(context), _of_order(context)) if one is not None]


def _of_channels(context: Context) -> tuple[str, Measure] | None:
    """Channels answered later than their standard; an action on one of them has taken it up already."""
    broken = next((one for one in context.found("consistency") if one.kind == "consistency.broken"), None)
    if broken is None or not context.tells("response"):
        return None
    channels = broken.subject["channels"].split(", ")
    if taken_up(context, WAIT, set(channels)) is not None:
        return None
    index = broken.figures["index"]
    values = {
        "channels": context.listed([context.narrator.spoken("channel", one) for one in channels]),
        "times": context.narrator.show(index),
        "spread": "yes" if broken.subject["standard"] == "spread" else "",
    }
    found = worded(context, "channels", values, Tone.BAD, (index,))
    return WAIT, replace(found, success=context.say("improvements", "measure_channels", **values))


def _of_order(context: Context) -> tuple[str, Measure] | None:
    """Tickets served in the order opposite to that of their coming."""
    found = (one for one in context.found("dispatch") if one.kind == "dispatch.reversed")
    turned = next((one for one in found if one.subject["entity"] == "ticket"), None)
    if turned is None or not context.tells("dispatch"):
        return None
    passed = turned.figures["passed"]
    said = worded(context, "order", {"passed": context.narrator.show(passed)}, Tone.WARN, (passed,))
    return VOLUME, replace(said, success=context.say("improvements", "measure_order"))
