"""Which rows of the data somebody sees: an agent their own, a lead those of the team, everybody else all."""

from __future__ import annotations

from collections.abc import Mapping

from kefu.errors import UsageError
from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.roles import AGENT, LEAD
from kefu.workbench.web.words import word

NOBODY = "\u0000nobody"  # a member no row has: an account that is tied to nobody in the data sees no rows


def scope(user: User) -> Mapping[str, str]:
    """The slice this person's figures are measured in, ready for ``where``."""
    if user.is_superuser:
        return {}
    if user.role == AGENT:
        return {"agent_id": user.agent_id or NOBODY}
    if user.role == LEAD:
        return {"team": user.team.code if user.team else NOBODY}
    return {}


def within(user: User, where: Mapping[str, str | None]) -> dict[str, str | None]:
    """A slice asked for, kept to what the person may see; raises UsageError where it lies outside."""
    own = scope(user)
    for name, member in own.items():
        if where.get(name, member) != member:
            raise UsageError(word("accounts.refused.outside"))
    return {**where, **own}
