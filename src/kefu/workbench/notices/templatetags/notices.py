"""The bell: how many notices somebody has not read."""

from __future__ import annotations

from django import template

from kefu.workbench.accounts.models import User
from kefu.workbench.notices.queries import unread

register = template.Library()


@register.simple_tag
def unread_notices(user: User) -> int:
    return unread(user)
