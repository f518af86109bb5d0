"""A database of before comes along: what the models say is what the committed migrations make."""

from __future__ import annotations

from io import StringIO

from django.conf import settings
from django.core.management import call_command


def test_the_committed_migrations_make_what_the_models_say(db: None) -> None:
    """Otherwise it says which model has changed; ``makemigrations <app>`` adds the migration that is missing."""
    said = StringIO()
    try:
        call_command("makemigrations", *settings.APPS, "--check", "--dry-run", stdout=said)
    except SystemExit:
        raise AssertionError(said.getvalue()) from None
