"""The audit in words: what an event is about, with its page, and what was changed from what to what.

Apps say what only they know: the values of their codes and what an event without an object is about (``web.app``);
what an object is called and where its page is, its model says (``__str__``, ``get_absolute_url``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, cast

from django.apps import apps
from django.db.models import ForeignKey, Model, QuerySet
from django.urls import resolve
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from kefu.findings import Unit
from kefu.narrative import formats
from kefu.workbench.accounts.models import AuditEvent, Team, User
from kefu.workbench.web.app import WorkbenchApp
from kefu.workbench.web.naming import narrator
from kefu.workbench.web.words import word, words

PEOPLE = ("owner", "to", "person")  # fields that hold who somebody is, as an account's name
UNSPOKEN = {  # numbers and marks of parts, of use to programs
    "digest", "note", "entry", "hand_over", "grant", "action", "key", "what", "about_kind", "about_id", "job_id",
}  # fmt: skip
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d")
NOTHING = "–"
AT_ONCE = 500  # events whose objects are fetched together


@dataclass(frozen=True, slots=True)
class Change:
    """A field, as it was ("" where nothing is known of it) and as it is."""

    field: str
    before: str
    after: str

    def __str__(self) -> str:
        colon = word("web.colon")
        return f"{self.field}{colon}{self.before} → {self.after}" if self.before else f"{self.field}{colon}{self.after}"


@dataclass(frozen=True, slots=True)
class Told:
    """An event in words; ``address`` is the page of what it is about, "" where the reader may not open it."""

    event: AuditEvent
    who: str
    what: str
    about: str
    address: str
    changes: tuple[Change, ...]


def told(events: Iterable[AuditEvent], reader: User) -> Iterator[Told]:
    """The events in words; what they speak of is fetched for all of them together."""
    held = list(events)
    known = _Known(held)
    for one in held:
        about, address = known.about(one)
        who = known.people.get(one.who, one.who) if one.who else word("accounts.audit.itself")
        what = word(f"accounts.events.{one.what}") if f"accounts.events.{one.what}" in words() else one.what
        yield Told(one, who, what, about, address if may_open(reader, address) else "", tuple(known.changes(one)))


def rows(events: QuerySet[AuditEvent], reader: User) -> Iterator[dict[str, object]]:
    """The events as rows of a table: in words, and beside them as they are kept."""
    waiting = events.iterator()
    while some := list(islice(waiting, AT_ONCE)):
        yield from map(_row, told(some, reader))


def _row(told: Told) -> dict[str, object]:
    one = told.event
    return {
        word("accounts.audit.at"): one.at, word("accounts.audit.who"): told.who, word("accounts.audit.what"): told.what,
        word("accounts.audit.object"): told.about, word("accounts.audit.change"): "; ".join(map(str, told.changes)),
        word("accounts.audit.why"): one.why,
        "who": one.who, "what": one.what, "kind": one.kind, "id": one.object_id,
        "before": json.dumps(one.before, ensure_ascii=False), "after": json.dumps(one.after, ensure_ascii=False),
        "address": one.address or "",
    }  # fmt: skip


def may_open(reader: User, address: str) -> bool:
    """Whether somebody may open the page at an address."""
    return bool(address) and reader.has_perm(resolve(address.partition("?")[0]).func.permission)  # type: ignore[attr-defined]


class _Known:
    """What a number of events speak of: objects by kind and id, names of people and teams."""

    def __init__(self, events: Sequence[AuditEvent]) -> None:
        users = list(User.objects.all())
        self.people = {one.username: str(one) for one in users}
        self.numbered = {str(one.pk): str(one) for one in users}
        self.teams = {str(one.pk): one.name for one in Team.objects.all()}
        self.objects = {kind: _objects(kind, ids) for kind, ids in _ids(events).items()}
        self.narrator = narrator()

    def about(self, event: AuditEvent) -> tuple[str, str]:
        """What an event is about and the address of its page."""
        if not event.kind:
            return _app(event).about({**event.before, **event.after})
        title = word(f"accounts.kinds.{event.kind}") if f"accounts.kinds.{event.kind}" in words() else event.kind
        found = self.objects[event.kind].get(event.object_id)
        if found is None:
            return word("accounts.audit.gone", kind=title, id=event.object_id), ""
        address = found.get_absolute_url() if hasattr(found, "get_absolute_url") else ""
        return word("accounts.audit.named", kind=title, name=str(found)), address

    def changes(self, event: AuditEvent) -> Iterator[Change]:
        """What is otherwise than before, field by field."""
        before, after = event.before, event.after
        if {"value", "unit", "low", "high"} <= after.keys():
            yield Change(word("accounts.kept_fields.effect"), "", self._figure(after))
            return
        for name in dict.fromkeys([*before, *after]):
            if name in UNSPOKEN or before.get(name) == after.get(name):
                continue
            was = self._value(event, name, before) if name in before else ""
            if was or after.get(name) not in ("", None, []):
                yield Change(_field(event, name), was, self._value(event, name, after) if name in after else NOTHING)

    def _value(self, event: AuditEvent, name: str, fields: Mapping[str, Any]) -> str:
        value = fields[name]
        if value in ("", None, []):
            return NOTHING
        if isinstance(value, list):
            return word("web.comma").join(self._said(event, name, one, fields) for one in value)
        return self._said(event, name, value, fields)

    def _said(self, event: AuditEvent, name: str, value: Any, fields: Mapping[str, Any]) -> str:
        if isinstance(value, bool):
            return word("web.yes_" if value else "web.no_")
        text = str(value)
        return (
            _app(event).told(name, text)
            or self._named(event, name, text)
            or self._measured(name, text, fields)
            or _plainly(name, value)
        )

    def _named(self, event: AuditEvent, name: str, text: str) -> str:
        """People and teams by name."""
        related = _related(event.kind, name)
        if related is Team:
            return self.teams.get(text, "")
        if related is User or name in PEOPLE:
            return self.people.get(text) or self.numbered.get(text, "")
        return ""

    def _measured(self, name: str, text: str, fields: Mapping[str, Any]) -> str:
        """Indicators, dimensions and their members by the names they have in reports."""
        if name == "metric":
            return self.narrator.title(text) if text in self.narrator.metrics else ""
        if name == "dimension":
            return self.narrator.dimension(text)
        if name == "value" and fields.get("metric") in self.narrator.metrics:
            unit = self.narrator.metrics[fields["metric"]].unit
            return str(formats.figure(float(text), unit, self.narrator.style))
        if name in ("member", "members") and fields.get("dimension"):
            return self.narrator.word("and").join(
                self.narrator.member(fields["dimension"], one) for one in text.split("|")
            )
        return ""

    def _figure(self, told: Mapping[str, Any]) -> str:
        """An effect with its interval."""
        unit, style = Unit(told["unit"]), self.narrator.style
        shown = [formats.figure(told[name], unit, style) if told[name] is not None else NOTHING
                 for name in ("value", "low", "high")]  # fmt: skip
        return f"{shown[0]} [{shown[1]}, {shown[2]}]"


def _ids(events: Iterable[AuditEvent]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in events:
        if one.kind:
            found.setdefault(one.kind, set()).add(one.object_id)
    return found


def _objects(kind: str, ids: Iterable[str]) -> Mapping[str, Model]:
    """The objects of a kind that are still there, by id."""
    model = _model(kind)
    if model is None:
        return {}
    numbers = [one for one in ids if one.isdecimal()]
    return {str(one.pk): one for one in model._default_manager.filter(pk__in=numbers)}


def _model(kind: str) -> type[Model] | None:
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None


def _related(kind: str, name: str) -> type[Model] | None:
    """What a field of a kind of object points at."""
    model = _model(kind) if kind else None
    field = next((one for one in model._meta.get_fields() if one.name == name), None) if model else None
    return field.related_model if isinstance(field, ForeignKey) else None


def _app(event: AuditEvent) -> WorkbenchApp:
    """The app something was done in; the frame itself for one that is no more."""
    found = apps.app_configs.get(event.what.partition(".")[0])
    return found if isinstance(found, WorkbenchApp) else cast(WorkbenchApp, apps.get_app_config("web"))


def _field(event: AuditEvent, name: str) -> str:
    """The name of a field, as it stands on the app's pages; what nobody has written is somebody's own column."""
    app, part = event.what.partition(".")[0], event.kind.rpartition(".")[2]
    for key in (f"{app}.{part}_{name}", f"{app}.fields.{name}", f"{app}.{name}", f"accounts.kept_fields.{name}"):
        if key in words():
            return word(key)
    return name


def _plainly(name: str, value: Any) -> str:
    text = str(value)
    if name == "size":
        return f"{max(int(value) / 1024, 0.1):,.1f} KB"
    when = parse_datetime(text) if MOMENT.match(text) else None
    if when is not None:
        return _moment(when)
    return f"{value:,.4g}" if isinstance(value, float) else text


def _moment(when: datetime) -> str:
    return f"{timezone.localtime(when) if timezone.is_aware(when) else when:%Y-%m-%d %H:%M}"
