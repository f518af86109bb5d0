from kefu.workbench.web.app import Entry, WorkbenchApp


class TargetsApp(WorkbenchApp):
    name = "kefu.workbench.targets"
    label = "targets"
    prefix = "targets"
    menu = (Entry("targets:plans", "targets.view", "targets.title", "act", 60),)
