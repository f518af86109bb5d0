"""Every app's addresses under its own name; the home page is the overview."""

from __future__ import annotations

from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from kefu.workbench.accounts import single_sign_on
from kefu.workbench.web import views
from kefu.workbench.web.app import WorkbenchApp


def _of_apps() -> list[URLPattern | URLResolver]:
    found: list[URLPattern | URLResolver] = []
    for name in settings.APPS:
        app = apps.get_app_config(name)
        if isinstance(app, WorkbenchApp) and find_spec(f"{app.name}.urls"):
            found.append(path(f"{app.prefix}/" if app.prefix else "", include((f"{app.name}.urls", app.label))))
    return found


urlpatterns = [
    path("", views.home, name="home"),
    path("health", views.health, name="health"),
    path("spoken", views.spoken, name="spoken"),
    path("sso/", include(single_sign_on.urlpatterns)),
    *_of_apps(),
]
handler400 = "kefu.workbench.web.views.bad_request"
handler403 = "kefu.workbench.web.views.forbidden"
handler404 = "kefu.workbench.web.views.not_found"
handler500 = "kefu.workbench.web.views.failed"
