"""Forms of accounts."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password

from kefu.workbench.accounts.models import Team, User
from kefu.workbench.accounts.roles import Role
from kefu.workbench.web.words import said


class PersonForm(forms.ModelForm[User]):
    role = forms.ChoiceField(label=said("accounts.role"))
    team = forms.ModelChoiceField(Team.objects.all(), required=False, label=said("accounts.team"))

    class Meta:
        model = User
        fields = ("username", "name", "email", "role", "team", "agent_id", "is_active", "is_superuser")
        labels: ClassVar[dict[str, Any]] = {
            name: said(f"accounts.{name}")
            for name in ("username", "name", "email", "agent_id", "is_active", "is_superuser")
        }
        help_texts: ClassVar[dict[str, Any]] = {
            name: said(f"accounts.{name}_help") for name in ("agent_id", "is_superuser")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(one.value, said(f"accounts.roles.{one.value}")) for one in Role]  # type: ignore[attr-defined]


class TeamForm(forms.ModelForm[Team]):
    class Meta:
        model = Team
        fields = ("code", "name")
        labels: ClassVar[dict[str, Any]] = {"code": said("accounts.team_code"), "name": said("accounts.team_name")}
        help_texts: ClassVar[dict[str, Any]] = {"code": said("accounts.team_code_help")}


class FirstForm(forms.Form):
    """The first administrator; ``token`` is printed in the terminal that started the server."""

    token = forms.CharField(label=said("accounts.first.token"))
    username = forms.CharField(label=said("accounts.username"), max_length=60)
    name = forms.CharField(label=said("accounts.name"), max_length=80, required=False)
    password = forms.CharField(
        label=said("accounts.password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class AuditForm(forms.Form):
    """What of the audit is asked for; ``kind`` and ``object_id`` come with links and have no field on the page."""

    who = forms.CharField(label=said("accounts.audit.who"), required=False)
    area = forms.ChoiceField(label=said("accounts.audit.area"), required=False)
    since = forms.DateField(
        label=said("accounts.audit.since"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    kind = forms.CharField(required=False, widget=forms.HiddenInput)
    object_id = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [(name, said(f"accounts.tokens.areas.{name}")) for name in settings.APPS if name not in ("web", "api")]
        self.fields["area"].choices = [("", said("web.all")), *areas]  # type: ignore[attr-defined]


class OwnForm(forms.ModelForm[User]):
    language = forms.ChoiceField(
        label=said("accounts.language"), choices=[("zh-hans", "中文"), ("en", "English")], required=False
    )
    appearance = forms.ChoiceField(
        label=said("accounts.appearance"),
        choices=[(name, said(f"accounts.appearances.{name}")) for name in ("auto", "light", "dark")],
    )

    class Meta:
        model = User
        fields = ("name", "email", "language", "appearance")
        labels: ClassVar[dict[str, Any]] = {name: said(f"accounts.{name}") for name in ("name", "email")}
