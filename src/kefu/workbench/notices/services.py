"""Writes: tell somebody, and note that they have read it."""

from __future__ import annotations

from django.db import models, transaction
from django.utils import timezone

from kefu.errors import DefinitionError
from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.jobs import services as jobs
from kefu.workbench.notices.models import Notice
from kefu.workbench.notices.ways import ways
from kefu.workbench.web.words import words

DELIVER = "notices.deliver"


@transaction.atomic
def notify(
    *, to: User, what: str, about: models.Model | None = None, address: str = "", occasion: str = "", **values: object
) -> Notice | None:
    """Tell ``to`` the word ``what`` (a key, such as ``actions.notices.due``; ``values`` fill its places).

    ``address`` is the page to open. Returns None where they were told the same about the same object before; an
    ``occasion`` (a deadline, a round) makes it another thing. Raises KeyError for a word nobody has written.
    """
    if what not in words():
        raise KeyError(what)
    place = {
        "about_kind": about._meta.label_lower if about is not None else "",
        "about_id": str(about.pk) if about is not None else "",
    }
    told = {"values": {name: str(one) for name, one in values.items()}, "address": address}
    made, is_new = Notice.objects.get_or_create(to=to, what=what, occasion=occasion, **place, defaults=told)
    if not is_new:
        return None
    audit.record(None, "notices.told", made, after={"to": to.username, "what": what, **place})
    if _may_leave():
        transaction.on_commit(_deliver_soon)
    return made


def _may_leave() -> bool:
    """A file of ways in error keeps nobody from being told in the page: the job that delivers says what is wrong."""
    try:
        return bool(ways())
    except DefinitionError:
        return True


def _deliver_soon() -> None:
    jobs.start_soon(DELIVER)


@transaction.atomic
def read(*, by: User, notices: models.QuerySet[Notice]) -> int:
    """Note that somebody has read these of their own notices; returns how many were unread."""
    return notices.filter(to=by, read_at=None).update(read_at=timezone.now())
