"""What was computed for a page, kept until the data or the settings change."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar, cast

from django.core.cache import cache

from kefu.project import Project
from kefu.workbench.company import version
from kefu.workbench.web.words import spoken

T = TypeVar("T")


def kept(what: str, project: Project, *asked: object, make: Callable[[], T]) -> T:
    """What ``make`` gives, computed once for a state of the data, a slice, a language and what was asked."""
    return kept_for(what, project.meter.slice, *asked, version(project.folder), make=make)


def kept_for(what: str, *asked: object, make: Callable[[], T]) -> T:
    told = repr((what, spoken(), asked))
    key = f"kept.{what}.{sha256(told.encode()).hexdigest()}"
    found = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found)
    return cast(T, found)
