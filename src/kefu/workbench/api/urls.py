"""The API's addresses: ``api/v1/openapi.json`` and each app's under its name."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import django_auth

from kefu.errors import KefuError, NotFoundError
from kefu.workbench.accounts.tokens import BearerToken
from kefu.workbench.web.refusals import refusal

api = NinjaAPI(title="Kefu", version="1", docs_url=None, auth=[BearerToken(), django_auth], urls_namespace="api")


@api.exception_handler(KefuError)
def _refused(request: HttpRequest, error: KefuError) -> HttpResponse:
    status = 404 if isinstance(error, NotFoundError) else 422
    return api.create_response(request, {"detail": refusal(error)}, status=status)


for _name in settings.APPS:
    if find_spec(f"kefu.workbench.{_name}.api"):
        api.add_router(f"/{_name}", import_module(f"kefu.workbench.{_name}.api").router, tags=[_name])

urlpatterns = api.urls[0]
