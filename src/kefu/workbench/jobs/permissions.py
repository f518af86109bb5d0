"""Who may see and stop jobs."""

from __future__ import annotations

import rules

from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.roles import ANALYST, AUDITOR, LEAD, MANAGER, QUALITY, is_administrator, is_one_of
from kefu.workbench.jobs.kinds import NEEDS
from kefu.workbench.jobs.models import Job


def _started_it(user: User, job: Job | None) -> bool:
    return job is None or job.by_id == user.pk


def _may_start_it(user: User, job: Job | None) -> bool:
    """What the clock starts is started by nobody."""
    return job is None or (job.kind in NEEDS and user.has_perm(NEEDS[job.kind]))


started_it = rules.predicate(_started_it)
may_start_it = rules.predicate(_may_start_it)

rules.add_perm("jobs.view", is_one_of(MANAGER, ANALYST, LEAD, QUALITY, AUDITOR))
rules.add_perm("jobs.view_all", is_one_of(MANAGER, ANALYST, AUDITOR))
rules.add_perm("jobs.stop", is_administrator | (is_one_of(MANAGER, ANALYST, LEAD, QUALITY) & started_it))
rules.add_perm(
    "jobs.again", (is_administrator | (is_one_of(MANAGER, ANALYST, LEAD, QUALITY) & started_it)) & may_start_it
)
