from kefu.workbench.web.app import WorkbenchApp


class WebApp(WorkbenchApp):
    name = "kefu.workbench.web"
    label = "web"
