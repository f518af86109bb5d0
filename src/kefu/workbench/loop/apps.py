from kefu.workbench.web.app import WorkbenchApp


class LoopApp(WorkbenchApp):
    name = "kefu.workbench.loop"
    label = "loop"
    prefix = "loop"
