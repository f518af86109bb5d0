from collections.abc import Mapping
from typing import ClassVar

from kefu.workbench.web.app import Entry, WorkbenchApp


class IncidentsApp(WorkbenchApp):
    name = "kefu.workbench.incidents"
    label = "incidents"
    prefix = "incidents"
    codes: ClassVar[Mapping[str, str]] = {
        "kind": "incidents.kinds",
        "severity": "incidents.severities",
        "status": "incidents.statuses",
    }
    menu = (Entry("incidents:all", "incidents.view", "incidents.title", "act", 40),)
