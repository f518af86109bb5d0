"""Forms of targets; amounts are written as people write them."""

from __future__ import annotations

from typing import Any

from django import forms

from kefu.errors import UsageError
from kefu.findings import Unit
from kefu.workbench.company import company
from kefu.workbench.targets.amounts import meant
from kefu.workbench.targets.models import Basis
from kefu.workbench.web import naming
from kefu.workbench.web.words import said, word


class PlanForm(forms.Form):
    metric = forms.ChoiceField(label=said("targets.metric"))
    month = forms.RegexField(
        r"^20\d\d-(0[1-9]|1[0-2])$", label=said("targets.month"), help_text=said("targets.month_help")
    )
    value = forms.FloatField(label=said("targets.value"), help_text=said("targets.value_help"))
    basis = forms.ChoiceField(label=said("targets.basis"))
    grounds = forms.CharField(
        label=said("targets.grounds"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = company().meter.answerable(company().metrics)
        self.fields["metric"].choices = naming.metric_choices(known)  # type: ignore[attr-defined]
        self.fields["basis"].choices = [(one.value, said(f"targets.bases.{one.value}")) for one in Basis]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if "metric" in told and "value" in told:
            told["value"] = meant(told["value"], company().meter.definition(told["metric"]).unit)
        return told


def amounts(data: Any, ids: list[int], prefix: str, unit: Unit) -> dict[int, float]:
    """The amounts of a table's fields ``<prefix>-<id>``, by id; raises UsageError for what is no number."""
    found: dict[int, float] = {}
    field = forms.FloatField(required=False)
    for one in ids:
        try:
            number = field.clean(data.get(f"{prefix}-{one}", ""))
        except forms.ValidationError:
            raise UsageError(word("targets.no_number")) from None
        if number is not None:
            found[one] = meant(number, unit)
    return found
