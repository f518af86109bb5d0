from kefu.workbench.web.app import Entry, WorkbenchApp


class DashboardsApp(WorkbenchApp):
    name = "kefu.workbench.dashboards"
    label = "dashboards"
    prefix = "dashboards"
    menu = (Entry("dashboards:overview", "dashboards.view", "dashboards.overview.title", "look", 10),)
