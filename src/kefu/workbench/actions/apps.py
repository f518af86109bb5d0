from kefu.workbench.web.app import Entry, WorkbenchApp


class ActionsApp(WorkbenchApp):
    name = "kefu.workbench.actions"
    label = "actions"
    prefix = "actions"
    menu = (Entry("actions:list", "actions.view", "actions.title", "act", 20),)
