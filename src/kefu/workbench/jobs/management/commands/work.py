"""``manage.py work``: do the jobs of the queue, one after the other, and start what is due."""

from __future__ import annotations

from itertools import count
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections, connection
from django.db.utils import InterfaceError, OperationalError
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from filelock import FileLock, Timeout

from kefu.workbench.jobs import services

BETWEEN_LOOKS = 2.0  # seconds between two looks at what is called for; at what is due, one time in so many
LOOKS_AT_THE_CLOCK = 8


class Command(BaseCommand):
    help = "Do the work of the queue; one worker at a time."

    def handle(self, *_args: Any, **_options: Any) -> None:
        settings.HOME.mkdir(parents=True, exist_ok=True)
        lock = FileLock(settings.HOME / "worker.lock")
        try:
            lock.acquire(timeout=15)
        except Timeout as error:
            raise CommandError("another worker of this project is at work already") from error
        services.take_up_again()
        over = Event()
        Thread(target=_start_what_is_due, args=(over,), daemon=True).start()
        try:
            worker = Worker(
                queue_names=["*"], excluded_queue_names=[], interval=0.5, batch=False, backend_name="default",
                startup_delay=False, max_tasks=None, worker_id=get_random_string(32),
            )  # fmt: skip
            worker.configure_signals()
            worker.run()
        finally:
            over.set()
            lock.release()


def _start_what_is_due(over: Event) -> None:
    looks = count(1)
    while not over.wait(BETWEEN_LOOKS):
        close_old_connections()
        try:
            services.start_what_is_called_for()
            if next(looks) % LOOKS_AT_THE_CLOCK == 0:
                services.start_what_is_due()
        except (OperationalError, InterfaceError):
            connection.close()  # looked at again in a moment
