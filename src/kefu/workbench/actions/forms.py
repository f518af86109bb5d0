"""Forms of actions."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from kefu.analyses import DIMENSIONS
from kefu.errors import UsageError
from kefu.workbench.accounts.models import Team, User
from kefu.workbench.accounts.roles import AGENT, LEAD
from kefu.workbench.actions import measuring, promises
from kefu.workbench.actions.models import Action
from kefu.workbench.company import company
from kefu.workbench.web.naming import metric_choices, narrator
from kefu.workbench.web.refusals import refusal
from kefu.workbench.web.words import said, word

NAMES = ("title", "why", "metric", "dimension", "members", "expected", "success", "owner", "team", "starts_on",
         "due_on", "resources")  # fmt: skip


class ActionForm(forms.ModelForm[Action]):
    """``user`` is who fills it in: a lead gives actions to people of the team only."""

    metric = forms.ChoiceField(required=False, label=said("actions.metric"), help_text=said("actions.metric_help"))
    dimension = forms.ChoiceField(required=False, label=said("actions.dimension"))

    class Meta:
        model = Action
        fields = NAMES
        labels: ClassVar[dict[str, Any]] = {
            **{name: said(f"actions.{name}") for name in NAMES},
            "title": said("actions.name"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            name: said(f"actions.{name}_help") for name in ("members", "expected", "success", "starts_on")
        }
        widgets: ClassVar[dict[str, Any]] = {
            **{name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("starts_on", "due_on")},
            "why": forms.Textarea(attrs={"rows": 6}),
            **{name: forms.Textarea(attrs={"rows": 3}) for name in ("success", "resources")},
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = narrator()
        self.fields["metric"].choices = metric_choices(company().metrics)  # type: ignore[attr-defined]
        named = [(name, told.dimension(name)) for name in (*DIMENSIONS, "agent_id")]
        self.fields["dimension"].choices = [("", "–"), *named]  # type: ignore[attr-defined]
        self.fields["owner"].queryset = owners(user)  # type: ignore[attr-defined]
        if user.role == LEAD and not user.is_superuser:
            self.fields["team"].queryset = Team.objects.filter(people=user)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        try:
            promises.read(told.get("metric", ""), told.get("expected", ""))
        except UsageError as error:
            self.add_error("expected", refusal(error))
        return told


def owners(user: User) -> Any:
    """Who may be given an action by this person."""
    found = User.objects.filter(is_active=True).exclude(role="auditor")
    if user.role == LEAD and not user.is_superuser:
        return found.filter(team=user.team) if user.team else found.filter(pk=user.pk)
    if user.role == AGENT and not user.is_superuser:
        return found.filter(pk=user.pk)
    return found


class TextForm(forms.Form):
    """One line: of a checklist."""

    text = forms.CharField(label=said("actions.check_text"), max_length=200)


class CommentForm(forms.Form):
    text = forms.CharField(label=said("actions.comment"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)


class FileForm(forms.Form):
    file = forms.FileField(label=said("actions.file"), help_text=said("actions.file_help"))


class MeasureForm(forms.Form):
    """Up to which month, and for all the action is about or slice by slice."""

    month = forms.ChoiceField(label=said("actions.month"), required=False)
    dimension = forms.ChoiceField(label=said("actions.by_slice"), required=False)

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = narrator()
        months = [(str(one), told.period(one)) for one in measuring.months(action)]
        self.fields["month"].choices = months  # type: ignore[attr-defined]
        names = [one for one in DIMENSIONS if action.dimension in ("", one)]
        named = [("", word("actions.by_slice_none")), *((name, told.dimension(name)) for name in names)]
        self.fields["dimension"].choices = named  # type: ignore[attr-defined]
