"""Forms of callbacks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from kefu.workbench.accounts.models import User
from kefu.workbench.accounts.roles import AGENT, LEAD, QUALITY
from kefu.workbench.callbacks.models import Callback, Cause, Compensation, Outcome
from kefu.workbench.web.words import said


def _choices(group: str, of: Any) -> list[tuple[str, Any]]:
    return [(one.value, said(f"callbacks.{group}.{one.value}")) for one in of]


class AttemptForm(forms.Form):
    is_reached = forms.ChoiceField(
        label=said("callbacks.reached"),
        choices=[("1", said("callbacks.was_reached")), ("0", said("callbacks.not_reached"))],
    )
    note = forms.CharField(label=said("callbacks.attempt_note"), max_length=300, required=False)


class EndForm(forms.Form):
    """How the talk ended."""

    cause = forms.ChoiceField(label=said("callbacks.cause"))
    outcome = forms.ChoiceField(label=said("callbacks.outcome"))
    compensation = forms.ChoiceField(label=said("callbacks.compensation"))
    amount = forms.DecimalField(
        label=said("callbacks.amount"), required=False, min_value=0, max_digits=10, decimal_places=2,
        help_text=said("callbacks.amount_help"),
    )  # fmt: skip
    note = forms.CharField(
        label=said("callbacks.note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, of in {"cause": Cause, "outcome": Outcome, "compensation": Compensation}.items():
            self.fields[name].choices = _choices(f"{name}s", of)  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(User.objects.none(), label=said("callbacks.assign_to"))

    def __init__(self, *args: Any, callback: Callback, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = callers(user, callback)  # type: ignore[attr-defined]


def callers(user: User, callback: Callback) -> QuerySet[User]:
    """To whom this person may give a callback."""
    found = User.objects.filter(is_active=True, role__in=(AGENT, LEAD, QUALITY))
    if callback.team:
        return found.filter(team__code=callback.team)
    return found.filter(team=user.team) if user.role == LEAD else found
