from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from kefu.workbench.accounts.person import person_of
from kefu.workbench.dashboards import queries
from kefu.workbench.web.page import page


@page("dashboards.view")
def overview(request: HttpRequest) -> HttpResponseBase:
    period, shown = queries.overview(person_of(request))
    return render(request, "dashboards/overview.html", {"period": period, "shown": shown})
