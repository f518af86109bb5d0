"""Who works callbacks: an agent those given to them, a lead those of the team, a manager all."""

from __future__ import annotations

import rules

from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.roles import AGENT, EVERYBODY, LEAD, MANAGER, QUALITY, is_administrator, is_one_of
from kefu.workbench.callbacks.models import Callback


def _has_it(user: User, callback: Callback | None) -> bool:
    return callback is None or callback.assigned_to_id == user.pk


def _of_the_team(user: User, callback: Callback | None) -> bool:
    return callback is None or (user.team is not None and callback.team == user.team.code)


has_it = rules.predicate(_has_it)
of_the_team = rules.predicate(_of_the_team)
manages = is_administrator | is_one_of(MANAGER)

rules.add_perm("callbacks.view", is_one_of(*EVERYBODY))
rules.add_perm("callbacks.take", is_one_of(AGENT, LEAD, QUALITY))
rules.add_perm("callbacks.work", manages | (is_one_of(LEAD) & of_the_team) | (is_one_of(AGENT, QUALITY, LEAD) & has_it))
rules.add_perm("callbacks.assign", manages | (is_one_of(LEAD) & of_the_team))
