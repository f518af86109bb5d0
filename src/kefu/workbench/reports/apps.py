"""Reports: where their addresses begin, and their entries of the menu."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.urls import reverse

from kefu.workbench.company import company
from kefu.workbench.web.app import Entry, WorkbenchApp
from kefu.workbench.web.words import spoken, word


class ReportsApp(WorkbenchApp):
    name = "kefu.workbench.reports"
    label = "reports"
    prefix = "reports"
    codes: ClassVar[Mapping[str, str]] = {"state": "reports.states"}
    menu = (
        Entry("reports:all", "reports.view", "reports.title", "data", 10),
        Entry("reports:schedules", "reports.schedule", "reports.schedules.title", "data", 20),
    )

    def told(self, field: str, value: str) -> str:
        from kefu.workbench.web.naming import report_title
        from kefu.workbench.web.templatetags.kefu import LANGUAGES

        if field == "section":
            chapters = (one for kind in company().kinds.values() for one in kind.chapters)
            return next((one.title[spoken()] for one in chapters if value in one.sections), "")
        if field in ("language", "languages"):
            return LANGUAGES.get(value, "")
        return report_title(value) if field == "kind" else super().told(field, value)

    def about(self, fields: Mapping[str, Any]) -> tuple[str, str]:
        if not {"month", "kind"} <= fields.keys():
            return "", ""
        month, kind = fields["month"], fields["kind"]
        named = word("accounts.audit.named", kind=word("reports.report"), name=f"{self.told('kind', kind)} {month}")
        return named, reverse("reports:one", args=[month, kind])
