"""The progress bar: on stderr, only in a terminal, and only once a task has taken a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0  # seconds; what is done sooner needs no bar


class Bar:
    """Called with the name of the stage and the share done; use it as a context so that the bar is wiped at the end."""

    def __init__(self, said: Callable[[str], str] = str, *, shown: bool, started: float | None = None) -> None:
        self.said = said  # a stage's name in words
        self.shown = shown and sys.stderr.isatty()
        self.started = time.monotonic() if started is None else started
        self.bar: Progress | None = None
        self.task: TaskID | None = None

    def __enter__(self) -> Bar:
        return self

    def __call__(self, stage: str, done: float) -> None:
        if not self.shown or time.monotonic() - self.started < PATIENCE:
            return
        if self.bar is None or self.task is None:
            self.bar, self.task = self._begin()
        self.bar.update(self.task, description=self.said(stage), completed=done)

    def _begin(self) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
        )
        bar = Progress(*columns, console=Console(stderr=True), transient=True)
        bar.start()
        return bar, bar.add_task("", total=1.0)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bar is not None:
            self.bar.stop()
