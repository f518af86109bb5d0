"""The one task the queue knows: do the job of this number, once more where the database was lost under it."""

from __future__ import annotations

from django_tasks import task

from kefu.workbench.jobs.running import run


@task()
def run_job(number: int) -> None:
    if not run(number):
        run_job.enqueue(number)
