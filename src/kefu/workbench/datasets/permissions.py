"""Who sees the data's state, and who brings files in and corrects rows."""

import rules

from kefu.workbench.accounts.roles import ANALYST, AUDITOR, MANAGER, is_one_of

rules.add_perm("datasets.view", is_one_of(MANAGER, ANALYST, AUDITOR))
rules.add_perm("datasets.import", is_one_of(MANAGER, ANALYST))
rules.add_perm("datasets.correct", is_one_of(MANAGER, ANALYST))
