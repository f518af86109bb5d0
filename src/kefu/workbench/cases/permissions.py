"""Who may do what with cases. With an object it has to be one the person sees; a lead sees the team's, an agent own."""

from __future__ import annotations

import rules

from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.roles import AGENT, EVERYBODY, EXECUTIVE, LEAD, MANAGER, QUALITY, is_one_of
from kefu.workbench.cases import queries
from kefu.workbench.cases.models import Case, Grant, HandOver
from kefu.workbench.cases.services import grants

HANDLERS = (MANAGER, LEAD, QUALITY, AGENT)


def _sees(user: User, about: Case | Grant | HandOver | None) -> bool:
    if about is None:
        return True
    number = about.pk if isinstance(about, Case) else about.case_id
    return queries.cases_of(user).filter(pk=number).exists()


def _decides(user: User, grant: Grant | None) -> bool:
    return grant is None or (grants.decides(user, grant) and grant.asked_by_id != user.pk)


sees, decides = rules.predicate(_sees), rules.predicate(_decides)

rules.add_perm("cases.view", is_one_of(*EVERYBODY) & sees)
rules.add_perm("cases.work", is_one_of(*HANDLERS) & sees)
rules.add_perm("cases.assign", is_one_of(MANAGER, LEAD, QUALITY) & sees)
rules.add_perm("cases.decide", is_one_of(LEAD, MANAGER, EXECUTIVE) & sees & decides)
rules.add_perm("cases.experts", is_one_of(MANAGER, QUALITY))
