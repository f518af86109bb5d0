"""Which pages there are, and what each shows: data, so that a page is added by adding a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FILTERS = ("channel", "team", "product_line", "region", "segment")  # offered above every page
FURTHER = ("agent_id", "category", "subcategory")  # reached by a click in a table
SERVICE = ("ticket_volume", "first_response_median", "resolution_rate", "csat", "complaint_rate")


@dataclass(frozen=True, slots=True)
class Page:
    """``cards`` and ``trends`` are metrics, ``bars`` metrics by a dimension, ``table`` the metrics of each member of
    ``by``. ``sections`` are those of the report, shown for the whole company in a whole month. ``whole``: for people
    who see all rows only, because it speaks of things that belong to no team and no agent."""

    name: str
    cards: tuple[str, ...] = ()
    trends: tuple[str, ...] = ()
    bars: tuple[tuple[str, str], ...] = ()
    by: str = ""
    table: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    whole: bool = False

    @property
    def metrics(self) -> tuple[str, ...]:
        named = (*self.cards, *self.trends, *(metric for metric, _ in self.bars), *self.table)
        return tuple(dict.fromkeys(named))

    @property
    def permission(self) -> str:
        return "dashboards.whole" if self.whole else "dashboards.view"


_ALL = (
    Page(
        "overview",
        cards=("ticket_volume", "first_response_median", "resolution_rate", "first_contact_resolution",
               "csat", "nps", "complaint_rate", "return_rate"),
        trends=("ticket_volume", "csat"),
        sections=("changes",),
    ),
    Page(
        "channels",
        cards=("ticket_volume", "first_response_median", "answered_within_30_minutes", "call_abandonment_rate"),
        bars=(("ticket_volume", "channel"), ("first_response_median", "channel")),
        by="channel",
        table=SERVICE,
    ),
    Page(
        "teams",
        cards=("ticket_volume", "tickets_per_agent", "first_response_median", "csat"),
        bars=(("ticket_volume", "team"), ("csat", "team")),
        by="team",
        table=SERVICE,
    ),
    Page("agents", cards=("active_agents", "tickets_per_agent"), by="agent_id",
         table=("ticket_volume", "first_response_median", "resolution_rate", "csat", "reopen_rate")),
    Page(
        "key_customers",
        cards=("key_customer_volume", "key_customer_share", "key_customer_csat", "key_customer_first_response_median",
               "key_customer_resolution_rate", "key_customer_revisit_coverage"),
        trends=("key_customer_volume", "key_customer_csat"),
        by="product_line",
        table=("key_customer_volume", "key_customer_csat", "key_customer_first_response_median"),
        sections=("key_customers",),
        whole=True,
    ),
    Page(
        "complaints",
        cards=("complaint_volume", "complaint_rate", "complaint_closure_rate", "complaint_handling_time",
               "complaint_repeat_rate", "complaint_backlog"),
        trends=("complaint_volume", "complaint_rate"),
        bars=(("complaint_volume", "subcategory"),),
        by="product_line",
        table=("complaint_volume", "complaint_rate", "complaint_closure_rate", "complaint_handling_time"),
        sections=("complaint_causes",),
    ),
    Page(
        "satisfaction",
        cards=("csat", "csat_attitude", "csat_efficiency", "csat_expertise", "nps", "low_score_rate",
               "survey_response_rate", "low_score_callback_rate"),
        trends=("csat", "nps"),
        by="team",
        table=("csat", "low_score_rate", "nps", "survey_response_rate"),
        sections=("satisfaction", "recommendation", "drivers", "callbacks"),
    ),
    Page(
        "after_sales",
        cards=("return_volume", "return_rate", "return_turnaround_median", "return_closure_rate", "refund_volume",
               "repair_volume", "after_sales_cost", "cost_per_case"),
        trends=("return_volume", "return_turnaround_median"),
        by="product_line",
        table=("return_volume", "return_turnaround_median", "refund_volume", "repair_volume"),
        sections=("returns", "case_cost", "failures"),
        whole=True,
    ),
    Page(
        "stock",
        cards=("parts_on_hand", "parts_stock_value", "parts_turnover", "parts_availability", "dead_parts",
               "dead_stock_value"),
        trends=("parts_stock_value", "parts_availability"),
        by="product_line",
        table=("parts_on_hand", "parts_stock_value", "dead_stock_value"),
        sections=("parts", "stock"),
        whole=True,
    ),
    Page("data_quality", sections=("data_quality", "scope"), whole=True),
)  # fmt: skip
AGENT_PAGE = Page(
    "agent",
    cards=("ticket_volume", "first_response_median", "resolution_rate", "csat", "reopen_rate", "low_score_rate"),
    trends=("ticket_volume", "csat"),
    by="category",
    table=("ticket_volume", "first_response_median", "resolution_rate", "csat"),
)
PAGES: Mapping[str, Page] = {one.name: one for one in _ALL}
JUDGED = tuple(dict.fromkeys(metric for page in _ALL for metric in page.metrics))  # metrics whose changes are judged
