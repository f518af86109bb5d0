"""Codes of the data by the names the report has for them."""

from __future__ import annotations

from django import template

from kefu.narrative.words import WORDS
from kefu.workbench.web.words import spoken

register = template.Library()


@register.filter
def member(code: str, dimension: str) -> str:
    """``phone`` of ``team`` is 电话组; a code nobody has named stays as it is, none is a dash."""
    return str(WORDS[spoken()]["members"].get(dimension, {}).get(code, code)) or "–"
