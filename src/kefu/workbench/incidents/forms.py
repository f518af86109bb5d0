"""Forms of incidents."""

from __future__ import annotations

from typing import Any

from django import forms

from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.roles import AUDITOR
from kefu.workbench.incidents import queries
from kefu.workbench.incidents.models import Incident, Kind, Severity, Status
from kefu.workbench.web.words import said, word


def choices(kind: type[Any], group: str) -> list[tuple[str, Any]]:
    return [(one.value, said(f"incidents.{group}.{one.value}")) for one in kind]


def moment(label: Any, *, required: bool) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=required, widget=widget)


def long(label: Any, rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": rows}))


def _places() -> list[tuple[str, str]]:
    return [("", word("incidents.everywhere")), *queries.slices()]


class IncidentForm(forms.Form):
    """``place`` is a slice of the data, ``dimension=member``; one the data do not have any more stays a choice."""

    title = forms.CharField(label=said("incidents.fields.title"), max_length=120)
    kind = forms.ChoiceField(label=said("incidents.fields.kind"), choices=choices(Kind, "kinds"))
    severity = forms.ChoiceField(label=said("incidents.fields.severity"), choices=choices(Severity, "severities"))
    place = forms.ChoiceField(label=said("incidents.fields.place"), required=False)
    started_at = moment(said("incidents.fields.started_at"), required=True)
    ended_at = moment(said("incidents.fields.ended_at"), required=False)
    owner = forms.ModelChoiceField(
        User.objects.filter(is_active=True).exclude(role=AUDITOR), label=said("incidents.fields.owner"), required=False
    )
    progress = long(said("incidents.fields.progress"))
    prevention = long(said("incidents.fields.prevention"))

    def __init__(self, *args: Any, incident: Incident | None = None, **kwargs: Any) -> None:
        if incident is not None:
            kwargs["initial"] = {name: getattr(incident, name) for name in self.base_fields if name != "place"}
            kwargs["initial"]["place"] = _code(incident)
        super().__init__(*args, **kwargs)
        places = _places()
        if incident is not None and _code(incident) not in dict(places):
            places.append((_code(incident), queries.place(incident)))
        self.fields["place"].choices = places  # type: ignore[attr-defined]

    @property
    def told(self) -> dict[str, Any]:
        """The fields of an incident."""
        dimension, _, member = self.cleaned_data["place"].partition("=")
        rest = {name: one for name, one in self.cleaned_data.items() if name != "place"}
        return {**rest, "dimension": dimension, "member": member}


def _code(incident: Incident) -> str:
    return f"{incident.dimension}={incident.member}" if incident.dimension else ""


class FilterForm(forms.Form):
    status = forms.ChoiceField(label=said("incidents.fields.status"), required=False)
    severity = forms.ChoiceField(label=said("incidents.fields.severity"), required=False)
    kind = forms.ChoiceField(label=said("incidents.fields.kind"), required=False)
    search = forms.CharField(label=said("web.search"), required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = (("status", Status, "statuses"), ("severity", Severity, "severities"), ("kind", Kind, "kinds"))
        for name, kind, group in known:
            self.fields[name].choices = [("", said("web.all")), *choices(kind, group)]  # type: ignore[attr-defined]


class GoOnForm(forms.Form):
    status = forms.ChoiceField(choices=choices(Status, "statuses"), widget=forms.HiddenInput())
    ended_at = moment(said("incidents.fields.ended_at"), required=False)
    prevention = long(said("incidents.fields.prevention"))


class EntryForm(forms.Form):
    text = forms.CharField(
        label=said("incidents.write_down"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
