"""Who may see, open and change actions: an agent their own, a lead those of the team, others all."""

from __future__ import annotations

import rules

from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.roles import (
    AGENT,
    ANALYST,
    EVERYBODY,
    EXECUTIVE,
    LEAD,
    MANAGER,
    QUALITY,
    is_administrator,
    is_one_of,
)
from kefu.workbench.actions.models import Action


def _owns(user: User, action: Action | None) -> bool:
    return action is None or action.owner_id == user.pk


def _leads(user: User, action: Action | None) -> bool:
    return action is None or (action.team_id is not None and action.team_id == user.team_id)


owns = rules.predicate(_owns)
leads = rules.predicate(_leads)
manages = is_administrator | is_one_of(MANAGER)

rules.add_perm("actions.view", is_one_of(*EVERYBODY))
rules.add_perm("actions.open", is_one_of(MANAGER, ANALYST, LEAD, QUALITY))
rules.add_perm("actions.edit", manages | (is_one_of(LEAD) & leads) | (is_one_of(ANALYST, QUALITY, LEAD) & owns))
rules.add_perm("actions.move", manages | (is_one_of(LEAD) & leads) | (is_one_of(AGENT, ANALYST, QUALITY, LEAD) & owns))
rules.add_perm("actions.comment", is_one_of(EXECUTIVE, MANAGER, ANALYST, LEAD, QUALITY, AGENT))
rules.add_perm("actions.proposals", is_one_of(MANAGER, ANALYST, LEAD, QUALITY))
