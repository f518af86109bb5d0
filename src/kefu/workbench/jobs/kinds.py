"""The kinds of jobs there are, by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

from kefu.errors import KefuError


class Report(Protocol):
    """How far a job is: the stage in words and the share that is done; raises StoppedError where it is to stop."""

    def __call__(self, stage: str, done: float) -> None: ...


class StoppedError(KefuError):
    """Somebody asked for the job to stop."""


Function = Callable[..., Any]
KINDS: dict[str, Function] = {}
RECURRING: dict[str, timedelta] = {}
CALLED_FOR: dict[str, Callable[[], bool]] = {}


def job(kind: str) -> Callable[[Function], Function]:
    """Make a function a kind of job: ``function(report, **arguments)``; what it returns, plain JSON, is the result."""

    def named(function: Function) -> Function:
        KINDS[kind] = function
        return function

    return named


def recurring(kind: str, *, every: timedelta, when: Callable[[], bool] | None = None) -> Callable[[Function], Function]:
    """A kind of job without arguments that is started by the clock; with ``when``, as soon as that is so, and after it
    went wrong only after ``every``."""

    def named(function: Function) -> Function:
        RECURRING[kind] = every
        if when:
            CALLED_FOR[kind] = when
        return job(kind)(function)

    return named
