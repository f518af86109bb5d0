"""What an outcome asks for that goes with a value month after month, such as low scores with late orders."""

from __future__ import annotations

from dataclasses import replace

from kefu.findings import Figure, Finding
from kefu.report.context import Context
from kefu.report.document import Tone
from kefu.report.gaps import MOST_NAMED, WAYS, amiss, behind, to_read
from kefu.report.measures import Measure, worded
from kefu.report.success import judged_by

LATE = ("delivery", "late")
IN_TIME = "delivery_on_time_rate"


def of_pair(context: Context, pair: Finding) -> Measure:
    """What the pair asks for. What to do about late orders is known, and held good by how many come in time, in every
    kind of report; elsewhere cases are read."""
    now, overall = (pair.figures[role] for role in ("now", "overall"))
    metric, dimension, member = (pair.subject[key] for key in ("metric", "dimension", "member"))
    values = {
        "title": context.narrator.title(metric),
        "member": context.narrator.spoken(dimension, member),
        "now": context.narrator.show(now),
        "overall": context.narrator.show(overall),
    }
    if (dimension, member) == LATE:
        values["places"], figures = _late(context)
        found = worded(context, "association.late", values, Tone.WARN, (now, overall, *figures))
        known = context.meter.available(IN_TIME)
        return replace(found, success=judged_by(context, IN_TIME, Tone.WARN)) if known else found
    values["cases"] = to_read(context, amiss(context, metric, now, now.sample))
    values |= {"against": context.narrator.against(metric), "each": context.narrator.each(metric)}
    success = context.say("improvements", "measure_pair", member=values["member"], title=values["title"])
    return replace(worded(context, "association.pair", values, Tone.WARN, (now, overall)), success=success)


def _late(context: Context) -> tuple[str, tuple[Figure, ...]]:
    """Where orders are late oftener than all of them, beyond chance, with how many are in time; "" where nowhere."""
    if not context.meter.available(IN_TIME):
        return "", ()
    whole = context.meter.figure(IN_TIME, context.period)
    for way in (one for one in WAYS if context.sliceable(IN_TIME, one)):
        if found := behind(context, IN_TIME, way, whole)[:MOST_NAMED]:
            told = [
                context.say(
                    "improvements",
                    "of_rows",
                    name=context.narrator.spoken(way, one.member(way)),
                    value=context.narrator.show(one.figure),
                    rows=context.counted(one.figure.sample) + context.narrator.each(IN_TIME),
                )
                for one in found
            ]
            return context.listed(told), tuple(one.figure for one in found)
    return "", ()
