"""Who reads what is published, who sees drafts, and who builds, submits, approves and sends.

Who submits a version does not approve it: the archive refuses that whatever the role (``report.archive``).
"""

import rules

from kefu.workbench.accounts.roles import ANALYST, AUDITOR, EXECUTIVE, LEAD, MANAGER, QUALITY, READERS, is_one_of

rules.add_perm("reports.view", is_one_of(*READERS))
rules.add_perm("reports.drafts", is_one_of(EXECUTIVE, MANAGER, ANALYST, AUDITOR))
rules.add_perm("reports.since", is_one_of(EXECUTIVE, MANAGER, ANALYST, QUALITY, AUDITOR))  # numbers of all teams
rules.add_perm("reports.comment", is_one_of(EXECUTIVE, MANAGER, ANALYST, LEAD, QUALITY))
rules.add_perm("reports.build", is_one_of(MANAGER, ANALYST))
rules.add_perm("reports.write", is_one_of(MANAGER, ANALYST))
rules.add_perm("reports.submit", is_one_of(MANAGER, ANALYST))
rules.add_perm("reports.approve", is_one_of(EXECUTIVE, MANAGER))
rules.add_perm("reports.send", is_one_of(MANAGER))
rules.add_perm("reports.schedule", is_one_of(MANAGER))
