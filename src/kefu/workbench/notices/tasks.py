"""Work of its own: notices that still have to leave by e-mail or to a robot; and telling whose job went wrong."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from kefu.errors import KefuError
from kefu.workbench.company import company
from kefu.workbench.jobs.kinds import Report, recurring
from kefu.workbench.jobs.models import Job
from kefu.workbench.jobs.running import when_failed
from kefu.workbench.notices.delivery import deliver
from kefu.workbench.notices.models import Notice
from kefu.workbench.notices.services import notify
from kefu.workbench.notices.ways import ways
from kefu.workbench.web.refusals import refusal

MOST_TRIES = 3
YOUNG = timedelta(days=2)  # an older notice is no news


@recurring("notices.deliver", every=timedelta(hours=1))
def deliver_notices(report: Report) -> dict[str, int]:
    """Hand over what is new; one that fails does not keep the others, and is tried three times."""
    by, done, failed = ways(), 0, 0
    left = Notice.objects.filter(sent_at=None, tries__lt=MOST_TRIES, created_at__gt=timezone.now() - YOUNG)
    waiting = list(left.select_related("to__team").order_by("pk")) if by else []
    for place, notice in enumerate(waiting):
        report(str(notice.pk), place / len(waiting))
        try:
            notice.fault = deliver(company(), notice, by)[:300]
        except KefuError as error:
            notice.fault = refusal(error)[:300]
        notice.tries += 1
        notice.sent_at = None if notice.fault else timezone.now()
        notice.save(update_fields=["fault", "tries", "sent_at"])
        done, failed = done + (not notice.fault), failed + bool(notice.fault)
    return {"sent": done, "failed": failed}


@when_failed
def tell_who_started(job: Job) -> None:
    """Every failure once, also the next one after another try; what the clock starts is in the list of jobs."""
    if job.by is not None:
        seen = job.get_absolute_url() if job.by.has_perm("jobs.view") else job.page
        notify(
            to=job.by, what="notices.job_failed", about=job, address=seen, occasion=str(job.ended_at),
            job=job, error=job.error,
        )  # fmt: skip
