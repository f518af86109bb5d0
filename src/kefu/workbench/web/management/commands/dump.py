"""``manage.py dump FILE``: every row of the workbench as JSON, for a backup or for a move to another database."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

PASSING = ("contenttypes", "auth.permission", "sessions", "axes", "django_tasks_database")  # made again, or over anyway


class Command(BaseCommand):
    help = "Write every row of the workbench into a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")

    def handle(self, *_args: Any, **options: Any) -> None:
        call_command("dumpdata", exclude=list(PASSING), output=options["file"], verbosity=0)
