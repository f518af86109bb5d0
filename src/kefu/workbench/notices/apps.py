from kefu.workbench.web.app import WorkbenchApp


class NoticesApp(WorkbenchApp):
    name = "kefu.workbench.notices"
    label = "notices"
    prefix = "notices"
