"""Addresses: the pages of ``pages``, an agent, the day, an indicator taken apart, a figure and its rows."""

from django.urls import path

from kefu.workbench.dashboards import views
from kefu.workbench.dashboards.pages import PAGES

urlpatterns = [
    *(path(name.replace("_", "-"), views.board_view(name), name=name) for name in PAGES),
    path("agents/<str:agent_id>", views.agent, name="agent"),
    path("live", views.live, name="live"),
    path("explore", views.explore, name="explore"),
    path("figures/<str:figure>", views.figure, name="figure"),
    path("figures/<str:figure>/rows", views.rows, name="rows"),
]
