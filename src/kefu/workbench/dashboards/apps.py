"""The dashboards in the menu, in the order of a look round: the whole, the day, then one subject after another."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from kefu.workbench.web.app import Entry, WorkbenchApp


def _entry(name: str, order: int, permission: str = "dashboards.view") -> Entry:
    return Entry(f"dashboards:{name}", permission, f"dashboards.{name}.title", "look", order)


class DashboardsApp(WorkbenchApp):
    name = "kefu.workbench.dashboards"
    label = "dashboards"
    prefix = "dashboards"
    menu = (
        _entry("overview", 10),
        _entry("live", 20),
        _entry("channels", 30),
        _entry("teams", 40, "dashboards.teams"),
        _entry("agents", 50),
        _entry("key_customers", 60, "dashboards.whole"),
        _entry("complaints", 70),
        _entry("satisfaction", 80),
        _entry("after_sales", 90, "dashboards.whole"),
        _entry("stock", 100, "dashboards.whole"),
        _entry("data_quality", 110, "dashboards.whole"),
    )

    def about(self, fields: Mapping[str, Any]) -> tuple[str, str]:
        figure = str(fields.get("figure", ""))
        return (figure, reverse("dashboards:figure", args=[figure])) if figure else ("", "")
