"""``{{ filters.where|held:name }}``: what a mapping holds under a name that is itself a value."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def held(mapping: Mapping[str, object] | None, name: str) -> object:
    return mapping.get(name, "") if mapping else ""
