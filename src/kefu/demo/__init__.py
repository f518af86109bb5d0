"""A made-up company of 50 agents in three groups: its exports as files, with the stories hidden in them known.

The demo knows nothing of the line it feeds (only ``kefu.errors`` and ``kefu.registry``): it writes files as real
systems give them, and the ordinary import reads them. ``stories.yaml`` is the ground truth: the
generator reads and applies it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path


def write_company(
    folder: Path,
    *,
    tickets: int = 60_000,
    seed: int = 20,
    last_month: date | None = None,
    quiet: bool = False,
    progress: Callable[[str, float], None] | None = None,
) -> list[Path]:
    """Write the company's exports of 26 months to ``folder/exports``, its hours, promises and actions to ``folder``,
    and return every file written.

    ``tickets`` is the approximate number of tickets over all months, ``last_month`` the first day of the last complete
    month (default, and the latest: the last that was over a week ago, so that its tickets are settled). A ``quiet``
    company has no stories but those of every year. ``progress`` hears the name of the step and the share done.
    """
    from kefu.demo.company import Company, write

    company = Company.of(folder, tickets=tickets, seed=seed, last_month=last_month, quiet=quiet)
    return write(company, progress or (lambda *_: None))
