"""``manage.py load FILE``: the rows of a ``dump`` into a database that has none yet, all or nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Read every row of the workbench from a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")

    def handle(self, *_args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        if get_user_model().objects.exists():
            raise CommandError("the database holds a workbench already; name an empty one")
        call_command("loaddata", options["file"], verbosity=0)
