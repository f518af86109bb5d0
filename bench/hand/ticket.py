"""Metrics of tickets, written by hand. Spam is filtered once and not in every measure."""

SPAMLESS = "NOT coalesce(is_spam, false)"
RESPONSE = "quantile_cont(first_response_seconds, [0.5, 0.9, 0.95])"  # one sort for three
RESOLUTION = "quantile_cont(resolution_seconds, [0.5, 0.9]) FILTER (is_mature)"
IN_A_WEEK = "(is_resolved AND resolution_seconds <= 604800)::INT"
IN_HALF_AN_HOUR = "coalesce(first_response_seconds <= 1800, false)::INT"

VOLUMES = {
    "ticket_volume": "count(*)",
    "active_agents": "count(DISTINCT agent_id)",
    "agent_days": "count(DISTINCT agent_day)",
    "assigned_tickets": "count(agent_id)",
    "tickets_per_agent": "count(agent_id) / nullif(count(DISTINCT agent_id), 0)",
    "tickets_per_agent_day": "count(agent_id) / nullif(count(DISTINCT agent_day), 0)",
    "customers_served": "count(DISTINCT customer_id)",
    "customers_revisited": "count(DISTINCT customer_id) FILTER (is_revisited)",
    "revisit_coverage": "count(DISTINCT customer_id) FILTER (is_revisited) / nullif(count(DISTINCT customer_id), 0)",
    "resolved_tickets": "count(*) FILTER (is_resolved)",
    "unattended_tickets": "count(*) FILTER (status = 'open' AND (first_responded_at IS NULL OR is_waiting))",
    "agent_messages": "sum(agent_turns)",
    "customer_messages": "sum(customer_turns)",
    "answer_question_ratio": "sum(agent_turns) / nullif(sum(customer_turns), 0)",
    "messages_per_ticket": "avg(agent_turns + customer_turns)",
    "survey_coverage": "avg(is_surveyed::INT) FILTER (is_resolved)",
    "conversion_after_contact": "avg(ordered_within_7d::INT) FILTER (category = 'inquiry')",
    "outside_hours_share": "avg((NOT created_in_hours)::INT) FILTER (calendar <> 'round_the_clock')",
}
RESPONSES = {
    "answered_within_30_seconds": "avg(coalesce(first_response_seconds <= 30, false)::INT)",
    "answered_within_3_minutes": "avg(coalesce(first_response_seconds <= 180, false)::INT)",
    "answered_within_30_minutes": f"avg({IN_HALF_AN_HOUR})",
    "answered_within_1_hour": "avg(coalesce(first_response_seconds <= 3600, false)::INT)",
    "answered_within_1_day": "avg(coalesce(first_response_seconds <= 86400, false)::INT)",
    "answered_within_2_days": "avg(coalesce(first_response_seconds <= 172800, false)::INT)",
    "overdue_response_rate": "avg(coalesce(first_response_seconds > 172800, false)::INT)",
    "unanswered_rate": "avg((first_response_seconds IS NULL)::INT)",
    "first_response_fastest": "min(first_response_seconds)",
    "first_response_mean": "avg(first_response_seconds)",
    "first_response_median": f"{RESPONSE}[1]",
    "first_response_p90": f"{RESPONSE}[2]",
    "first_response_p95": f"{RESPONSE}[3]",
    "first_response_slowest": "max(first_response_seconds)",
    "first_response_business_mean": "avg(first_response_business_seconds)",
    "first_response_business_median": "median(first_response_business_seconds)",
    "human_first_response_median": "median(date_diff('second', asked_at, human_answered_at)) "
    "FILTER (human_answered_at >= asked_at)",
    "session_length_median": "median(session_seconds) FILTER (agent_turns > 0)",
    "unanswered_wait_mean": "avg(date_diff('second', coalesce(asked_at, created_at), closed_at)) "
    "FILTER (first_responded_at IS NULL)",
    "surge_ticket_share": "avg(is_surge::INT)",
    "surge_answered_within_30_minutes": f"avg({IN_HALF_AN_HOUR}) FILTER (is_surge)",
    "calm_answered_within_30_minutes": f"avg({IN_HALF_AN_HOUR}) FILTER (NOT is_surge)",
    "peak_response_stability": f"avg({IN_HALF_AN_HOUR}) FILTER (is_surge) "
    f"/ nullif(avg({IN_HALF_AN_HOUR}) FILTER (NOT is_surge), 0)",
    "surge_delay_rate": f"1 - avg({IN_HALF_AN_HOUR}) FILTER (is_surge)",
}
RESOLUTIONS = {
    "resolution_rate": f"avg({IN_A_WEEK}) FILTER (is_mature)",
    "resolved_within_1_day": "avg((is_resolved AND resolution_seconds <= 86400)::INT) FILTER (is_mature)",
    "resolution_time_mean": "avg(resolution_seconds) FILTER (is_mature)",
    "resolution_time_median": f"({RESOLUTION})[1]",
    "resolution_time_p90": f"({RESOLUTION})[2]",
    "resolution_time_business_median": "median(resolution_business_seconds)",
    "first_resolution_time_median": "median(first_resolution_seconds) FILTER (is_mature)",
    "first_contact_resolution": "avg(resolved_on_first_contact::INT)",
    "first_reply_resolution": "avg((resolved_on_first_contact AND coalesce(agent_turns, 0) = 1)::INT)",
    "first_line_resolution": "avg((is_resolved AND transfers = 0)::INT) FILTER (is_mature AND transfers IS NOT NULL)",
    "escalation_rate": "avg(is_escalated::INT)",
    "escalated_resolution_rate": "avg((is_resolved AND transfers = 1)::INT) FILTER (is_escalated AND is_mature)",
    "reopen_rate": "avg((reopens > 0)::INT) FILTER (is_mature AND (resolved_at IS NOT NULL OR reopens > 0))",
    "reopen_gap_median": "median(reopen_gap_seconds)",
    "repeat_contact_rate": "avg(repeat_within_7d::INT)",
    "transfer_rate": "avg((transfers > 0)::INT)",
    "transfers_per_ticket": "avg(transfers)",
    "agent_wait_mean": "avg(pending_seconds) FILTER (is_resolved)",
    "agent_work_mean": "avg(new_seconds + open_seconds) FILTER (is_resolved)",
    "on_hold_mean": "avg(hold_seconds) FILTER (is_resolved)",
    "requester_wait_mean": "avg(new_seconds + open_seconds + hold_seconds) FILTER (is_resolved)",
    "solve_time_mean": "avg(new_seconds + open_seconds + pending_seconds + hold_seconds) FILTER (is_resolved)",
    "sla_first_response_met_rate": "avg((first_response_sla = 'met')::INT) "
    "FILTER (first_response_sla IN ('met', 'missed'))",
    "sla_resolution_met_rate": "avg((resolution_sla = 'met')::INT) FILTER (resolution_sla IN ('met', 'missed'))",
    "sla_resolution_overdue_median": "-median(resolution_left_seconds) FILTER (resolution_sla = 'missed')",
}
COMPLAINTS = {
    "complaint_volume": "count(*) FILTER (is_complaint)",
    "complaint_rate": "avg(coalesce(is_complaint, false)::INT)",
    "complaint_closure_rate": "avg(is_closed::INT) FILTER (is_complaint AND is_mature)",
    "complaint_first_response_median": "median(first_response_seconds) FILTER (is_complaint)",
    "complaint_handling_time": "avg(resolution_seconds) FILTER (is_complaint AND is_mature)",
    "complaint_repeat_rate": "avg(repeat_complaint::INT) FILTER (is_complaint)",
    "complaint_resolution_rate": f"avg({IN_A_WEEK}) FILTER (is_complaint AND is_mature)",
}
KEY_CUSTOMERS = {
    "key_customer_volume": "count(*) FILTER (segment = 'key')",
    "key_customer_share": "avg((segment = 'key')::INT)",
    "key_customer_first_response_median": "median(first_response_seconds) FILTER (segment = 'key')",
    "key_customer_resolution_rate": f"avg({IN_A_WEEK}) FILTER (segment = 'key' AND is_mature)",
    "key_customers_served": "count(DISTINCT customer_id) FILTER (segment = 'key')",
    "key_customers_revisited": "count(DISTINCT customer_id) FILTER (segment = 'key' AND is_revisited)",
    "key_customer_revisit_coverage": "count(DISTINCT customer_id) FILTER (segment = 'key' AND is_revisited) "
    "/ nullif(count(DISTINCT customer_id) FILTER (segment = 'key'), 0)",
}
BOTS = {
    "bot_contact_share": "avg((bot_turns > 0)::INT)",
    "bot_handover_rate": "avg((agent_turns > 0)::INT) FILTER (bot_turns > 0)",
    "bot_resolution_rate": "avg((bot_turns > 0 AND agent_turns = 0 AND is_resolved)::INT) "
    "FILTER (bot_turns IS NOT NULL)",
    "chatwoot_bot_handoff_rate": "avg((bot_outcome = 'handed_over')::INT)",
    "chatwoot_bot_resolution_rate": "avg((bot_outcome = 'resolved')::INT)",
}
OTHER_PRODUCTS = {  # as their own reports count them
    "chatwoot_first_response_mean": "avg(date_diff('second', human_clock_at, human_answered_at))",
    "frappe_first_response_mean": "avg(date_diff('second', created_at, handed_back_at))",
    "freshservice_first_contact_resolution": "avg((coalesce(customer_turns, 1) <= 1 "
    "AND (is_resolved OR is_closed))::INT)",
    "intercom_first_contact_resolution": "avg((coalesce(resolutions = 1, false) "
    "AND coalesce(is_one_agents, true))::INT)",
    "quickcep_first_response_mean": "avg(date_diff('second', assigned_at, first_responded_at)) "
    "FILTER (first_responded_at >= assigned_at)",
    "tencent_desk_first_response_mean": "avg(date_diff('second', accepted_at, first_responded_at)) "
    "FILTER (first_responded_at >= accepted_at)",
    "zammad_first_solution": "avg(coalesce(first_resolution_seconds <= 900, false)::INT)",
    "zendesk_first_reply_median": "median(first_reply_seconds)",
    "zendesk_one_touch": "avg(coalesce(agent_turns = 1 AND (is_resolved OR is_closed), false)::INT)",
}
MEASURES = {**VOLUMES, **RESPONSES, **RESOLUTIONS, **COMPLAINTS, **KEY_CUSTOMERS, **BOTS, **OTHER_PRODUCTS}
RESPONDERS = {"responder_first_response_median": "median(first_response_seconds)"}
