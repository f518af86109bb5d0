"""By what every metric can be sliced, and where it cannot, why not.

Seven columns, the hour and the weekday slice rows; the day, the week, the month and the quarter cut time, for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from kefu.metrics.definition import Definition
from kefu.metrics.grain import Grain

COLUMNS = ("team", "agent_id", "channel", "product_line", "region", "category", "segment")
CLOCK = ("hour", "weekday")
GRAINS = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER)


class Lack(StrEnum):
    """Why a metric cannot be sliced by a dimension."""

    NOBODY_SELLS = "nobody_sells"  # an order is placed in a shop, about nothing
    ABOUT_STAFF = "about_staff"  # a training is of an agent, not of a customer
    COUNTED_IN_STORE = "counted_in_store"  # a part in the store belongs to nobody yet, and was counted at a month's end
    MADE_OF_IT = "made_of_it"  # a spread is over the members of that dimension, a weighted metric is their mean


LACKS: Mapping[str, Mapping[str, Lack]] = {
    "order": dict.fromkeys(("team", "agent_id", "category"), Lack.NOBODY_SELLS),
    "training_record": dict.fromkeys(("channel", "product_line", "region", "category", "segment"), Lack.ABOUT_STAFF),
    "part_stock": dict.fromkeys(
        ("team", "agent_id", "channel", "region", "category", "segment", *CLOCK), Lack.COUNTED_IN_STORE
    ),
}


def lacks(metric: Definition, metrics: Mapping[str, Definition]) -> dict[str, Lack]:
    """The dimensions of ``COLUMNS`` and ``CLOCK`` a metric cannot be sliced by, each with the reason: a metric made of
    others lacks what any of them lacks."""
    found = dict(LACKS.get(metric.entity, {}))
    for name in metric.parts:
        found |= lacks(metrics[name], metrics)
    return found | ({metric.over: Lack.MADE_OF_IT} if metric.over else {})
