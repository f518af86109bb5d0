from kefu.workbench.web.app import WorkbenchApp


class ApiApp(WorkbenchApp):
    name = "kefu.workbench.api"
    label = "api"
    prefix = "api/v1"
