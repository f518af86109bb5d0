"""The columns of the made fact tables: for each its SQL, of a row's number ``i`` and the moment it ``happened``.

``u(i, k)`` is the row's k-th chance, from 0 to 1. Columns of the same chance belong together: who is not answered has
no time of an answer either. All columns of the facts are here but those every table has.
"""

from __future__ import annotations


def one_of(words: str, chance: str) -> str:
    """SQL for one of the words, by a chance from 0 to 1."""
    listed = words.split()
    return f"{listed}[1 + floor({len(listed)} * {chance})::INT]"


SLICE = {
    "channel": one_of("phone online wechat email marketplace", "u(i, 1) ** 1.5"),
    "team": one_of("phone online complaints", "u(i, 2)"),
    "agent_id": "'A' || lpad(floor(50 * u(i, 3))::INT::VARCHAR, 3, '0')",
    "product_line": one_of("lamp kettle fan heater shaver toaster", "u(i, 4)"),
    "region": one_of("east south north west centre", "u(i, 5)"),
    "segment": one_of("key regular new", "u(i, 6)"),
    "category": one_of("inquiry after_sales technical complaint", "u(i, 7) ** 1.3"),
}


def some(sql: str, chance: str, share: float) -> str:
    """SQL that has the value in that share of the rows and NULL in the others."""
    return f"CASE WHEN {chance} < {share} THEN {sql} END"


def after(seconds: str) -> str:
    """SQL for the moment, in UTC, so many seconds after the row's own."""
    return f"happened - INTERVAL 8 HOUR + INTERVAL 1 SECOND * ({seconds})::BIGINT"


