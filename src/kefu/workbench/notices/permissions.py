"""Everybody reads their own notices and no others."""

import rules

from kefu.workbench.accounts.roles import EVERYBODY, is_one_of

rules.add_perm("notices.own", is_one_of(*EVERYBODY))
