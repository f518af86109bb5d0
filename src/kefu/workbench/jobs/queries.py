"""Reads: jobs."""

from __future__ import annotations

from django.db.models import QuerySet

from kefu.workbench.accounts.models import User
from kefu.workbench.jobs.models import Job, State

QUIET = (State.WAITING, State.RUNNING, State.DONE, State.CANCELLED)


def shown(user: User, *, clock: bool) -> QuerySet[Job]:
    """The jobs of the list: what people started and what went wrong, with ``clock`` also what the clock starts."""
    found = jobs_of(user)
    return found if clock else found.exclude(by=None, state__in=QUIET)


def jobs_of(user: User) -> QuerySet[Job]:
    """Jobs this person may see, the newest first: administrators and readers of the data all, others their own."""
    found = Job.objects.select_related("by")
    return found if user.has_perm("jobs.view_all") else found.filter(by=user)
