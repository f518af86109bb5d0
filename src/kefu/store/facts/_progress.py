"""How a ticket moved: SQL that reads its events once, for the facts of a ticket.

``HAPPENED`` is when it was handed on, taken up, solved and opened again; ``STAYED`` is how long it was in each state.
Both are of the tickets in ``picked``. Help desks have their own words for states; the words below are those of the
exports Kefu knows, and any other word means that somebody is at work. What happened in the same second happened in the
order in which the files say it.
"""

TAKEN_UP = "^(open|accepted|active|in progress|处理中|已接入)$"
WAITING = "^(pending|awaiting user|waiting|wait$|snoozed|paused|replied)|等待客户|待客户"  # the customer's move
ON_HOLD = "^(on[ _-]?hold|hold|awaiting|schedule|suspended)|挂起|暂停"  # somebody else's move
ENDED = "^(resolved|solved|closed|merged|deleted|spam)"

HAPPENED = f"""
SELECT ticket_id,
    count(*) FILTER (kind = 'reopened') AS reopened,
    coalesce(nullif(count(*) FILTER (kind = 'resolved'), 0), count(*) FILTER (kind = 'closed')) AS resolutions,
    coalesce(max(happened_at) FILTER (kind = 'resolved'), max(happened_at) FILTER (kind = 'closed')) AS solved_at,
    min(happened_at) FILTER (kind IN ('resolved', 'closed')) AS first_solved_at,
    max(happened_at) FILTER (kind = 'reopened') AS reopened_at,
    max(happened_at) FILTER (kind = 'closed') AS ended_at,
    min(happened_at) FILTER (kind = 'assigned') AS assigned_at,
    min(happened_at) FILTER (kind = 'status_changed' AND regexp_matches(lower(to_value), '{TAKEN_UP}')) AS accepted_at,
    min(happened_at) FILTER (
        kind IN ('resolved', 'closed') OR (kind = 'status_changed' AND regexp_matches(lower(to_value), '{WAITING}'))
    ) AS handed_back_at,
    max(happened_at) FILTER (to_value = 'bot_handoff') AS handed_over_at,
    max(happened_at) FILTER (to_value = 'bot_resolved') AS bot_resolved_at
FROM ticket_event_row SEMI JOIN picked USING (ticket_id) GROUP BY ticket_id
"""

_STATE = f"""CASE
    WHEN kind IN ('resolved', 'closed') THEN 'ended'
    WHEN kind = 'created' THEN 'new'
    WHEN regexp_matches(lower(to_value), '{ENDED}') THEN 'ended'
    WHEN lower(to_value) = 'new' THEN 'new'
    WHEN regexp_matches(lower(to_value), '{WAITING}') THEN 'pending'
    WHEN regexp_matches(lower(to_value), '{ON_HOLD}') THEN 'hold'
    ELSE 'open' END"""

STAYED = f"""
WITH steps AS (
    SELECT ticket_id, happened_at, {_STATE} AS state, kind = 'reopened' AS is_reopening, _source, _row
    FROM ticket_event_row SEMI JOIN picked USING (ticket_id)
    WHERE kind IN ('created', 'status_changed', 'resolved', 'closed', 'reopened')
        AND coalesce(to_value, '') NOT IN ('bot_handoff', 'conversation_opened')
    UNION ALL BY NAME
    SELECT ticket_id, created_at AS happened_at, 'new' AS state, false AS is_reopening, 0 AS _source, 0 AS _row
    FROM picked SEMI JOIN ticket_event_row USING (ticket_id)
),
spans AS (
    SELECT *,
        epoch(date_trunc('second', lead(happened_at) OVER story)) - epoch(date_trunc('second', happened_at)) AS seconds,
        lead(is_reopening) OVER story AS until_reopening
    FROM steps
    WINDOW story AS (
        PARTITION BY ticket_id ORDER BY happened_at, state = 'ended', state <> 'new', is_reopening, _source, _row
    )
)
SELECT ticket_id,
    coalesce(sum(seconds) FILTER (state = 'new'), 0) AS new_seconds,
    coalesce(sum(seconds) FILTER (state = 'open'), 0) AS open_seconds,
    coalesce(sum(seconds) FILTER (state = 'pending'), 0) AS pending_seconds,
    coalesce(sum(seconds) FILTER (state = 'hold'), 0) AS hold_seconds,
    coalesce(sum(seconds) FILTER (state = 'ended' AND until_reopening), 0) AS rested_seconds
FROM spans GROUP BY ticket_id
"""
