"""Forms of reports."""

from __future__ import annotations

from typing import Any

from django import forms

from kefu.report.renderers import RENDERERS
from kefu.workbench.company import company
from kefu.workbench.reports.models import LAST_DAY
from kefu.workbench.web.words import said, spoken

USUAL = ("pptx", "xlsx", "html", "md")
SPOKEN = [("zh", "中文"), ("en", "English")]


class BuildForm(forms.Form):
    """In which languages and formats a report is written."""

    languages = forms.MultipleChoiceField(
        label=said("reports.languages"), choices=SPOKEN, widget=forms.CheckboxSelectMultiple
    )
    formats = forms.MultipleChoiceField(label=said("reports.formats"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["formats"].choices = [(name, one.title) for name, one in RENDERERS.items()]  # type: ignore[attr-defined]
        self.fields["languages"].initial = [company().configuration.language]
        self.fields["formats"].initial = list(USUAL)


class ScheduleForm(BuildForm):
    """Which report is made every month, and when."""

    kind = forms.ChoiceField(label=said("reports.kind"))
    day = forms.IntegerField(label=said("reports.schedules.day"), min_value=1, max_value=LAST_DAY, initial=2)
    at = forms.TimeField(
        label=said("reports.schedules.time"),
        initial="08:00",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    publishes = forms.BooleanField(label=said("reports.schedules.publishes"), required=False)
    sends = forms.BooleanField(label=said("reports.schedules.sends"), required=False)
    field_order = ("kind", "day", "at", "languages", "formats", "publishes", "sends")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = company().kinds
        self.fields["kind"].choices = [(name, kinds[name].title[spoken()]) for name in kinds]  # type: ignore[attr-defined]
