"""One indicator as a platform's own console states it for a day (平台口径): kept as stated, never averaged as a rate.

``MEASURES`` is the vocabulary of such indicators with the unit each is stored in; a rate is stored as a share of 1, a
duration in seconds, money in the project's currency.
"""

from kefu.schema import Entity, Field, Type

COUNTS = (
    # people and conversations
    "consulting_customers", "consulting_sessions", "customers_needing_agents", "customer_initiated", "agent_initiated",
    "received_customers", "received_sessions", "effective_customers", "effective_sessions", "unanswered_customers",
    "unanswered_sessions", "replied_sessions", "pending_sessions", "human_sessions", "bot_sessions", "bot_handoffs",
    "bot_replied_sessions", "transferred_in", "transferred_out", "slow_responses", "overdue_replies", "long_sessions",
    "quick_replies", "first_replies_in_45s", "replies_in_3_minutes", "warned_sessions", "upgraded_customers",
    "rejected_customers", "offline_messages", "offline_messages_assigned", "offline_messages_answered", "page_visitors",
    # what was written
    "messages", "customer_messages", "agent_messages", "agent_characters", "human_replies",
    # calls
    "offered_calls", "handled_calls", "blind_transfers_in", "blind_transfers_out", "attended_transfers_in",
    "attended_transfers_out",
    # ratings
    "invited_ratings", "ratings", "good_ratings", "neutral_ratings", "bad_ratings",
    "one_star", "two_star", "three_star", "four_star", "five_star",
    # sales
    "presale_customers", "inquiry_customers", "ordering_customers", "paying_customers", "shipped_customers",
    "refunding_customers", "orders", "shipped_orders", "pieces_ordered", "pieces_shipped", "paid_packages",
    "inquiry_packages", "sales_customers", "sales_orders",
    # resources and outcomes
    "agents_on_duty", "online_days", "resolved_sessions", "resolutions", "assigned_sessions", "queued_sessions",
    "abandoned_sessions", "platform_interventions",
)  # fmt: skip
SECONDS = (
    "first_response_seconds", "average_response_seconds", "average_response_seconds_new", "session_seconds",
    "resolution_seconds", "waiting_seconds", "queue_seconds", "handle_seconds", "first_reply_seconds",
    "human_reply_seconds", "online_seconds", "busy_seconds", "rest_seconds", "offline_seconds", "free_seconds",
    "service_seconds", "refund_only_seconds", "return_refund_seconds", "ring_seconds", "talk_seconds", "hold_seconds",
    "work_seconds",
)  # fmt: skip
SHARES = (
    "reply_rate", "answer_rate", "connection_rate", "three_minute_rate", "three_minute_session_rate",
    "thirty_second_rate", "first_45s_rate", "satisfaction_rate", "dissatisfaction_rate", "neutral_rate",
    "good_rating_rate", "good_rating_session_rate", "bad_rating_rate", "bad_rating_session_rate",
    "im_dissatisfaction_rate", "rating_invitation_rate", "rating_rate", "no_service_rate", "offline_message_rate",
    "offline_answer_rate", "offline_response_rate", "resolution_rate", "conversion_rate", "order_conversion_rate",
    "shipping_conversion_rate", "final_payment_rate", "sales_share", "platform_help_rate", "platform_liability_rate",
    "bot_transfer_rate", "bot_knowledge_rate", "replied_share",
)  # fmt: skip
MONEY = (
    "sales_amount", "net_sales_amount", "refund_amount", "inquiry_payment_amount", "paid_amount", "average_order_value",
    "inquiry_order_value", "ordered_amount", "shipped_amount",
)  # fmt: skip
RATIOS = (
    "question_answer_ratio", "messages_per_session", "sessions_per_day", "sessions_per_agent",
    "service_score", "description_score", "attitude_score", "logistics_score", "satisfaction_index",
)  # fmt: skip

MEASURES = {
    **dict.fromkeys(COUNTS, "count"),
    **dict.fromkeys(SECONDS, "seconds"),
    **dict.fromkeys(SHARES, "share"),
    **dict.fromkeys(MONEY, "money"),
    **dict.fromkeys(RATIOS, "ratio"),
}
SCOPES = ("agent", "team", "channel", "label", "shop", "group_total", "group_mean", "shop_total", "shop_mean",
          "peer_best", "peer_mean")  # fmt: skip

ENTITY = Entity(
    title={"en": "Platform figure", "zh": "平台口径指标"},
    doc="One indicator as a platform's own console states it.",
    fields={
        "platform": Field(Type.CODE, "taobao, jd, douyin … or the help desk's name", required=True),
        "report": Field(Type.CODE, "which of the platform's reports states it", required=True),
        "shop": Field(Type.CODE, "shop it is about; empty where the file does not say"),
        "scope": Field(Type.CODE, "whom it is about: data, summary or benchmark", required=True, codes=SCOPES),
        "agent_id": Field(Type.ID, "nick of the agent, name of the team or channel, as the platform has it"),
        "day": Field(Type.TIMESTAMP, "first day it is about", required=True),
        "until": Field(Type.TIMESTAMP, "last day it is about, where it is more than one"),
        "measure": Field(Type.CODE, "which indicator", required=True, codes=tuple(MEASURES)),
        "value": Field(Type.NUMBER, "as stated: a share of 1, seconds, money or a count"),
        "unit": Field(Type.CODE, "count, seconds, share, money or ratio"),
    },
    key=("platform", "report", "shop", "scope", "agent_id", "day", "until", "measure"),
    anchor="day",
)
