"""Reads: jobs."""

from __future__ import annotations

from django.db.models import QuerySet

from kefu.workbench.accounts.models import User
from kefu.workbench.jobs.models import Job


def jobs_of(user: User) -> QuerySet[Job]:
    """Jobs this person may see, the newest first: administrators and readers of the data all, others their own."""
    found = Job.objects.select_related("by")
    return found if user.has_perm("jobs.view_all") else found.filter(by=user)
