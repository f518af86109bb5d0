"""What templates say and draw; loaded in every template.

``{% t "web.save" %}`` is a word, ``{% icon "bell" %}`` one of our own small drawings, ``{% field form.name %}`` a
field of a form with its label, help and error, ``{{ address|with:"page=2" }}`` an address with one parameter changed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from urllib.parse import parse_qsl, urlencode

from django import template
from django.forms import BoundField, ModelChoiceField
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kefu.workbench.web.clocks import Spell
from kefu.workbench.web.icons import ICONS
from kefu.workbench.web.naming import narrator
from kefu.workbench.web.words import spoken, word

register = template.Library()
LANGUAGES = {"zh": "中文", "en": "English"}
WEEK = 7  # days from which hours are no news
NOBODY = "–"  # what a select says before anything is chosen


@register.simple_tag
def t(key: str, **values: object) -> str:
    """The word for ``key`` in the language of the request."""
    return word(key, **values)


@register.filter
def said(key: str) -> str:
    """The same for a key that is put together: ``{{ "actions.state."|add:action.state|said }}``."""
    return word(key)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of 20 × 20 in the colour of the text around it; it says nothing, the word beside it does."""
    return format_html(
        '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false"><path d="{}"/></svg>', ICONS[name]
    )


@register.inclusion_tag("web/field.html")
def field(bound: BoundField) -> dict[str, object]:
    """A field with its label, its help and what is wrong with it; these are tied to it for screen readers."""
    told = [f"{bound.id_for_label}-{part}" for part, has in (("help", bound.help_text), ("error", bound.errors)) if has]
    if isinstance(bound.field, ModelChoiceField) and bound.field.empty_label:
        bound.field.empty_label = NOBODY
    drawn = bound.as_widget(attrs={"aria-describedby": " ".join(told)} if told else {})
    return {"bound": bound, "drawn": drawn, "kind": bound.field.widget.__class__.__name__.lower()}


@register.filter
def count(number: float | None) -> str:
    """A whole number as reports write it: 65,944; a dash where there is none."""
    return f"{number:,.0f}" if number is not None else "–"


@register.filter
def money(amount: Decimal | int | str) -> str:
    """An amount in the company's currency, to the cent: ¥300."""
    from kefu.narrative.formats import exact_amount

    return exact_amount(Decimal(amount), narrator().style)


@register.filter
def language_name(code: str) -> str:
    """A language of reports by its own name."""
    return LANGUAGES.get(code, code)


@register.filter(name="with")
def with_parameter(query: str, change: str) -> str:
    """A query string (``request.GET.urlencode``) with one parameter changed, or removed where it gets no value."""
    name, _, value = change.partition("=")
    kept = [(key, one) for key, one in parse_qsl(query, keep_blank_values=True) if key != name]
    return urlencode([*kept, (name, value)] if value else kept)


@register.filter
def moment(told: datetime | str | None) -> str:
    """A moment, also one written in a file, in the company's time, on one line: 2026-10-31 18:05; a dash where there is
    none."""
    when = parse_datetime(told) if isinstance(told, str) else told
    return format_html("<time>{}</time>", f"{timezone.localtime(when):%Y-%m-%d %H:%M}") if when else "–"


@register.filter
def day(when: datetime | None) -> str:
    """The day of a date or moment, as 2026-10-31."""
    if when is None:
        return "–"
    return f"{timezone.localtime(when) if isinstance(when, datetime) and when.tzinfo else when:%Y-%m-%d}"


@register.filter
def left(spell: Spell | None) -> str:
    """How long is left until a moment, or how long it has passed, in its two largest units."""
    if spell is None:
        return "–"
    shown = spell.as_said
    told, kind = span(replace(shown, seconds=abs(shown.seconds))), "_open" if shown.is_open_time else ""
    return word(f"web.left{kind}" if shown.seconds >= 0 else f"web.overdue{kind}", time=told)


@register.filter
def span(spell: Spell | None) -> str:
    """``2 天 3 小时``, ``45 min``, from a week on whole days; a dash where there is none."""
    if spell is None:
        return "–"
    shown = spell.as_said
    minutes = int(shown.seconds // 60)
    days = 0 if shown.is_open_time else minutes // 1440
    hours, minutes = (minutes - 1440 * days) // 60, minutes % 60
    zh = spoken() == "zh"
    parts = [(days, "天" if zh else "d"), (hours, "小时" if zh else "h"), (minutes, "分钟" if zh else "min")]
    told = [f"{number} {unit}" for number, unit in parts if number][:2]
    return " ".join(told[:1] if days >= WEEK else told) or f"0 {parts[-1][1]}"
