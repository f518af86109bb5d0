"""After an import the overview is measured once for those who see all rows, so that nobody waits for it first."""

from __future__ import annotations

from django.conf import settings

from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.roles import Role
from kefu.workbench.company import company, version
from kefu.workbench.dashboards import queries
from kefu.workbench.loop.rules import Rule

_warm: dict[str, str] = {}


def _run() -> int:
    """Returns 1 where the data or the settings are others than last time, 0 where it is warm or there is no month."""
    state = version(settings.KEFU_PROJECT)
    if _warm.get("state") == state or company().latest_month() is None:
        return 0
    queries.overview(User(role=Role.MANAGER))
    _warm["state"] = state
    return 1


RULE = Rule(title={"zh": "导入后预热总览", "en": "the overview is warm after an import"}, run=_run)
