"""Who may see, open and go on with incidents; whom they reached is counted by those who see the whole company."""

import rules

from kefu.workbench.accounts.roles import ANALYST, EVERYBODY, LEAD, MANAGER, QUALITY, is_one_of

rules.add_perm("incidents.view", is_one_of(*EVERYBODY))
rules.add_perm("incidents.edit", is_one_of(MANAGER, ANALYST, LEAD, QUALITY))
rules.add_perm("incidents.count", is_one_of(MANAGER, ANALYST, QUALITY))
