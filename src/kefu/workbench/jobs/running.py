"""Doing a job: called by the worker, once or again after it was killed or its database was lost."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import InterfaceError, OperationalError
from django.utils import timezone, translation

from kefu.errors import KefuError
from kefu.workbench.jobs.kinds import KINDS, StoppedError
from kefu.workbench.jobs.models import ENDED, Job, State
from kefu.workbench.web.refusals import refusal
from kefu.workbench.web.words import word

MOST_ATTEMPTS = 3
LOST = (OperationalError, InterfaceError)  # what a database says that is no more, or that others keep locked
FAILED: list[Callable[[Job], None]] = []
log = logging.getLogger(__name__)


def when_failed(function: Callable[[Job], None]) -> Callable[[Job], None]:
    """Have a function called with every job that went wrong, once, in the transaction that says so: rooms above this
    one tell people there."""
    FAILED.append(function)
    return function


def run(number: int) -> bool:
    """Do a job; called by the worker. One that has ended already is left alone. False where the database was lost under
    it: it is to be done again, over another connection."""
    try:
        held = _begin(number)
        if held is not None:
            with translation.override((held.by and held.by.language) or settings.LANGUAGE_CODE):
                _do(held)
    except LOST:
        log.exception("the database was lost under job %s", number)
        connection.close()
        return False
    return True


def _do(held: Job) -> None:
    """What it says of itself and what went wrong is in the language of who started it."""
    if held.attempts > MOST_ATTEMPTS:
        end(held, State.FAILED, error=word("jobs.interrupted", times=MOST_ATTEMPTS))
        return
    try:
        result = KINDS[held.kind](_reporter(held), **held.arguments)
    except StoppedError:
        end(held, State.CANCELLED)
    except KefuError as error:
        end(held, State.FAILED, error=refusal(error))
    except LOST:
        raise
    except Exception as error:
        end(held, State.FAILED, error=word("jobs.unexpected", kind=type(error).__name__))
        raise
    else:
        end(held, State.DONE, result=result)


@transaction.atomic
def _begin(number: int) -> Job | None:
    held = Job.objects.select_for_update().filter(pk=number).first()
    if held is None or held.state in ENDED:
        return None
    held.state, held.started_at, held.attempts = State.RUNNING, timezone.now(), held.attempts + 1
    held.save()
    return held


@transaction.atomic
def end(held: Job, state: State, *, result: Any = None, error: str = "") -> None:
    held.state, held.result, held.error, held.ended_at = state, result, error, timezone.now()
    held.done = 1.0 if state is State.DONE else held.done
    held.save()
    if state is State.FAILED:
        for tell in FAILED:
            tell(held)


def _reporter(held: Job) -> Any:
    """Progress for a job; written at most twice a second, and a look at whether somebody wants it to stop."""
    last: list[datetime] = []

    def report(stage: str, done: float) -> None:
        now = timezone.now()
        if last and (now - last[-1]).total_seconds() < 0.5:
            return
        last[:] = [now]
        held.stage, held.done = stage[:200], min(max(done, 0.0), 1.0)
        held.save(update_fields=["stage", "done"])
        if Job.objects.filter(pk=held.pk, is_to_stop=True).exists():
            raise StoppedError(held.kind)

    return report
