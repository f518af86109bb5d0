"""Writes: start and stop jobs, and take up again what was interrupted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kefu.errors import UsageError
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.jobs.kinds import CALLED_FOR, KINDS, RECURRING
from kefu.workbench.jobs.models import Job, LastStart, State
from kefu.workbench.jobs.running import end
from kefu.workbench.jobs.tasks import run_job
from kefu.workbench.web.words import word

KEPT_RUNS = 20
KEPT_TASKS = timedelta(days=7)


@transaction.atomic
def start(kind: str, /, *, by: User | None, title: str = "", **arguments: Any) -> Job:
    """Put a job in the queue; it runs as soon as the worker is free."""
    if kind not in KINDS:
        raise UsageError('no job "{name}"', name=kind)
    made = Job.objects.create(kind=kind, title=title, arguments=arguments, by=by)
    if by is not None:  # what the clock starts is in the list of jobs
        audit.record(by, "jobs.started", made, after={"job": kind, "about": title})
    transaction.on_commit(lambda: run_job.enqueue(made.pk))
    return made


def start_soon(kind: str) -> None:
    """Have a job without arguments run once more, unless one of its kind waits already."""
    if not Job.objects.filter(kind=kind, state=State.WAITING).exists():
        start(kind, by=None)


@transaction.atomic
def stop(*, by: User, job: Job) -> None:
    """Ask a job to stop; one that waits is over at once, one that runs stops at its next word about its progress."""
    held = Job.objects.select_for_update().get(pk=job.pk)
    if held.state == State.WAITING:
        end(held, State.CANCELLED)
    elif held.state == State.RUNNING:
        held.is_to_stop = True
        held.save(update_fields=["is_to_stop"])
    audit.record(by, "jobs.stopped", held)


@transaction.atomic
def again(*, by: User, job: Job) -> Job:
    """Put a job that failed or was stopped back in the queue, as it was asked; what it has done already it does not do
    twice. Raises UsageError for one that is still at it, or was done."""
    held = Job.objects.select_for_update().get(pk=job.pk)
    if held.state not in (State.FAILED, State.CANCELLED):
        raise UsageError(word("jobs.not_again", state=word(f"jobs.states.{held.state}")))
    held.state, held.error, held.stage, held.done, held.attempts = State.WAITING, "", "", 0.0, 0
    held.is_to_stop, held.started_at, held.ended_at = False, None, None
    held.save()
    audit.record(by, "jobs.again", held, after={"job": held.kind, "about": held.title})
    transaction.on_commit(lambda: run_job.enqueue(held.pk))
    return held


def take_up_again() -> int:
    """Put back in the queue what a worker that is no more was doing; returns how many jobs.

    Only the one worker of a project calls this, before it begins. A job whose task was lost is enqueued anew.
    """
    with transaction.atomic():
        DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).update(
            status=TaskResultStatus.READY, worker_ids=[], started_at=None
        )
        queued = {
            one.args_kwargs["args"][0]
            for one in DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=run_job.module_path)
        }
        left = [one.pk for one in Job.objects.filter(state__in=(State.WAITING, State.RUNNING))]
    for number in left:
        if number not in queued:
            run_job.enqueue(number)
    return len(left)


def start_what_is_called_for() -> list[Job]:
    """Start what something in the project's folder calls for, such as an import from a terminal; where nothing does,
    the database is not asked."""
    called = [kind for kind, is_called_for in CALLED_FOR.items() if is_called_for()]
    return start_what_is_due(kinds=called) if called else []


def start_what_is_due(now: datetime | None = None, kinds: Iterable[str] | None = None) -> list[Job]:
    """Start every recurring job, or those of ``kinds``, whose time has come; one that is still at it is not started
    again."""
    at, started = now or timezone.now(), []
    for kind in RECURRING if kinds is None else kinds:
        with transaction.atomic():
            last, _ = LastStart.objects.select_for_update().get_or_create(
                kind=kind, defaults={"at": datetime.min.replace(tzinfo=timezone.get_default_timezone(), year=2000)}
            )
            busy = Job.objects.filter(kind=kind, state__in=(State.WAITING, State.RUNNING)).exists()
            if not busy and _is_due(kind, last.at, at):
                last.at = at
                last.save()
                _forget_old(kind)
                started.append(start(kind, by=None))
    return started


def _is_due(kind: str, last: datetime, now: datetime) -> bool:
    """What the clock starts is due after its time; what is called for at once, but not sooner than that after it went
    wrong."""
    has_waited = now - last >= RECURRING[kind]
    if kind not in CALLED_FOR:
        return has_waited
    went_well = not Job.objects.filter(kind=kind, created_at__gte=last).exclude(state=State.DONE).exists()
    return (has_waited or went_well) and CALLED_FOR[kind]()


def _forget_old(kind: str) -> None:
    """Of what the clock starts every few minutes only the last runs stay, and those that went wrong."""
    well = Job.objects.filter(kind=kind, by=None, state=State.DONE)
    kept = list(well.values_list("pk", flat=True)[:KEPT_RUNS])
    well.exclude(pk__in=kept).delete()
    DBTaskResult.objects.filter(
        status=TaskResultStatus.SUCCESSFUL, finished_at__lt=timezone.now() - KEPT_TASKS
    ).delete()
