"""What batches of a product ask for that fail more than the others do."""

from __future__ import annotations

from dataclasses import replace

from kefu.findings import Finding
from kefu.report.context import Context
from kefu.report.document import Tone
from kefu.report.measures import Measure, worded

RELIEF = ("return_volume", "return_rate", "ticket_volume")  # under which its numbers stand, the nearest first


def of_batches(context: Context) -> list[tuple[str, Measure]]:
    """One measure for the batch that fails most beyond what the others do, with the indicator its numbers stand under;
    none where the report says nothing of failures, or where a registered incident has its product line in hand."""
    found = next((one for one in context.found("failures") if one.kind == "failures.batch"), None)
    metric = next((one for one in RELIEF if context.has(one)), "")
    if found is None or not metric or not context.tells("failures") or incident_of(context, found) is not None:
        return []
    failures, expected = found.figures["failures"], found.figures["expected"]
    values = {
        "line": context.narrator.spoken("product_line", found.subject["product_line"]),
        "batch": found.subject["batch"],
        "failures": context.narrator.show(failures),
        "expected": context.narrator.show(expected),
    }
    asked = worded(context, "batch", values, Tone.BAD, (failures, expected))
    return [(metric, replace(asked, success=context.say("improvements", "measure_batch", **values)))]


def incident_of(context: Context, batch: Finding) -> Finding | None:
    """The incident of the month that the register knows of the batch's product line."""
    place = ("product_line", batch.subject["product_line"])
    incidents = context.found("incidents")
    return next((one for one in incidents if (one.subject["dimension"], one.subject["member"]) == place), None)
