"""Reports: where their addresses begin, and their entries of the menu."""

from kefu.workbench.web.app import Entry, WorkbenchApp


class ReportsApp(WorkbenchApp):
    name = "kefu.workbench.reports"
    label = "reports"
    prefix = "reports"
    menu = (
        Entry("reports:all", "reports.view", "reports.title", "data", 10),
        Entry("reports:schedules", "reports.schedule", "reports.schedules.title", "data", 20),
    )
