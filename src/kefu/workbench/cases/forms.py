"""Forms of cases. A field's label is a word of ``cases.fields``; what a step leaves behind is asked for there."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from kefu.cleaning.privacy.persons import CONTACTS
from kefu.workbench.accounts.models import User
from kefu.workbench.cases import queries
from kefu.workbench.cases.flow import LEAVES, Basis, Flow, Solution, Step, Urgency, goes_back
from kefu.workbench.cases.models import Case
from kefu.workbench.cases.rulebook import rulebook
from kefu.workbench.web.words import said, word

EMPTY = ("", "–")


def choices(kind: type[Any], group: str) -> list[tuple[str, Any]]:
    return [(one.value, said(f"cases.{group}.{one.value}")) for one in kind]


def topics() -> list[tuple[str, str]]:
    return [EMPTY, *((code, rulebook().topic(code)) for code in rulebook().topics)]


def departments() -> list[tuple[str, str]]:
    return [(code, rulebook().department(code)) for code in rulebook().departments]


def long(limit: int, rows: int = 3, *, required: bool = True, label: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=limit, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


class OpenForm(forms.Form):
    flow = forms.ChoiceField(label=said("cases.fields.flow"), choices=choices(Flow, "flows"))
    title = forms.CharField(label=said("cases.fields.title"), max_length=120)
    description = long(4000, 5, required=False, label=said("cases.fields.description"))
    urgency = forms.ChoiceField(
        label=said("cases.fields.urgency"), choices=choices(Urgency, "urgencies"), initial=Urgency.NORMAL
    )
    topic = forms.ChoiceField(label=said("cases.fields.topic"), choices=topics, required=False)
    ticket = forms.CharField(
        label=said("cases.fields.ticket"), max_length=120, required=False, help_text=said("cases.fields.ticket_help")
    )
    customer = forms.CharField(
        label=said("cases.fields.customer"), max_length=80, required=False,
        help_text=said("cases.fields.customer_help"),
    )  # fmt: skip
    order = forms.CharField(label=said("cases.fields.order"), max_length=80, required=False)


class FilterForm(forms.Form):
    """What a queue may be asked for; everything is optional and stands in the address."""

    state = forms.ChoiceField(
        label=said("cases.state"), required=False,
        choices=[(one, said(f"cases.states.{one}")) for one in ("open", "late", "escalated", "closed", "all")],
    )  # fmt: skip
    whose = forms.ChoiceField(
        label=said("cases.fields.owner"), required=False,
        choices=[("", said("web.all")), *((one, said(f"cases.whose.{one}")) for one in ("mine", "nobody"))],
    )  # fmt: skip
    flow = forms.ChoiceField(label=said("cases.fields.flow"), required=False)
    step = forms.ChoiceField(label=said("cases.fields.step"), required=False)
    urgency = forms.ChoiceField(label=said("cases.fields.urgency"), required=False)
    topic = forms.ChoiceField(
        label=said("cases.fields.topic"), required=False, choices=lambda: [("", word("web.all")), *topics()[1:]]
    )
    search = forms.CharField(label=said("web.search"), required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind, group in (("flow", Flow, "flows"), ("step", Step, "steps"), ("urgency", Urgency, "urgencies")):
            self.fields[name].choices = [("", said("web.all")), *choices(kind, group)]  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """The fields the present step leaves behind, where to go, and why where it is back."""

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, flow, step = case, Flow(case.flow), Step(case.step)
        for name in LEAVES.get(step, ()):
            self.fields[name] = _of_step(name)
            self.initial[name] = getattr(case, name)
        self.back = [one for one in case.may_go_to if goes_back(flow, step, one)]
        self.on = [one for one in case.may_go_to if one not in self.back]
        if self.back:
            self.fields["why"] = long(1000, 2, required=False, label=said("cases.fields.why"))
            self.fields["why"].help_text = said("cases.why_help")
        self.fields["to"] = forms.ChoiceField(choices=[(one.value, one.value) for one in Step])
        self.fields["to"].widget = forms.HiddenInput()

    @property
    def asked(self) -> list[forms.BoundField]:
        return [one for one in self if one.name != "to"]


def _of_step(name: str) -> forms.Field:
    label = said(f"cases.fields.{name}")
    match name:
        case "solution":
            return forms.ChoiceField(label=label, choices=[EMPTY, *choices(Solution, "solutions")], required=False)
        case "basis":
            return forms.ChoiceField(label=label, choices=[EMPTY, *choices(Basis, "bases")], required=False)
        case "urgency":
            return forms.ChoiceField(label=label, choices=choices(Urgency, "urgencies"))
        case "topic":
            return forms.ChoiceField(label=label, choices=topics, required=False)
        case _:
            return long(2000 if name == "agreement" else 4000, required=False, label=label)


class ClassifyForm(forms.Form):
    topic = forms.ChoiceField(label=said("cases.fields.topic"), choices=topics, required=False)
    urgency = forms.ChoiceField(label=said("cases.fields.urgency"), choices=choices(Urgency, "urgencies"))


class AssignForm(forms.Form):
    owner = forms.ModelChoiceField(User.objects.none(), label=said("cases.fields.owner"))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = queries.assignable(user).distinct()  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    text = long(4000, label=said("cases.fields.text"))


class EvidenceForm(forms.Form):
    upload = forms.FileField(label=said("cases.evidence.file"), required=False, help_text=said("cases.evidence.help"))
    said = forms.CharField(
        label=said("cases.evidence.said"), max_length=500, required=False, help_text=said("cases.evidence.said_help")
    )


class HandOverForm(forms.Form):
    from_department = forms.ChoiceField(label=said("cases.hand_overs.from"), choices=departments, initial="service")
    to_department = forms.ChoiceField(label=said("cases.hand_overs.to"), choices=departments)
    asked = long(2000, label=said("cases.hand_overs.asked"))


class AnswerForm(forms.Form):
    state = forms.CharField(max_length=10)
    text = forms.CharField(max_length=2000, required=False)


class GrantForm(forms.Form):
    amount = forms.DecimalField(
        label=said("cases.grants.amount"), min_value=0, max_digits=12, decimal_places=2,
        help_text=said("cases.grants.help"),
    )  # fmt: skip
    reason = forms.CharField(label=said("cases.grants.reason"), max_length=500)


class DecideForm(forms.Form):
    decision = forms.ChoiceField(choices=[("grant", "grant"), ("refuse", "refuse")])
    why = forms.CharField(max_length=500, required=False)


class ExpertForm(forms.Form):
    user = forms.ModelChoiceField(queries.handlers(), label=said("cases.experts.person"))
    topics = forms.MultipleChoiceField(
        label=said("cases.experts.topics"), choices=lambda: topics()[1:], widget=forms.CheckboxSelectMultiple
    )
    capacity = forms.IntegerField(
        label=said("cases.experts.capacity"), min_value=0, max_value=queries.MOST_CAPACITY, initial=5
    )
    is_available = forms.BooleanField(label=said("cases.experts.is_available"), required=False, initial=True)


def _offered() -> list[tuple[str, str]]:
    return [(code, rulebook().topic(code)) for code in rulebook().urgent_topics]


class UrgentForm(forms.Form):
    """What a customer says; ``website`` is a trap for programs: people do not see it and leave it empty."""

    topic = forms.ChoiceField(label=said("cases.urgent.topic"), choices=_offered)
    number = forms.CharField(
        label=said("cases.urgent.number"), max_length=60, required=False, help_text=said("cases.urgent.number_help")
    )
    description = long(2000, 6, label=said("cases.urgent.description"))
    contact = forms.CharField(
        label=said("cases.urgent.contact"), max_length=120, help_text=said("cases.urgent.contact_help"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "text"}),
    )  # fmt: skip
    website = forms.CharField(label=said("cases.urgent.trap"), required=False, max_length=200)

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"].strip()
        if number and not re.fullmatch(r"[\w./#-]{1,60}", number):
            raise forms.ValidationError(word("cases.urgent.number_wrong"))
        return number

    def clean_contact(self) -> str:
        contact: str = self.cleaned_data["contact"].strip()
        if not any(re.fullmatch(pattern, contact) for pattern in CONTACTS.values()):
            raise forms.ValidationError(word("cases.urgent.contact_wrong"))
        return contact

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(word("cases.urgent.trap"))
        return ""


class StatusForm(forms.Form):
    reference = forms.CharField(label=said("cases.fields.reference"), max_length=16)
    secret = forms.CharField(
        label=said("cases.urgent.secret"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
