"""Where a row comes from, when that lies in another app: a kind and an id instead of a foreign key.

Apps beside each other do not know one another; ``loop`` knows them all and reads what an origin points at. A
constraint on ``origin_kind, origin_id`` keeps a rule that runs twice from opening the same thing twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True, slots=True)
class Origin:
    """``kind`` names what it is (``figure``, ``survey_response``, ``ticket`` …), ``id`` which one."""

    kind: str = ""
    id: str = ""


class WithOrigin(models.Model):
    """A row that may come from something in another app, or in the data."""

    origin_kind = models.CharField(max_length=40, blank=True, default="")
    origin_id = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        abstract = True

    @property
    def origin(self) -> Origin:
        return Origin(self.origin_kind, self.origin_id)
