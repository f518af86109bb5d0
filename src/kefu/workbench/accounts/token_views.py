"""Pages: one's own tokens for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kefu.workbench.accounts import tokens as services
from kefu.workbench.accounts.person import person_of
from kefu.workbench.web.page import page
from kefu.workbench.web.words import said, word

AREAS = [name for name in settings.APPS if name not in ("web", "api")]
LIVES = ((30, "30"), (90, "90"), (365, "365"))


class TokenForm(forms.Form):
    name = forms.CharField(label=said("accounts.tokens.name"), max_length=80)
    scopes = forms.MultipleChoiceField(label=said("accounts.tokens.scopes"), widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(label=said("accounts.tokens.days"), choices=LIVES, coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(name, f"{word(f'accounts.tokens.areas.{name}')} ({name})") for name in AREAS]  # type: ignore[attr-defined]


@page("accounts.own")
def tokens(request: HttpRequest) -> HttpResponseBase:
    """The tokens there are; a new one is shown here, once."""
    person, told = person_of(request), ""
    form = TokenForm(request.POST or None)
    if form.is_valid() and not request.session.get("needs_code"):
        ends_at = timezone.now() + timedelta(days=form.cleaned_data["days"])
        told = services.make_token(
            by=person, name=form.cleaned_data["name"], scopes=form.cleaned_data["scopes"], ends_at=ends_at
        )
        form = TokenForm()
    held = person.tokens.filter(ends_at__gt=timezone.now())
    return render(request, "accounts/tokens.html", {"form": form, "tokens": held, "told": told})


@page("accounts.own")
@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponseBase:
    person = person_of(request)
    services.revoke_token(by=person, token=get_object_or_404(person.tokens, pk=number))
    return redirect("accounts:tokens")
