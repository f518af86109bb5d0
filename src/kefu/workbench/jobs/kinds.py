"""The kinds of jobs there are, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Protocol

from kefu.errors import KefuError


class Report(Protocol):
    """How far a job is: the stage in words and the share that is done; raises StoppedError where it is to stop."""

    def __call__(self, stage: str, done: float) -> None: ...


class StoppedError(KefuError):
    """Somebody asked for the job to stop."""


Function = Callable[..., Any]
Page = Callable[[Mapping[str, Any]], str]  # from a job's arguments to the address of what it is about
KINDS: dict[str, Function] = {}
NEEDS: dict[str, str] = {}  # by kind: the permission of who starts it
PAGES: dict[str, Page] = {}
RECURRING: dict[str, timedelta] = {}
CALLED_FOR: dict[str, Callable[[], bool]] = {}


def job(kind: str, *, needs: str, page: Page) -> Callable[[Function], Function]:
    """Make a function a kind of job: ``function(report, **arguments)``; what it returns, plain JSON, is the result.

    Whoever has the permission ``needs`` may start it, also again after it went wrong; ``page`` is where its cause can
    be looked at and mended.
    """

    def named(function: Function) -> Function:
        KINDS[kind], NEEDS[kind], PAGES[kind] = function, needs, page
        return function

    return named


def recurring(kind: str, *, every: timedelta, when: Callable[[], bool] | None = None) -> Callable[[Function], Function]:
    """A kind of job without arguments that is started by the clock; with ``when``, as soon as that is so, and after it
    went wrong only after ``every``."""

    def named(function: Function) -> Function:
        RECURRING[kind] = every
        if when:
            CALLED_FOR[kind] = when
        KINDS[kind] = function
        return function

    return named
