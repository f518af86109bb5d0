"""Single sign-on by OpenID Connect: who the company's own log-in knows comes in, if an administrator made an account.

``KEFU_OIDC_ISSUER``, ``KEFU_OIDC_CLIENT`` and ``KEFU_OIDC_SECRET`` name the company's provider. People are found by the
e-mail address the provider vouches for; nobody gets an account by coming in, and the second factor is the provider's.
"""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect.views import callback, login
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path

from kefu.workbench.accounts import audit
from kefu.workbench.accounts.models import User
from kefu.workbench.web.page import open_to_all
from kefu.workbench.web.words import word


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Lets in who has an account already."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        person = known(sociallogin)
        if person is None:
            raise ImmediateHttpResponse(_refused(request))
        if not sociallogin.is_existing:
            sociallogin.connect(request, person)
        audit.record(person, "accounts.came_in_by_sso")

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 - allauth names them
        return False

    def on_authentication_error(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> None:
        raise ImmediateHttpResponse(_refused(request))


def known(sociallogin: Any) -> User | None:
    """The one active account with an address that the provider says it has verified."""
    vouched = [one.email for one in sociallogin.email_addresses if one.verified]
    found = [one for address in vouched for one in User.objects.filter(email__iexact=address, is_active=True)]
    return found[0] if len(found) == 1 else None


@open_to_all
def failed(request: HttpRequest) -> HttpResponseBase:
    return _refused(request)


def _refused(request: HttpRequest) -> HttpResponseBase:
    messages.error(request, word("accounts.sso_refused"))
    return redirect("accounts:login")


urlpatterns = [
    path("<str:provider_id>/log-in", open_to_all(login), name="openid_connect_login"),
    path("<str:provider_id>/back", open_to_all(callback), name="openid_connect_callback"),
    path("cancelled", failed, name="socialaccount_login_cancelled"),
    path("error", failed, name="socialaccount_login_error"),
    path("no-account", failed, name="socialaccount_signup"),
]
