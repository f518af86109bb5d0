"""Facts of a rating that several agents earned: one row for each of them.

Whose the rating is: everybody who wrote to the customer before the answer came, and the agent it is credited to
otherwise. ``message_share`` is that agent's part of the agents' messages until then; the parts of a rating make one.
Where nobody wrote, as after a call, the rating is its agent's alone; without an agent either it is nobody's.
"""

from kefu.store.facts import Fact

SQL = """
WITH rated AS (
    SELECT s.response_id, s.ticket_id, s.sent_at, s.sent_at_local, s.csat, s.answered_at,
        coalesce(s.agent_id, t.agent_id) AS agent_id,
        coalesce(s.team, t.team) AS team,
        coalesce(s.channel, t.channel) AS channel,
        coalesce(s.product_line, t.product_line) AS product_line,
        coalesce(s.region, t.region, c.region) AS region,
        t.category, c.segment, s.month, s._source, s._row
    FROM survey_response_row s
    LEFT JOIN ticket_row t ON t.ticket_id = s.ticket_id
    LEFT JOIN customer c ON c.customer_id = coalesce(s.customer_id, t.customer_id)
    WHERE s.csat IS NOT NULL AND s.month IN (SELECT month FROM wanted)
),
wrote AS (
    SELECT r.response_id, m.author_id AS agent_id, count(*) AS messages
    FROM message m JOIN rated r ON r.ticket_id = m.ticket_id AND m.sent_at <= coalesce(r.answered_at, r.sent_at)
    WHERE m.author_kind = 'agent' AND m.author_id IS NOT NULL AND NOT coalesce(m.is_private, false)
    GROUP BY ALL
),
shared AS (
    SELECT response_id, agent_id, sum(messages) AS messages FROM (
        FROM wrote UNION ALL SELECT response_id, agent_id, 0 FROM rated WHERE agent_id IS NOT NULL
    ) GROUP BY ALL
)
SELECT r.response_id, r.ticket_id, r.sent_at, r.sent_at_local, r.csat, p.agent_id,
    CASE WHEN p.agent_id = r.agent_id THEN r.team ELSE a.team END AS team,
    coalesce(p.messages / nullif(sum(p.messages) OVER (PARTITION BY r.response_id), 0), 1) AS message_share,
    r.channel, r.product_line, r.region, r.category, r.segment, r.month, r._source, r._row
FROM shared p
JOIN rated r USING (response_id)
LEFT JOIN agent a ON a.agent_id = p.agent_id
"""

FACT = Fact(
    sql=SQL,
    follows="survey_response",
    reads=("ticket_row", "message", "customer", "agent"),
    base={
        "response_id": "VARCHAR",
        "ticket_id": "VARCHAR",
        "sent_at": "TIMESTAMP",
        "sent_at_local": "TIMESTAMP",
        "csat": "DOUBLE",
        "agent_id": "VARCHAR",
        "team": "VARCHAR",
        "message_share": "DOUBLE",
        "channel": "VARCHAR",
        "product_line": "VARCHAR",
        "region": "VARCHAR",
        "category": "VARCHAR",
        "segment": "VARCHAR",
    },
    extra={},
)