WAIT = "round(exp(4.5 + 1.2 * sqrt(-2 * ln(u(i, 8) + 1e-9)) * cos(6.2832 * u(i, 9))))"  # lognormal, median 90 s
ANSWER = some(WAIT, "u(i, 11)", 0.96)
SOLUTION = some(f"40 * {WAIT}", "u(i, 12)", 0.9)
COMPLAINT = "u(i, 7) ** 1.3 >= 0.75"
SLA = "met missed running paused"
TICKET = {
    **SLICE,
    "ticket_id": "'T' || i",
    "customer_id": "'C' || (i * 7 % 1000003)",
    "order_id": some("'O' || (i * 3 // 2)", "u(i, 17)", 0.4),
    "status": one_of("open pending resolved closed", "u(i, 18)"),
    "subcategory": one_of("price stock invoice delivery fault manners", "u(i, 19)"),
    "cause": some(one_of("damaged late wrong broken unclear", "u(i, 20)"), "u(i, 21)", 0.7),
    "priority": one_of("low normal high urgent", "u(i, 22)"),
    "labels": some("'vip, late'", "u(i, 50)", 0.2),
    "subject": "'about order ' || i % 1000",
    "is_spam": "u(i, 10) < 0.01",
    # how it went
    "first_responded_at": after(ANSWER),
    "first_response_seconds": ANSWER,
    "resolved_at": after(SOLUTION),
    "resolution_seconds": SOLUTION,
    "is_resolved": "u(i, 12) < 0.9",
    "is_closed": "u(i, 12) < 0.85",
    "closed_at": some(after(f"50 * {WAIT}"), "u(i, 12)", 0.85),
    "settled_at": some(after(f"40 * {WAIT}"), "u(i, 12)", 0.9),
    "updated_at": after(f"60 * {WAIT}"),
    "is_mature": "u(i, 23) < 0.97",
    "is_waiting": some("u(i, 12) >= 0.9", "u(i, 23)", 0.95),
    "reopens": "(u(i, 13) > 0.93)::INT",
    "reopen_gap_seconds": f"CASE WHEN u(i, 13) > 0.93 THEN 200 * {WAIT} END",
    "resolutions": "(u(i, 12) < 0.9)::INT + (u(i, 13) > 0.93)::INT",
    "first_resolution_seconds": some(f"30 * {WAIT}", "u(i, 12)", 0.9),
    "is_complaint": COMPLAINT,
    "repeat_within_7d": "u(i, 14) > 0.88",
    "repeat_complaint": f"CASE WHEN {COMPLAINT} THEN u(i, 14) > 0.9 END",
    "resolved_on_first_contact": "u(i, 12) < 0.9 AND u(i, 13) <= 0.93 AND u(i, 14) <= 0.88",
    "ordered_within_7d": "u(i, 15) > 0.8",
    "is_surge": "u(i, 24) < 0.2",
    "is_surveyed": "u(i, 25) < 0.35",
    "is_revisited": "u(i, 26) < 0.3",
    # who had a hand in it
    "agent_turns": "(5 * u(i, 16))::INT",
    "customer_turns": "1 + (4 * u(i, 27))::INT",
    "bot_turns": some("(3 * u(i, 28))::INT", "u(i, 29)", 0.6),
    "bot_outcome": some(one_of("resolved handed_over left", "u(i, 28)"), "u(i, 29)", 0.3),
    "reassignments": "floor(3 * u(i, 30) ** 3)::INT",
    "transfers": some("floor(3 * u(i, 30) ** 3)::INT", "u(i, 31)", 0.98),
    "is_escalated": "u(i, 30) > 0.9",
    "is_one_agents": some("u(i, 30) < 0.7", "u(i, 31)", 0.9),
    "first_responder_id": some("'A' || lpad(floor(50 * u(i, 32))::INT::VARCHAR, 3, '0')", "u(i, 11)", 0.96),
    "first_responder_team": some(one_of("phone online complaints", "u(i, 33)"), "u(i, 11)", 0.96),
    "agent_day": "floor(50 * u(i, 3))::INT || ' ' || strftime(happened, '%Y-%m-%d')",
    # the clocks of other products
    "asked_at": after("5 * u(i, 34)"),
    "assigned_at": some(after("60 * u(i, 35)"), "u(i, 36)", 0.9),
    "accepted_at": some(after("60 * u(i, 35) + 20 * u(i, 36)"), "u(i, 36)", 0.9),
    "handed_back_at": some(after(f"60 * u(i, 35) + {WAIT}"), "u(i, 11)", 0.9),
    "human_clock_at": after("30 * u(i, 35)"),
    "human_answered_at": some(after(f"2 * {WAIT}"), "u(i, 11)", 0.9),
    "first_reply_seconds": some(f"60 * ceil({WAIT} / 60)", "u(i, 11)", 0.9),
    "session_seconds": f"{WAIT} * (2 + 5 * u(i, 37))",
    "new_seconds": f"{WAIT} * u(i, 38)",
    "open_seconds": f"8 * {WAIT} * u(i, 39)",
    "pending_seconds": f"20 * {WAIT} * u(i, 40)",
    "hold_seconds": some(f"10 * {WAIT} * u(i, 41)", "u(i, 42)", 0.8),
    "rested_seconds": f"5 * {WAIT} * u(i, 43)",
    # hours of service and what was promised
    "calendar": one_of("office_hours office_hours round_the_clock", "u(i, 44)"),
    "created_in_hours": "u(i, 45) < 0.7",
    "first_response_business_seconds": some(f"round({WAIT} * u(i, 45))", "u(i, 11)", 0.96),
    "resolution_business_seconds": some(f"round(20 * {WAIT} * u(i, 45))", "u(i, 12)", 0.9),
    "sla_policy": some(one_of("usual key", "u(i, 46)"), "u(i, 47)", 0.8),
    "sla_calendar": some("'office_hours'", "u(i, 47)", 0.8),
    "first_response_due_at": some(after("300"), "u(i, 47)", 0.8),
    "resolution_due_at": some(after("86400"), "u(i, 47)", 0.8),
    "first_response_left_seconds": some(f"300 - {WAIT}", "u(i, 47)", 0.8),
    "resolution_left_seconds": some(f"86400 - 900 * {WAIT}", "u(i, 47)", 0.8),
    "first_response_sla": some(one_of(SLA, "u(i, 48) ** 2"), "u(i, 47)", 0.8),
    "resolution_sla": some(one_of(SLA, "u(i, 49) ** 2"), "u(i, 47)", 0.8),
}
TURN = {
    **SLICE,
    "ticket_id": "'T' || (i * 5 // 13)",
    "turn_number": "1 + i * 5 % 13 // 5",
    "response_seconds": some(WAIT, "u(i, 11)", 0.95),
    "any_response_seconds": some(f"round({WAIT} / (1 + 2 * u(i, 12)))", "u(i, 11)", 0.98),
    "opens_session": "u(i, 13) < 0.4",
    "conversation_seconds": some(f"round(1.5 * {WAIT})", "u(i, 11)", 0.9),
    "opens_customer_day": "u(i, 13) < 0.35",
    "customer_day_seconds": some(f"round(1.2 * {WAIT})", "u(i, 11)", 0.93),
    "calendar": one_of("office_hours office_hours round_the_clock", "u(i, 14)"),
    "asked_in_hours": "u(i, 15) < 0.7",
    "response_business_seconds": some(f"round({WAIT} * u(i, 15))", "u(i, 11)", 0.95),
    "sla_calendar": some("'office_hours'", "u(i, 16)", 0.8),
    "response_target_seconds": some("180", "u(i, 16)", 0.8),
    "response_left_seconds": some(f"180 - {WAIT}", "u(i, 16)", 0.8),
    "response_sla": some(one_of(SLA, "u(i, 17) ** 2"), "u(i, 16)", 0.8),
}
AMOUNT = "round(exp(5 + u(i, 8) * 2), 2)"
ORDER = {
    **{name: SLICE[name] for name in ("channel", "region", "product_line", "segment")},
    "order_id": "'O' || i",
    "customer_id": some("'C' || (i * 11 % 1000003)", "u(i, 15)", 0.98),
    "is_customer_known": "u(i, 15) < 0.98",
    "status": "CASE WHEN u(i, 10) < 0.03 THEN 'cancelled' ELSE 'completed' END",
    "is_completed": "u(i, 10) >= 0.03",
    "paid_at": some(after("600 * u(i, 16)"), "u(i, 10)", 0.99),
    "shipped_at": some(after("86400 * (1 + u(i, 17))"), "u(i, 18)", 0.95),
    "delivered_at": some(after("86400 * (2 + 4 * u(i, 19))"), "u(i, 18)", 0.9),
    "promised_at": some(after("86400 * 5"), "u(i, 20)", 0.8),
    "updated_at": after("86400 * 7"),
    "amount": AMOUNT,
    "discount": some(f"round({AMOUNT} * 0.2 * u(i, 21), 2)", "u(i, 22)", 0.3),
    "gross_amount": f"round({AMOUNT} * 1.1, 2)",
    "net_amount": some(f"round({AMOUNT} * 0.95, 2)", "u(i, 23)", 0.97),
    "pieces": some("1 + floor(4 * u(i, 24) ** 2)", "u(i, 23)", 0.98),
    "bought_before_180d": "u(i, 11) > 0.6",
    "buys_again_90d": some("u(i, 14) > 0.75", "u(i, 25)", 0.9),
    "is_customers_first_of_month": "u(i, 12) > 0.1",
    "is_returned": "u(i, 13) > 0.93",
}
SURVEY_RESPONSE = {
    **SLICE,
    "response_id": "'S' || i",
    "ticket_id": some("'T' || (i * 20 // 7)", "u(i, 11)", 0.9),
    "order_id": some("'O' || (i * 30 // 7)", "u(i, 12)", 0.3),
    "customer_id": "'C' || (i * 13 % 1000003)",
    "scenario": one_of("after_service after_delivery", "u(i, 13)"),
    "is_answered": "u(i, 10) > 0.4",
    "answered_at": f"CASE WHEN u(i, 10) > 0.4 THEN {after('7200 * u(i, 14)')} END",
    **{name: f"CASE WHEN u(i, 10) > 0.4 THEN 1 + (4.49 * u(i, {20 + at}) ** 0.4)::INT END"
       for at, name in enumerate(("csat", "csat_attitude", "csat_efficiency", "csat_expertise"))},
    "nps": "CASE WHEN u(i, 10) > 0.4 THEN (10.49 * u(i, 30) ** 0.4)::INT END",
    "ces": "CASE WHEN u(i, 10) > 0.4 THEN 1 + (6.49 * u(i, 31) ** 0.4)::INT END",
    "is_called_back": some("u(i, 33) < 0.7", "u(i, 32)", 0.1),
    "comment": "CASE WHEN u(i, 10) > 0.85 THEN 'remark ' || i % 1000 END",
}  # fmt: skip
CALL = {
    **SLICE,
    "call_id": "'K' || i",
    "ticket_id": some("'T' || (i * 10 // 3)", "u(i, 14)", 0.8),
    "customer_id": some("'C' || (i * 17 % 1000003)", "u(i, 14)", 0.9),
    "direction": some("CASE WHEN u(i, 10) > 0.2 THEN 'inbound' ELSE 'outbound' END", "u(i, 15)", 0.98),
    "queue": one_of("sales service complaints", "u(i, 16)"),
    "outcome": "CASE WHEN u(i, 11) > 0.06 THEN 'answered' ELSE 'abandoned' END",
    "is_answered": "u(i, 11) > 0.06",
    "queue_seconds": some("round(60 * u(i, 12))", "u(i, 17)", 0.99),
    "talk_seconds": "CASE WHEN u(i, 11) > 0.06 THEN round(400 * u(i, 13)) END",
    "hold_seconds": "CASE WHEN u(i, 11) > 0.1 THEN round(40 * u(i, 18)) END",
    "wrap_seconds": "CASE WHEN u(i, 11) > 0.1 THEN round(90 * u(i, 19)) END",
    "priority": "NULL",
    "handle_seconds": "CASE WHEN u(i, 11) > 0.1 THEN round(400 * u(i, 13)) + round(40 * u(i, 18)) + "
                      "round(90 * u(i, 19)) END",
    "phone": "'000' || i % 10000",
}  # fmt: skip
RETURN_CASE = {
    **SLICE,
    "return_id": "'R' || i",
    "order_id": "'O' || i * 15",
    "ticket_id": some("'T' || i * 10", "u(i, 13)", 0.6),
    "customer_id": "'C' || (i * 19 % 1000003)",
    "product_id": "'P' || i % 300",
    "batch": some("'B' || i % 40", "u(i, 14)", 0.9),
    "kind": one_of("return exchange refund repair", "u(i, 15)"),
    "cause": some(one_of("damaged faulty wrong unwanted", "u(i, 16)"), "u(i, 17)", 0.9),
    "status": "CASE WHEN u(i, 11) < 0.9 THEN 'closed' ELSE 'open' END",
    "closed_at": some(after(f"900 * {WAIT}"), "u(i, 11)", 0.9),
    "updated_at": after(f"900 * {WAIT}"),
    "turnaround_seconds": some(f"900 * {WAIT}", "u(i, 11)", 0.9),
    "quantity": some("1 + floor(3 * u(i, 18) ** 2)", "u(i, 19)", 0.97),
    "refund": some("round(200 * u(i, 20), 2)", "u(i, 21)", 0.6),
    "logistics_cost": some("round(30 * u(i, 22), 2)", "u(i, 23)", 0.9),
    "service_cost": "round(50 * u(i, 12), 2)",
    "cost": "round(50 * u(i, 12), 2) + CASE WHEN u(i, 23) < 0.9 THEN round(30 * u(i, 22), 2) ELSE 0 END",
}
AGENT = "'A' || lpad(floor(50 * u(i, {}))::INT::VARCHAR, 3, '0')"
TICKET_EVENT = {
    **SLICE,
    "event_id": "'E' || i",
    "ticket_id": "'T' || i // 3",
    "kind": one_of("created assigned status_changed resolved reopened closed noted", "u(i, 10)"),
    "actor_kind": one_of("customer agent bot system", "u(i, 11)"),
    "actor_id": AGENT.format(12),
    "from_value": some(AGENT.format(13), "u(i, 14)", 0.5),
    "to_value": AGENT.format(15),
}
TICKET_LABEL = {
    **SLICE,
    "ticket_id": "'T' || i // 2 * 6",  # two labels each
    "label": one_of("vip late refund callback", "u(i, 10)"),
    "is_spam": "u(i // 2, 11) < 0.01",
}
SHARED_RATING = {
    **SLICE,
    "response_id": "'S' || i // 2",  # of two agents each
    "ticket_id": "'T' || i // 2 * 8",
    "csat": "1 + (4.49 * u(i // 2, 10) ** 0.4)::INT",
    "message_share": "abs(i % 2 - u(i // 2, 11))",
}
TRAINING_RECORD = {
    "record_id": "'L' || i",
    "agent_id": AGENT.format(3),
    "team": SLICE["team"],
    "level": one_of("junior senior", "u(i, 9)"),
    "kind": one_of("course drill exam", "u(i, 10)"),
    "topic": one_of("products returns manners", "u(i, 11)"),
    "attended": some("u(i, 12) < 0.9", "u(i, 13)", 0.97),
    "score": some("round(100 * u(i, 14) ** 0.5)", "u(i, 15)", 0.6),
}
COLUMNS: dict[str, dict[str, str]] = {
    "ticket": TICKET,
    "turn": TURN,
    "order": ORDER,
    "survey_response": SURVEY_RESPONSE,
    "call": CALL,
    "return_case": RETURN_CASE,
    "ticket_event": TICKET_EVENT,
    "ticket_label": TICKET_LABEL,
    "shared_rating": SHARED_RATING,
    "training_record": TRAINING_RECORD,
}
