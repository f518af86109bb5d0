"""Who sees, makes, proposes and approves targets; a lead proposes for the own team."""

from __future__ import annotations

from typing import Any

import rules

from kefu.workbench.accounts.roles import ANALYST, EXECUTIVE, LEAD, MANAGER, READERS, is_one_of


def _of_own_team(user: Any, part: Any) -> bool:
    return part is None or (user.team is not None and (part.dimension, part.member) == ("team", user.team.code))


rules.add_perm("targets.view", is_one_of(*READERS))
rules.add_perm("targets.plan", is_one_of(MANAGER, ANALYST))
rules.add_perm("targets.propose", is_one_of(MANAGER, ANALYST) | (is_one_of(LEAD) & rules.predicate(_of_own_team)))
rules.add_perm("targets.approve", is_one_of(MANAGER, EXECUTIVE))
