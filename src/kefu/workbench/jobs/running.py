"""Doing a job: called by the worker, once or again after it was killed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from kefu.errors import KefuError
from kefu.workbench.jobs.kinds import KINDS, StoppedError
from kefu.workbench.jobs.models import ENDED, Job, State
from kefu.workbench.web.refusals import refusal
from kefu.workbench.web.words import word

MOST_ATTEMPTS = 3


def run(number: int) -> None:
    """Do a job; called by the worker. One that has ended already is left alone."""
    held = _begin(number)
    if held is not None:
        with translation.override((held.by and held.by.language) or settings.LANGUAGE_CODE):
            _do(held)


def _do(held: Job) -> None:
    """What it says of itself and what went wrong is in the language of who started it."""
    try:
        result = KINDS[held.kind](_reporter(held), **held.arguments)
    except StoppedError:
        end(held, State.CANCELLED)
    except KefuError as error:
        end(held, State.FAILED, error=refusal(error))
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
    if held.attempts > MOST_ATTEMPTS:
        end(held, State.FAILED, error=word("jobs.interrupted", times=MOST_ATTEMPTS))
        return None
    held.save()
    return held


def end(held: Job, state: State, *, result: Any = None, error: str = "") -> None:
    held.state, held.result, held.error, held.ended_at = state, result, error, timezone.now()
    held.done = 1.0 if state is State.DONE else held.done
    held.save()


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
