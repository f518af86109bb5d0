"""Who sees which figures: everybody those of their own rows, readers of the whole company what belongs to no team."""

import rules

from kefu.workbench.accounts.roles import (
    ANALYST,
    AUDITOR,
    EVERYBODY,
    EXECUTIVE,
    MANAGER,
    QUALITY,
    READERS,
    is_administrator,
    is_one_of,
)

rules.add_perm("dashboards.view", is_one_of(*EVERYBODY))
rules.add_perm("dashboards.teams", is_one_of(*READERS))
rules.add_perm("dashboards.whole", is_one_of(EXECUTIVE, MANAGER, ANALYST, QUALITY, AUDITOR))
rules.add_perm("dashboards.export", is_administrator | is_one_of(MANAGER, ANALYST, AUDITOR))
