"""``manage.py administrators``: how many there are; ``kefu serve`` asks before it offers to make the first."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from kefu.workbench.accounts.models import User


class Command(BaseCommand):
    help = "Say how many administrators there are."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(str(User.objects.filter(is_superuser=True).count()))
