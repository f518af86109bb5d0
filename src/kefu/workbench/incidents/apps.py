from kefu.workbench.web.app import Entry, WorkbenchApp


class IncidentsApp(WorkbenchApp):
    name = "kefu.workbench.incidents"
    label = "incidents"
    prefix = "incidents"
    menu = (Entry("incidents:all", "incidents.view", "incidents.title", "act", 40),)
