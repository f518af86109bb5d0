"""Metrics of all tables but the tickets, written by hand."""

RESPONSE = "quantile_cont(response_seconds, [0.5, 0.9])"
TURN = {
    "turn_response_mean": "avg(response_seconds)",
    "turn_response_median": f"{RESPONSE}[1]",
    "turn_response_p90": f"{RESPONSE}[2]",
    "turn_response_business_median": "median(response_business_seconds)",
    "customer_wait_median": "median(any_response_seconds)",
    "unanswered_turns": "count(*) - count(response_seconds)",
    "unanswered_turns_by_anyone": "count(*) - count(any_response_seconds)",
    "sessions": "count(*) FILTER (opens_session)",
    "consulting_customers": "count(*) FILTER (opens_customer_day)",
    "sla_next_response_met_rate": "avg((response_sla = 'met')::INT) FILTER (response_sla IN ('met', 'missed'))",
    # as marketplaces count them
    "feige_three_minute_rate": "avg(coalesce(conversation_seconds <= 180, false)::INT) FILTER (turn_number = 1 "
    "AND hour(asked_at_local) BETWEEN 8 AND 22 AND (conversation_seconds IS NOT NULL OR any_response_seconds IS NULL))",
    "jd_first_30s_rate": "avg(coalesce(response_seconds <= 30, false)::INT) "
    "FILTER (opens_session AND hour(asked_at_local) BETWEEN 9 AND 22)",
    "kuaishou_three_minute_rate": "avg(coalesce(customer_day_seconds <= 180, false)::INT) FILTER (opens_customer_day)",
    "pdd_three_minute_rate": "avg(coalesce(customer_day_seconds <= 180, false)::INT) FILTER (opens_customer_day)",
    "pdd_valid_reply_rate": "avg(coalesce(customer_day_seconds <= 3600, false)::INT) FILTER (opens_customer_day)",
    "qianniu_three_minute_rate": "avg(coalesce(response_seconds <= 180, false)::INT) "
    "FILTER (hour(asked_at_local) >= 8)",
    "wangwang_three_minute_rate": "avg(coalesce(any_response_seconds <= 180, false)::INT) "
    "FILTER (hour(asked_at_local) >= 8)",
    "xiaohongshu_first_45s_rate": "avg(coalesce(response_seconds <= 45, false)::INT) FILTER (opens_session)",
    "yiqia_first_response_mean": "avg(response_seconds) FILTER (turn_number = 1)",
}
ORDER = {
    "orders": "count(*) FILTER (is_completed)",
    "order_cancellation_rate": "avg((NOT is_completed)::INT)",
    "revenue": "sum(amount) FILTER (is_completed)",
    "gross_revenue": "sum(gross_amount) FILTER (is_completed)",
    "net_revenue": "sum(net_amount) FILTER (is_completed)",
    "average_order_value": "avg(amount) FILTER (is_completed)",
    "units_sold": "sum(pieces) FILTER (is_completed)",
    "items_per_order": "avg(pieces) FILTER (is_completed)",
    "buyers": "count(DISTINCT customer_id) FILTER (is_completed AND is_customer_known)",
    "customer_orders": "count(*) FILTER (is_completed AND is_customer_known)",
    "orders_per_buyer": "count(*) FILTER (is_completed AND is_customer_known) "
    "/ nullif(count(DISTINCT customer_id) FILTER (is_completed AND is_customer_known), 0)",
    "repurchase_rate": "avg(bought_before_180d::INT) FILTER (is_completed AND is_customers_first_of_month)",
    "retention_rate": "avg(buys_again_90d::INT) FILTER (is_completed AND is_customers_first_of_month)",
    "delivery_on_time_rate": "avg((delivered_at <= promised_at)::INT) FILTER (is_completed)",
}
TURNAROUND = "quantile_cont(turnaround_seconds, [0.5, 0.9])"
RETURN_CASE = {
    "return_volume": "count(*)",
    "goods_return_volume": "count(*) FILTER (kind = 'return')",
    "exchange_volume": "count(*) FILTER (kind = 'exchange')",
    "refund_volume": "count(*) FILTER (kind = 'refund')",
    "repair_volume": "count(*) FILTER (kind = 'repair')",
    "returned_units": "sum(quantity)",
    "refund_amount": "sum(refund)",
    "after_sales_cost": "sum(cost)",
    "cost_per_case": "avg(cost)",
    "logistics_cost_per_case": "avg(logistics_cost)",
    "return_closure_rate": "avg((closed_at IS NOT NULL)::INT)",
    "repairs_over_30_days": "avg((turnaround_seconds > 2592000)::INT) FILTER (kind = 'repair')",
    "return_turnaround_median": f"{TURNAROUND}[1]",
    "return_turnaround_p90": f"{TURNAROUND}[2]",
}
INBOUND = "coalesce(direction, 'inbound') = 'inbound'"
CALL = {
    "call_volume": "count(*)",
    "inbound_calls": f"count(*) FILTER ({INBOUND})",
    "outbound_calls": "count(*) FILTER (direction = 'outbound')",
    "calls_answered": f"count(*) FILTER ({INBOUND} AND is_answered)",
    "call_answer_rate": f"avg(is_answered::INT) FILTER ({INBOUND})",
    "call_abandonment_rate": f"1 - avg(is_answered::INT) FILTER ({INBOUND})",
    "calls_answered_within_20_seconds": "avg((is_answered AND coalesce(queue_seconds <= 20, false))::INT) "
    f"FILTER ({INBOUND})",
    "abandonment_wait_median": f"median(queue_seconds) FILTER ({INBOUND} AND NOT is_answered)",
    "speed_of_answer_mean": f"avg(queue_seconds) FILTER ({INBOUND} AND is_answered)",
    "speed_of_answer_p90": f"quantile_cont(queue_seconds, 0.9) FILTER ({INBOUND} AND is_answered)",
    "call_talk_time": "avg(talk_seconds) FILTER (is_answered)",
    "call_hold_time": "avg(hold_seconds) FILTER (is_answered)",
    "call_wrap_time": "avg(wrap_seconds) FILTER (is_answered)",
    "call_handle_time": "avg(handle_seconds)",
    "call_work_time": "sum(handle_seconds)",
}
SURVEY_RESPONSE = {
    "survey_volume": "count(*)",
    "survey_response_rate": "avg(is_answered::INT)",
    "csat": "avg((csat >= 4)::INT)",
    "csat_mean": "avg(csat)",
    "csat_attitude": "avg((csat_attitude >= 4)::INT)",
    "csat_efficiency": "avg((csat_efficiency >= 4)::INT)",
    "csat_expertise": "avg((csat_expertise >= 4)::INT)",
    "key_customer_csat": "avg((csat >= 4)::INT) FILTER (segment = 'key')",
    "low_score_rate": "avg((csat <= 2)::INT)",
    "low_score_callback_rate": "avg(is_called_back::INT)",
    "ces": "avg(ces)",
    "ces_easy_share": "avg((ces >= 5)::INT)",
    "nps": "100 * (avg((nps >= 9)::INT) - avg((nps <= 6)::INT))",
    "nps_promoter_share": "avg((nps >= 9)::INT)",
    "nps_detractor_share": "avg((nps <= 6)::INT)",
}
SHARED_RATING = {
    "csat_shared": "avg((csat >= 4)::INT)",
    "csat_mean_shared": "avg(csat)",
    "csat_points_by_messages": "sum(csat * message_share)",
    "ratings_by_messages": "sum(message_share)",
    "csat_mean_by_messages": "sum(csat * message_share) / nullif(sum(message_share), 0)",
}
TICKET_LABEL = {"labelled_tickets": "count(DISTINCT ticket_id)"}
TICKET_EVENT = {
    "handovers": "count(*) FILTER (kind = 'assigned' AND from_value <> to_value)",
    "reopenings": "count(*) FILTER (kind = 'reopened')",
    "solutions": "count(*) FILTER (kind = 'resolved')",
}
TRAINING_RECORD = {
    "agents_in_training": "count(DISTINCT agent_id)",
    "agents_trained": "count(DISTINCT agent_id) FILTER (attended)",
    "training_coverage": "count(DISTINCT agent_id) FILTER (attended) / nullif(count(DISTINCT agent_id), 0)",
    "training_attendance": "avg(attended::INT)",
    "drill_participation": "avg(attended::INT) FILTER (kind = 'drill')",
    "exam_pass_rate": "avg((score >= 60)::INT) FILTER (kind = 'exam')",
    "exam_score_mean": "avg(score) FILTER (kind = 'exam')",
}
