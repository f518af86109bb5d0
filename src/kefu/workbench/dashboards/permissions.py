import rules

from kefu.workbench.accounts.roles import EVERYBODY, is_one_of

rules.add_perm("dashboards.view", is_one_of(*EVERYBODY))
