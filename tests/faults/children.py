"""Processes that may be killed: forked from one that has loaded everything and opened nothing, so that each starts at
once, and with their answers or errors handed back as plain values."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any

import pytest

PRELOADED = ["tests.faults.shop", "tests.faults.witness", "deltalake", "ibis.backends.duckdb", "pytz"]
POSIX = pytest.mark.skipif(os.name == "nt", reason="kills processes the POSIX way")


class Child:
    """A process that runs ``work(*words)`` and answers with what it returns."""

    def __init__(self, work: Callable[..., Any], *words: Any) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(PRELOADED)
        self._answers, theirs = context.Pipe(duplex=False)
        self.process: BaseProcess = context.Process(target=_answer, args=(theirs, work, words), daemon=True)
        self.process.start()
        theirs.close()
        assert self._answers.recv() == "started"

    def result(self) -> Any:
        """What it returned; an error in it, or its death, is raised here."""
        try:
            answer = self._answers.recv()
        except EOFError:
            answer = None
        self.process.join()
        if isinstance(answer, BaseException):
            raise answer
        if answer is None:
            raise ChildProcessError(f"died with exit code {self.process.exitcode}")
        return answer[0]


def run(work: Callable[..., Any], *words: Any) -> Any:
    """What ``work(*words)`` returns in a process of its own."""
    return Child(work, *words).result()


def killed(after: float, work: Callable[..., Any], *words: Any) -> bool:
    """Run ``work(*words)`` and kill it once it has taken ``after`` seconds of the processor, which says better than the
    clock how far it is; returns whether it was still at work."""
    child = Child(_until, after, work, *words)
    child.process.join()
    return child.process.exitcode == -signal.SIGKILL


def _until(after: float, work: Callable[..., Any], *words: Any) -> None:
    Thread(target=_die, args=(time.process_time() + after,), daemon=True).start()
    work(*words)


def _die(at: float) -> None:
    while time.process_time() < at:
        time.sleep(0.001)
    os.kill(os.getpid(), signal.SIGKILL)


def _answer(answers: Connection, work: Callable[..., Any], words: tuple[Any, ...]) -> None:
    answers.send("started")
    try:
        answers.send((work(*words),))
    except BaseException as error:
        error.__traceback__ = None
        answers.send(error)
