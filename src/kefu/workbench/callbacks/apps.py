from kefu.workbench.web.app import Entry, WorkbenchApp


class CallbacksApp(WorkbenchApp):
    name = "kefu.workbench.callbacks"
    label = "callbacks"
    prefix = "callbacks"
    menu = (Entry("callbacks:queue", "callbacks.view", "callbacks.title", "act", 10),)
