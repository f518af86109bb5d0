"""Facts of a training record: the group and grade of the agent, as the list of agents has them today."""

from kefu.store.facts import Fact

SQL = """
SELECT r.*, a.team, a.level
FROM training_record_row r LEFT JOIN agent a USING (agent_id)
WHERE r.month IN (SELECT month FROM wanted)
"""

FACT = Fact(entity="training_record", sql=SQL, reads=("agent",), extra={"team": "VARCHAR", "level": "VARCHAR"})
