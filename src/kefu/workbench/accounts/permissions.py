"""Who may see and change accounts, and who may read the audit."""

import rules

from kefu.workbench.accounts.roles import AUDITOR, EVERYBODY, is_administrator, is_one_of

rules.add_perm("accounts.own", is_one_of(*EVERYBODY))
rules.add_perm("accounts.people", is_administrator)
rules.add_perm("accounts.audit", is_administrator | is_one_of(AUDITOR))
