"""Which indicators leave rows out, and the volume a reader takes them to speak of.

An on-time rate of 391 orders says less than one of all 573 of the month: where the rows left out are many, the page
says so beside the number.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MOST = 0.9  # of the volume: an indicator of fewer rows says of how many it is

# The indicator, and the volume of all rows of its kind; why rows are left out is in the words.
RESTS_ON: Mapping[str, str] = MappingProxyType(
    {
        "delivery_on_time_rate": "orders",
        "average_order_value": "orders",
        "first_response_median": "ticket_volume",
        "first_contact_resolution": "ticket_volume",
        "repeat_contact_rate": "ticket_volume",
        "resolution_rate": "ticket_volume",
        "resolution_time_median": "ticket_volume",
        "reopen_rate": "ticket_volume",
        "sla_resolution_met_rate": "ticket_volume",
        "sla_first_response_met_rate": "ticket_volume",
        "complaint_closure_rate": "complaint_volume",
        "complaint_handling_time": "complaint_volume",
        "complaint_repeat_rate": "complaint_volume",
        "return_turnaround_median": "return_volume",
        "key_customer_resolution_rate": "key_customer_volume",
    }
)
